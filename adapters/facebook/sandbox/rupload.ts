import { type Board, strike } from './levers.ts'
import { keep } from './making.ts'
import type { Reply } from './reply.ts'
import { mayWrite } from './rights.ts'
import { whoCalls } from './tokens.ts'
import type { Video } from './types.ts'
import type { World } from './world.ts'

/** The envelope of this host is not Graph's. */
const refusal = (status: number, type: string, message: string, retriable = false): Reply => ({
  status,
  body: { debug_info: { retriable, type, message } },
})

/**
 * POST /video-upload/{version}/{video}: raw bytes from `offset` to the end of the file, in one request. What came before
 * a break is kept, and only what follows it is taken.
 */
export async function takeBytes(world: World, board: Board, request: Request, id: string): Promise<Reply> {
  const token = /^OAuth (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? null
  const video = world.videos.get(id)
  const page = world.pages.get(video?.pageId ?? '')
  const struck = strike(board, 'upload', page?.id ?? null, () => true)
  const reply = await take(world, request, token, video, struck?.what === 'partial' ? struck.bytes : null)
  world.calls.push({
    at: new Date(world.now()).toISOString(),
    method: 'POST',
    path: new URL(request.url).pathname,
    account: page?.id ?? null,
    kind: 'upload',
    status: reply.status,
    code: null,
    dropped: struck !== null,
  })
  return struck ? { ...reply, drop: '1' } : reply
}

async function take(
  world: World,
  request: Request,
  token: string | null,
  video: Video | undefined,
  most: number | null,
): Promise<Reply> {
  const page = world.pages.get(video?.pageId ?? '')
  try {
    const who = await whoCalls(world, { params: new Map(), token }, false)
    if (page) mayWrite(who, page, 'pages_manage_posts', 'CREATE_CONTENT')
  } catch {
    return refusal(401, 'NotAuthorizedError', 'The token may not upload here')
  }
  if (!video || video.removedAt !== null || video.form !== 'reel' || video.finished)
    return refusal(404, 'NotFoundError', 'No such upload')
  const offset = /^\d{1,15}$/.exec(request.headers.get('offset') ?? '')
  const size = /^\d{1,15}$/.exec(request.headers.get('file_size') ?? '')
  if (!offset) return refusal(400, 'BadRequestError', 'Header Offset not convertable to unsigned long')
  if (!size) return refusal(400, 'BadRequestError', 'Header file_size is missing')
  if (video.size !== null && video.size !== Number(size)) return refusal(400, 'BadRequestError', 'Another file size')
  if (Number(offset) !== video.received) return refusal(400, 'OffsetInvalidError', 'Request starting offset is invalid')
  video.size = Number(size)
  const whole = await receive(world, video, request.body, most)
  if (!whole || video.received < video.size)
    return refusal(400, 'PartialRequestError', 'Partial request (did not match length of file)', true)
  return { status: 200, body: { success: true } }
}

/** False when the other end broke off, or sent more than it announced. */
async function receive(
  world: World,
  video: Video,
  body: ReadableStream<Uint8Array> | null,
  most: number | null,
): Promise<boolean> {
  let room = Math.min(most ?? Number.POSITIVE_INFINITY, (video.size ?? 0) - video.received)
  if (!body) return true
  try {
    for await (const bytes of body) {
      const taken = Uint8Array.from(bytes.subarray(0, room))
      room -= taken.length
      if (taken.length > 0) keep(world, video, taken)
      if (taken.length < bytes.length) return false
    }
    return true
  } catch {
    return false
  }
}
