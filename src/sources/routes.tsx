import { Hono } from 'hono'
import { z } from 'zod'
import type { Env } from '../http/env.ts'
import { forbidden, notFound } from '../http/errors.tsx'
import { idOf, once, readForm, readQuery } from '../http/forms.ts'
import { abilities, can, may } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { never } from '../kit/never.ts'
import { readNow } from './add.ts'
import { Sources } from './pages.tsx'
import { sourcesOf } from './queries.ts'
import { importPages } from './routes-import.tsx'
import { mannersPages } from './routes-manners.tsx'
import { newSource } from './routes-new.tsx'
import { oneSource } from './routes-one.tsx'

const done = z.object({ done: z.enum(['added', 'reading', 'imported']).optional().catch(undefined) })

export const sources = new Hono<Env>()
  .route('/', newSource)
  .route('/', importPages)
  .route('/', oneSource)
  .route('/', mannersPages)
  .get('/sources', can('see_setup'), async c => {
    const { ctx, actor, roles, words: w } = c.var
    const result = readQuery(c, done).done
    const maySetUp = may(roles, 'set_up')
    return page(
      c,
      {
        title: w.t('sources.title'),
        actions: maySetUp ? (
          <a class="btn btn-primary" href="/sources/new">
            {w.t('sources.add')}
          </a>
        ) : undefined,
      },
      <Sources
        w={w}
        now={ctx.now()}
        sources={await sourcesOf(ctx.db, actor.id)}
        maySetUp={maySetUp}
        done={result && w.t(`sources.done_${result}`)}
      />,
    )
  })
  .post('/sources/:id/reading', can('set_up'), c =>
    once(c, async () => {
      const id = idOf(c)
      const form = await readForm(c, z.object({ from: z.string().optional() }))
      const back = form.is === 'right' && form.value.from === 'one' ? `/sources/${id}` : '/sources'
      const result = id ? await readNow(c.var.ctx, c.var.actor, id) : { is: 'missing' as const }
      switch (result.is) {
        case 'due':
          return c.redirect(`${back}?done=reading`, 303)
        case 'missing':
          return notFound(c)
        case 'forbidden':
          return forbidden(c, abilities.set_up)
        default:
          return never(result)
      }
    }),
  )
