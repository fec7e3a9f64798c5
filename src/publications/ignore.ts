import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import { findPublication, markIgnored, markRestored } from './queries/ignore.ts'

/** The ready reasons; anything else is somebody's own words. */
export const reasons = ['not_eligible', 'duplicate', 'old', 'internal', 'unfit', 'elsewhere'] as const
export type Reason = (typeof reasons)[number]

export type Ignored =
  | { is: 'done' }
  | { is: 'missing' }
  | { is: 'forbidden' }
  /** Meanwhile it became a post, was withdrawn, or somebody else decided. */
  | { is: 'stale' }

const writers = ['editor', 'admin', 'contributor'] as const

/** It stays recorded and starts nothing; harmless, so it can be taken back. */
export async function ignorePublication(ctx: Ctx, by: Actor, id: number, why: string): Promise<Ignored> {
  return decide(ctx, by, id, 'publication.ignored', why)
}

export async function restorePublication(ctx: Ctx, by: Actor, id: number): Promise<Ignored> {
  return decide(ctx, by, id, 'publication.restored')
}

async function decide(
  ctx: Ctx,
  by: Actor,
  id: number,
  verb: 'publication.ignored' | 'publication.restored',
  why?: string,
): Promise<Ignored> {
  const found = await findPublication(ctx.db, by.id, id)
  if (!found) return { is: 'missing' }
  if (!(await holdsIn(ctx.db, by, [found.unit_id], writers))) return { is: 'forbidden' }
  return ctx.db.transaction().execute(async trx => {
    const done = why === undefined ? await markRestored(trx, id) : await markIgnored(trx, id, why)
    if (!done) return { is: 'stale' }
    await record(trx, {
      at: ctx.now(),
      person: by.id,
      via: by.via,
      verb,
      subject: 'publication',
      subjectId: id,
      unit: found.unit_id,
      detail: why === undefined ? {} : { why },
    })
    return { is: 'done' }
  })
}
