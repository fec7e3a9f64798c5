/** How a request can fail before a reply. The rule of evidence rests on `sent`. */
export type FaultKind = 'name' | 'refused' | 'tls' | 'blocked' | 'timeout' | 'reset' | 'aborted' | 'too_big' | 'other'

export class FetchFault extends Error {
  override name = 'FetchFault'
  readonly kind: FaultKind
  /** False only when no byte of the request can have left this machine. */
  readonly sent: boolean
  constructor(kind: FaultKind, sent: boolean, message: string) {
    super(message)
    this.kind = kind
    this.sent = sent
  }
}

/** Credentials stay with the origin they were meant for. */
const credentials = ['authorization', 'cookie', 'proxy-authorization']

export interface Followed {
  response: Response
  /** Where the reply came from. */
  url: string
  /** True when every step was a 301 or 308: the address has moved for good. */
  moved: boolean
}

/** Follows up to `most` redirects by hand; each address passes through `fetch` again and so through its guard. */
export async function followGuarded(
  fetch: (input: string | URL, init?: RequestInit) => Promise<Response>,
  address: string | URL,
  init: RequestInit = {},
  most = 5,
): Promise<Followed> {
  let url = new URL(address)
  let call: RequestInit = { ...init, headers: new Headers(init.headers) }
  let moved = true
  for (let step = 0; ; step++) {
    const response = await fetch(url, call)
    const given = response.headers.get('location')
    if (![301, 302, 303, 307, 308].includes(response.status) || given === null)
      return { response, url: url.href, moved: moved && step > 0 }
    const location = asUtf8(given)
    await response.body?.cancel()
    if (step === most) throw new FetchFault('other', true, `more than ${most} redirects from ${new URL(address).host}`)
    if (!URL.canParse(location, url)) throw new FetchFault('other', true, `${url.host} redirects to no address`)
    const next = new URL(location, url)
    const headers = new Headers(call.headers)
    if (next.origin !== url.origin) for (const name of credentials) headers.delete(name)
    const turnsToGet =
      response.status === 303 || ((response.status === 301 || response.status === 302) && call.method === 'POST')
    if (turnsToGet) for (const name of ['content-type', 'content-length']) headers.delete(name)
    call = { ...call, headers, ...(turnsToGet ? { method: 'GET', body: null } : {}) }
    moved &&= response.status === 301 || response.status === 308
    url = next
  }
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
