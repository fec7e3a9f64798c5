import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Trx } from '../db/open.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import { issuesOfPost, type PlacedIssue } from './issues.ts'
import { goingOut, mayApprove, type Post, plannedAt } from './post.ts'
import { queueDeliveries } from './queries/deliveries.ts'
import { findPost, lockPost, passesOf } from './queries/find.ts'
import { addApproval, clearHands, putPost, voidApproval } from './queries/write.ts'
import { approvers } from './roles.ts'

export type Approval =
  | { is: 'approved'; deliveries: number }
  | { is: 'missing' }
  /** Not an approver of this unit, or not of each channel it goes to. */
  | { is: 'forbidden' }
  | { is: 'stale' }
  | { is: 'own' }
  | { is: 'expired' }
  | { is: 'blocked'; issues: readonly PlacedIssue[] }

/** `seen` is the digest of the renditions the approver looked at. What it covers is queued in the same transaction. */
export async function approve(ctx: Ctx, by: Actor, id: number, seen: string): Promise<Approval> {
  const found = await findPost(ctx.db, by.id, id)
  if (!found) return { is: 'missing' }
  const done = await ctx.db.transaction().execute(async (trx): Promise<Approval> => {
    const post = await lockPost(trx, by.id, id)
    if (!post) return { is: 'missing' }
    const units = [post.unit.id, ...goingOut(post).map(each => each.channel.unit)]
    if (!(await holdsIn(trx, by, units, approvers))) return { is: 'forbidden' }
    const at = ctx.now()
    const passes = await passesOf(trx, { post: id, publication: post.publication?.id })
    const issues = issuesOfPost(ctx.networks, post, passes, at)
    const verdict = mayApprove(post, by, seen, issues, plannedAt(post), at)
    if (verdict.is === 'blocked') return { is: 'blocked', issues }
    if (verdict.is !== 'approved') return verdict
    const deliveries = await putApproval(trx, post, { person: by.id }, at)
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'post.approved',
      subject: 'post',
      subjectId: id,
      unit: post.unit.id,
      detail: { digest: post.digest, deliveries },
    })
    return { is: 'approved', deliveries }
  })
  if (done.is === 'approved') ctx.nudge('deliver')
  return done
}

/** The row, the state and the deliveries, for a person and for a rule alike. */
export async function putApproval(
  trx: Trx,
  post: Post,
  by: { person: number } | { rule: number; version: number },
  at: Date,
): Promise<number> {
  // One that stands is for what went before: what it let out is carried over to the new one.
  await voidApproval(trx, post.id, at)
  const approval = await addApproval(trx, post.id, post.digest, by, at)
  await putPost(trx, post.id, at, { state: 'approved', digest: post.digest })
  await clearHands(trx, post.id)
  return queueDeliveries(trx, post, approval.id, at)
}
