import type { Attempt, Problem, Published, Session, Video } from '../../src/ports/network.ts'
import { prepareVideo, readVideo, type VideoState } from './calls.ts'
import type { Fault } from './errors.ts'
import { MINUTE } from './limits.ts'
import type { Answer, OpenApi } from './openapi.ts'
import { type Cred, settingsShape } from './shape.ts'
import { asJson, type Film, save, type Ticket } from './ticket.ts'
import { uploadOf } from './upload.ts'

export type Filmed = { is: 'ready'; film: Film & { id: string } } | Exclude<Published, { is: 'live' }>

export interface Filming {
  to: Session<Cred>
  zalo: OpenApi
  attempt: Attempt
  video: Video
}

/**
 * The file goes up and is converted, and nobody sees any of it: until the article is made, whatever goes wrong is
 * certainly not live. What was uploaded before is used, however often this is tried.
 */
export async function filmReady(step: Filming, ticket: Ticket): Promise<Filmed> {
  const { film } = ticket
  return film?.digest === step.video.digest ? look(step, { ...ticket, film }, 'known') : send(step)
}

async function send(step: Filming): Promise<Filmed> {
  const { to, zalo, attempt, video } = step
  if (to.signal.aborted) return { is: 'unsent', why: { code: 'net.aborted' } }
  await attempt.progress(0, video.bytes)
  const upload = uploadOf(to, { ...video, name: nameOf(video) }, done => attempt.progress(done, video.bytes))
  const answer = await prepareVideo(zalo, upload)
  if (upload.lost()) return { is: 'refused', why: { code: 'zalo.video_lost' } }
  if (answer.is !== 'answer') return invisible(answer)
  const ticket = { film: { digest: video.digest, token: answer.value.token } }
  await save(attempt, ticket)
  return look(step, ticket, 'fresh')
}

/** Names say what a file is; one of ours is called by its kind and nothing else. */
const nameOf = ({ mime }: Video) => (mime === 'video/mp4' ? 'film.mp4' : 'film.avi')

async function look(step: Filming, ticket: Ticket & { film: Film }, upload: 'fresh' | 'known'): Promise<Filmed> {
  const { film } = ticket
  const answer = await askVideo(step.to, step.zalo, film.token)
  if (answer.is !== 'answer') {
    // An upload that Zalo does not know any more makes room for another, as long as no article was asked for with it.
    if (answer.is === 'fault' && answer.fault.is === 'invalid' && upload === 'known') return send(step)
    return upload === 'fresh' ? accepted(ticket) : invisible(answer)
  }
  const state = stateOf(answer.value)
  switch (state.is) {
    case 'ready':
      return { is: 'ready', film: { ...film, id: state.id } }
    case 'converting':
      return accepted(ticket)
    case 'spoilt':
      // One that failed before this attempt is what somebody mended and sent again.
      return upload === 'fresh' ? { is: 'refused', why: state.why } : send(step)
    default:
      return state satisfies never
  }
}

export const askVideo = (to: Session<Cred>, zalo: OpenApi, token: string): Promise<Answer<VideoState>> =>
  readVideo(zalo, token, settingsShape.parse(to.settings).videoToken)

export type Converted = { is: 'ready'; id: string } | { is: 'converting' } | { is: 'spoilt'; why: Problem }

/** "Các trạng thái của video": 0 unknown, 1 ready, 2 locked, 3 converting, 4 failed, 5 deleted. Its id is of no use before 1. */
export function stateOf({ status, video_id: id, status_message, convert_error_code }: VideoState): Converted {
  switch (status) {
    case 1:
      return id === undefined ? { is: 'converting' } : { is: 'ready', id }
    case 2:
      return { is: 'spoilt', why: { code: 'zalo.video_locked' } }
    case 4: {
      const detail = [status_message, convert_error_code ? `convert_error_code ${convert_error_code}` : '']
      return {
        is: 'spoilt',
        why: { code: 'zalo.video_failed', detail: detail.filter(Boolean).join('; ').slice(0, 500) },
      }
    }
    case 5:
      return { is: 'spoilt', why: { code: 'zalo.video_deleted' } }
    default:
      return { is: 'converting' }
  }
}

const accepted = (ticket: Ticket): Filmed => ({
  is: 'accepted',
  awaits: 'network',
  ticket: asJson(ticket),
  lookAfter: FIRST_LOOK,
})

/** Integrators ask every 5 seconds. */
const FIRST_LOOK = 5_000

/** No answer of an upload or a question about it is ever in doubt: nothing of it shows. */
function invisible(answer: Exclude<Answer<unknown>, { is: 'answer' }>): Filmed {
  if (answer.is === 'silence') return { is: 'unsent', why: answer.why, ...(answer.sent && { retryAfter: MINUTE }) }
  return afterFault(answer.fault)
}

function afterFault(fault: Fault): Filmed {
  switch (fault.is) {
    case 'account':
      return { is: 'reconnect', why: fault.why }
    case 'rate':
    case 'quota':
      return { is: 'unsent', why: fault.why, retryAfter: fault.retryAfter }
    case 'processing':
    case 'transient':
      return { is: 'unsent', why: fault.why, retryAfter: MINUTE }
    case 'media':
    case 'invalid':
    case 'policy':
    case 'odd':
      return { is: 'refused', why: fault.why }
    default:
      return fault satisfies never
  }
}
