import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import { liftCause, mayHold } from '../holds/queries.ts'
import type { Actor } from '../people/person.ts'
import { releaseHeld } from './queries/hint.ts'

export type Released = { is: 'released'; publications: number } | { is: 'forbidden' }

/**
 * A person's answer to a flood: what was kept back goes the way of new items (`through`), or stays recorded and starts
 * nothing (`record_only`). The hold ends with the answer.
 */
export async function release(ctx: Ctx, by: Actor, source: number, how: 'through' | 'record_only'): Promise<Released> {
  const scope = { scope: 'source', source } as const
  if (!(await mayHold(ctx.db, by, scope))) return { is: 'forbidden' }
  const at = ctx.now()
  const moved = await ctx.db.transaction().execute(async trx => {
    await liftCause(trx, scope, 'source.flood', at, by.id)
    const rows = await releaseHeld(trx, source, how === 'through' ? 'new' : 'ignored', how === 'through' ? at : null)
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: how === 'through' ? 'source.let_through' : 'source.recorded_only',
      subject: 'source',
      subjectId: source,
      detail: { publications: rows.length },
    })
    return rows.length
  })
  ctx.nudge('watch')
  return { is: 'released', publications: moved }
}
