import { ApiError, badPayload, badRange, notFound, ofVideo, uploadLimit } from './errors.ts'
import { type Board, type Kind, type Lever, strike } from './levers.ts'
import { checkGroups, readSnippet, readStatus } from './matter.ts'
import { ok, type Reply } from './reply.ts'
import { type Call, listOf, objectOf, readJson } from './request.ts'
import type { Who } from './rights.ts'
import { Sha256 } from './sha256.ts'
import type { Fate, Upload, Video } from './types.ts'
import { resourceOf } from './videos.ts'
import { opaque, videoId, type World } from './world.ts'

const day = 86_400_000
const ordinary: Fate = { failure: null, rejection: null, stuck: false, short: false }
/** Every part but the last is a multiple of this. */
const unit = 262_144

/** POST videos.insert: a session for the resumable protocol, or the whole at once in the two other styles. */
export async function start(world: World, board: Board, who: Who, call: Call): Promise<Reply> {
  const style = call.query.get('uploadType')
  if (style === 'resumable') {
    const body = await readJson(call)
    const type = call.headers.get('x-upload-content-type') ?? ''
    const total = call.headers.get('x-upload-content-length') ?? ''
    if (!/^\d{1,15}$/.test(total)) throw badRange('X-Upload-Content-Length is not a number of bytes.')
    const upload = begin(world, who, call, body, type, Number(total))
    return {
      status: 200,
      body: undefined,
      headers: { location: addressOf(call, upload), 'content-length': '0', ...of(upload) },
    }
  }
  if (style === 'media' || style === 'multipart') {
    const { body, type, bytes } = await readMedia(call, style)
    const upload = begin(world, who, call, body, type, bytes.length)
    take(upload, bytes)
    return finished(world, upload, finish(world, board, upload), 200)
  }
  throw badRange('uploadType is not one of media, multipart, resumable.')
}

const of = (upload: Upload) => ({ 'x-guploader-uploadid': upload.id })

function addressOf(call: Call, upload: Upload): string {
  const url = new URL(`${call.origin}/upload/${call.path}`)
  for (const [name, value] of call.query) url.searchParams.append(name, value)
  url.searchParams.set('upload_id', upload.id)
  return url.href
}

/** Everything that can be wrong with the words is said here, before a byte is sent. */
function begin(world: World, who: Who, call: Call, body: Record<string, unknown>, type: string, total: number): Upload {
  if (!/^video\/[\w.+-]+$/.test(type) && type !== 'application/octet-stream')
    throw badRange(`Media type '${type}' is not supported. Valid media types: [video/*, application/octet-stream]`)
  if (total === 0) throw ofVideo('mediaBodyRequired', 'The request does not include the video content.')
  if (total > 274_877_906_944) throw new ApiError(413, 'uploadTooLarge', 'global', 'Request is too large.')
  const parts = listOf(call.query, 'part')
  checkGroups(world, body)
  const snippet = readSnippet(world, parts.includes('snippet') ? body : { snippet: { title: 'unknown' } }, 'insert')
  const status = readStatus(world, parts.includes('status') ? body : {})
  if (parts.includes('localizations') && snippet.defaultLanguage === null)
    throw ofVideo('defaultLanguageNotSet', 'The request is trying to add localized details without a default language.')
  const slug = call.headers.get('slug')
  if (slug !== null && (slug.length > 250 || !/^[\w .()+-]+$/.test(slug)))
    throw ofVideo('invalidFilename', 'The video filename specified in the Slug header is invalid.')
  const lately = [...world.videos.values()].filter(
    video => video.channelId === who.channel.id && video.uploadedAt > world.now() - day,
  )
  if (lately.length >= who.channel.uploadsADay) throw uploadLimit()
  // The time of a schedule that is past publishes at once.
  if (world.settings.unverifiedProjectLock) Object.assign(status, { privacyStatus: 'private', publishAt: null })
  const upload: Upload = {
    id: `AHmUC${opaque(world, 120)}`,
    grant: who.grant,
    method: 'videos.insert',
    snippet,
    status,
    parts,
    notify: call.query.get('notifySubscribers') !== 'false',
    fileName: slug,
    type,
    total,
    stored: 0,
    hash: new Sha256(),
    bytes: total <= world.settings.keepBytes ? [] : null,
    beganAt: world.now(),
    fate: ordinary,
    ended: false,
    videoId: null,
  }
  world.uploads.set(upload.id, upload)
  return upload
}

