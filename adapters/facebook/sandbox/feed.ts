import { duplicateText, invalid } from './errors.ts'
import { checkFields, type Field, parseFields } from './fields.ts'
import { readLink } from './links.ts'
import { renderPost } from './nodes.ts'
import { checkParams, fromJson, type Params } from './params.ts'
import { mayWrite } from './rights.ts'
import { readTiming, type Timing } from './timing.ts'
import type { Turn } from './turn.ts'
import type { Page, Photo, Post, Preview } from './types.ts'
import { checkPace } from './usage.ts'
import { findPhoto, keepPost, type World } from './world.ts'

/** POST /{page}/feed. Everything is checked before anything is made. */
export async function publishPost(turn: Turn, page: Page): Promise<unknown> {
  const { world, call, who } = turn
  mayWrite(who, page, 'pages_manage_posts', 'CREATE_CONTENT')
  checkPace(world, page)
  const params = checkParams(call, 'POST Page/feed', world.settings.strict)
  const wanted = parseFields(params.list('fields'))
  if (wanted) checkFields('PagePost', wanted)
  const message = readMessage(world, params.text('message'))
  const photos = readAttached(world, page, params)
  const link = params.text('link') ?? null
  if (message === null && link === null && photos.length === 0)
    throw invalid('Missing message or attachment: one of message, link or attached_media is required')
  if (link !== null && photos.length > 0) throw invalid('A post cannot have a link and attached media')
  const preview = await readLink(world, page, link, params)
  if (params.has('call_to_action') && link === null) throw invalid('A call to action needs a link')
  if (params.has('tags') && !params.has('place')) throw invalid('Tags need a place')
  const timing = readTiming(world, params)
  checkRepeat(world, page, message)
  const post = addPost(turn, page, { message, link, preview, photos, timing })
  return created(turn, post, wanted)
}

export const created = (turn: Turn, post: Post, wanted: Field[] | null) =>
  wanted ? renderPost(turn, post, wanted) : { id: post.id }

/** White space alone is nothing; the end of a text is trimmed, and its line feeds are made equal. */
export function readMessage(world: World, text: string | undefined): string | null {
  const message = (text ?? '').replaceAll('\r\n', '\n').trimEnd()
  if (message.trim() === '') return null
  if ([...message].length > world.settings.textLimit) throw invalid('Name parameter too long')
  return message
}

function readAttached(world: World, page: Page, params: Params): Photo[] {
  const list = params.list('attached_media') ?? []
  if (list.length > world.settings.photosPerPost)
    throw invalid(`attached_media takes at most ${world.settings.photosPerPost} items`)
  const photos = list.map(item => {
    const id = mediaId(item)
    const photo = findPhoto(world, id)
    if (photo?.pageId !== page.id) throw invalid(`attached_media names ${id}, which is no photo of this Page`)
    if (photo.postId !== null || photo.published) throw invalid('These photos were already posted.', 1366051)
    return photo
  })
  if (new Set(photos).size < photos.length) throw invalid('These photos were already posted.', 1366051)
  return photos
}

function mediaId(item: unknown): string {
  const value = typeof item === 'string' ? fromJson('attached_media', item) : item
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  const [name, id] = entries[0] ?? []
  if (entries.length !== 1 || name !== 'media_fbid' || typeof id !== 'string' || !/^\d+$/.test(id))
    throw invalid('attached_media takes objects with the one key media_fbid, a string')
  return id
}

/** 506 looks at the previous post only, and only for a short time: it proves nothing. */
function checkRepeat(world: World, page: Page, message: string | null): void {
  const now = world.now()
  const mine = page.posts.filter(post => post.fromId === page.id && post.bornAt <= now && post.removedAt === null)
  const last = mine.reduce<Post | undefined>(
    (best, post) => (best && best.bornAt > post.bornAt ? best : post),
    undefined,
  )
  if (message !== null && last?.message === message && last.bornAt + world.settings.duplicateMs > now)
    throw duplicateText()
}

export interface NewPost {
  message: string | null
  link: string | null
  preview: Preview | null
  photos: Photo[]
  timing: Timing
}

export function addPost(turn: Turn, page: Page, made: NewPost): Post {
  const { world, who } = turn
  const bornAt = world.now() + turn.delayMs
  const post: Post = {
    id: `${page.id}_${world.nextId()}`,
    pageId: page.id,
    fromId: page.id,
    fromName: page.name,
    appId: who.app.id,
    message: made.message,
    link: made.link,
    preview: made.preview,
    photoIds: made.photos.map(photo => photo.id),
    videoId: null,
    bornAt,
    updatedAt: bornAt,
    ...made.timing,
    hidden: false,
    pinned: false,
    removedAt: null,
  }
  keepPost(world, page, post)
  for (const photo of made.photos) {
    photo.postId = post.id
    photo.expiresAt = null
  }
  return post
}
