import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { named } from '../channels/channel.ts'
import { channelCards } from '../channels/queries.ts'
import type { Env } from '../http/env.ts'
import { forbidden, notFound } from '../http/errors.tsx'
import { field, idOf, inVietnam, once, readForm, readQuery, safeBack } from '../http/forms.ts'
import { abilities, can } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { never } from '../kit/never.ts'
import type { Errors, Values } from '../ui/form.tsx'
import { unitsOf } from '../units/queries.ts'
import type { Scope } from './hold.ts'
import { Holds } from './pages.tsx'
import { lift, place } from './place.ts'
import { countUnder, openHolds, sourceNames } from './queries.ts'

const empty = z.literal('').transform(() => undefined)

const shape = z.object({
  scope: z.enum(['all', 'unit', 'channel']),
  unit: empty.or(field.id()).optional(),
  channel: empty.or(field.id()).optional(),
  reason: z.string().trim().max(500).default(''),
  day: empty.or(field.day()).optional(),
  time: empty.or(field.time()).optional(),
})

const done = z.object({
  done: z.enum(['placed', 'lifted', 'gone', 'reconnect_first', 'answer_first']).optional().catch(undefined),
})

export const holds = new Hono<Env>()
  .get('/holds', can('stop'), c => {
    const result = readQuery(c, done).done
    const kind = result === 'placed' || result === 'lifted' ? 'success' : 'warning'
    return show(c, result && { notice: { kind, text: c.var.words.t(`holds.${result}`) } })
  })
  .post('/holds', can('stop'), c =>
    once(c, async () => {
      const { ctx, actor, words: w } = c.var
      const form = await readForm(c, shape)
      if (form.is === 'wrong') return show(c, form, 422)
      const { scope, unit, channel, day, time, reason } = form.value
      const values = Object.fromEntries(
        Object.entries(await c.req.parseBody()).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value]] : [],
        ),
      )
      const wanted: Scope | undefined =
        scope === 'all'
          ? { scope }
          : scope === 'unit'
            ? unit
              ? { scope, unit }
              : undefined
            : channel
              ? { scope, channel }
              : undefined
      if (!wanted) return show(c, { errors: { [scope]: w.t('errors.choose') }, values }, 422)
      const until = day ? inVietnam(day, time ?? '23:59') : undefined
      if (until && until <= ctx.now()) return show(c, { errors: { day: w.t('holds.until_past') }, values }, 422)
      const result = await place(ctx, actor, wanted, { reason, until })
      switch (result.is) {
        case 'placed':
          return c.redirect('/holds?done=placed', 303)
        case 'forbidden':
          return forbidden(c, abilities.stop)
        default:
          return never(result)
      }
    }),
  )
  .post('/holds/:id/lift', can('stop'), c =>
    once(c, async () => {
      const id = idOf(c)
      if (!id) return notFound(c)
      const form = await readForm(c, z.object({ back: z.string().optional() }))
      const back = form.is === 'right' && form.value.back ? safeBack(form.value.back) : undefined
      const result = await lift(c.var.ctx, c.var.actor, id)
      switch (result.is) {
        case 'lifted':
          return c.redirect(back ?? '/holds?done=lifted', 303)
        case 'missing':
          return c.redirect('/holds?done=gone', 303)
        case 'reconnect_first':
          return c.redirect('/holds?done=reconnect_first', 303)
        case 'answer_first':
          return c.redirect('/holds?done=answer_first', 303)
        case 'forbidden':
          return forbidden(c, abilities.stop)
        default:
          return never(result)
      }
    }),
  )

async function show(
  c: Context<Env>,
  more: { notice?: { kind: 'success' | 'warning'; text: string }; errors?: Errors; values?: Values } = {},
  status: 200 | 422 = 200,
): Promise<Response> {
  const { ctx, actor, words: w } = c.var
  const now = ctx.now()
  const [open, units, channels, all] = await Promise.all([
    openHolds(ctx.db, actor.id, now),
    unitsOf(ctx.db, actor.id),
    channelCards(ctx.db, actor.id),
    countUnder(ctx.db, { scope: 'all' }),
  ])
  const sources = await sourceNames(
    ctx.db,
    open.flatMap(({ scope }) => (scope.scope === 'source' ? [scope.source] : [])),
  )
  return page(
    c,
    { title: w.t('holds.title'), wrong: status === 422 },
    <Holds
      w={w}
      now={now}
      holds={open}
      units={units}
      channels={channels.filter(channel => !channel.ended_at).map(named(ctx.networks))}
      sources={sources}
      networkName={id => ctx.networks.get(id)?.about.name ?? id}
      all={all}
      {...more}
    />,
    status,
  )
}
