import type { Ctx } from '../context.ts'
import type { Trx } from '../db/open.ts'
import { settingsShape } from '../ports/content.ts'
import type { AnyNetwork, Options, Problem } from '../ports/network.ts'
import { filmAwaited, isFilmComing, showsFilm } from './films.ts'
import { type Formatted, formatFor, type Target } from './format.ts'
import { issuesOf, type Passed, yearOf } from './issues.ts'
import type { Draft, Rendition } from './post.ts'
import { readDigest } from './queries/find.ts'
import { wantVideos } from './queries/videos.ts'
import { putPost, putRendition, type RenditionGiven } from './queries/write.ts'

export interface Wanted extends Target {
  options: Options
  dueAt: Date | null
  /** Not sent there for this reason, though it could be. */
  leftOut?: Problem
}

export const toTargets = (
  channels: readonly { id: number; network: string; account: string; settings: unknown }[],
): Wanted[] =>
  channels.map(({ id, network, account, settings }) => ({
    id,
    network,
    account,
    settings: settingsShape.parse(settings),
    options: {},
    dueAt: null,
  }))

/** The renditions of a new post, and the digest over them. */
export async function putAll(
  ctx: Pick<Ctx, 'networks' | 'now'>,
  trx: Trx,
  post: number,
  draft: Draft,
  wanted: readonly Wanted[],
  passes: readonly Passed[] = [],
): Promise<RenditionGiven[]> {
  const renditions: RenditionGiven[] = []
  await askForFilms(ctx, trx, post, draft, wanted)
  for (const channel of wanted) {
    const rendition = await written(ctx, draft, channel, passes)
    await putRendition(trx, post, rendition)
    renditions.push(rendition)
  }
  await putPost(trx, post, ctx.now(), { digest: await readDigest(trx, post) })
  return renditions
}

/** Films that a channel's network takes are fetched by a job of their own; nothing else of the post waits for them. */
export async function askForFilms(
  ctx: Pick<Ctx, 'networks' | 'now'>,
  trx: Trx,
  post: number,
  draft: Draft,
  targets: readonly { network: string }[],
): Promise<boolean> {
  const taken = targets.some(({ network }) => ctx.networks.get(network)?.about.limits.videos)
  const missing = draft.videos.flatMap(({ url, file }) => (file ? [] : [url]))
  if (!taken || missing.length === 0) return false
  await wantVideos(trx, post, missing, ctx.now(), draft.filmUntil)
  return true
}

/** What stands in the way on a network of films: that ours is still being fetched, or could not be. */
function filmless(network: AnyNetwork | undefined, draft: Draft): Problem | undefined {
  const [first] = draft.videos
  if (!network?.about.limits.videos || !first || draft.videos.some(({ file }) => file)) return undefined
  return isFilmComing(draft) ? { code: 'video.wanted' } : draft.unfilmed[first.url]
}

/** A rendition that inherits the common text. One that waits for a film has none yet: its form depends on the film. */
export async function written(
  ctx: Pick<Ctx, 'networks' | 'now'>,
  draft: Draft,
  channel: Wanted,
  passes: readonly Passed[],
): Promise<RenditionGiven> {
  const network = ctx.networks.get(channel.network)
  const options = network?.shape.options.safeParse(channel.options)
  const usable = options?.success ? options.data : channel.options
  const formatted = await formatFor(ctx.networks, channel, draft, usable)
  const waits = formatted.state === 'fit' && !channel.leftOut && filmAwaited(draft)
  const { state, why, content, digest } = waits && showsFilm(ctx.networks, channel, draft) ? unfilmed(waits) : formatted
  const missing = state === 'unfit' && !waits ? filmless(network, draft) : undefined
  // Left out before its film is here, it stays left out when that comes.
  const isLeftOut = channel.leftOut !== undefined && (state === 'fit' || missing?.code === 'video.wanted')
  return {
    channel: channel.id,
    state: isLeftOut ? 'left_out' : state,
    why: (isLeftOut ? channel.leftOut : missing) ?? why,
    content,
    options: usable,
    issues: content
      ? issuesOf(
          ctx.networks,
          { network: channel.network, channel, content, options: usable, draft },
          passes,
          yearOf(ctx.now()),
        )
      : [],
    edited: false,
    digest,
    dueAt: channel.dueAt,
  }
}

const unfilmed = (why: Problem): Formatted => ({ state: 'unfit', content: null, why, digest: '' })

/** A rendition of a post as a target to be written again. */
export const again = ({ channel, options, dueAt }: Rendition): Wanted => ({ ...channel, options, dueAt })
