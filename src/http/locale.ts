import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { wordsIn } from '../words/index.ts'
import type { Env } from './env.ts'

export const languageCookie = 'lt_language'

/** Vietnamese unless the person chose otherwise; `signedIn` puts the stored choice in place of the cookie's. */
export const locale = createMiddleware<Env>(async (c, next) => {
  c.set('words', wordsIn(getCookie(c, languageCookie) === 'en' ? 'en' : 'vi'))
  await next()
})
