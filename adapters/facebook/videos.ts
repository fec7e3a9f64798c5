import { z } from 'zod'
import { created, listOf, success, time } from './calls.ts'
import type { Answer, Graph } from './graph.ts'
import { VIDEO_HOST } from './limits.ts'
import { statusShape } from './status.ts'

/** Requests about videos and reels; everything else stands in `calls.ts`. */

const id = created.shape.id
const offset = z.union([z.string().regex(/^\d{1,15}$/), z.number().int().nonnegative()]).transform(Number)

/** Bytes the server wants next, its own choice anew each time; none are left when both are equal. */
const windowShape = z
  .object({ start_offset: offset, end_offset: offset })
  .transform(({ start_offset: from, end_offset: to }) => ({ from, to }))
export type Window = z.output<typeof windowShape>

const begunShape = z
  .object({ upload_session_id: z.union([z.string(), z.number()]).transform(String), video_id: id })
  .and(windowShape)

export interface Said {
  title: string
  description: string
}

/** Page/videos reference, phases; read 2026-11-22. Invisible until `finish`. */
export function startVideo(graph: Graph, page: string, bytes: number): Promise<Answer<z.output<typeof begunShape>>> {
  return graph.post(`${page}/videos`, { upload_phase: 'start', file_size: String(bytes) }, begunShape, VIDEO_HOST)
}

export function transferPart(
  graph: Graph,
  page: string,
  part: { session: string; from: number; bytes: Uint8Array },
): Promise<Answer<Window>> {
  const parts = [
    { name: 'upload_phase', value: 'transfer' },
    { name: 'upload_session_id', value: part.session },
    { name: 'start_offset', value: String(part.from) },
    { name: 'video_file_chunk', file: { name: 'part', mime: 'application/octet-stream', bytes: part.bytes } },
  ]
  return graph.upload(`${page}/videos`, parts, windowShape, VIDEO_HOST)
}

/** The one call that makes a video public, after its processing. It returns no id. */
export function finishVideo(graph: Graph, page: string, session: string, said: Said): Promise<Answer<unknown>> {
  const parameters = { upload_phase: 'finish', upload_session_id: session, ...spoken(said) }
  return graph.post(`${page}/videos`, parameters, success, VIDEO_HOST)
}

const reelShape = z.object({ video_id: id, upload_url: z.string() })

/** Reels guide, step 1. */
export function startReel(graph: Graph, page: string): Promise<Answer<z.output<typeof reelShape>>> {
  return graph.post(`${page}/video_reels`, { upload_phase: 'start' }, reelShape)
}

const pouredShape = z.union([
  z.object({ success: z.literal(true) }).transform(() => ({ is: 'whole' as const })),
  z
    .object({ debug_info: z.object({ type: z.string().default(''), message: z.string().default('') }) })
    .transform(({ debug_info }) => ({ is: 'trouble' as const, ...debug_info })),
])
export type Poured = z.output<typeof pouredShape>

/** Step 2: everything from `offset` to the end, in one request; both headers are needed. */
export function pourReel(
  graph: Graph,
  url: URL,
  part: { offset: number; size: number; body: ReadableStream },
): Promise<Answer<Poured>> {
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': String(part.size - part.offset),
    offset: String(part.offset),
    file_size: String(part.size),
  }
  return graph.pour(url, headers, part.body, pouredShape)
}

/** Step 4. "Success" is not yet a published reel. */
export function finishReel(graph: Graph, page: string, video: string, said: Said): Promise<Answer<unknown>> {
  const parameters = { upload_phase: 'finish', video_id: video, video_state: 'PUBLISHED', ...spoken(said) }
  return graph.post(`${page}/video_reels`, parameters, success)
}

const spoken = ({ title, description }: Said) => ({
  title: title === '' ? undefined : title,
  description: description === '' ? undefined : description,
})

const videoShape = z.object({
  id,
  status: statusShape.optional(),
  post_id: id.optional(),
  /** Without host: `/{page}/videos/{video}/`. */
  permalink_url: z.string().optional(),
  published: z.boolean().optional(),
})
export type SeenVideo = z.output<typeof videoShape>

export function readVideo(graph: Graph, video: string): Promise<Answer<SeenVideo>> {
  return graph.get(video, { fields: 'id,status,post_id,permalink_url,published' }, videoShape)
}

const listedShape = z.object({
  id,
  title: z.string().optional(),
  description: z.string().optional(),
  created_time: time.optional(),
  permalink_url: z.string().optional(),
  post_id: id.optional(),
  published: z.boolean().optional(),
})
export type ListedVideo = z.output<typeof listedShape>
export const videoList = listOf(listedShape)

/** Reels stand in this list of theirs and in no other. */
export function listVideos(graph: Graph, page: string, form: 'video' | 'reel', since: Date, limit: number) {
  const fields = 'id,title,description,created_time,permalink_url,post_id,published'
  return form === 'reel'
    ? graph.get(
        `${page}/video_reels`,
        { fields, since: String(Math.floor(since.getTime() / 1000)), limit: String(limit) },
        videoList,
      )
    : graph.get(`${page}/videos`, { fields, type: 'UPLOADED', limit: String(limit) }, videoList)
}

/** Its title is called `name` where it is changed. */
export function editVideo(graph: Graph, video: string, said: Said): Promise<Answer<{ success: true }>> {
  return graph.post(video, { name: said.title, description: said.description }, success)
}

const viewsShape = z.object({
  id,
  views: z.number().int().nonnegative().optional(),
  post_id: id.optional(),
})
export type Views = z.output<typeof viewsShape>

/** `views` is a cheap counter of the video itself; everything else is counted at its post. */
export function readViews(graph: Graph, videos: readonly string[]): Promise<Answer<(Answer<Views> | null)[]>> {
  return graph.batch(
    videos.map(video => `${video}?fields=id,views,post_id`),
    viewsShape,
  )
}
