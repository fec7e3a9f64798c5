import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Env } from '../http/env.ts'
import { page } from '../http/page.tsx'
import { openHolds, waitingFor } from './queries.ts'

/** What every page shows around itself: open holds and the work waiting for this person. */
export const frame = createMiddleware<Env>(async (c, next) => {
  const { ctx, actor } = c.var
  // Acts answer with a redirect or redraw a form: the bar is read again with the page that follows.
  const now = ctx.now()
  const [holds, waiting] = await Promise.all([openHolds(ctx.db, actor, now), waitingFor(ctx.db, actor, now)])
  c.set('frame', { holds, waiting, now })
  await next()
})

export const today = new Hono<Env>().get('/', c => page(c, { title: c.var.words.t('common.today') }, null))
