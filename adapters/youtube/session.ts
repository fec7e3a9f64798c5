import { exchange, unreadable } from '../../src/kit/exchange.ts'
import { findJson } from '../../src/kit/json.ts'
import type { Api } from './api.ts'
import type { Bad } from './bad.ts'
import { type SeenVideo, uploadedShape } from './calls.ts'
import { API, UPLOAD_HOSTS } from './limits.ts'

/**
 * The resumable protocol ("Resumable uploads" guide, read 2026-11-22). Google's client for Node does not speak it: it
 * sends the whole file in one request, from which nothing can be recovered.
 */

export interface Manner {
  title: string
  description: string
  tags: readonly string[]
  categoryId: string
  language: string
  privacy: string
  publishAt?: string
  license: string
  madeForKids: boolean
  synthetic: boolean
  notify: boolean
  fileName: string
  mime: string
  bytes: number
}

export type Begun = { is: 'session'; uri: string } | Bad

/** Makes nothing: a session that gets no bytes never becomes a video. */
export async function beginUpload(api: Api, manner: Manner): Promise<Begun> {
  const over = await api.spend('videos.insert')
  if (over) return over
  const url = new URL('upload/youtube/v3/videos', API)
  url.searchParams.set('part', 'snippet,status')
  url.searchParams.set('uploadType', 'resumable')
  url.searchParams.set('notifySubscribers', String(manner.notify))
  const headers = api.headers()
  headers.set('content-type', 'application/json; charset=UTF-8')
  headers.set('x-upload-content-type', manner.mime)
  headers.set('x-upload-content-length', String(manner.bytes))
  headers.set('slug', manner.fileName)
  const reply = await exchange(
    api.io,
    url,
    { method: 'POST', headers, body: JSON.stringify(bodyOf(manner)) },
    api.clean,
  )
  if (reply.is === 'silence') return reply
  if (reply.status !== 200) return api.badOf('videos.insert', reply)
  const uri = sessionIn(reply.headers)
  return uri ? { is: 'session', uri } : unreadable('youtube.answer_unexpected', reply, api.clean)
}

/** Everything that has a default is said: since 2026-11-02 a video whose privacy is not named becomes public. */
function bodyOf(manner: Manner) {
  return {
    snippet: {
      title: manner.title,
      description: manner.description,
      tags: manner.tags,
      categoryId: manner.categoryId,
      defaultLanguage: manner.language,
    },
    status: {
      privacyStatus: manner.privacy,
      ...(manner.publishAt && { publishAt: manner.publishAt }),
      license: manner.license,
      embeddable: true,
      selfDeclaredMadeForKids: manner.madeForKids,
      containsSyntheticMedia: manner.synthetic,
    },
  }
}

/** A token is sent to it, so it must be one of Google's. */
function sessionIn(headers: Headers): string | undefined {
  const location = headers.get('location') ?? ''
  const url = URL.canParse(location) ? new URL(location) : undefined
  return url?.protocol === 'https:' && UPLOAD_HOSTS.includes(url.host) ? url.href : undefined
}

export type Step =
  /** So many bytes are stored: the server's figure, never ours. `uri` where the session goes on elsewhere. */
  | { is: 'stored'; bytes: number; uri?: string }
  | { is: 'done'; video: SeenVideo }
  /** Expired or unknown. */
  | { is: 'gone' }
  | Bad

/** How far it came, and what it became when it had ended: the same answer again, with the same id. */
export const askUpload = (api: Api, uri: string, total: number): Promise<Step> =>
  put(api, uri, { 'content-range': `bytes */${total}` }, null)

export const sendPart = (
  api: Api,
  uri: string,
  part: { from: number; bytes: Uint8Array<ArrayBuffer>; total: number; mime: string },
): Promise<Step> => {
  const last = part.from + part.bytes.length - 1
  const headers = { 'content-range': `bytes ${part.from}-${last}/${part.total}`, 'content-type': part.mime }
  return put(api, uri, headers, part.bytes)
}

async function put(
  api: Api,
  uri: string,
  more: Readonly<Record<string, string>>,
  body: Uint8Array<ArrayBuffer> | null,
): Promise<Step> {
  const headers = api.headers()
  for (const [name, value] of Object.entries(more)) headers.set(name, value)
  if (body === null) headers.set('content-length', '0')
  const reply = await exchange(api.io, uri, { method: 'PUT', headers, ...(body && { body }) }, api.clean)
  if (reply.is === 'silence') return reply
  const { status, text } = reply
  if (status === 308) return storedIn(reply.headers, api)
  if (status === 200 || status === 201) {
    const video = uploadedShape.safeParse(findJson(text))
    return video.success
      ? { is: 'done', video: video.data }
      : unreadable('youtube.answer_unexpected', { status, text }, api.clean)
  }
  if (status === 404 || status === 410) return { is: 'gone' }
  return api.badOf(undefined, reply)
}

/** No Range means that nothing is stored, not that everything is. */
function storedIn(headers: Headers, api: Api): Step {
  const range = headers.get('range')
  const end = range === null ? -1 : Number(/^(?:bytes=)?0-(\d{1,15})$/.exec(range)?.[1] ?? Number.NaN)
  if (Number.isNaN(end)) return unreadable('youtube.answer_unexpected', { status: 308, text: range ?? '' }, api.clean)
  const uri = headers.has('location') ? sessionIn(headers) : undefined
  return { is: 'stored', bytes: end + 1, ...(uri && { uri }) }
}
