import type { Ctx } from '../context.ts'
import { paragraphsOf } from '../kit/blocks.ts'
import { digestOf } from '../kit/crypto.ts'
import { tidy, tidyLines } from '../kit/text.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import type { Attachment, Block, PublicationKind } from '../ports/network.ts'
import { applyEdit, type Edited } from './edit.ts'
import { type Draft, isOut } from './post.ts'
import { findPost, lockPost, passesOf } from './queries/find.ts'
import { again, written } from './renditions.ts'
import { writers } from './roles.ts'

/** What is not named stays. */
export interface CommonGiven {
  kind?: PublicationKind
  title?: string
  lead?: string
  /** Paragraphs, parted by blank lines; instead of `blocks`. */
  text?: string
  blocks?: readonly Block[]
  hashtags?: readonly string[]
  /** Those that stay, in their order, each with its description. */
  pictures?: readonly { digest: string; alt: string }[]
  attachments?: readonly Attachment[]
  urgent?: boolean
  note?: string
}

export type Saved =
  | Edited
  | { is: 'missing' }
  | { is: 'forbidden' }
  /** A colleague saved first; theirs stands. */
  | { is: 'stale' }
  | { is: 'dropped' }

/** What a form of the common text was made from. */
export const commonDigest = (draft: Draft): Promise<string> => digestOf(draft)

/** The common text; renditions that inherit it follow, those edited by hand keep theirs. */
export async function saveCommon(ctx: Ctx, by: Actor, id: number, seen: string, given: CommonGiven): Promise<Saved> {
  const found = await findPost(ctx.db, by.id, id)
  if (!found) return { is: 'missing' }
  if (!(await holdsIn(ctx.db, by, [found.unit.id], writers))) return { is: 'forbidden' }
  return ctx.db.transaction().execute(async trx => {
    const post = await lockPost(trx, by.id, id)
    if (!post) return { is: 'missing' }
    if (post.state === 'dropped') return { is: 'dropped' }
    if ((await commonDigest(post.draft)) !== seen) return { is: 'stale' }
    const draft = merged(post.draft, given)
    const passes = await passesOf(trx, { post: id, publication: post.publication?.id })
    const renditions = []
    for (const rendition of post.renditions) {
      if (rendition.edited || rendition.state === 'left_out') continue
      const out = rendition.delivery !== null && isOut(rendition.delivery.state)
      if (rendition.channel.ended && !out) continue
      renditions.push(await written(ctx, draft, again(rendition), passes))
    }
    const changed = (await commonDigest(draft)) !== seen
    return applyEdit(ctx, trx, by, post, {
      ...(changed && { draft }),
      ...(given.urgent !== undefined && { urgent: given.urgent }),
      ...(given.note !== undefined && { note: given.note }),
      renditions: changed ? renditions : [],
    })
  })
}

function merged(draft: Draft, given: CommonGiven): Draft {
  const blocks =
    given.blocks ??
    (given.text === undefined ? draft.blocks : paragraphsOf(given.text).filter(block => block.is !== 'figure'))
  const pictures = given.pictures
    ? given.pictures.flatMap(({ digest, alt }) => {
        const picture = draft.pictures.find(each => each.digest === digest)
        return picture ? [{ ...picture, alt: tidy(alt) }] : []
      })
    : draft.pictures
  return {
    ...draft,
    kind: given.kind ?? draft.kind,
    title: given.title === undefined ? draft.title : tidy(given.title),
    lead: given.lead === undefined ? draft.lead : tidyLines(given.lead),
    blocks: blocks.flatMap(block => replaced(block, draft, pictures)),
    hashtags: given.hashtags?.map(word => tidy(word).replace(/^#+/, '')).filter(Boolean) ?? draft.hashtags,
    pictures,
    attachments: given.attachments ?? draft.attachments,
    // A person's hand decides from here on, the film or not.
    filmUntil: null,
  }
}

/** A figure points at its picture's place, which may have moved or gone. */
function replaced(block: Block, draft: Draft, pictures: Draft['pictures']): Block[] {
  if (block.is !== 'figure') return [block]
  const digest = draft.pictures[block.picture]?.digest
  const picture = pictures.findIndex(each => each.digest === digest)
  return picture < 0 ? [] : [{ ...block, picture }]
}
