import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import { lateOf, putPost } from './queries/write.ts'

/** Unapproved at its time means expired: it does not go out, and its author is told. */
export async function expireLate(ctx: Pick<Ctx, 'db' | 'now'>, most: number): Promise<number> {
  return ctx.db.transaction().execute(async trx => {
    const at = ctx.now()
    const late = await lateOf(trx, at, most)
    for (const post of late) {
      await putPost(trx, post.id, at, { state: 'expired' })
      await record(trx, {
        at,
        via: 'job',
        verb: 'post.expired',
        subject: 'post',
        subjectId: post.id,
        unit: post.unit_id,
      })
    }
    return late.length
  })
}
