import { badImage, invalid } from './errors.ts'
import { addPost, readMessage } from './feed.ts'
import { type Picture, readPicture } from './image.ts'
import { checkParams, type Params } from './params.ts'
import type { Call } from './request.ts'
import { mayStorePhoto, mayWrite } from './rights.ts'
import { readTiming } from './timing.ts'
import type { Turn } from './turn.ts'
import type { Page, Photo } from './types.ts'
import { checkPace } from './usage.ts'
import type { World } from './world.ts'

/** Without a post, and without a time at which it becomes one. */
export const storesOnly = (call: Call) =>
  ['false', '0', false, 0].includes(call.params.get('published') as string) &&
  !call.params.has('scheduled_publish_time')

/** POST /{page}/photos: an invisible photo for a later post, or a post with one photo. */
export async function uploadPhoto(turn: Turn, page: Page): Promise<unknown> {
  const { world, call, who } = turn
  if (storesOnly(call)) mayStorePhoto(who, page)
  else mayWrite(who, page, 'pages_manage_posts', 'CREATE_CONTENT')
  if (!storesOnly(call)) checkPace(world, page)
  const params = checkParams(call, 'POST Page/photos', world.settings.strict)
  const timing = readTiming(world, params)
  const caption = readMessage(world, params.text('caption') ?? params.text('message') ?? params.text('name'))
  if (params.flag('temporary') && timing.kind !== 'dark') throw invalid('A temporary photo must not be published')
  const bytes = await readBytes(world, call, params)
  if (bytes.length > world.settings.photoBytes)
    throw invalid('Your photo is too big or of a wrong type: photos should be smaller than 4 MB.', 1366046)
  const picture = readPicture(bytes)
  if (!picture) throw badImage()
  const photo = addPhoto(turn, page, { bytes, picture, caption, params })
  if (timing.kind === 'dark') return { id: photo.id }
  photo.published = true
  const post = addPost(turn, page, { message: caption, link: null, preview: null, photos: [photo], timing })
  return { id: photo.id, post_id: post.id }
}

async function readBytes(world: World, call: Call, params: Params): Promise<Uint8Array<ArrayBuffer>> {
  const source = call.files.get('source')
  const url = params.text('url')
  if (source && url !== undefined) throw invalid('Either url or source, not both')
  if (source) return source
  if (url === undefined) throw badImage()
  try {
    const response = await world.fetch(url)
    if (response.status !== 200) throw new Error(`answered ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  } catch {
    throw badImage()
  }
}

interface NewPhoto {
  bytes: Uint8Array<ArrayBuffer>
  picture: Picture
  caption: string | null
  params: Params
}

function addPhoto(turn: Turn, page: Page, { bytes, picture, caption, params }: NewPhoto): Photo {
  const { world, who } = turn
  const photo: Photo = {
    id: world.nextId(),
    pageId: page.id,
    appId: who.app.id,
    bytes,
    ...picture,
    caption,
    alt: params.text('alt_text_custom') ?? null,
    createdAt: world.now(),
    expiresAt: params.flag('temporary') ? world.now() + 86_400_000 : null,
    published: false,
    postId: null,
    removedAt: null,
  }
  world.photos.set(photo.id, photo)
  return photo
}
