import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import type { SecureContextOptions } from 'node:tls'
import ipaddr from 'ipaddr.js'
import { buildConnector } from 'undici'
import { FetchFault } from '../../kit/http.ts'

export type Resolve = (host: string) => Promise<readonly { address: string; family: number }[]>

/** True for an address of the public internet, and for one inside a range the operator named. */
export type MayReach = (address: string) => boolean

/** What IANA has given out of IPv6; outside it stands `::127.0.0.1`, to which the library has no name. */
const global = ipaddr.IPv6.parseCIDR('2000::/3')

/** A public address that answers to virtual machines alone, with what only they should know (Azure documentation, "What is IP address 168.63.129.16?"). */
const notPublic = new Set(['168.63.129.16'])

/**
 * `range()` answers `unicast` for nothing but public addresses: loopback, private, link-local, NAT64, 6to4, mapped and
 * documentation addresses have names of their own, and `process` undoes the IPv4-mapped form first.
 */
export function reach(privateOk: readonly string[]): MayReach {
  const ranges = privateOk.map(range => ipaddr.parseCIDR(range))
  return given => {
    if (!ipaddr.isValid(given)) return false
    const address = ipaddr.process(given)
    if (notPublic.has(address.toString())) return false
    if (address.range() === 'unicast' && (address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(global)))
      return true
    return ranges.some(
      ([base, bits]) => base.kind() === address.kind() && (address as ipaddr.IPv4).match(base as ipaddr.IPv4, bits),
    )
  }
}

/** Every address of the name, asked once per connection. */
export const resolveName: Resolve = host => lookup(host, { all: true, verbatim: true })

const blocked = (host: string) => new FetchFault('blocked', false, `${host} does not stand on the public internet`)

/**
 * A connector for undici that goes only where `may` allows. The check stands here, because a check in the look-up
 * alone is skipped for literal addresses, and one before the connection is undone by an answer that changes. A name is
 * refused when any of its addresses is.
 */
export function guardedConnector(
  may: MayReach,
  resolve: Resolve,
  connectMs: number,
  trust: Pick<SecureContextOptions, 'ca' | 'allowPartialTrustChain'> = {},
): buildConnector.connector {
  const checked: LookupFunction = (host, options, done) => {
    resolve(host).then(
      found => {
        const list = found.map(({ address }) => ({ address, family: isIP(address) }))
        if (!list.length) return done(new FetchFault('name', false, `${host} has no address`), '')
        if (!list.every(({ address }) => may(address))) return done(blocked(host), '')
        if (options.all) return done(null, list)
        const [first] = list
        done(null, first?.address ?? '', first?.family)
      },
      (cause: Error) => done(new FetchFault('name', false, `${host}: ${cause.message}`), ''),
    )
  }
  // HTTP/1.1 only: one request at a time on a connection is what lets us say whether it was sent.
  const connect = buildConnector({
    ...trust,
    timeout: connectMs,
    lookup: checked,
    allowH2: false,
    autoSelectFamily: true,
  })
  return (options, done) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    if (ipaddr.isValid(host) && !may(host)) return done(blocked(host), null)
    connect({ ...options, hostname: host }, (cause, socket) => {
      if (!socket) return done(cause ?? new Error('no socket'), null)
      if (socket.remoteAddress && may(socket.remoteAddress)) return done(null, socket)
      socket.destroy()
      done(blocked(host), null)
    })
  }
}
