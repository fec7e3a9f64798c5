import { createMiddleware } from 'hono/factory'
import type { Env } from './env.ts'

/** Letters that are not mistaken for one another when read over the phone. */
const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** `K7P2-M9QX`: names one request on the error page and in the log. */
export const requestId = createMiddleware<Env>(async (c, next) => {
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  const id = [...bytes].map(byte => letters[byte % letters.length]).join('')
  c.set('requestId', `${id.slice(0, 4)}-${id.slice(4)}`)
  await next()
  c.header('x-request-id', c.var.requestId)
})
