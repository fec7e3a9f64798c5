import { FetchFault } from '../kit/http.ts'
import type { Fetch, Traits } from '../ports/network.ts'
import { claimLength } from './delivery.ts'

export interface Wire {
  fetch: Fetch
  /** Aborted when the claim is lost. */
  signal: AbortSignal
  /** True when every request so far failed before a byte left. */
  unreached(): boolean
  /** True when some server answered. */
  answered(): boolean
  /** Nothing more will be asked or read. */
  [Symbol.dispose](): void
}

export interface Lease {
  traits: Pick<Traits, 'requestLimit'>
  /** True when the claim is still ours and now lasts a whole length again. */
  renew(): Promise<boolean>
  /** Milliseconds since just before the claim was asked for; goes on while the process is frozen. */
  clock(): number
}

/**
 * The way out for one claim. Before each request the claim must have time for it, and is renewed where it has not;
 * each request ends before the claim does. A process that was frozen past its claim finds that out here, before it
 * writes to the socket.
 */
export function wireUnder(lease: Lease, out: Fetch, heard?: (reply: Response) => void): Wire {
  const { requestLimit } = lease.traits
  const whole = claimLength(lease.traits)
  // What a request needs: its own limit and the time to say what came of it.
  const needed = requestLimit + (whole - requestLimit) / 2
  const lost = new AbortController()
  let endsAt = whole
  let tried = 0
  let left = 0
  let answers = 0
  const limits: ReturnType<typeof setTimeout>[] = []

  /**
   * Ends a request, and the reading of its reply, after its limit or with the claim. One timer, taken back at the end
   * of the delivery: `AbortSignal.any` over `AbortSignal.timeout` took 5 % of the process's time, and each timer
   * that nobody waited for any more made an exception of its own.
   */
  function limited(given: AbortSignal | null | undefined): AbortSignal {
    const ends = new AbortController()
    const expire = () => ends.abort(new DOMException('The request took too long', 'TimeoutError'))
    limits.push(setTimeout(expire, requestLimit))
    for (const signal of given && given !== lost.signal ? [lost.signal, given] : [lost.signal]) {
      if (signal.aborted) ends.abort(signal.reason)
      else signal.addEventListener('abort', () => ends.abort(signal.reason), { once: true })
    }
    return ends.signal
  }

  async function fetch(input: string | URL, init?: RequestInit): Promise<Response> {
    if (lost.signal.aborted) throw new FetchFault('aborted', false, 'the claim ended')
    if (endsAt - lease.clock() < needed) {
      const asked = lease.clock()
      if (!(await lease.renew())) {
        lost.abort()
        throw new FetchFault('aborted', false, 'the claim ended')
      }
      endsAt = asked + whole
      if (endsAt - lease.clock() < requestLimit) throw new FetchFault('aborted', false, 'renewing took too long')
    }
    tried++
    try {
      const reply = await out(input, { ...init, signal: limited(init?.signal) })
      left++
      answers++
      heard?.(reply)
      return reply
    } catch (cause) {
      if (!(cause instanceof FetchFault) || cause.sent) left++
      throw cause
    }
  }

  return {
    fetch,
    signal: lost.signal,
    unreached: () => tried > 0 && left === 0,
    answered: () => answers > 0,
    [Symbol.dispose]: () => limits.forEach(clearTimeout),
  }
}

/** Wall and monotonic clock disagree when one was set or the machine slept; the later of both ends a claim earlier. */
export function processClock(wall: () => number): () => number {
  const from = wall()
  const steady = performance.now()
  return () => Math.max(wall() - from, performance.now() - steady)
}
