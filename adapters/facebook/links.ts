/** Why Facebook could not show a link, or undefined where nothing speaks against it. */
export function linkTrouble(
  link: string,
): 'facebook.link_invalid' | 'facebook.link_own' | 'facebook.link_private' | undefined {
  if (!URL.canParse(link)) return 'facebook.link_invalid'
  const url = new URL(link)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'facebook.link_invalid'
  const host = url.hostname.toLowerCase().replace(/\.$/, '')
  if (OWN.test(host)) return 'facebook.link_own'
  return url.username !== '' || url.password !== '' || isPrivate(host) ? 'facebook.link_private' : undefined
}

/** 1609008: a post may not point at Facebook itself. */
const OWN = /(?:^|\.)(?:facebook\.com|fb\.com|fb\.me|fb\.watch|fb\.gg)$/

/** The crawler comes from outside: names and addresses of inner networks are nothing to it. */
function isPrivate(host: string): boolean {
  if (host.startsWith('[')) return isPrivateV6(host.slice(1, -1))
  const octets = /^\d+\.\d+\.\d+\.\d+$/.test(host) ? host.split('.').map(Number) : undefined
  if (octets) return isPrivateV4(octets)
  return !host.includes('.') || /\.(?:local|localhost|internal|intranet|lan|home|corp|onion|home\.arpa)$/.test(host)
}

/** IANA special-purpose registry, the ranges that are not globally reachable. */
function isPrivateV4([a = 0, b = 0, c = 0]: readonly number[]): boolean {
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 192 && b === 0 && (c === 0 || c === 2)) ||
    (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) ||
    (a === 203 && b === 0 && c === 113) ||
    a >= 224
  )
}

/** The URL parser writes addresses in their shortest form, so the beginning is enough. */
function isPrivateV6(address: string): boolean {
  return !/^[23]/.test(address) || address.startsWith('2001:db8:')
}

/** One link as two sides may write it: a trailing slash and a fragment do not matter. */
export function comparable(link: string): string {
  if (!URL.canParse(link)) return link
  const url = new URL(link)
  url.hash = ''
  // Facebook adds its click id to links it shows.
  url.searchParams.delete('fbclid')
  return url.href.replace(/\/$/, '')
}
