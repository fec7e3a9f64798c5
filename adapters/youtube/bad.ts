import { type Answer as AnswerOf, type Clean, type Replied, unreadable } from '../../src/kit/exchange.ts'
import { findJson } from '../../src/kit/json.ts'
import type { Io } from '../../src/ports/network.ts'
import { type Fault, faultOf, refusalIn } from './errors.ts'
import { pacificMidnight } from './quota.ts'

export type Answer<T> = AnswerOf<T, Fault>
export type Bad = Exclude<Answer<never>, { is: 'answer' }>

/** What a reply that is no success comes to. Whatever 5xx says, a write may have happened. */
export function badOf(io: Io, { status, text }: Replied, clean: Clean): Bad {
  const refusal = refusalIn(findJson(text), status)
  if (status >= 500) return unreadable('youtube.trouble', { status, text: refusal?.message ?? '' }, clean)
  const known =
    refusal ?? (status === 401 || status === 404 || status === 429 ? { status, reason: '', message: '' } : undefined)
  if (!known || status < 400) return unreadable('youtube.answer_unreadable', { status, text }, clean)
  const now = io.now()
  const untilMidnight = pacificMidnight(now).getTime() - now.getTime()
  const detail = clean([known.reason, known.message].filter(Boolean).join(': ').slice(0, 2000))
  return { is: 'fault', fault: faultOf(known, { detail, untilMidnight }) }
}
