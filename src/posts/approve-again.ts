import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import { putApproval } from './approve.ts'
import { isOutdated, type Renewed, renew } from './outdated.ts'
import { goingOut } from './post.ts'
import { findPost, lockPost, passesOf } from './queries/find.ts'
import { type Changer, changersOf, endOutdated, maybeOutdated } from './queries/outdated.ts'
import { putRendition } from './queries/write.ts'
import { approvers } from './roles.ts'

export type ApprovedAgain =
  | { is: 'approved'; deliveries: number }
  | { is: 'missing' }
  | { is: 'forbidden' }
  /** It goes out as it was approved, was edited, or its channel changed once more since it was seen. */
  | { is: 'stale' }
  /** The one who changed the setting, or the text, is not the one who agrees to it. */
  | { is: 'own' }
  | { is: 'late' }
  | { is: 'blocked' }

export interface Outdated extends Renewed {
  changers: readonly Changer[]
  own: boolean
  late: boolean
}

/** What waits to be approved again, as it would go out, soonest first; `more` when there may be others after these. */
export async function outdatedPosts(ctx: Ctx, by: Actor, most: number): Promise<{ posts: Outdated[]; more: boolean }> {
  const ids = await maybeOutdated(ctx.db, by.id, most + 1)
  const posts: Outdated[] = []
  for (const id of ids.slice(0, most)) {
    const post = await findPost(ctx.db, by.id, id)
    if (!post) continue
    const renewed = await renew(ctx, post, await passesOf(ctx.db, { post: id, publication: post.publication?.id }))
    if (!renewed) continue
    const changers = await changersOf(ctx.db, id, renewed.outdated)
    posts.push({ ...renewed, changers, own: isOwn(by, post.hands, changers), late: isLate(post.notAfter, ctx.now()) })
  }
  return { posts, more: ids.length > most }
}

/** How many of them wait for this very person. */
export async function countOutdated(ctx: Ctx, by: Actor, most: number): Promise<number> {
  let count = 0
  for (const id of await maybeOutdated(ctx.db, by.id, most)) {
    const post = await findPost(ctx.db, by.id, id)
    const outdated = post ? goingOut(post).filter(isOutdated) : []
    if (!post || outdated.length === 0) continue
    const channels = outdated.map(({ channel }) => channel.id)
    if (!isOwn(by, post.hands, await changersOf(ctx.db, id, channels))) count++
  }
  return count
}

/**
 * Approves a post again whose channels changed while it waited. `seen` is the digest of what was shown. Only what the change
 * held back comes out anew: what failed for another reason stays for a person to decide.
 */
export async function approveAgain(ctx: Ctx, by: Actor, id: number, seen: string): Promise<ApprovedAgain> {
  const done = await ctx.db.transaction().execute(async (trx): Promise<ApprovedAgain> => {
    const post = await lockPost(trx, by.id, id)
    if (!post) return { is: 'missing' }
    const units = [post.unit.id, ...goingOut(post).map(each => each.channel.unit)]
    if (!(await holdsIn(trx, by, units, approvers))) return { is: 'forbidden' }
    const renewed = await renew(ctx, post, await passesOf(trx, { post: id, publication: post.publication?.id }))
    if (!renewed || renewed.post.digest !== seen) return { is: 'stale' }
    if (isOwn(by, post.hands, await changersOf(trx, id, renewed.outdated))) return { is: 'own' }
    const at = ctx.now()
    if (isLate(post.notAfter, at)) return { is: 'late' }
    if (renewed.issues.some(issue => issue.blocks)) return { is: 'blocked' }
    for (const rendition of renewed.renditions) await putRendition(trx, id, rendition)
    const replaced = post.renditions.filter(isOutdated).flatMap(({ delivery }) => (delivery ? [delivery.id] : []))
    await endOutdated(trx, replaced, at)
    const fresh = await lockPost(trx, by.id, id)
    if (!fresh) return { is: 'missing' }
    const renditions = fresh.renditions.filter(({ delivery }) => delivery?.state !== 'failed')
    const deliveries = await putApproval(trx, { ...fresh, renditions }, { person: by.id }, at)
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'post.approved_again',
      subject: 'post',
      subjectId: id,
      unit: post.unit.id,
      detail: { digest: fresh.digest, deliveries, replaced },
    })
    return { is: 'approved', deliveries }
  })
  if (done.is === 'approved') ctx.nudge('deliver')
  return done
}

const isOwn = (by: Actor, hands: readonly number[], changers: readonly Changer[]) =>
  hands.includes(by.id) || changers.some(({ person }) => person?.id === by.id)

const isLate = (notAfter: Date | null, now: Date) => notAfter !== null && notAfter <= now
