import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import { next } from './post.ts'
import { moveQueued } from './queries/deliveries.ts'
import { findPost, lockPost } from './queries/find.ts'
import { putDue, putPost } from './queries/write.ts'
import { writers } from './roles.ts'

export type Rescheduled =
  | { is: 'rescheduled'; state: 'draft' | 'submitted' | 'approved' | 'returned' }
  | { is: 'missing' }
  | { is: 'forbidden' }
  | { is: 'stale' }
  /** In the past, or after the moment from which it is too late. */
  | { is: 'impossible' }

export interface Times {
  /** Null: at once after approval. */
  dueAt: Date | null
  notAfter?: Date | null
  /** Only this channel's time. */
  channel?: number
}

/** Moving only the time keeps the approval and is recorded. An expired post with a new time waits for approval again. */
export async function reschedule(ctx: Ctx, by: Actor, id: number, times: Times): Promise<Rescheduled> {
  const found = await findPost(ctx.db, by.id, id)
  if (!found) return { is: 'missing' }
  if (!(await holdsIn(ctx.db, by, [found.unit.id], [...writers, 'approver']))) return { is: 'forbidden' }
  const done = await ctx.db.transaction().execute(async (trx): Promise<Rescheduled> => {
    const post = await lockPost(trx, by.id, id)
    if (!post) return { is: 'missing' }
    const state = next(post.state, 'retime')
    if (!state || state === 'dropped' || state === 'expired') return { is: 'stale' }
    if (times.channel !== undefined && !post.renditions.some(each => each.channel.id === times.channel))
      return { is: 'missing' }
    const at = ctx.now()
    const notAfter = times.notAfter === undefined ? post.notAfter : times.notAfter
    if ((times.dueAt && times.dueAt <= at) || (notAfter && notAfter <= (times.dueAt ?? at))) return { is: 'impossible' }
    const from = times.channel === undefined ? post.dueAt : channelDue(post, times.channel)
    if (times.channel === undefined) await putDue(trx, id, undefined, null)
    else await putDue(trx, id, times.channel, times.dueAt)
    await putPost(trx, id, at, {
      state,
      not_after: notAfter,
      ...(times.channel === undefined && { due_at: times.dueAt }),
    })
    const moved = { ...post, dueAt: times.channel === undefined ? times.dueAt : post.dueAt, notAfter }
    if (state === 'approved') await moveQueued(trx, moved, at)
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'post.rescheduled',
      subject: 'post',
      subjectId: id,
      unit: post.unit.id,
      detail: {
        from: from?.toISOString() ?? null,
        to: times.dueAt?.toISOString() ?? null,
        notAfter: notAfter?.toISOString() ?? null,
        channel: times.channel ?? null,
      },
    })
    return { is: 'rescheduled', state }
  })
  if (done.is === 'rescheduled' && done.state === 'approved') ctx.nudge('deliver')
  return done
}

const channelDue = (
  post: { dueAt: Date | null; renditions: readonly { channel: { id: number }; dueAt: Date | null }[] },
  channel: number,
) => post.renditions.find(each => each.channel.id === channel)?.dueAt ?? post.dueAt
