import type { Ctx } from '../context.ts'
import { sha256Hex } from '../kit/crypto.ts'
import { follow } from '../kit/follow.ts'
import { gunzip, isGzip } from '../kit/gunzip.ts'
import type { Problem } from '../ports/network.ts'
import { findRetryAfter, problemOfFault, problemOfStatus } from './source.ts'

/** What an address said of itself the last time it was processed. */
export interface Validators {
  etag: string | null
  last_modified: string | null
  body_digest: string
}

/** An answer as it came, kept for people who ask what was seen. */
export interface Sight {
  url: string
  status: number
  type: string | null
  size: number
  bytes: Uint8Array<ArrayBuffer>
}

export interface Body {
  is: 'body'
  bytes: Uint8Array<ArrayBuffer>
  url: string
  /** The last address that was reached through permanent redirects alone. */
  permanentUrl: string
  type: string | null
  headers: Headers
  validators: Validators
  sight: Sight
}

export type Answer =
  | Body
  /** Nothing to do: by the portal's word (304), or by the bytes. */
  | { is: 'unchanged'; validators?: Validators }
  | { is: 'gone'; why: Problem; sight?: Sight }
  | { is: 'failed'; why: Problem; retryAfter?: number; sight?: Sight }

interface Asking {
  accept: string
  /** Left out where the address is to be read whole, whatever it said of itself. */
  known?: { etag?: string | null; last_modified?: string | null; body_digest?: string | null }
}

/** sitemaps.org allows 50 MB unpacked. */
const mostUnpacked = 52_428_800

/** One polite look at one address: conditional where something is known of it, never longer than the guard allows. */
export async function ask(
  ctx: Pick<Ctx, 'outbound' | 'now'>,
  address: string,
  { accept, known = {} }: Asking,
): Promise<Answer> {
  const headers = new Headers({ accept })
  if (known.etag) headers.set('if-none-match', known.etag)
  else if (known.last_modified) headers.set('if-modified-since', known.last_modified)
  const isConditional = headers.has('if-none-match') || headers.has('if-modified-since')
  try {
    const { response, url, permanentUrl } = await follow(ctx.outbound.portals, address, { headers })
    const { status } = response
    if (status === 304 && isConditional) return { is: 'unchanged' }
    const type = response.headers.get('content-type')
    if (status !== 200) {
      const bytes = await firstOf(response)
      const sight = { url, status, type, size: bytes.byteLength, bytes }
      const why = problemOfStatus(status)
      if (status === 410) return { is: 'gone', why, sight }
      const retryAfter = findRetryAfter(response.headers.get('retry-after'), ctx.now())
      return { is: 'failed', why, sight, ...(retryAfter === undefined ? {} : { retryAfter }) }
    }
    const came = new Uint8Array(await response.arrayBuffer())
    const validators = {
      etag: response.headers.get('etag'),
      last_modified: response.headers.get('last-modified'),
      body_digest: await sha256Hex(came),
    }
    if (validators.body_digest === known.body_digest) return { is: 'unchanged', validators }
    const bytes = isGzip(came) ? await gunzip(came, mostUnpacked) : came
    if (!bytes) {
      const sight = { url, status, type, size: came.byteLength, bytes: came }
      return { is: 'failed', why: { code: 'source.gzip_broken' }, sight }
    }
    const sight = { url, status, type, size: bytes.byteLength, bytes }
    return { is: 'body', bytes, url, permanentUrl, type, headers: response.headers, validators, sight }
  } catch (cause) {
    return { is: 'failed', why: problemOfFault(cause) }
  }
}

const mostOfAnError = 100_000

/** The beginning of an answer that is no list: an error page, a sign-in form. What fails on the way says no more. */
async function firstOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader()
  const out = new Uint8Array(mostOfAnError)
  let size = 0
  try {
    while (reader && size < mostOfAnError) {
      const next = await reader.read()
      if (next.done) break
      const piece = next.value.subarray(0, mostOfAnError - size)
      out.set(piece, size)
      size += piece.byteLength
    }
    await reader?.cancel()
  } catch {
    // The status is what counts.
  }
  return out.slice(0, size)
}
