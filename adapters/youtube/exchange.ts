import { FetchFault, textOf } from '../../src/kit/http.ts'
import { findJson } from '../../src/kit/json.ts'
import type { Io, Problem } from '../../src/ports/network.ts'
import { type Fault, faultOf, refusalIn } from './errors.ts'
import { pacificMidnight } from './quota.ts'

/** No reply, or one that nobody can read. When `sent`, a write may have happened all the same. */
export interface Silence {
  is: 'silence'
  sent: boolean
  why: Problem
}

export type Answer<T> = { is: 'answer'; value: T } | { is: 'fault'; fault: Fault } | Silence
export type Bad = Exclude<Answer<never>, { is: 'answer' }>

export interface Replied {
  is: 'reply'
  status: number
  headers: Headers
  text: string
}

type Clean = (text: string) => string

/** One request and the text of its reply; a failure says whether anything may have left. */
export async function exchange(io: Io, url: string | URL, init: RequestInit, clean: Clean): Promise<Replied | Silence> {
  let replied = false
  try {
    const response = await io.fetch(url, { ...init, signal: io.signal })
    replied = true
    return { is: 'reply', status: response.status, headers: response.headers, text: await textOf(response) }
  } catch (fault) {
    if (!(fault instanceof FetchFault))
      return { is: 'silence', sent: true, why: { code: 'net.other', detail: clean(String(fault)) } }
    const why = { code: `net.${fault.kind}`, detail: clean(fault.message) }
    return { is: 'silence', sent: fault.sent || replied, why }
  }
}

/** What a reply that is no success comes to. Whatever 5xx says, a write may have happened. */
export function badOf(io: Io, { status, text }: Replied, clean: Clean): Bad {
  const refusal = refusalIn(findJson(text), status)
  if (status >= 500) return unreadable('youtube.trouble', status, refusal?.message ?? '', clean)
  const known =
    refusal ?? (status === 401 || status === 404 || status === 429 ? { status, reason: '', message: '' } : undefined)
  if (!known || status < 400) return unreadable('youtube.answer_unreadable', status, text, clean)
  const now = io.now()
  const untilMidnight = pacificMidnight(now).getTime() - now.getTime()
  const detail = clean([known.reason, known.message].filter(Boolean).join(': ').slice(0, 2000))
  return { is: 'fault', fault: faultOf(known, { detail, untilMidnight }) }
}

export const unreadable = (code: string, status: number, text: string, clean: Clean): Silence => ({
  is: 'silence',
  sent: true,
  why: { code, status, detail: clean(text.slice(0, 2000)) },
})
