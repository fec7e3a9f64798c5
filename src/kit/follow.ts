import { FetchFault } from './http.ts'

type Fetch = (input: string | URL, init?: RequestInit) => Promise<Response>

export interface Followed {
  response: Response
  /** Where the answer came from. */
  url: string
  /** The address to remember: the last one reached through permanent redirects alone. */
  permanentUrl: string
}

/** A GET that follows redirects by hand, so that each address passes the guard; at most five, each with no more trust than the first. */
export async function follow(fetch: Fetch, url: string, init: RequestInit = {}, most = 5): Promise<Followed> {
  let at = url
  let permanentUrl = url
  let onlyPermanent = true
  for (let hops = 0; ; hops++) {
    const response = await fetch(at, { ...init, redirect: 'manual' })
    const location = response.headers.get('location')
    if (!isRedirect(response.status) || location === null) return { response, url: at, permanentUrl }
    await response.body?.cancel()
    if (hops === most)
      throw new FetchFault('other', true, `more than ${most} redirects, the last to ${clipped(location)}`)
    const next = URL.parse(location, at)
    if (!next) throw new FetchFault('other', true, `a redirect to ${clipped(location)}, which is no address`)
    if (new URL(at).protocol === 'https:' && next.protocol === 'http:' && next.host === new URL(at).host)
      throw new FetchFault('other', true, 'a redirect from https back to http')
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
