import { FetchFault, textOf } from './http.ts'

/** What was replied, as far as a problem tells it: a code, and what a person may see of the rest. */
export interface Unheard {
  code: string
  detail?: string
  status?: number
  trace?: string
}

/** No reply, or one that nobody can read. When `sent`, a write may have happened all the same. */
export interface Silence {
  is: 'silence'
  sent: boolean
  why: Unheard
}

/** What a request to a network comes to: an answer, a refusal in the network's own envelope, or silence. */
export type Answer<T, Fault> = { is: 'answer'; value: T } | { is: 'fault'; fault: Fault } | Silence

export interface Replied {
  is: 'reply'
  status: number
  headers: Headers
  text: string
}

/** Removes from a text what nobody may read. */
export type Clean = (text: string) => string

interface Way {
  fetch(url: string | URL, init?: RequestInit): Promise<Response>
  signal: AbortSignal
}

/**
 * One request and the text of its reply; a failure says whether anything may have left. `heard` is told the headers
 * before the body is read, which may never end.
 */
export async function exchange(
  way: Way,
  url: string | URL,
  init: RequestInit,
  clean: Clean,
  heard: (headers: Headers) => void = () => {},
): Promise<Replied | Silence> {
  let replied = false
  try {
    const response = await way.fetch(url, { ...init, signal: way.signal })
    replied = true
    const { status, headers } = response
    heard(headers)
    return { is: 'reply', status, headers, text: await textOf(response) }
  } catch (fault) {
    if (!(fault instanceof FetchFault))
      return { is: 'silence', sent: true, why: { code: 'net.other', detail: clean(String(fault)) } }
    // Once something came back, a failure is never "nothing was sent".
    const why = { code: `net.${fault.kind}`, detail: clean(fault.message) }
    return { is: 'silence', sent: fault.sent || replied, why }
  }
}

/** A reply that says nothing we know: the request did arrive. */
export const unreadable = (
  code: string,
  { status, text, trace }: Pick<Replied, 'status' | 'text'> & { trace?: string | undefined },
  clean: Clean,
): Silence => ({
  is: 'silence',
  sent: true,
  why: { code, status, detail: clean(text.slice(0, 2000)), ...(trace !== undefined && { trace }) },
})

/** What silence means of a write: the rule of evidence, in one place. */
export const afterSilence = ({ sent, why }: Silence): { is: 'unknown' | 'unsent'; why: Unheard } => ({
  is: sent ? 'unknown' : 'unsent',
  why,
})
