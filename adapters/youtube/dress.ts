import { exchange } from '../../src/kit/exchange.ts'
import type { Content, Options, Problem, Session } from '../../src/ports/network.ts'
import { type Api, apiOf } from './api.ts'
import type { Answer } from './bad.ts'
import { addItem, listItems, type SeenVideo } from './calls.ts'
import { API, MINUTE } from './limits.ts'
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
 * Captions, playlist, still: none of them may fail the publication, because the video is there. Each is tried twice.
 * What YouTube refused is told as a warning with the address of the video; what it was only too busy or too early for
 * is left open. Returns what stays to be done, undefined where that is nothing.
 */
export async function dress(
  dressing: Dressing,
  ticket: Ticket,
  keep: (done: Step[]) => Promise<void>,
): Promise<Open | undefined> {
  const { to, content, options } = dressing
  const done = [...(ticket.done ?? [])]
  let open: Open | undefined
  for (const step of stepsOf(content, options, to.settings)) {
    if (done.includes(step)) continue
    const failed = await attempt(dressing, step)
    if (failed && 'retryAfter' in failed) {
      open = !open || failed.retryAfter > open.retryAfter ? failed : open
      continue
    }
    if (failed) to.note({ is: 'warning', why: failed.why })
    done.push(step)
    await keep(done)
  }
  return open
}

export interface Open {
  why: Problem
  retryAfter: number
}

/** Undefined when it is done; otherwise what stood in the way, and when it may be gone. */
async function attempt(dressing: Dressing, step: Step): Promise<Open | { why: Problem } | undefined> {
  const { to, content, video } = dressing
  const slots = { url: addressOf(video.id, content) }
  // Since 2026-11-03 a Short takes a still, and only after it was processed.
  if (step === 'thumbnail' && content.form === 'short' && video.status?.uploadStatus !== 'processed')
    return { why: { code: 'youtube.short_still_later', with: slots }, retryAfter: 5 * MINUTE }
  const api = apiOf(to, to.cred, to.settings)
  let answer = await stepOf(api, dressing, step)
  if (answer.is === 'silence' || (answer.is === 'fault' && ['missing', 'rate'].includes(answer.fault.is)))
    answer = await stepOf(api, dressing, step)
  if (answer.is === 'answer' || (answer.is === 'fault' && answer.fault.is === 'done')) return undefined
  const why = answer.is === 'fault' ? answer.fault.why : answer.why
  const detail = (why.detail || why.code).slice(0, 500)
  const retryAfter = passing(answer)
  if (retryAfter === undefined) return { why: { code: failedWords[step], with: slots, detail } }
  const { status } = why
  return { why: { code: laterWords[step], with: slots, detail, ...(status && { status }) }, retryAfter }
}

/** Milliseconds after which it may go; undefined where a person has to do something first. */
function passing(answer: Exclude<Answer<unknown>, { is: 'answer' }>): number | undefined {
  // A file of ours that is not kept does not come back.
  if (answer.is === 'silence') return answer.why.code === 'youtube.file_missing' ? undefined : MINUTE
  const { fault } = answer
  switch (fault.is) {
    case 'rate':
    case 'quota':
      return fault.retryAfter
    // A fresh video is not known everywhere at once.
    case 'missing':
      return fault.why.code === 'youtube.not_there' ? MINUTE : undefined
    case 'account':
      return 10 * MINUTE
    default:
      return undefined
  }
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

const failedWords: Record<Step, string> = {
  captions: 'youtube.captions_failed',
  playlist: 'youtube.playlist_failed',
  thumbnail: 'youtube.thumbnail_failed',
}

const laterWords: Record<Step, string> = {
  captions: 'youtube.captions_later',
  playlist: 'youtube.playlist_later',
  thumbnail: 'youtube.thumbnail_later',
}
