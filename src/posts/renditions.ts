import type { Ctx } from '../context.ts'
import type { Trx } from '../db/open.ts'
import { settingsShape } from '../ports/content.ts'
import type { Options, Problem } from '../ports/network.ts'
import { formatFor, type Target } from './format.ts'
import { issuesOf, type Passed, yearOf } from './issues.ts'
import type { Draft, Rendition } from './post.ts'
import { readDigest } from './queries/find.ts'
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
  for (const channel of wanted) {
    const rendition = await written(ctx, draft, channel, passes)
    await putRendition(trx, post, rendition)
    renditions.push(rendition)
  }
  await putPost(trx, post, ctx.now(), { digest: await readDigest(trx, post) })
  return renditions
}

/** A rendition that inherits the common text. */
export async function written(
  ctx: Pick<Ctx, 'networks' | 'now'>,
  draft: Draft,
  channel: Wanted,
  passes: readonly Passed[],
): Promise<RenditionGiven> {
  const network = ctx.networks.get(channel.network)
  const options = network?.shape.options.safeParse(channel.options)
  const usable = options?.success ? options.data : channel.options
  const { state, why, content, digest } = await formatFor(ctx.networks, channel, draft, usable)
  return {
    channel: channel.id,
    state: state === 'fit' && channel.leftOut ? 'left_out' : state,
    why: channel.leftOut ?? why,
    content,
    options: usable,
    issues: content
      ? issuesOf(ctx.networks, { network: channel.network, content, options: usable, draft }, passes, yearOf(ctx.now()))
      : [],
    edited: false,
    digest,
    dueAt: channel.dueAt,
  }
}

/** A rendition of a post as a target to be written again. */
export const again = ({ channel, options, dueAt }: Rendition): Wanted => ({ ...channel, options, dueAt })