export interface Part {
  upload: Upload
  kind: Extract<Kind, 'send' | 'finish' | 'ask'>
  /** The first byte of the part; null of a question. */
  first: number | null
  length: number
}

/** A PUT to a session's address, before anything of its body is read. */
export function readPart(world: World, call: Call): Part {
  const upload = world.uploads.get(call.query.get('upload_id') ?? '')
  if (!upload || upload.ended || upload.beganAt + world.settings.sessionLifeMs <= world.now()) throw notFound()
  const length = Number(call.headers.get('content-length') ?? Number.NaN)
  if (!Number.isInteger(length)) throw badRange('Content-Length is missing.')
  const range = call.headers.get('content-range')
  if (range === null) {
    if (length !== upload.total) throw badRange('The body is not the whole file.')
    return { upload, kind: 'finish', first: 0, length }
  }
  const question = /^bytes \*\/(\d+)$/.exec(range)
  const part = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(range)
  const total = Number((question ?? part)?.[question ? 1 : 3] ?? Number.NaN)
  if (total !== upload.total) throw badRange(`Content-Range "${range}" does not fit the announced length.`)
  if (question) {
    if (length !== 0) throw badRange('A question for the status has no body.')
    return { upload, kind: 'ask', first: null, length }
  }
  const [first, last] = [Number(part?.[1]), Number(part?.[2])]
  if (last < first || last >= total || length !== last - first + 1)
    throw badRange(`Content-Range "${range}" is invalid.`)
  const ends = last === total - 1
  if (!ends && length % unit !== 0) throw badRange(`A part that is not the last is a multiple of ${unit} bytes.`)
  return { upload, kind: ends ? 'finish' : 'send', first, length }
}

/** What a lever does to the bytes of this part. */
const shapes = (lever: Lever) => ['partial', 'forget', 'expire', 'move'].includes(lever.what)

export async function put(world: World, board: Board, call: Call, part: Part): Promise<Reply> {
  const { upload } = part
  // The upload had ended before: the same answer again, the same video.
  const made = upload.videoId === null ? undefined : world.videos.get(upload.videoId)
  if (made) return finished(world, upload, made, 201)
  const lever = strike(board, part.kind, upload.grant.channelId, shapes)
  if (lever?.what === 'expire') {
    upload.ended = true
    return { status: lever.status, body: undefined, headers: of(upload) }
  }
  if (lever?.what === 'forget') {
    Object.assign(upload, { stored: 0, hash: new Sha256(), bytes: upload.bytes && [] })
    return incomplete(upload)
  }
  if (lever?.what === 'move') return moved(world, call, upload)
  // Everything had arrived when an answer was lost: asked again, the server ends what it had left open.
  if (part.first === null && upload.stored === upload.total)
    return finished(world, upload, finish(world, board, upload), 201)
  // A gap or an overlap is told by the true range: what a client can recover from.
  if (part.first === null || part.first !== upload.stored) return incomplete(upload)
  const most = lever?.what === 'partial' ? Math.min(lever.bytes, part.length) : part.length
  const read = await receive(call.request, upload, most)
  if (lever?.what === 'partial') {
    const headers = of(upload)
    if (lever.answers === 'cut') return { status: 503, body: undefined, drop: '1', headers }
    return { status: lever.answers, body: undefined, headers }
  }
  if (read !== part.length) throw badRange('The body ended early.')
  if (upload.stored < upload.total) return incomplete(upload)
  return finished(world, upload, finish(world, board, upload), 201)
}

function incomplete(upload: Upload): Reply {
  const headers: Record<string, string> = { 'content-length': '0', ...of(upload) }
  if (upload.stored > 0) headers.range = `bytes=0-${upload.stored - 1}`
  return { status: 308, body: undefined, headers }
}

