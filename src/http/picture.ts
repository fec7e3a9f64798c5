import type { Context } from 'hono'
import type { Env } from './env.ts'
import { notFound } from './errors.tsx'

/** Our own copy of a picture, by digest: a portal's picture is never shown from the portal. */
export async function picture(c: Context<Env>): Promise<Response> {
  const bytes = await c.var.ctx.files.read(c.req.param('digest') ?? '')
  const mime = bytes && mimeOf(bytes)
  if (!mime) return notFound(c)
  // The name is the digest of the bytes, so what it names never changes.
  return c.body(bytes, 200, { 'content-type': mime, 'cache-control': 'private, max-age=31536000, immutable' })
}

/** By the first bytes, and only what a browser shows as a picture and nothing else: never SVG, never HTML. */
export function mimeOf(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 12))
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('\x89PNG\r\n')) return 'image/png'
  if (head.startsWith('GIF8')) return 'image/gif'
  return head.startsWith('RIFF') && head.slice(8) === 'WEBP' ? 'image/webp' : undefined
}
