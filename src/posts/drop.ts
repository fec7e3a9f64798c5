import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import { next } from './post.ts'
import { askToStop, cancelQueued } from './queries/deliveries.ts'
import { findPost, lockPost } from './queries/find.ts'
import { putPost, voidApproval } from './queries/write.ts'
import { writers } from './roles.ts'

export type Dropped =
  /** `live`: copies that stay on their networks; taking them down is a change of its own. */
  | { is: 'dropped'; cancelled: number; stopping: number; live: number }
  | { is: 'missing' }
  | { is: 'forbidden' }
  | { is: 'stale' }

/** Gives the post up. What waits is cancelled, what is on its way is stopped where it still can be. */
export async function drop(ctx: Ctx, by: Actor, id: number, reason: string): Promise<Dropped> {
  const found = await findPost(ctx.db, by.id, id)
  if (!found) return { is: 'missing' }
  if (!(await holdsIn(ctx.db, by, [found.unit.id], [...writers, 'approver']))) return { is: 'forbidden' }
  return ctx.db.transaction().execute(async trx => {
    const post = await lockPost(trx, by.id, id)
    if (!post) return { is: 'missing' }
    const state = next(post.state, 'drop')
    if (!state) return { is: 'stale' }
    const at = ctx.now()
    await voidApproval(trx, id, at)
    const cancelled = await cancelQueued(trx, id, 'post.dropped', at)
    const stopping = await askToStop(trx, id, by.id, at)
    await putPost(trx, id, at, { state })
    const live = post.renditions.filter(each => each.delivery?.state === 'live').length
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'post.dropped',
      subject: 'post',
      subjectId: id,
      unit: post.unit.id,
      detail: { reason, cancelled: cancelled.length, stopping: stopping.length, live },
    })
    return { is: 'dropped', cancelled: cancelled.length, stopping: stopping.length, live }
  })
}