/** The old address is over; the new one knows everything. */
function moved(world: World, call: Call, upload: Upload): Reply {
  world.uploads.delete(upload.id)
  upload.id = `AHmUC${opaque(world, 120)}`
  world.uploads.set(upload.id, upload)
  const reply = incomplete(upload)
  return { ...reply, headers: { ...reply.headers, location: addressOf(call, upload) } }
}

/** Bytes are kept as they come: what arrived before a connection broke is stored. */
async function receive(request: Request, upload: Upload, most: number): Promise<number> {
  let read = 0
  const reader = request.body?.getReader()
  if (!reader) return 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return read
      const room = Math.max(0, Math.min(value.length, most - read))
      if (room > 0) take(upload, value.subarray(0, room))
      read += value.length
    }
  } catch {
    return read
  }
}

function take(upload: Upload, bytes: Uint8Array): void {
  upload.hash.update(bytes)
  upload.bytes?.push(bytes.slice())
  upload.stored += bytes.length
}

function finish(world: World, board: Board, upload: Upload): Video {
  const { processingFromMs, processingToMs } = world.settings
  const lever = strike(board, 'finish', upload.grant.channelId, one => one.what === 'fate')
  const fate: Fate = lever?.what === 'fate' ? lever : ordinary
  const now = world.now()
  const takes = processingFromMs + Math.floor(world.random() * (processingToMs - processingFromMs))
  const video: Video = {
    id: videoId(world),
    channelId: upload.grant.channelId,
    projectId: upload.grant.projectId,
    snippet: upload.snippet,
    status: upload.status,
    wasPublic: upload.status.privacyStatus === 'public',
    notified: upload.notify,
    fileName: upload.fileName,
    type: upload.type,
    size: upload.total,
    sha256: upload.hash.hex(),
    bytes: upload.bytes,
    uploadedAt: now,
    readyAt: now + takes,
    fate,
    thumbnail: null,
    captions: [],
    removedAt: null,
    likesHidden: false,
    commentsOff: false,
  }
  world.videos.set(video.id, video)
  upload.videoId = video.id
  return video
}

function finished(world: World, upload: Upload, video: Video, status: number): Reply {
  return { ...ok(resourceOf(world, video, upload.parts), status), headers: of(upload) }
}

/** The two styles in one request: the bytes alone, or metadata and bytes. */
export async function readMedia(
  call: Call,
  style: 'media' | 'multipart',
): Promise<{ body: Record<string, unknown>; type: string; bytes: Uint8Array<ArrayBuffer> }> {
  const type = call.headers.get('content-type') ?? ''
  const whole = new Uint8Array(await call.request.arrayBuffer())
  if (style === 'media') return { body: {}, type: type.split(';')[0]?.trim() ?? '', bytes: whole }
  const boundary = /^multipart\/related;.*boundary="?([^";]+)"?/i.exec(type)?.[1]
  if (!boundary) throw badPayload('A multipart/related body was expected.')
  const parts = partsOf(whole, boundary)
  const [words, media] = parts
  if (parts.length !== 2 || !words || !media) throw badPayload('Two parts were expected: metadata and media.')
  if (!words.type.toLowerCase().startsWith('application/json')) throw badPayload('The first part is not JSON.')
  return { body: objectOf(new TextDecoder().decode(words.bytes)), type: media.type, bytes: media.bytes }
}

function partsOf(whole: Uint8Array<ArrayBuffer>, boundary: string) {
  // Latin-1 keeps every byte as one letter, so that places in the text are places in the bytes.
  const text = new TextDecoder('latin1').decode(whole)
  const marks = [...text.matchAll(new RegExp(`(?:^|\\r?\\n)--${escaped(boundary)}(?:--)?[ \\t]*(?:\\r?\\n|$)`, 'g'))]
  return marks.slice(0, -1).map((mark, at) => {
    const from = mark.index + mark[0].length
    const to = marks[at + 1]?.index ?? text.length
    const head = /\r?\n\r?\n/.exec(text.slice(from, to))
    const split = head ? from + head.index + head[0].length : from
    const type = /^content-type:\s*([^;\r\n]+)/im.exec(text.slice(from, split))?.[1] ?? ''
    return { type: type.trim(), bytes: whole.slice(split, to) }
  })
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
