import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { drawPage, type Head } from '../ui/layout.tsx'
import { wordsIn } from '../words/index.ts'
import type { Env } from './env.ts'
import { bottomOf, menuFor } from './menu.ts'

export const themeCookie = 'lt_theme'

/** Answers with a page in its frame. Every page of the desk goes through here. */
export function page(
  c: Context<Env>,
  head: Head,
  body: Child,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> {
  const { ctx, actor, roles, frame } = c.var
  const theme = getCookie(c, themeCookie)
  const menu = actor ? menuFor(roles, frame?.waiting) : []
  return c.html(
    drawPage(
      {
        // The error page may come before the middlewares have set anything.
        w: c.var.words ?? wordsIn('vi'),
        theme: theme === 'light' || theme === 'dark' ? theme : undefined,
        testMode: ctx ? ctx.config.networks !== 'live' : false,
        desk: actor && {
          path: c.req.path,
          person: actor.name,
          menu,
          bottom: bottomOf(menu, roles),
          holds: frame?.holds ?? [],
          now: frame?.now,
        },
      },
      head,
      body,
    ),
    status,
  )
}
