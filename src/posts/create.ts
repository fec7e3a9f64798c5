import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import { paragraphsOf } from '../kit/blocks.ts'
import { tidy, tidyLines } from '../kit/text.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import type { Attachment, Block, Brief, Picture, PublicationKind } from '../ports/network.ts'
import { picturesOfMany } from '../publications/queries/pictures.ts'
import { channelsFor } from '../rules/queries.ts'
import { briefOf, picturesOf, tellingShape } from './brief.ts'
import { fitPictures } from './fit-pictures.ts'
import { type Kept, keepPictures, retold, type WhenBusy } from './pictures.ts'
import type { Draft } from './post.ts'
import { type Candidate, findCandidate, knownPictures, lockState, standingPost } from './queries/candidates.ts'
import { keepPictureRow, keptPictures } from './queries/pictures.ts'
import { keptVideos } from './queries/videos.ts'
import { addHand, addPost, markPosted } from './queries/write.ts'
import { putAll, toTargets } from './renditions.ts'
import { writers } from './roles.ts'

export interface PostGiven {
  unit: number
  /** Made of what a portal published; otherwise by hand. */
  publication?: number
  brief?: ByHand
  channels: readonly number[]
  urgent?: boolean
  dueAt?: Date | null
  notAfter?: Date | null
  note?: string
  /** A second post of one publication is wanted. */
  again?: boolean
}

export interface ByHand {
  kind?: PublicationKind
  language?: string
  title: string
  lead?: string
  text?: string
  blocks?: readonly Block[]
  hashtags?: readonly string[]
  pictures?: readonly Picture[]
  attachments?: readonly Attachment[]
  source?: { name: string; url: string }
}

export type Created =
  | { is: 'created'; post: number }
  | { is: 'missing' }
  | { is: 'forbidden' }
  /** The guard holds the publication; somebody has to say why it may go on. */
  | { is: 'held'; why: string }
  | { is: 'withdrawn' }
  | { is: 'unread' }
  /** One stands already. */
  | { is: 'already'; post: number }
  | { is: 'no_channel'; channels: readonly number[] }
  | { is: 'empty' }

/** A post in the author's hands, with a rendition for each channel. Nothing goes out by it. */
export async function createPost(ctx: Ctx, by: Actor, given: PostGiven): Promise<Created> {
  if (!(await holdsIn(ctx.db, by, [given.unit], writers))) return { is: 'forbidden' }
  const channels = await channelsFor(ctx.db, given.unit, given.channels)
  const unknown = given.channels.filter(id => !channels.some(channel => channel.id === id))
  if (unknown.length > 0 || channels.length === 0) return { is: 'no_channel', channels: unknown }
  const from = given.publication === undefined ? undefined : await findCandidate(ctx.db, by.id, given.publication)
  if (given.publication !== undefined) {
    if (!from) return { is: 'missing' }
    if (from.state === 'held') return { is: 'held', why: from.why ?? '' }
    if (from.state === 'withdrawn') return { is: 'withdrawn' }
    if (!from.matter) return { is: 'unread' }
    const standing = given.again ? undefined : await standingPost(ctx.db, from.id)
    if (standing) return { is: 'already', post: standing.id }
  }
  const draft = from?.matter
    ? await draftOf(ctx, { ...from, matter: from.matter })
    : given.brief && tidy(given.brief.title)
      ? await draftByHand(ctx, given.brief)
      : undefined
  if (!draft) return { is: 'empty' }
  const made = await ctx.db.transaction().execute(async (trx): Promise<Created> => {
    const at = ctx.now()
    if (from) {
      // Its pictures may have taken their time: a colleague or a rule may have been first, or it is not to be told any more.
      const { state, state_why } = await lockState(trx, from.id)
      if (state === 'held') return { is: 'held', why: state_why ?? '' }
      if (state === 'withdrawn') return { is: 'withdrawn' }
      const standing = given.again ? undefined : await standingPost(trx, from.id)
      if (standing) return { is: 'already', post: standing.id }
    }
    const post = await addPost(trx, {
      unit: given.unit,
      publication: from?.id ?? null,
      revision: from?.revision ?? null,
      author: by.id,
      rule: null,
      draft,
      urgent: given.urgent ?? draft.kind === 'urgent',
      dueAt: given.dueAt ?? null,
      notAfter: given.notAfter ?? null,
      note: given.note ?? null,
      at,
    })
    if (!post) throw new Error('a post of an author has no rule to collide with')
    await putAll(ctx, trx, post.id, draft, toTargets(channels))
    await addHand(trx, post.id, by.id, at)
    if (from) await markPosted(trx, from.id)
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'post.created',
      subject: 'post',
      subjectId: post.id,
      unit: given.unit,
      detail: { publication: from?.id ?? null, channels: channels.map(channel => channel.id) },
    })
    return { is: 'created', post: post.id }
  })
  if (made.is === 'created' && draft.videos.length > 0) ctx.nudge('fetch')
  return made
}

