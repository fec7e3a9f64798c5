import { getCACertificates } from 'node:tls'
import { Agent, buildConnector } from 'undici'
import type { Config } from '../../config.ts'
import { FetchFault } from '../../kit/http.ts'
import type { Fetch } from '../../ports/network.ts'
import { exchange } from './exchange.ts'
import { guardedConnector, type Resolve, reach, resolveName } from './guard.ts'

export interface Limits {
  connectMs: number
  totalMs: number
  /** Bytes after decompression: pages and feeds, pictures, everything else. */
  pageBytes: number
  pictureBytes: number
  documentBytes: number
}

export const portalLimits: Limits = {
  connectMs: 10_000,
  totalMs: 30_000,
  pageBytes: 5_000_000,
  pictureBytes: 20_000_000,
  documentBytes: 50_000_000,
}

/** A film of an hour takes its time over a slow line; what calls itself a page is none. */
export const filmLimits: Limits = { ...portalLimits, totalMs: 3 * 3_600_000, documentBytes: 4_000_000_000 }

export interface Way {
  fetch: Fetch
  /** Ends what is open; called at shutdown. */
  close(): Promise<void>
}

export interface Guarded {
  /** Ranges in CIDR form that pass although they are not public. */
  privateOk: readonly string[]
  /** Beside 80 and 443; `any` where private ranges are open, for portals inside an office. */
  portsOk?: readonly number[] | 'any'
  userAgent: string
  limits?: Limits
  resolve?: Resolve
  /** Certificates (PEM) trusted beside those of the system, also where a chain stops at one of them. */
  extraCa?: readonly string[]
}

/** The way to portals: addresses come from feeds and people, so each connection is checked where it is made. */
export function guardedFetch(guarded: Guarded): Way {
  const limits = guarded.limits ?? portalLimits
  const { extraCa } = guarded
  const connect = guardedConnector(
    reach(guarded.privateOk),
    guarded.resolve ?? resolveName,
    limits.connectMs,
    extraCa?.length ? { ca: [...getCACertificates('default'), ...extraCa], allowPartialTrustChain: true } : {},
  )
  const agent = new Agent({ connect, pipelining: 1, keepAliveTimeout: 4_000 })
  return {
    fetch: async (input, init = {}) => {
      const url = parse(input)
      if (url.username || url.password) throw refuse(`credentials in the address of ${url.host}`)
      const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
      const usual = port === 80 || port === 443
      if (!usual && guarded.portsOk !== 'any' && !guarded.portsOk?.includes(port)) throw refuse(`port ${port}`)
      return exchange(agent, url, named(init, guarded.userAgent), {
        totalMs: limits.totalMs,
        bytes: type => bytesFor(type, limits),
      })
    },
    close: () => agent.destroy(),
  }
}

/** What declares itself a document may be longer than what declares itself a page. */
function bytesFor(contentType: string, limits: Limits): number {
  if (contentType.startsWith('image/')) return limits.pictureBytes
  if (!contentType || /^text\/|[/+](xml|json|html)|xhtml|feed/.test(contentType)) return limits.pageBytes
  return limits.documentBytes
}

interface Routed {
  config: Pick<Config, 'hosts' | 'networks' | 'publicUrl' | 'privateOk'>
  /** The hosts adapters call (`traits.hosts`); every other is refused. */
  hosts: readonly string[]
  /** The built-in server of each host, used in sandbox mode where LANTOA_HOSTS says nothing. */
  sandboxHosts: ReadonlyMap<string, string>
  userAgent: string
  connectMs?: number
  totalMs?: number
  resolve?: Resolve
}

/** Longer than any request limit of an adapter, whose signal normally ends a call first. */
const longestCall = 300_000
const replyBytes = 5_000_000

/**
 * The way to networks. A network's host is answered by the server in LANTOA_HOSTS, else by its sandbox; the real one is
 * called only in live mode. The server is told the host it stands for in `x-forwarded-host`.
 */
export function networkFetch(routed: Routed): Way {
  const { config } = routed
  const known = new Set([...routed.hosts, ...config.hosts.keys()])
  const connectMs = routed.connectMs ?? 10_000
  // Servers the operator named pass by themselves.
  const local = new Agent({
    connect: buildConnector({ timeout: connectMs, allowH2: false, autoSelectFamily: true }),
    pipelining: 1,
    keepAliveTimeout: 4_000,
  })
  const real = new Agent({
    connect: guardedConnector(reach(config.privateOk), routed.resolve ?? resolveName, connectMs),
    pipelining: 1,
    keepAliveTimeout: 4_000,
  })
  const limits = { totalMs: routed.totalMs ?? longestCall, bytes: () => replyBytes }
  return {
    fetch: async (input, init = {}) => {
      const url = parse(input)
      if (!known.has(url.host)) throw refuse(`${url.host} is not a host of a network`)
      const server =
        config.hosts.get(url.host) ?? (config.networks === 'sandbox' ? routed.sandboxHosts.get(url.host) : undefined)
      const called = named(init, routed.userAgent)
      if (server) {
        called.headers.set('x-forwarded-host', url.host)
        return exchange(local, new URL(new URL(server).origin + url.pathname + url.search), called, limits)
      }
      if (config.networks === 'sandbox') throw refuse(`${url.host} has no sandbox, and networks are not live`)
      if (url.protocol !== 'https:') throw refuse(`${url.host} without TLS`)
      return exchange(real, url, called, limits)
    },
    close: async () => {
      await Promise.all([local.destroy(), real.destroy()])
    },
  }
}

/** Who we are and whom to write to, to every portal and network alike. */
export function userAgentOf(version: string, { contact, publicUrl }: Pick<Config, 'contact' | 'publicUrl'>): string {
  const found = contact ?? publicUrl
  return `LanToa/${version}${found ? ` (+${found.replace(/^(?!mailto:|https?:)/, 'mailto:')})` : ''}`
}

const refuse = (why: string) => new FetchFault('blocked', false, `refused: ${why}`)

function parse(input: string | URL): URL {
  if (!URL.canParse(String(input))) throw refuse('not an address')
  const url = new URL(input)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse(`${url.protocol} addresses`)
  return url
}

function named(init: RequestInit, userAgent: string): RequestInit & { headers: Headers } {
  const headers = new Headers(init.headers)
  if (!headers.has('user-agent')) headers.set('user-agent', userAgent)
  headers.set('accept-encoding', 'gzip, br')
  return { ...init, headers }
}
