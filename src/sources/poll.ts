import type { Ctx } from '../context.ts'
import { sha256Hex } from '../kit/crypto.ts'
import { follow } from '../kit/follow.ts'
import type { Problem } from '../ports/network.ts'
import type { Feed } from '../ports/portal.ts'
import { type Claimed, findRetryAfter, isFullReadDue, problemOfFault, problemOfStatus } from './source.ts'

/** What a source may be asked with; a try-out has no memory. */
export type Asked = Pick<Claimed, 'url' | 'settings'> &
  Partial<Pick<Claimed, 'etag' | 'last_modified' | 'body_digest' | 'full_read_at'>>

export interface Validators {
  etag: string | null
  last_modified: string | null
  body_digest: string
}

export type Polled =
  | { is: 'list'; feed: Feed; warnings: string[]; validators: Validators; full: boolean }
  /** Nothing to do: by the portal's word (304), or by the bytes. */
  | { is: 'unchanged'; validators?: Validators }
  /** The portal says it will not come back (410). */
  | { is: 'gone'; why: Problem }
  /** Nothing is concluded about any item. */
  | { is: 'failed'; why: Problem; retryAfter?: number }

/** One polite look at a list: conditional where that can be trusted, never longer than the guard allows. */
export async function poll(ctx: Pick<Ctx, 'outbound' | 'readers' | 'now'>, source: Asked): Promise<Polled> {
  const now = ctx.now()
  const full = isFullReadDue(source.full_read_at ?? null, now)
  const headers = new Headers({
    accept:
      'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5',
  })
  if (!full && source.etag) headers.set('if-none-match', source.etag)
  else if (!full && source.last_modified) headers.set('if-modified-since', source.last_modified)
  try {
    const { response, url } = await follow(ctx.outbound.portals, source.url, { headers })
    if (response.status === 304 && !full) return { is: 'unchanged' }
    if (response.status !== 200) {
      await response.body?.cancel()
      const why = problemOfStatus(response.status)
      if (response.status === 410) return { is: 'gone', why }
      const retryAfter = findRetryAfter(response.headers.get('retry-after'), now)
      return { is: 'failed', why, ...(retryAfter === undefined ? {} : { retryAfter }) }
    }
    const bytes = new Uint8Array(await response.arrayBuffer())
    const validators = {
      etag: response.headers.get('etag'),
      last_modified: response.headers.get('last-modified'),
      body_digest: await sha256Hex(bytes),
    }
    if (!full && validators.body_digest === source.body_digest) return { is: 'unchanged', validators }
    const { dateOrder, timeZone } = source.settings
    const read = ctx.readers.feed(bytes, {
      baseUrl: url,
      contentType: response.headers.get('content-type'),
      dateOrder,
      timeZone,
    })
    if (read.is === 'unreadable')
      return { is: 'failed', why: { code: `source.${read.code}`, detail: read.detail.slice(0, 300) } }
    return { is: 'list', feed: read.value, warnings: read.warnings, validators, full }
  } catch (cause) {
    return { is: 'failed', why: problemOfFault(cause) }
  }
}