/** The common text out of a publication, with our own copies of its pictures; what cannot be had is named. */
export async function draftOf(
  ctx: Ctx,
  from: Candidate & { matter: NonNullable<Candidate['matter']> },
  templates: Draft['templates'] = {},
  whenBusy: WhenBusy = 'leave_out',
): Promise<Draft> {
  const told = picturesOf(from.matter)
  const many = await picturesOfMany(
    ctx.db,
    from.id,
    told.map(({ url }) => url),
  )
  const { pictures, lost } = await picturesFor(
    ctx,
    from.id,
    told.filter(({ url }) => !many.has(url)),
    whenBusy,
  )
  const brief = briefOf(from.matter, {
    kind: from.kind,
    language: from.language,
    section: from.section,
    source: { name: from.portal, url: from.url },
    pictures,
    telling: tellingShape.parse(from.telling),
  })
  const kept = await keptVideos(
    ctx.db,
    brief.videos.map(video => video.url),
  )
  const videos = brief.videos.map(video => ({ ...video, file: kept.get(video.url) ?? video.file }))
  const fitted = await fitPictures(ctx, brief.pictures)
  return { ...brief, videos, lost, fitted, unfilmed: {}, automatic: false, filmUntil: null, templates }
}

/** Most were fetched right after the page was read. */
async function picturesFor(
  ctx: Ctx,
  publication: number,
  told: ReturnType<typeof picturesOf>,
  whenBusy: WhenBusy,
): Promise<Kept> {
  const urls = told.map(({ url }) => url)
  const before = await keptPictures(ctx.db, urls, ctx.now())
  const known = told.flatMap(one => {
    const picture = before.get(one.url)?.picture
    return picture ? [retold({ ...picture, origin: one.url }, one)] : []
  })
  const lost = urls.flatMap(url => {
    const code = before.get(url)?.code
    return code ? [{ url, code }] : []
  })
  const asked = await keepPictures(
    ctx,
    told.filter(({ url }) => !before.has(url) || before.get(url)?.picture),
    [...known, ...(await knownPictures(ctx.db, publication))],
    whenBusy,
    async (url, kept) => kept.code === 'picture.busy' || (await keepPictureRow(ctx.db, url, kept, ctx.now())),
  )
  return { pictures: asked.pictures, lost: [...lost, ...asked.lost] }
}

async function draftByHand(ctx: Ctx, given: ByHand): Promise<Draft> {
  const brief: Brief = {
    kind: given.kind ?? 'news',
    language: given.language ?? 'vi',
    title: tidy(given.title),
    lead: tidyLines(given.lead ?? ''),
    blocks: given.blocks ?? paragraphsOf(given.text ?? '').filter(block => block.is !== 'figure'),
    ...(given.source && { source: given.source }),
    hashtags: (given.hashtags ?? []).map(word => tidy(word).replace(/^#+/, '')).filter(Boolean),
    pictures: given.pictures ?? [],
    attachments: given.attachments ?? [],
    videos: [],
    preview: false,
  }
  const fitted = await fitPictures(ctx, brief.pictures)
  return { ...brief, lost: [], fitted, unfilmed: {}, automatic: false, filmUntil: null, templates: {} }
}
