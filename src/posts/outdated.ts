import type { Ctx } from '../context.ts'
import { postDigest } from './digest.ts'
import { issuesOfPost, type Passed, type PlacedIssue } from './issues.ts'
import { goingOut, type Post, type Rendition } from './post.ts'
import type { RenditionGiven } from './queries/write.ts'
import { again, written } from './renditions.ts'

/** A delivery was approved and does not go out, because its channel is no longer as it was then. */
export function isOutdated({ delivery, digest }: Pick<Rendition, 'delivery' | 'digest'>): boolean {
  if (delivery?.state === 'failed') return delivery.why?.code === 'delivery.altered'
  return delivery?.state === 'queued' && delivery.digest !== digest
}

export interface Renewed {
  /** As it goes out when it is approved again. */
  post: Post
  /** What of it differs from what is stored. */
  renditions: readonly RenditionGiven[]
  outdated: readonly number[]
  issues: readonly PlacedIssue[]
}

/**
 * An approved post as its channels would show it now. A text that a person wrote for a channel stays; one that inherits the
 * common text is written again, under the settings of today. Undefined where nothing of the post is outdated.
 */
export async function renew(
  ctx: Pick<Ctx, 'networks' | 'now'>,
  post: Post,
  passes: readonly Passed[],
): Promise<Renewed | undefined> {
  const outdated = goingOut(post).filter(isOutdated)
  if (post.state !== 'approved' || outdated.length === 0) return undefined
  const rewritten = await Promise.all(
    outdated.filter(each => !each.edited).map(each => written(ctx, post.draft, again(each), passes)),
  )
  const renditions = post.renditions.map(each => {
    const found = rewritten.find(given => given.channel === each.channel.id)
    return found ? { ...each, state: found.state, why: found.why, content: found.content, digest: found.digest } : each
  })
  const renewed: Post = { ...post, renditions, digest: await digestOver(renditions) }
  return {
    post: renewed,
    renditions: rewritten,
    outdated: outdated.map(each => each.channel.id),
    issues: [...issuesOfPost(ctx.networks, renewed, passes, ctx.now()), ...rewritten.flatMap(formless)],
  }
}

/** The new settings leave no form for it: a person writes it again, or leaves the channel out. */
const formless = ({ channel, state, why }: RenditionGiven): PlacedIssue[] =>
  state === 'fit'
    ? []
    : [
        {
          ...(why?.with && { with: why.with }),
          code: why?.code ?? 'post.no_channel',
          field: 'channel',
          blocks: true,
          channel,
        },
      ]

const digestOver = (renditions: readonly Rendition[]) =>
  postDigest(
    renditions.filter(each => each.state === 'fit').map(each => ({ channel: each.channel.id, digest: each.digest })),
  )
