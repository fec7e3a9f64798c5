import type { Ctx } from '../context.ts'
import { tidy, tidyLines } from '../kit/text.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import { settingsShape } from '../ports/content.ts'
import type { Block, Content, Options, Picture } from '../ports/network.ts'
import { channelsFor } from '../rules/queries.ts'
import { renditionDigest } from './digest.ts'
import { applyEdit } from './edit.ts'
import { isCopyOf, picturesFor } from './fit-pictures.ts'
import { issuesOf, type Passed, yearOf } from './issues.ts'
import { isOut, type Post, type Rendition } from './post.ts'
import { findPost, lockPost, passesOf } from './queries/find.ts'
import type { RenditionGiven } from './queries/write.ts'
import { again, askForFilms, written } from './renditions.ts'
import { writers } from './roles.ts'
import type { Saved } from './save.ts'

/** What is not named stays. */
export interface RenditionEdit {
  form?: string
  text?: string
  title?: string
  description?: string
  author?: string
  /** Null takes the link away. */
  link?: string | null
  /** Those of the common text that are shown here, in their order. */
  pictures?: readonly { digest: string; alt: string }[]
  options?: Options
  /** Back to the common text. */
  inherit?: boolean
  /** Whether it goes to this channel at all. */
  leftOut?: boolean
}

export type RenditionSaved =
  | Saved
  /** The common text has no form on this network, so there is nothing to edit. */
  | { is: 'unfit' }
  | { is: 'wrong'; issues: readonly { path: string; message: string }[] }
  /** It is out already and cannot be left out; taking it down is a change of its own. */
  | { is: 'out' }

/** One channel's text. `seen` is the digest of the rendition the form was made from, empty for a channel to be added. */
export async function saveRendition(
  ctx: Ctx,
  by: Actor,
  id: number,
  channel: number,
  seen: string,
  given: RenditionEdit,
): Promise<RenditionSaved> {
  const found = await findPost(ctx.db, by.id, id)
  if (!found) return { is: 'missing' }
  if (!(await holdsIn(ctx.db, by, [found.unit.id], writers))) return { is: 'forbidden' }
  return ctx.db.transaction().execute(async trx => {
    const post = await lockPost(trx, by.id, id)
    if (!post) return { is: 'missing' }
    if (post.state === 'dropped') return { is: 'dropped' }
    const passes = await passesOf(trx, { post: id, publication: post.publication?.id })
    const current = post.renditions.find(each => each.channel.id === channel)
    if (!current) {
      const [target] = await channelsFor(trx, post.unit.id, [channel])
      if (!target) return { is: 'missing' }
      const settings = settingsShape.parse(target.settings)
      if (await askForFilms(ctx, trx, id, post.draft, [target])) ctx.nudge('fetch')
      const added = await written(ctx, post.draft, { ...target, settings, options: {}, dueAt: null }, passes)
      return applyEdit(ctx, trx, by, post, { renditions: [added] })
    }
    if (current.digest !== seen) return { is: 'stale' }
    const next = await editedRendition(ctx, post, current, given, passes)
    return 'is' in next ? next : applyEdit(ctx, trx, by, post, { renditions: [next] })
  })
}

async function editedRendition(
  ctx: Ctx,
  post: Post,
  current: Rendition,
  given: RenditionEdit,
  passes: readonly Passed[],
): Promise<RenditionGiven | Extract<RenditionSaved, { is: 'unfit' | 'wrong' | 'out' }>> {
  const network = ctx.networks.get(current.channel.network)
  const options = given.options === undefined ? undefined : network?.shape.options.safeParse(given.options)
  if (options && !options.success)
    return {
      is: 'wrong',
      issues: options.error.issues.map(({ path, message }) => ({ path: ['options', ...path].join('.'), message })),
    }
  const out = current.delivery !== null && isOut(current.delivery.state)
  if (given.leftOut && out) return { is: 'out' }
  const chosen = options?.data ?? current.options
  const unwritten = given.leftOut === false && current.content === null
  const rendition: RenditionGiven =
    given.inherit || unwritten
      ? await written(ctx, post.draft, { ...again(current), options: chosen }, passes)
      : { ...asGiven(current), options: chosen, issues: [] }
  const content = rendition.content && contentOf(rendition.content, given, digest => found(post, current, digest))
  if (!content) {
    const text = given.text !== undefined || given.title !== undefined || given.pictures !== undefined
    return text ? { is: 'unfit' } : { ...rendition, state: given.leftOut ? 'left_out' : rendition.state }
  }
  const { network: name, account, settings } = current.channel
  const byHand = Object.keys(given).some(key => !['options', 'inherit', 'leftOut'].includes(key))
  return {
    ...rendition,
    state: given.leftOut ? 'left_out' : given.leftOut === false || rendition.state === 'fit' ? 'fit' : rendition.state,
    why: given.leftOut === false ? null : rendition.why,
    content,
    issues: issuesOf(
      ctx.networks,
      {
        network: name,
        channel: current.channel,
        ended: current.channel.ended,
        content,
        options: chosen,
        draft: post.draft,
      },
      passes,
      yearOf(ctx.now()),
    ),
    edited: byHand || (rendition.edited && !given.inherit),
    digest: await renditionDigest({ network: name, account, settings, content, options: chosen }),
  }
}

const asGiven = (current: Rendition): RenditionGiven => ({
  channel: current.channel.id,
  state: current.state,
  why: current.why,
  content: current.content,
  options: current.options,
  issues: [],
  edited: current.edited,
  digest: current.digest,
  dueAt: current.dueAt,
})

/** A picture of the common text as this network gets it, whichever of its copies was named. */
function found({ draft }: Post, { channel }: Rendition, digest: string): Picture | undefined {
  const place = draft.pictures.findIndex(picture => isCopyOf(draft, picture, channel.network, digest))
  return picturesFor(draft, channel.network)[place]
}

function contentOf(content: Content, given: RenditionEdit, known: (digest: string) => Picture | undefined): Content {
  const { link: before, ...rest } = content
  const link = given.link === undefined ? before : (given.link ?? undefined)
  const pictures = given.pictures?.flatMap(({ digest, alt }) => {
    const picture = content.pictures.find(each => each.digest === digest) ?? known(digest)
    return picture ? [{ ...picture, alt: tidy(alt) }] : []
  })
  return {
    ...rest,
    ...(given.form !== undefined && { form: given.form }),
    ...(given.text !== undefined && { text: tidyLines(given.text) }),
    ...(given.title !== undefined && { title: tidy(given.title) }),
    ...(given.description !== undefined && { description: tidyLines(given.description) }),
    ...(given.author !== undefined && { author: tidy(given.author) }),
    ...(link !== undefined && { link }),
    ...(pictures && { pictures }),
    ...(pictures && content.blocks && { blocks: content.blocks.flatMap(block => moved(block, content, pictures)) }),
  }
}

/** A figure points at its picture's place, which may have moved or gone. */
function moved(block: Block, before: Content, pictures: readonly Picture[]): Block[] {
  if (block.is !== 'figure') return [block]
  const digest = before.pictures[block.picture]?.digest
  const picture = pictures.findIndex(each => each.digest === digest)
  return picture < 0 ? [] : [{ ...block, picture }]
}
