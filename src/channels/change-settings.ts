import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Actor } from '../people/person.ts'
import type { Settings } from '../ports/network.ts'
import { findChannel, mayConnect } from './queries.ts'
import { countQueued, lockSettings, putSettings } from './queries-settings.ts'
import { inForce, judgeSettings, same, versionOf, type Wrong } from './settings.ts'

export type SettingsChanged =
  /** `queued` deliveries wait that were approved with the settings before: none of them goes out as it stands. */
  | { is: 'saved'; settings: Settings; queued: number }
  | { is: 'unchanged' }
  | { is: 'missing' }
  | { is: 'forbidden' }
  | { is: 'no_network' }
  | { is: 'invalid'; issues: readonly Wrong[] }
  /** Another person saved first; nothing was done. */
  | { is: 'changed' }

/**
 * A channel's settings from now on, as a whole. What waits is not touched here: it is compared with its approval at the
 * moment of sending. `seen` is the version that was read before; without it the last word counts.
 */
export async function changeSettings(
  ctx: Ctx,
  by: Actor,
  id: number,
  given: { settings: unknown; seen?: string },
): Promise<SettingsChanged> {
  const channel = await findChannel(ctx.db, by.id, id)
  if (!channel) return { is: 'missing' }
  if (!(await mayConnect(ctx.db, by, channel.unit_id))) return { is: 'forbidden' }
  const network = ctx.networks.get(channel.network)
  if (!network) return { is: 'no_network' }
  const judged = judgeSettings(network, given.settings)
  if (judged.is === 'wrong') return { is: 'invalid', issues: judged.issues }
  const { settings } = judged
  return ctx.db.transaction().execute(async (trx): Promise<SettingsChanged> => {
    const stored = (await lockSettings(trx, id)).settings
    if (given.seen !== undefined && given.seen !== (await versionOf(stored))) return { is: 'changed' }
    const before = inForce(network, stored)
    const after = inForce(network, settings)
    if (before && same(before, after)) return { is: 'unchanged' }
    await putSettings(trx, id, settings)
    await record(trx, {
      at: ctx.now(),
      person: by.id,
      via: by.via,
      verb: 'channel.settings_changed',
      subject: 'channel',
      subjectId: id,
      unit: channel.unit_id,
      detail: { changed: differences(before ?? {}, after ?? {}) },
    })
    return { is: 'saved', settings, queued: await countQueued(trx, id) }
  })
}

/** What was and what is, of the fields that differ. Settings hold nothing secret: that is the credential's. */
const differences = (before: Settings, after: Settings) =>
  Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter(name => !same(before[name], after[name]))
      .map(name => [name, { before: before[name] ?? null, after: after[name] ?? null }]),
  )
