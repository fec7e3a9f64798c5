import { exchange } from '../../src/kit/exchange.ts'
import type { Attempt, Problem, Published, Session } from '../../src/ports/network.ts'
import { MINUTE } from './limits.ts'
import { nextPiece, pieceOf } from './plan.ts'
import { redact } from './secrets.ts'
import type { Cred } from './shape.ts'
import { save, type Ticket, type Upload } from './ticket.ts'

export type Sent = { is: 'whole' } | Extract<Published, { is: 'unsent' | 'refused' | 'unknown' }>

/**
 * Sends a file from piece `from` on, in order. Before the last piece nothing can become public, so whatever goes wrong
 * until then is certainly not live; after it only TikTok's status tells.
 */
export async function upload(
  to: Session<Cred>,
  attempt: Attempt,
  ticket: Ticket & { upload: Upload },
  file: { digest: string; mime: string },
  from: number,
): Promise<Sent> {
  const { upload: going } = ticket
  let resynced = false
  for (let at = from; at < going.count; ) {
    const last = at === going.count - 1
    if (to.now().getTime() >= going.until) return ended(attempt, ticket, { code: 'tiktok.upload_expired' })
    const range = pieceOf(going, at)
    const source: Source = { lost: false }
    const put = await putPiece(to, going, file, range, source)
    // Cut short by us: a piece that is not whole is not taken.
    if (source.lost) return { is: 'refused', why: { code: 'tiktok.video_missing' } }
    if (put.is === 'silence') {
      if (!put.sent) return { is: 'unsent', why: put.why }
      return last ? { is: 'unknown', why: put.why } : { is: 'unsent', why: put.why, retryAfter: AGAIN }
    }
    const why: Problem = { code: 'tiktok.upload_trouble', status: put.status, with: { status: String(put.status) } }
    switch (put.status) {
      case 201:
        await save(attempt, { ...ticket, upload: { ...going, whole: true } })
        await attempt.progress(going.size, going.size)
        return { is: 'whole' }
      case 206:
        if (last) return { is: 'unknown', why }
        await attempt.progress(range.last + 1, going.size)
        at++
        break
      case 416: {
        // Not where we thought it was: once to where it says it is, and never the same piece for ever.
        const next = resynced ? undefined : saidNext(going, put.range)
        resynced = true
        if (next === undefined || next === at)
          return last ? { is: 'unknown', why } : { is: 'unsent', why, retryAfter: AGAIN }
        if (next >= going.count) return { is: 'unknown', why }
        at = next
        break
      }
      case 403:
      case 404:
        return doubted(attempt, ticket, why)
      case 400:
        return { is: 'refused', why: { code: 'tiktok.upload_refused', status: 400 } }
      default:
        return last ? { is: 'unknown', why } : { is: 'unsent', why, retryAfter: AGAIN }
    }
  }
  // Every piece was there already.
  return { is: 'unknown', why: { code: 'tiktok.upload_trouble', with: { status: '416' } } }
}

const AGAIN = 10_000

/** The hour is over and bytes are missing: this one never becomes a post, the next attempt begins anew. */
async function ended(attempt: Attempt, ticket: Ticket & { upload: Upload }, why: Problem): Promise<Sent> {
  await save(attempt, { ...ticket, upload: { ...ticket.upload, dead: true } })
  return { is: 'unsent', why, retryAfter: MINUTE }
}

/** TikTok does not know the address: too old, or done. Its status tells which, before anything begins anew. */
async function doubted(attempt: Attempt, ticket: Ticket & { upload: Upload }, why: Problem): Promise<Sent> {
  await save(attempt, { ...ticket, upload: { ...ticket.upload, dead: true } })
  return { is: 'unknown', why }
}

/** `bytes 0-{n}/{total}` of the answer; whether n is a count or the last index no page says, the grid bears both. */
function saidNext(going: Upload, range: string | null): number | undefined {
  const bytes = /^bytes 0-(\d+)\/\d+$/.exec(range ?? '')?.[1]
  return bytes === undefined ? undefined : nextPiece(going, Number(bytes))
}

/** Read from our copy as it goes out: a piece may be a file of 64 MB, and many channels send at once. */
const HELD = 1_048_576

interface Source {
  lost: boolean
}

function bytesFrom(
  to: Session<Cred>,
  digest: string,
  { first, last }: { first: number; last: number },
  head: Uint8Array<ArrayBuffer>,
  source: Source,
): ReadableStream<Uint8Array> {
  let at = first
  return new ReadableStream<Uint8Array>(
    {
      async pull(stream) {
        if (at > last) return stream.close()
        const end = Math.min(at + HELD, last + 1)
        const bytes = at === first ? head : await to.files.piece(digest, at, end)
        if (bytes?.length !== end - at) {
          source.lost = true
          return stream.error(new Error('the file is not kept any more'))
        }
        at = end
        stream.enqueue(bytes)
      },
    },
    { highWaterMark: 0 },
  )
}

type Put = { is: 'put'; status: number; range: string | null } | { is: 'silence'; sent: boolean; why: Problem }

/** To the address as it was given, and without our token: whoever answers there is not the API. */
async function putPiece(
  to: Session<Cred>,
  { url, size }: Upload,
  file: { digest: string; mime: string },
  { first, last }: { first: number; last: number },
  source: Source,
): Promise<Put> {
  const head = await to.files.piece(file.digest, first, Math.min(first + HELD, last + 1))
  if (!head) {
    source.lost = true
    return { is: 'silence', sent: false, why: { code: 'tiktok.video_missing' } }
  }
  const clean = (text: string) => redact(text.replaceAll(url, '…'), [to.cred.access, to.app.secret])
  const reply = await exchange(
    to,
    new URL(url),
    {
      method: 'PUT',
      headers: {
        'content-type': file.mime,
        'content-length': String(last - first + 1),
        'content-range': `bytes ${first}-${last}/${size}`,
      },
      body: bytesFrom(to, file.digest, { first, last }, head, source),
    },
    clean,
  )
  if (reply.is === 'silence') return reply
  return { is: 'put', status: reply.status, range: reply.headers.get('content-range') }
}
