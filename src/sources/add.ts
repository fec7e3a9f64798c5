import { z } from 'zod'
import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import { tidy } from '../kit/text.ts'
import type { Actor } from '../people/person.ts'
import type { Problem } from '../ports/network.ts'
import { addPortal, addSourceRow, findPortal, findSource, makeDue, maySetUp } from './queries.ts'
import { settingsShape, sourceKinds } from './source.ts'
import { tryOut } from './try.ts'

const name = z.string().max(200).transform(tidy).pipe(z.string().min(1))

export const newSourceShape = z.object({
  unit: z.number().int().positive(),
  /** The public body's website this list stands on. */
  portal: z.object({ name, url: z.url({ protocol: /^https?$/ }).max(2000) }),
  name,
  kind: z.enum(sourceKinds).default('feed'),
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** The menu word of everything in this list. */
  section: z.string().max(200).transform(tidy).optional(),
  everySeconds: z.number().int().min(10).max(86_400).default(300),
  settings: settingsShape.default({}),
})
export type NewSource = z.infer<typeof newSourceShape>

export type Added =
  | { is: 'added'; source: number }
  | { is: 'exists' }
  | { is: 'forbidden' }
  /** A list page is read once as it was described; selectors that meet nothing are not saved. */
  | { is: 'unread'; why: Problem }

/** Watched from now on: its first read is the baseline, only what comes after is new. */
export async function addSource(ctx: Ctx, by: Actor, given: NewSource): Promise<Added> {
  if (!(await maySetUp(ctx.db, by, given.unit))) return { is: 'forbidden' }
  const why = given.kind === 'list' ? await whyUnread(ctx, given) : undefined
  if (why) return { is: 'unread', why }
  const at = ctx.now()
  const baseUrl = new URL(given.portal.url).origin
  const done = await ctx.db.transaction().execute(async trx => {
    const portal =
      (await findPortal(trx, baseUrl)) ??
      (await addPortal(trx, { unit_id: given.unit, name: given.portal.name, base_url: baseUrl, settings: '{}' })) ??
      // Somebody else added it in this moment.
      (await findPortal(trx, baseUrl))
    if (!portal) throw new Error(`portal ${baseUrl} can be neither added nor found`)
    const source = await addSourceRow(trx, {
      portal_id: portal.id,
      unit_id: given.unit,
      name: given.name,
      kind: given.kind,
      url: given.url,
      section: given.section || null,
      settings: JSON.stringify(given.settings),
      every_seconds: given.everySeconds,
      due_at: at,
    })
    if (!source) return { is: 'exists' } as const
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'source.added',
      subject: 'source',
      subjectId: source.id,
      unit: given.unit,
      detail: { url: given.url, kind: given.kind },
    })
    return { is: 'added', source: source.id } as const
  })
  if (done.is === 'added') ctx.nudge('watch')
  return done
}

/** Undefined when the page gives rows with these rules. */
export async function whyUnread(ctx: Ctx, { url, settings }: Pick<NewSource, 'url' | 'settings'>) {
  const tried = await tryOut(ctx, url, { kind: 'list', settings, rows: 500 })
  if (tried.is === 'failed') return tried.why
  return tried.entries.some(entry => entry.url !== null) ? undefined : { code: 'source.rows_unread' }
}

export type ReadNow = { is: 'due' } | { is: 'missing' } | { is: 'forbidden' }

/** The next turn reads it, also one that was stopped or waits after failures. */
export async function readNow(ctx: Ctx, by: Actor, id: number): Promise<ReadNow> {
  const source = await findSource(ctx.db, by.id, id)
  if (!source) return { is: 'missing' }
  if (!(await maySetUp(ctx.db, by, source.unit_id))) return { is: 'forbidden' }
  await ctx.db.transaction().execute(async trx => {
    await makeDue(trx, id, ctx.now())
    const deed = { verb: 'source.read_now', subject: 'source', subjectId: id, unit: source.unit_id }
    await record(trx, { at: ctx.now(), person: by.id, via: by.via, ...deed })
  })
  ctx.nudge('watch')
  return { is: 'due' }
}
