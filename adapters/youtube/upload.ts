import type { Attempt, Content, Options, Problem, Published, Session, Video } from '../../src/ports/network.ts'
import type { Api } from './api.ts'
import type { SeenVideo } from './calls.ts'
import { mannerOf } from './manner.ts'
import { open, seal } from './sealed.ts'
import { askUpload, beginUpload, type Step, sendPart } from './session.ts'
import { type Cred, settingsShape } from './shape.ts'
import { save, type Ticket } from './ticket.ts'
import { afterFault } from './verdict.ts'

export interface Sending {
  to: Session<Cred>
  api: Api
  attempt: Attempt
  content: Content
  video: Video
  options: Options
  ticket: Ticket
}

export type Uploaded = { is: 'made'; video: SeenVideo; ticket: Ticket } | Exclude<Published, { is: 'live' }>

/** Parts in a row that brought nothing forward before this attempt rests; the session is kept. */
const MOST_TROUBLE = 3

/**
 * Brings the file over, from wherever the server says it stands. Nothing is public, and no video exists, before the part
 * that ends the file: every trouble before that is `unsent`, and the next attempt goes on in the same session.
 */
export async function upload(sending: Sending): Promise<Uploaded> {
  const { to, api, video, ticket } = sending
  if (to.signal.aborted) return { is: 'unsent', why: { code: 'net.aborted' } }
  const uri = ticket.session === undefined ? undefined : await open(ticket.session, to.app.secret)
  if (uri === undefined) return begin(sending)
  const asked = await askUpload(api, uri, video.bytes)
  return goOn(sending, uri, asked)
}

/** What a session that was there before says about itself. */
async function goOn(sending: Sending, uri: string, asked: Step): Promise<Uploaded> {
  const { ticket } = sending
  switch (asked.is) {
    case 'stored':
      return send(sending, asked.uri ?? uri, asked.bytes)
    case 'done':
      return { is: 'made', video: asked.video, ticket }
    case 'gone':
      return gone(sending)
    case 'silence':
      return ticket.ending ? { is: 'unknown', why: asked.why } : { is: 'unsent', why: asked.why }
    case 'fault': {
      const after = await afterFault(sending.to, asked.fault)
      return ticket.ending && after.is === 'refused' ? { is: 'unknown', why: after.why } : after
    }
    default:
      return asked satisfies never
  }
}

/** Over before its end, it can have made nothing: another is begun. Otherwise the uploads are read first. */
function gone(sending: Sending): Promise<Uploaded> | Uploaded {
  if (sending.ticket.ending) return { is: 'unknown', why: { code: 'youtube.session_gone' } }
  return begin(sending)
}

async function begin(sending: Sending): Promise<Uploaded> {
  const { to, api, content, video, attempt, options } = sending
  const begun = await beginUpload(api, mannerOf(to, content, video, attempt, options))
  // A session that nobody uses makes no video: a lost reply here leaves nothing behind.
  if (begun.is === 'silence') return { is: 'unsent', why: begun.why }
  if (begun.is === 'fault') return afterFault(to, begun.fault)
  const ticket: Ticket = { session: await seal(begun.uri, to.app.secret) }
  await save(attempt, ticket)
  return send({ ...sending, ticket }, begun.uri, 0)
}

async function send(sending: Sending, session: string, from: number): Promise<Uploaded> {
  const { to, api, video, attempt } = sending
  const size = settingsShape.parse(to.settings).pieceBytes
  let { ticket } = sending
  let uri = session
  let stored = from
  let trouble = 0
  await attempt.progress(stored, video.bytes)
  for (;;) {
    if (stored >= video.bytes) return { is: 'unknown', why: { code: 'youtube.ending' } }
    const end = Math.min(stored + size, video.bytes)
    const bytes = await to.files.piece(video.digest, stored, end)
    if (!bytes || bytes.length !== end - stored) return noFile(ticket)
    const ends = end === video.bytes
    if (ends && !ticket.ending) {
      ticket = { ...ticket, ending: true }
      await save(attempt, ticket)
    }
    let step = await sendPart(api, uri, { from: stored, bytes, total: video.bytes, mime: video.mime })
    if (step.is === 'silence' && ends && step.sent) return { is: 'unknown', why: step.why }
    if (step.is === 'silence') {
      const { why } = step
      if (!step.sent || ++trouble >= MOST_TROUBLE || to.signal.aborted) return unsent(ticket, why, ends && !step.sent)
      step = await askUpload(api, uri, video.bytes)
      // Asked in vain: the part is sent again, and the server tells by itself where it stands.
      if (step.is === 'silence') continue
    }
    switch (step.is) {
      case 'done':
        return { is: 'made', video: step.video, ticket }
      case 'gone':
        return gone({ ...sending, ticket })
      case 'fault':
        return afterFault(to, step.fault)
      case 'stored':
        if (step.uri !== undefined) {
          uri = step.uri
          ticket = { ...ticket, session: await seal(uri, to.app.secret) }
          await save(attempt, ticket)
        }
        trouble = step.bytes > stored ? 0 : trouble + 1
        if (trouble >= MOST_TROUBLE) return unsent(ticket, { code: 'youtube.no_progress' }, false)
        // The server's own figure: it may have kept a part of a part, or lost everything.
        stored = step.bytes
        await attempt.progress(stored, video.bytes)
        break
      default:
        return step satisfies never
    }
  }
}

/** Before the end was sent nothing exists. Where it may have been, only reading tells. */
function unsent(ticket: Ticket, why: Problem, neverLeft: boolean): Uploaded {
  return ticket.ending && !neverLeft ? { is: 'unknown', why } : { is: 'unsent', why }
}

const noFile = (ticket: Ticket): Uploaded => {
  const why = { code: 'youtube.file_missing' }
  return ticket.ending ? { is: 'unknown', why } : { is: 'refused', why }
}
