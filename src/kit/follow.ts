import { FetchFault } from './http.ts'

type Fetch = (input: string | URL, init?: RequestInit) => Promise<Response>

export interface Followed {
  response: Response
  /** Where the answer came from. */
  url: string
  /** The address to remember: the last one reached through permanent redirects alone. */
  permanentUrl: string
}

/** Meant for the origin they were given to, and for no other. */
const credentials = ['authorization', 'cookie', 'proxy-authorization']

/** A GET that follows redirects by hand, so that each address passes the guard; at most five, each with no more trust than the first. */
export async function follow(fetch: Fetch, url: string, init: RequestInit = {}, most = 5): Promise<Followed> {
  let at = url
  let permanentUrl = url
  let onlyPermanent = true
  const headers = new Headers(init.headers)
  for (let hops = 0; ; hops++) {
    const response = await fetch(at, { ...init, headers, redirect: 'manual' })
    const given = response.headers.get('location')
    if (!isRedirect(response.status) || given === null) return { response, url: at, permanentUrl }
    const location = asUtf8(given)
    await response.body?.cancel()
    if (hops === most)
      throw new FetchFault('other', true, `more than ${most} redirects, the last to ${clipped(location)}`)
    const next = URL.parse(location, at)
    if (!next) throw new FetchFault('other', true, `a redirect to ${clipped(location)}, which is no address`)
    if (new URL(at).protocol === 'https:' && next.protocol === 'http:' && next.host === new URL(at).host)
      throw new FetchFault('other', true, 'a redirect from https back to http')
    if (new URL(at).origin !== next.origin) for (const name of credentials) headers.delete(name)
    onlyPermanent &&= response.status === 301 || response.status === 308
    at = next.href
    if (onlyPermanent) permanentUrl = at
  }
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}

function clipped(text: string): string {
  return text.slice(0, 200)
}

/** Header bytes arrive one character a byte; portals put the UTF-8 of Vietnamese letters there as it is. */
function asUtf8(header: string): string {
  const codes = Array.from(header, letter => letter.charCodeAt(0))
  if (codes.every(code => code < 0x80) || codes.some(code => code > 0xff)) return header
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(codes))
  } catch {
    return header
  }
}
