import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Env } from '../http/env.ts'
import { forbidden, notFound } from '../http/errors.tsx'
import { idOf, once, readForm, readQuery } from '../http/forms.ts'
import { abilities, can } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { never } from '../kit/never.ts'
import type { Errors, Values } from '../ui/form.tsx'
import { formShape, mannersIn, valuesOf } from './manners-form.ts'
import { MannersPage } from './pages-manners.tsx'
import { findManners, setManners } from './set-manners.ts'

const done = z.object({ done: z.literal('saved').optional().catch(undefined) })

/** How a portal is treated: its pace, its quiet hours, what it allows. */
export const mannersPages = new Hono<Env>()
  .get('/portals/:id{[0-9]+}/manners', can('set_up'), c => show(c))
  .post('/portals/:id{[0-9]+}/manners', can('set_up'), c =>
    once(c, async () => {
      const id = idOf(c) ?? 0
      const { ctx, actor } = c.var
      const form = await readForm(c, formShape)
      if (form.is === 'wrong') return show(c, form)
      const result = await setManners(ctx, actor, id, mannersIn(form.value), form.value.seen)
      switch (result.is) {
        case 'set':
          ctx.nudge('watch')
          return c.redirect(`/portals/${id}/manners?done=saved`, 303)
        case 'changed':
          return show(c, { values: valuesOf(mannersIn(form.value)), changed: true })
        case 'missing':
          return notFound(c)
        case 'forbidden':
          return forbidden(c, abilities.set_up)
        default:
          return never(result)
      }
    }),
  )

async function show(
  c: Context<Env>,
  wrong: { errors?: Errors; values?: Values; changed?: boolean } = {},
): Promise<Response> {
  const { ctx, actor, words: w } = c.var
  const told = await findManners(ctx, actor, idOf(c) ?? 0)
  if (told.is === 'missing') return notFound(c)
  const status = wrong.changed ? 409 : wrong.errors ? 422 : 200
  return page(
    c,
    { title: w.t('manners.title', { name: told.portal.name }), wrong: status !== 200 },
    <MannersPage
      w={w}
      portal={told.portal}
      now={valuesOf(told.manners)}
      seen={told.version}
      done={readQuery(c, done).done !== undefined && status === 200}
      {...wrong}
    />,
    status,
  )
}
