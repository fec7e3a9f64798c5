import type { Attempt, Content, Problem, Published, Session, Video } from '../../src/ports/network.ts'
import { messageOf } from './check.ts'
import { afterStop, type Fault } from './errors.ts'
import type { Graph } from './graph.ts'
import type { Cred } from './shape.ts'
import type { Film } from './ticket.ts'
import type { Said } from './videos.ts'

/** What every step of a video's way to the Page holds in its hands. */
export interface Filming {
  to: Session<Cred>
  graph: Graph
  content: Content
  attempt: Attempt
  video: Video
  form: Film['form']
}

/** Title and words as they are sent. */
export const saidOf = (content: Content): Said => ({
  title: (content.title ?? '').normalize('NFC').trim(),
  description: messageOf(content),
})

/** Before the finishing call nothing can be public, so no answer is ever `unknown`. */
export function whileInvisible(fault: Fault, attempt: Attempt): Extract<Published, { why: Problem }> {
  const { why } = fault
  switch (fault.is) {
    case 'auth':
    case 'permission':
    case 'gone':
    case 'throttle':
    case 'blocked':
      return afterStop(fault)
    case 'media':
    case 'policy':
    case 'invalid':
      return { is: 'refused', why }
    case 'odd':
      return attempt.number < ODD_TRIES ? { is: 'unsent', why, retryAfter: RETRY } : { is: 'refused', why }
    case 'transient':
    case 'too_heavy':
    case 'duplicate':
    case 'link':
    case 'upload':
      return { is: 'unsent', why, retryAfter: RETRY }
    default:
      return fault satisfies never
  }
}

export const RETRY = 60_000
const ODD_TRIES = 3
