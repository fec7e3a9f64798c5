import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Env } from '../http/env.ts'
import { never } from '../kit/never.ts'
import { knocked } from './knock.ts'

/** An event is a few hundred bytes, and some networks send up to a thousand in one request. */
const mostBytes = 1024 * 1024

/**
 * Where networks knock: `/hooks/<network>`. Without a session, for the signature is over the raw bytes; answered at once,
 * because a network that waits two seconds takes the address for dead.
 */
export const hooks = new Hono<Env>()
  .use('/hooks/*', bodyLimit({ maxSize: mostBytes, onError: c => c.text('', 413) }))
  .get('/hooks/:network{[a-z0-9]+}', answer)
  .post('/hooks/:network{[a-z0-9]+}', answer)
  .all('/hooks/*', c => c.text('', 404))

async function answer(c: Context<Env>): Promise<Response> {
  const answered = await knocked(c.var.ctx, c.req.param('network') ?? '', {
    method: c.req.method,
    query: new URL(c.req.url).searchParams,
    headers: c.req.raw.headers,
    body: new Uint8Array(await c.req.arrayBuffer()),
  })
  switch (answered.is) {
    case 'missing':
      return c.text('', 404)
    case 'forged':
      return c.text('', 401)
    case 'answer':
      return c.text(answered.body)
    case 'heard':
      return c.text('')
    default:
      return never(answered)
  }
}
