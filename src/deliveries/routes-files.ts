import { Hono } from 'hono'
import { proofOfSelf } from '../channels/public.ts'
import type { Env } from '../http/env.ts'
import { mimeOf } from '../http/picture.ts'
import { isShown } from './queries/shown.ts'

/**
 * What networks fetch from us: pictures of deliveries that went out, by digest, for anybody who knows the digest. No
 * list, no session, no cookie. An hour in caches, so that what was taken down is soon gone from them too.
 */
export const shownFiles = new Hono<Env>()
  .get('/media/self/:nonce{[0-9a-f]{32}}', async c => {
    const proof = await proofOfSelf(c.var.ctx, c.req.param('nonce'))
    return c.text(proof, 200, { 'cache-control': 'no-store' })
  })
  .get('/media/:digest{[0-9a-f]{64}}', async c => {
    const { ctx } = c.var
    const digest = c.req.param('digest')
    const bytes = (await isShown(ctx.db, digest)) ? await ctx.files.read(digest) : undefined
    const mime = bytes && mimeOf(bytes)
    if (!mime) return c.text('', 404)
    return c.body(bytes, 200, {
      'content-type': mime,
      'content-length': String(bytes.length),
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'cross-origin',
    })
  })
  .all('/media/*', c => c.text('', 404))
