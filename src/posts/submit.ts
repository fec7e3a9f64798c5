import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import { issuesOfPost, type PlacedIssue } from './issues.ts'
import { isLate, next, plannedAt } from './post.ts'
import { findPost, lockPost, passesOf } from './queries/find.ts'
import { putIssues, putPost } from './queries/write.ts'
import { writers } from './roles.ts'

export type Submitted =
  | { is: 'submitted' }
  | { is: 'missing' }
  | { is: 'forbidden' }
  /** It was submitted, approved or dropped meanwhile, or its text is not the one that was seen. */
  | { is: 'stale' }
  | { is: 'late' }
  | { is: 'blocked'; issues: readonly PlacedIssue[] }

/** Hands it to the approvers. `seen` is the digest of what the person looked at. */
export async function submit(ctx: Ctx, by: Actor, id: number, seen?: string, note?: string): Promise<Submitted> {
  const found = await findPost(ctx.db, by.id, id)
  if (!found) return { is: 'missing' }
  if (!(await holdsIn(ctx.db, by, [found.unit.id], writers))) return { is: 'forbidden' }
  return ctx.db.transaction().execute(async trx => {
    const post = await lockPost(trx, by.id, id)
    if (!post) return { is: 'missing' }
    const state = next(post.state, 'submit')
    if (!state || (seen !== undefined && post.digest !== seen)) return { is: 'stale' }
    const at = ctx.now()
    if (isLate(plannedAt(post), post.notAfter, at)) return { is: 'late' }
    const passes = await passesOf(trx, { post: id, publication: post.publication?.id })
    const issues = issuesOfPost(ctx.networks, post, passes, at)
    for (const rendition of post.renditions)
      await putIssues(
        trx,
        rendition.id,
        issues.filter(issue => issue.channel === rendition.channel.id).map(({ channel: _, ...issue }) => issue),
      )
    if (issues.some(issue => issue.blocks)) return { is: 'blocked', issues }
    await putPost(trx, id, at, { state, submitted_at: at, digest: post.digest, ...(note !== undefined && { note }) })
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'post.submitted',
      subject: 'post',
      subjectId: id,
      unit: post.unit.id,
      detail: { digest: post.digest, note: note ?? null },
    })
    return { is: 'submitted' }
  })
}
