import type { Ctx } from '../context.ts'
import type { Trx } from '../db/open.ts'
import { listRulesOf, settingsOf, usualFlood } from '../sources/source.ts'
import { entryOfUrl } from './entry.ts'
import { namesOfUrl } from './identity.ts'
import { listedDigest } from './merge.ts'
import { endHint, type Hint, lockHints, lookNow } from './queries/hint.ts'
import { addAliases, addPublications, isHeld, knownBy, lockPortal } from './queries/take.ts'

/** Follows what portals pushed: a known page is due at once, an unknown one is recorded and due. Answers how many. */
export async function followHints(ctx: Ctx, most = 50): Promise<number> {
  return ctx.db.transaction().execute(async trx => {
    const hints = await lockHints(trx, most)
    const counts = Map.groupBy(hints, hint => hint.source_id)
    for (const hint of hints.toSorted((a, b) => a.portal_id - b.portal_id)) {
      if (hint.url !== null) await followHint(ctx, trx, hint, hint.url, counts.get(hint.source_id)?.length ?? 1)
      await endHint(trx, hint.source_id, hint.event, ctx.now())
    }
    return hints.length
  })
}

async function followHint(ctx: Ctx, trx: Trx, hint: Hint, url: string, together: number): Promise<void> {
  const now = ctx.now()
  const settings = settingsOf(hint.portal_settings, hint.source_settings)
  const names = namesOfUrl(url, { rules: listRulesOf(settings), identity: ctx.readers.identity })
  const [key] = names
  if (key === undefined) return
  await lockPortal(trx, hint.portal_id)
  const known = await knownBy(trx, hint.portal_id, names)
  const match = names.map(name => known.get(name)).find(found => found !== undefined)
  if (match) {
    await lookNow(trx, match.id, now)
    return
  }
  if (hint.kind === 'removed') return
  const entry = entryOfUrl(url)
  const flooded = together > (settings.floodAt ?? usualFlood)
  const held = flooded || (await isHeld(trx, hint.source_id, now))
  const added = await addPublications(trx, [
    {
      portal_id: hint.portal_id,
      source_id: hint.source_id,
      unit_id: hint.unit_id,
      key,
      url,
      title: '',
      section: hint.section,
      state: held ? 'held' : 'new',
      state_why: held ? (flooded ? 'source.flood' : 'source.held') : null,
      published_at: null,
      seen_at: now,
      entry: JSON.stringify(entry),
      listed: await listedDigest(entry),
      look_at: now,
    },
  ])
  const id = added.get(key)
  if (id !== undefined)
    await addAliases(
      trx,
      hint.portal_id,
      names.map(alias => ({ alias, id })),
    )
}
