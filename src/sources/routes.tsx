import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Env } from '../http/env.ts'
import { forbidden, notFound } from '../http/errors.tsx'
import { field, idOf, once, readForm, readQuery } from '../http/forms.ts'
import { abilities, can, may } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { never } from '../kit/never.ts'
import type { Errors, Values } from '../ui/form.tsx'
import { unitsOf } from '../units/queries.ts'
import { addSource, readNow } from './add.ts'
import { NewSource, Sources } from './pages.tsx'
import { sourcesOf } from './queries.ts'
import { tryOut } from './try.ts'

const done = z.object({ done: z.enum(['added', 'reading']).optional().catch(undefined) })
const asked = z.object({ address: z.string().trim().max(2000).default('') })
const shape = z.object({
  address: field.url(),
  name: field.text(200),
  portal: field.text(200),
  unit: field.id(),
  section: field.optional(200),
  minutes: z.coerce.number().int().min(1).max(1440),
})

export const sources = new Hono<Env>()
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
  .get('/sources/new', can('set_up'), c => showNew(c, readQuery(c, asked).address))
  .post('/sources', can('set_up'), c =>
    once(c, async () => {
      const { ctx, actor, words: w } = c.var
      const form = await readForm(c, shape)
      if (form.is === 'wrong') return showNew(c, form.values.address ?? '', form)
      const { address, name, portal, unit, section, minutes } = form.value
      const result = await addSource(ctx, actor, {
        unit,
        name,
        portal: { name: portal, url: address },
        kind: 'feed',
        url: address,
        section,
        everySeconds: minutes * 60,
        settings: {},
      })
      switch (result.is) {
        case 'added':
          return c.redirect('/sources?done=added', 303)
        case 'exists':
          return showNew(c, address, { errors: { address: w.t('sources.exists') } })
        case 'forbidden':
          return forbidden(c, abilities.set_up)
        default:
          return never(result)
      }
    }),
  )
  .post('/sources/:id/reading', can('set_up'), c =>
    once(c, async () => {
      const id = idOf(c)
      const result = id ? await readNow(c.var.ctx, c.var.actor, id) : { is: 'missing' as const }
      switch (result.is) {
        case 'due':
          return c.redirect('/sources?done=reading', 303)
        case 'missing':
          return notFound(c)
        case 'forbidden':
          return forbidden(c, abilities.set_up)
        default:
          return never(result)
      }
    }),
  )

/** Trying is a link that can be sent: nothing is saved by it. A wrong form is shown with what was found before. */
async function showNew(
  c: Context<Env>,
  address: string,
  wrong?: { errors: Errors; values?: Values },
): Promise<Response> {
  const { ctx, actor, words: w } = c.var
  const isAddress = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
  const errors = wrong?.errors ?? (address && !isAddress ? { address: w.t('errors.not_url') } : undefined)
  return page(
    c,
    { title: w.t('sources.new_title'), wrong: errors !== undefined },
    <NewSource
      w={w}
      now={ctx.now()}
      address={address}
      tried={isAddress ? await tryOut(ctx, address) : undefined}
      units={await unitsOf(ctx.db, actor.id)}
      errors={errors}
      values={wrong?.values}
    />,
    errors ? 422 : 200,
  )
}
