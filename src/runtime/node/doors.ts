import { X509Certificate } from 'node:crypto'
import ipaddr from 'ipaddr.js'
import { FetchFault } from '../../kit/http.ts'
import type { Doors } from '../../sources/polite.ts'
import { type Guarded, guardedFetch, type Way } from './connect.ts'
import { resolveName } from './guard.ts'

export interface RunningDoors extends Doors {
  /** Whoever waits for a turn stops waiting. Called before the jobs are waited for. */
  hurry(): void
  close(): Promise<void>
}

/** Sets of certificates differ by portal, and there are few. */
const mostWays = 50

/** The guarded ways to portals, one for each set of trusted certificates. */
export function makeDoors(guarded: Guarded, clockSpeed: number): RunningDoors {
  const ways = new Map<string, Way>()
  const ending = new AbortController()
  const resolve = guarded.resolve ?? resolveName
  return {
    installationOf: async host => {
      const bare = host.replace(/^\[|\]$/g, '')
      if (ipaddr.isValid(bare)) return ipaddr.process(bare).toString()
      try {
        const found = (await resolve(bare)).map(({ address }) => ipaddr.process(address))
        // Of several the same one each time, whatever order the answer has.
        const [first] = found.toSorted(
          (a, b) => a.kind().localeCompare(b.kind()) || (a.toString() < b.toString() ? -1 : 1),
        )
        return first?.toString() ?? bare
      } catch {
        // The request that follows says so.
        return bare
      }
    },
    trusting: extraCa => {
      const key = extraCa?.trim() ?? ''
      const known = ways.get(key)
      if (known) return known.fetch
      const oldest = ways.size < mostWays ? undefined : [...ways.keys()].find(one => one !== '')
      if (oldest !== undefined) {
        const gone = ways.get(oldest)
        ways.delete(oldest)
        setTimeout(() => void gone?.close(), 60_000).unref()
      }
      const way = guardedFetch({ ...guarded, ...(key && { extraCa: certificatesIn(key) }) })
      ways.set(key, way)
      return way.fetch
    },
    pause: (ms, signal) =>
      new Promise((done, fail) => {
        const given = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal
        const stop = () => {
          clearTimeout(timer)
          const timedOut = (signal?.reason as Error | undefined)?.name === 'TimeoutError'
          fail(new FetchFault(timedOut ? 'timeout' : 'aborted', false, 'given up while waiting for a turn'))
        }
        const timer = setTimeout(() => {
          given.removeEventListener('abort', stop)
          done()
        }, ms / clockSpeed)
        if (given.aborted) stop()
        else given.addEventListener('abort', stop, { once: true })
      }),
    hurry: () => ending.abort(),
    close: async () => {
      ending.abort()
      await Promise.all([...ways.values()].map(way => way.close()))
    },
  }
}

const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

/** What can be read as a certificate; settings are checked when they are given, so that nothing else is there. */
function certificatesIn(pem: string): string[] {
  return [...pem.matchAll(block)].flatMap(([text]) => {
    try {
      return [new X509Certificate(text).toString()]
    } catch {
      return []
    }
  })
}
