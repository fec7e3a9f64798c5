import { exchange } from '../../src/kit/exchange.ts'
import type { Content, Options, Problem, Session } from '../../src/ports/network.ts'
import { type Api, apiOf } from './api.ts'
import type { Answer } from './bad.ts'
import { addItem, listItems, type SeenVideo } from './calls.ts'
import { API } from './limits.ts'
import { addressOf, playlistOf, stepsOf } from './manner.ts'
import type { Method } from './quota.ts'
import { type Cred, optionsShape, settingsShape } from './shape.ts'
import type { Step, Ticket } from './ticket.ts'

interface Dressing {
  to: Session<Cred>
  content: Content
  options: Options
  video: SeenVideo
}

/**
 * Captions, playlist, still: none of them may fail the publication, because the video is there. Each is tried twice;
 * what still fails is told as a warning with the address of the video. Returns the steps that need no more trying.
 */
export async function dress(dressing: Dressing, ticket: Ticket, keep: (done: Step[]) => Promise<void>): Promise<void> {
  const { to, content, options } = dressing
  const done = [...(ticket.done ?? [])]
  for (const step of stepsOf(content, options, to.settings)) {
    if (done.includes(step)) continue
    const failed = await attempt(dressing, step)
    if (failed) to.note({ is: 'warning', why: failed })
    done.push(step)
    await keep(done)
  }
}

/** Undefined when it is done; otherwise what stood in the way. */
async function attempt(dressing: Dressing, step: Step): Promise<Problem | undefined> {
  const { to, content, video } = dressing
  const slots = { url: addressOf(video.id, content) }
  // Since 2026-11-03 a Short takes a still, and only after it was processed.
  if (step === 'thumbnail' && content.form === 'short' && video.status?.uploadStatus !== 'processed')
    return { code: 'youtube.short_still_later', with: slots }
  const api = apiOf(to, to.cred, to.settings)
  let answer = await stepOf(api, dressing, step)
  if (answer.is === 'silence' || (answer.is === 'fault' && ['missing', 'rate'].includes(answer.fault.is)))
    answer = await stepOf(api, dressing, step)
  if (answer.is === 'answer' || (answer.is === 'fault' && answer.fault.is === 'done')) return undefined
  const why = answer.is === 'fault' ? answer.fault.why : answer.why
  return { code: words[step], with: slots, detail: (why.detail || why.code).slice(0, 500) }
}

function stepOf(api: Api, { to, content, options, video: { id } }: Dressing, step: Step): Promise<Answer<unknown>> {
  switch (step) {
    case 'captions': {
      const { captions = '', language } = optionsShape.parse(options)
      return setCaptions(api, id, language ?? content.language ?? settingsShape.parse(to.settings).language, captions)
    }
    case 'playlist':
      return fileUnder(api, playlistOf(content, options, to.settings) ?? '', id)
    case 'thumbnail':
      return setStill(api, to, content, id)
    default:
      return step satisfies never
  }
}

/** A repeat would be a second entry: the list is looked at first. */
export async function fileUnder(api: Api, playlist: string, video: string): Promise<Answer<unknown>> {
  const there = await listItems(api, playlist, { video })
  if (there.is === 'answer' && there.value.items.some(row => row.contentDetails.videoId === video)) return there
  if (there.is === 'fault') return there
  return addItem(api, playlist, video)
}

/** The picture alone, as it is. Setting it again is setting it. */
export async function setStill(api: Api, to: Session<Cred>, content: Content, video: string): Promise<Answer<unknown>> {
  const [still] = content.pictures
  const bytes = still && (await to.files.read(still.digest))
  if (!still || !bytes) return { is: 'silence', sent: false, why: { code: 'youtube.file_missing' } }
  const over = await api.spend('thumbnails.set')
  if (over) return over
  const url = new URL('upload/youtube/v3/thumbnails/set', API)
  url.searchParams.set('videoId', video)
  url.searchParams.set('uploadType', 'media')
  return post(api, 'thumbnails.set', url, still.mime, bytes)
}

/** Metadata and track in one body, as multipart/related (captions.insert, read 2026-11-22). */
async function setCaptions(api: Api, video: string, language: string, track: string): Promise<Answer<unknown>> {
  const over = await api.spend('captions.insert')
  if (over) return over
  const url = new URL('upload/youtube/v3/captions', API)
  url.searchParams.set('part', 'snippet')
  url.searchParams.set('uploadType', 'multipart')
  const boundary = `lantoa-${crypto.randomUUID()}`
  const words = JSON.stringify({ snippet: { videoId: video, language, name: '', isDraft: false } })
  const body = [
    `--${boundary}\r\ncontent-type: application/json; charset=UTF-8\r\n\r\n${words}\r\n`,
    `--${boundary}\r\ncontent-type: application/octet-stream\r\n\r\n${track.normalize('NFC')}\r\n`,
    `--${boundary}--\r\n`,
  ].join('')
  return post(api, 'captions.insert', url, `multipart/related; boundary=${boundary}`, new TextEncoder().encode(body))
}

async function post(
  api: Api,
  method: Method,
  url: URL,
  type: string,
  body: Uint8Array<ArrayBuffer>,
): Promise<Answer<unknown>> {
  const headers = api.headers()
  headers.set('content-type', type)
  const reply = await exchange(api.io, url, { method: 'POST', headers, body }, api.clean)
  if (reply.is === 'silence') return reply
  return reply.status >= 200 && reply.status < 300 ? { is: 'answer', value: undefined } : api.badOf(method, reply)
}

const words: Record<Step, string> = {
  captions: 'youtube.captions_failed',
  playlist: 'youtube.playlist_failed',
  thumbnail: 'youtube.thumbnail_failed',
}
