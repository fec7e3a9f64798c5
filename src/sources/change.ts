import { z } from 'zod'
import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Actor } from '../people/person.ts'
import type { Problem } from '../ports/network.ts'
import { newSourceShape, whyUnread } from './add.ts'
import { findSource, maySetUp } from './queries.ts'
import { findSettings, putSource } from './queries-change.ts'
import { identityRulesOf, type SourceSettings, settingsOf } from './source.ts'

export const changeShape = newSourceShape
  .pick({ name: true, section: true })
  .extend({
    kind: newSourceShape.shape.kind.unwrap(),
    url: newSourceShape.shape.url,
    everySeconds: newSourceShape.shape.everySeconds.unwrap(),
    settings: newSourceShape.shape.settings.unwrap(),
    state: z.enum(['watched', 'stopped']),
    /** Takes what is there now as known, whatever it is. */
    baseline: z.literal(true),
  })
  .partial()
export type SourceChange = z.infer<typeof changeShape>

export type Changed =
  /** `baseline`: the next sight records everything and starts nothing. */
  | { is: 'changed'; baseline: boolean }
  | { is: 'missing' }
  | { is: 'forbidden' }
  | { is: 'exists' }
  | { is: 'unread'; why: Problem }

/**
 * Another address, way or rule of identity makes known items look new, so the next sight is a baseline again. What was not
 * said stays as it is.
 */
export async function changeSource(ctx: Ctx, by: Actor, id: number, change: SourceChange): Promise<Changed> {
  const source = await findSource(ctx.db, by.id, id)
  const kept = await findSettings(ctx.db, id)
  if (!source || !kept) return { is: 'missing' }
  if (!(await maySetUp(ctx.db, by, source.unit_id))) return { is: 'forbidden' }
  const url = change.url ?? source.url
  const kind = change.kind ?? source.kind
  const settings = change.settings ? withSettings(kept.settings, change.settings) : kept.settings
  const after = settingsOf(kept.portal_settings, settings)
  const rules = identityRulesOf(settingsOf(kept.portal_settings, kept.settings)) !== identityRulesOf(after)
  const why = change.baseline
    ? 'asked'
    : url !== source.url
      ? 'address'
      : kind !== source.kind
        ? 'kind'
        : rules
          ? 'rules'
          : undefined
  const reads = why !== undefined || change.settings !== undefined
  const unread = kind === 'list' && reads ? await whyUnread(ctx, { url, settings: after }) : undefined
  if (unread) return { is: 'unread', why: unread }
  return ctx.db.transaction().execute(async trx => {
    const at = ctx.now()
    const done = await putSource(trx, id, {
      url,
      kind,
      settings: JSON.stringify(settings),
      name: change.name ?? source.name,
      section: change.section === undefined ? source.section : change.section || null,
      every_seconds: change.everySeconds ?? source.every_seconds,
      state: change.state ?? source.state,
      ...(reads ? { due_at: at } : {}),
      baseline: why,
    })
    if (!done) return { is: 'exists' }
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'source.changed',
      subject: 'source',
      subjectId: id,
      unit: source.unit_id,
      detail: { ...change, baseline: why ?? null },
    })
    return { is: 'changed', baseline: why !== undefined }
  })
}

/** What a source says of how it is read, and nothing else of its settings, is replaced. */
function withSettings(before: unknown, said: SourceSettings): Record<string, unknown> {
  const kept = z.record(z.string(), z.unknown()).catch({}).parse(before)
  const replaced = ['family', 'list', 'pages', 'dateOrder', 'idPattern', 'dropParams'] as const
  for (const name of replaced) delete kept[name]
  return { ...kept, ...said }
}
