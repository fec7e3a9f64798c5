import { createMiddleware } from 'hono/factory'
import { refuse } from './api.ts'
import type { Env } from './env.ts'

/** PostgreSQL keeps neither the character U+0000 nor half of a pair (PostgreSQL 18, 8.3 and 8.14): a field that holds one is wrong. */
export const storable = createMiddleware<Env>(async (c, next) => {
  if (/\bjson\b/i.test(c.req.header('content-type') ?? '')) {
    const found = findUnstorable(parsed(await c.req.text()), '')
    if (found !== undefined)
      return refuse(c, 422, 'invalid', [{ path: found, message: 'holds a character that no text has' }])
  }
  return next()
})

/** What is no JSON is refused where it is read. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The first place; undefined when all can be kept. */
function findUnstorable(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, one] of Object.entries(value)) {
    const place = path === '' ? key : `${path}.${key}`
    const found = findUnstorable(key, place) ?? findUnstorable(one, place)
    if (found !== undefined) return found
  }
  return undefined
}
