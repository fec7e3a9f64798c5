import { createMiddleware } from 'hono/factory'
import { sha256Hex } from '../kit/crypto.ts'
import { findByToken, rolesOf } from '../people/queries.ts'
import { wordsIn } from '../words/index.ts'
import { refuse } from './api.ts'
import type { Env } from './env.ts'

/** Who calls `/api/v1`: `Authorization: Bearer lt_…`. The token's role narrows its person to that role. */
export const bearer = createMiddleware<Env>(async (c, next) => {
  const { ctx } = c.var
  const given = /^Bearer (lt_[\w-]{43})$/.exec(c.req.header('authorization') ?? '')?.[1]
  const found = given && (await findByToken(ctx.db, await sha256Hex(given), ctx.now()))
  if (!found) {
    c.header('www-authenticate', 'Bearer realm="lantoa"')
    return refuse(c, 401, 'unauthorized')
  }
  const { id, name, email, language, role } = found
  c.set('actor', { id, name, email, language, role, via: 'api' })
  c.set('roles', new Set((await rolesOf(ctx.db, id)).filter(held => held === role)))
  c.set('words', wordsIn(language))
  await next()
})
