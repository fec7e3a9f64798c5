import type { Context } from 'hono'
import type { Env } from './env.ts'
import { notFound } from './errors.tsx'

const atOnce = 1024 * 1024

/** Our own copy of a film, by digest, in the pieces that a player asks for (RFC 9110, 14). */
export async function video(c: Context<Env>): Promise<Response> {
  const { files } = c.var.ctx
  const digest = c.req.param('digest') ?? ''
  const total = await files.size?.(digest)
  const head = total ? await files.piece(digest, 0, 16) : undefined
  const mime = head && mimeOf(head)
  if (!total || !mime) return notFound(c)
  const wanted = rangeOf(c.req.header('range'), total)
  if (wanted === 'outside') return c.body(null, 416, { 'content-range': `bytes */${total}` })
  const { from, to } = wanted ?? { from: 0, to: total }
  const headers = {
    'content-type': mime,
    'content-length': String(to - from),
    'accept-ranges': 'bytes',
    // The name is the digest of the bytes, so what it names never changes.
    'cache-control': 'private, max-age=31536000, immutable',
    ...(wanted && { 'content-range': `bytes ${from}-${to - 1}/${total}` }),
  }
  let at = from
  const body = new ReadableStream<Uint8Array>({
    async pull(stream) {
      const piece = at < to ? await files.piece(digest, at, Math.min(to, at + atOnce)) : undefined
      if (!piece?.length) return stream.close()
      at += piece.length
      stream.enqueue(piece)
    },
  })
  return c.body(body, wanted ? 206 : 200, headers)
}

type Range = { from: number; to: number }

/** One range; of several, or of what cannot be read, the whole is the answer. */
function rangeOf(header: string | undefined, total: number): Range | 'outside' | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!found || (found[1] === '' && found[2] === '')) return undefined
  const [, first = '', last = ''] = found
  if (first === '') return { from: Math.max(0, total - Number(last)), to: total }
  const from = Number(first)
  const to = last === '' ? total : Math.min(total, Number(last) + 1)
  return from < total && from < to ? { from, to } : 'outside'
}

function mimeOf(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes)
  if (head.slice(4, 8) === 'ftyp') return head.slice(8, 10) === 'qt' ? 'video/quicktime' : 'video/mp4'
  return head.startsWith('\x1a\x45\xdf\xa3') ? 'video/webm' : undefined
}
