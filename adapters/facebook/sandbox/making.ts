import { isFilm, readFilm } from './film.ts'
import type { Turn } from './turn.ts'
import type { Finished, Page, Post, Video } from './types.ts'
import { keepPost, type World } from './world.ts'

export function newVideo({ world, who }: Turn, page: Page, form: Video['form'], size: number | null): Video {
  const video: Video = {
    id: world.nextId(),
    pageId: page.id,
    appId: who.app.id,
    form,
    size,
    received: 0,
    session: null,
    bytes: [],
    head: new Uint8Array(0),
    title: null,
    description: null,
    createdAt: world.now(),
    updatedAt: world.now(),
    finished: null,
    removedAt: null,
  }
  world.videos.set(video.id, video)
  return video
}

/** Takes some bytes at the end of what is there. */
export function keep(world: World, video: Video, bytes: Uint8Array<ArrayBuffer>): void {
  if (video.received === 0) video.head = bytes.slice(0, 16)
  video.received += bytes.length
  if (video.received > world.settings.videoKept) video.bytes = null
  else video.bytes?.push(bytes)
}

export function bytesOf(video: Video): Uint8Array<ArrayBuffer> | undefined {
  if (!video.bytes) return undefined
  const whole = new Uint8Array(video.received)
  let at = 0
  for (const some of video.bytes) {
    whole.set(some, at)
    at += some.length
  }
  return whole
}

/** The finishing call: what will become of the video is certain from here, and shows as the clock goes on. */
export function finish(
  turn: Turn,
  page: Page,
  video: Video,
  wanted: Pick<Finished, 'state' | 'scheduledAt'>,
): Finished {
  const { world, delayMs } = turn
  const at = world.now() + delayMs
  const failure = turn.unfit ?? failureOf(video)
  const processedAt = at + world.settings.processingMs
  const publishedAt = wanted.scheduledAt ?? processedAt + world.settings.publishingMs
  const postId = failure || wanted.state === 'draft' ? null : world.nextId()
  video.finished = { at, processedAt, publishedAt, postId, failure, ...wanted }
  if (postId !== null) keepPost(world, page, postOf(page, video, postId, publishedAt))
  return video.finished
}

const postOf = (page: Page, video: Video, id: string, bornAt: number): Post => ({
  id: `${page.id}_${id}`,
  pageId: page.id,
  fromId: page.id,
  fromName: page.name,
  appId: video.appId,
  message: video.description,
  link: null,
  preview: null,
  photoIds: [],
  videoId: video.id,
  bornAt,
  updatedAt: bornAt,
  kind: 'published',
  scheduledAt: null,
  backdatedAt: null,
  hidden: false,
  pinned: false,
  removedAt: null,
})

/** What the file is is found out after "success", as the Reels guide tells: 9:16, 540 by 960, 3 to 90 s, 24 to 60 frames. */
function failureOf(video: Video): Finished['failure'] {
  if (!isFilm(video.head)) return { code: 1363024, message: 'The video format is not supported.' }
  const bytes = video.form === 'reel' ? bytesOf(video) : undefined
  const { width, height, seconds, rate } = bytes ? readFilm(bytes) : {}
  if (width !== undefined && height !== undefined) {
    if (Math.abs(width / height - 9 / 16) > 0.01)
      return { code: 1363040, message: 'The aspect ratio is not supported.' }
    if (width < 540 || height < 960) return { code: 1363127, message: 'The video resolution is too low.' }
  }
  if (seconds !== undefined && (seconds < 3 || seconds > 90))
    return { code: 1363128, message: 'The video duration is not supported.' }
  if (rate !== undefined && (rate < 24 || rate > 60))
    return { code: 1363129, message: 'The frame rate is not supported.' }
  return null
}
