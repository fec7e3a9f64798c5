import type { Config } from '../config.ts'
import { FetchFault } from '../kit/http.ts'
import type { Fetch } from '../ports/network.ts'

/**
 * The way to networks from a Worker. Its `fetch` does not tell whether a byte had left when it failed, so every failure
 * after the call counts as sent: nothing is ever sent twice for want of knowing.
 */
export function workerFetch(config: Config, hosts: readonly string[]): Fetch {
  const known = new Set([...hosts, ...config.hosts.keys()])
  return async (input, init) => {
    const url = new URL(input)
    if (!known.has(url.host)) throw refuse(`${url.host} is not a host of a network`)
    const server = config.hosts.get(url.host)
    if (!server && config.networks === 'sandbox') throw refuse(`${url.host} has no sandbox, and networks are not live`)
    if (!server && url.protocol !== 'https:') throw refuse(`${url.host} without TLS`)
    const headers = new Headers(init?.headers)
    headers.set('user-agent', `LanToa${config.publicUrl ? ` (+${config.publicUrl})` : ''}`)
    if (server) headers.set('x-forwarded-host', url.host)
    init?.signal?.throwIfAborted()
    try {
      const target = server ? server + url.pathname + url.search : url.href
      return await fetch(target, { ...init, headers, redirect: 'manual' })
    } catch (cause) {
      const name = cause instanceof Error ? cause.name : 'fault'
      const kind = name === 'TimeoutError' ? 'timeout' : name === 'AbortError' ? 'aborted' : 'other'
      throw new FetchFault(kind, true, `${url.host}: ${name}`)
    }
  }
}

/** Portals are read through a connector that checks addresses, which a Worker cannot have. */
export const noPortals: Fetch = () =>
  Promise.reject(new FetchFault('blocked', false, 'portals are read by a Node process on the same database'))

const refuse = (why: string) => new FetchFault('blocked', false, `refused: ${why}`)
