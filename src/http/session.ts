import { createMiddleware } from 'hono/factory'
import { authOf } from '../people/auth.ts'
import { findByAuth, rolesOf } from '../people/queries.ts'
import { wordsIn } from '../words/index.ts'
import type { Env } from './env.ts'

/** Sets the actor, their roles and their language; without a session, to the sign-in page and back here afterwards. */
export const signedIn = createMiddleware<Env>(async (c, next) => {
  const { ctx } = c.var
  const auth = await authOf(ctx)
  const { headers, response } = await auth.api.getSession({ headers: c.req.raw.headers, returnHeaders: true })
  const person = response ? await findByAuth(ctx.db, response.user.id) : undefined
  if (!person) {
    // Only reading is taken up again: a form's text comes back with the session, its act does not.
    const back = c.req.method === 'GET' ? c.req.path + new URL(c.req.url).search : ''
    return c.redirect(back && back !== '/' ? `/sign-in?back=${encodeURIComponent(back)}` : '/sign-in', 303)
  }
  c.set('actor', { ...person, via: 'desk' })
  c.set('roles', new Set(await rolesOf(ctx.db, person.id)))
  c.set('words', wordsIn(person.language))
  await next()
  for (const cookie of headers.getSetCookie()) c.header('set-cookie', cookie, { append: true })
})
