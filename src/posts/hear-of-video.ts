import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Trx } from '../db/open.ts'
import { problemShape, videoShape } from '../ports/content.ts'
import { countInForce } from '../rules/queries.ts'
import { putApproval } from './approve.ts'
import { filmMissing } from './films.ts'
import { issuesOfPost } from './issues.ts'
import type { Draft, Post } from './post.ts'
import { isApprovedByPerson, lockPost, passesOf, readDigest } from './queries/find.ts'
import { markTold, type Unheard, unheardOf, videoAt } from './queries/videos.ts'
import { putDue, putPost, putRendition } from './queries/write.ts'
import { again, written } from './renditions.ts'

/**
 * Tells posts what became of the films they wait for, and those that have waited long enough that they go without.
 * Running it twice does nothing more.
 */
export async function hearOfVideos(ctx: Ctx, most: number): Promise<void> {
  let approved = 0
  for (const unheard of await unheardOf(ctx.db, ctx.now(), most))
    await ctx.db.transaction().execute(async trx => {
      const found = await lockPost(trx, undefined, unheard.post)
      if (found && found.state !== 'dropped' && (await hear(ctx, trx, found, unheard)) === 'approved') approved++
      await markTold(trx, unheard, ctx.now())
    })
  if (approved > 0) ctx.nudge('deliver')
}

/**
 * Renditions that had nothing to show get their text now; what people have seen, submitted or approved is not touched.
 * A post by rules goes on by its rules; of any other that went out already, the newcomer waits for an approver while
 * the rest goes its way.
 */
async function hear(ctx: Ctx, trx: Trx, post: Post, { url, late }: Unheard): Promise<'approved' | 'waits'> {
  const draft = await filmed(trx, post.draft, url, late)
  const passes = await passesOf(trx, { post: post.id, publication: post.publication?.id })
  const own = post.state === 'draft' || post.state === 'returned'
  let came = false
  for (const rendition of post.renditions) {
    const takes = ctx.networks.get(rendition.channel.network)?.about.limits.videos !== undefined
    const seen = rendition.edited || rendition.state === 'left_out' || (rendition.state === 'fit' && !own)
    if (!takes || seen || rendition.channel.ended) continue
    const given = await written(ctx, draft, again(rendition), passes)
    await putRendition(trx, post.id, given)
    came ||= given.state === 'fit' && rendition.state !== 'fit'
  }
  const at = ctx.now()
  await putPost(trx, post.id, at, { draft, digest: await readDigest(trx, post.id) })
  if (!came) return 'waits'
  const about = { subject: 'post', subjectId: post.id, unit: post.unit.id, at, via: 'job' as const }
  const without = filmMissing(draft)
  await record(trx, {
    ...about,
    verb: without ? 'post.film_missed' : 'post.film_came',
    detail: { url, ...(without && { code: without.code }) },
  })
  return goOn(ctx, trx, post)
}

async function goOn(ctx: Ctx, trx: Trx, before: Post): Promise<'approved' | 'waits'> {
  const { id, rule, hands, state, draft } = before
  const post = await lockPost(trx, undefined, id)
  if (!post) return 'waits'
  const at = ctx.now()
  const passes = await passesOf(trx, { post: id, publication: post.publication?.id })
  const byRule =
    draft.automatic &&
    rule !== null &&
    hands.length === 0 &&
    (state === 'draft' || state === 'approved') &&
    // Neither a rule that has ended meanwhile decides, nor one whose text people changed and approved.
    (await countInForce(trx, [rule])) === 1 &&
    !(await isApprovedByPerson(trx, id))
  // A rule decides on what it saw, never on a later telling.
  const changed = byRule && post.publication?.revision !== post.revision
  if (byRule && !changed && !issuesOfPost(ctx.networks, post, passes, at).some(issue => issue.blocks)) {
    const by = { rule: rule.id, version: rule.version }
    const deliveries = await putApproval(trx, post, by, at)
    const about = { subject: 'post', subjectId: id, unit: post.unit.id, at, via: 'rule' as const }
    await record(trx, { ...about, verb: 'post.approved', detail: { ...by, digest: post.digest, deliveries } })
    return 'approved'
  }
  if (state !== 'approved' && !changed) return 'waits'
  // Its time was the others' time: the newcomer goes when it is approved.
  const due = post.dueAt !== null && post.dueAt <= at ? { due_at: null } : {}
  for (const { channel, dueAt } of post.renditions)
    if (dueAt !== null && dueAt <= at) await putDue(trx, id, channel.id, null)
  await putPost(trx, id, at, { state: 'submitted', submitted_at: at, ...due })
  return 'waits'
}

async function filmed(trx: Trx, draft: Draft, url: string, late: boolean): Promise<Draft> {
  const video = await videoAt(trx, url)
  if (late && video?.state === 'wanted')
    return { ...draft, unfilmed: { ...draft.unfilmed, [url]: { code: 'video.late' } } }
  const file = videoShape.safeParse(video?.file).data
  const why = problemShape.safeParse(video?.why).data
  const { [url]: _before, ...unfilmed } = draft.unfilmed
  return {
    ...draft,
    videos: draft.videos.map(one => (one.url === url && file ? { ...one, file } : one)),
    unfilmed: file || !why ? unfilmed : { ...unfilmed, [url]: why },
  }
}
