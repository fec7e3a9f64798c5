import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { channelCards } from '../channels/queries.ts'
import type { Env } from '../http/env.ts'
import { forbidden, notFound } from '../http/errors.tsx'
import { field, idOf, inVietnam, once, readForm, readQuery } from '../http/forms.ts'
import { abilities, can, may } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { never } from '../kit/never.ts'
import { dayOf } from '../kit/time.ts'
import type { Audience } from '../ports/network.ts'
import { Empty } from '../ui/empty.tsx'
import type { Errors, Values } from '../ui/form.tsx'
import { compose, type Written } from './compose.ts'
import { approveAnnouncement, type Decided, dropAnnouncement, settleAnnouncement } from './decide.ts'
import { Announcements, Compose } from './pages.tsx'
import { announcementsSeen, countSince, liveItems } from './queries.ts'

const done = z.object({
  done: z.enum(['written', 'approved', 'dropped', 'settled']).optional().catch(undefined),
  channel: field.id().optional().catch(undefined),
})
const listed = 50
const offered = 20

const shape = z.looseObject({
  channel: field.id(),
  'delivery[]': z.array(field.id()).default([]),
  day: field.day(),
  time: field.time(),
})

export const announcements = new Hono<Env>()
  .get('/announcements', can('announce'), c => list(c))
  .get('/announcements/new', can('announce'), c => form(c, readQuery(c, done).channel))
  .post('/announcements', can('announce'), c => once(c, () => write(c)))
  .post('/announcements/:id/approval', can('approve'), c =>
    once(c, async () => {
      const id = idOf(c)
      const given = await readForm(c, z.object({ seen: field.digest() }))
      if (!id || given.is === 'wrong') return notFound(c)
      return decided(c, await approveAnnouncement(c.var.ctx, c.var.actor, id, given.value.seen), 'approved')
    }),
  )
  .post('/announcements/:id/drop', can('announce'), c =>
    once(c, async () => {
      const id = idOf(c)
      return id ? decided(c, await dropAnnouncement(c.var.ctx, c.var.actor, id), 'dropped') : notFound(c)
    }),
  )
  .post('/announcements/:id/settlement', can('settle'), c =>
    once(c, async () => {
      const id = idOf(c)
      const given = await readForm(c, z.object({ what: z.enum(['sent', 'not_sent']), reason: field.text(500, 0) }))
      if (!id || given.is === 'wrong') return notFound(c)
      const { what, reason } = given.value
      return decided(c, await settleAnnouncement(c.var.ctx, c.var.actor, id, what, reason), 'settled')
    }),
  )

/** Channels of networks that can announce, among those this person sees. */
async function able(c: Context<Env>) {
  const { ctx, actor } = c.var
  const cards = await channelCards(ctx.db, actor.id)
  return cards.flatMap(({ id, name, network: of, ended_at }) => {
    const network = ctx.networks.get(of)
    return network?.announce && !ended_at ? [{ id, name, network, rules: network.announce }] : []
  })
}

async function list(
  c: Context<Env>,
  more: { warning?: string; errors?: Errors } = {},
  status: 200 | 409 | 422 = 200,
): Promise<Response> {
  const { ctx, actor, words: w, roles } = c.var
  const what = status === 200 ? readQuery(c, done).done : undefined
  const notice = more.warning
    ? ({ kind: 'warning', text: more.warning } as const)
    : what && ({ kind: 'success', text: w.t(`announcements.done_${what}`) } as const)
  return page(
    c,
    {
      title: w.t('announcements.title'),
      wrong: status === 422,
      actions: (await able(c)).length ? (
        <a class="btn btn-primary" href="/announcements/new">
          {w.t('announcements.add')}
        </a>
      ) : undefined,
    },
    <Announcements
      w={w}
      now={ctx.now()}
      me={actor.id}
      announcements={await announcementsSeen(ctx.db, actor.id, listed)}
      networkOf={id => ctx.networks.get(id)}
      mayApprove={may(roles, 'approve')}
      maySettle={may(roles, 'stop')}
      notice={notice}
      errors={more.errors}
    />,
    status,
  )
}

async function form(
  c: Context<Env>,
  wanted: number | undefined,
  more: { errors?: Errors; values?: Values } = {},
): Promise<Response> {
  const { ctx, words: w } = c.var
  const channels = await able(c)
  const channel = channels.find(one => one.id === wanted) ?? channels[0]
  const status = more.errors ? 422 : 200
  const title = { title: w.t('announcements.add'), wrong: status === 422 }
  if (!channel) return page(c, title, <Empty text={w.t('announcements.no_channel')} />)
  const monthBegan = `${dayOf(ctx.now()).slice(0, 7)}-01`
  return page(
    c,
    title,
    <Compose
      w={w}
      network={channel.network}
      rules={channel.rules}
      channel={channel}
      channels={channels}
      live={await liveItems(ctx.db, channel.id, offered)}
      sentThisMonth={await countSince(ctx.db, channel.id, monthBegan)}
      errors={more.errors}
      values={more.values}
      chosen={new Set(more.values?.['delivery[]']?.split('\n') ?? [])}
    />,
    status,
  )
}

async function write(c: Context<Env>): Promise<Response> {
  const { ctx, actor } = c.var
  const given = await readForm(c, shape)
  if (given.is === 'wrong') return form(c, Number(given.values.channel) || undefined, given)
  const { channel, day, time, 'delivery[]': chosen, ...rest } = given.value
  const place = (delivery: number) => Number(rest[`place.${delivery}`]) || offered
  const deliveries = chosen.toSorted((a, b) => place(a) - place(b))
  const written = await compose(ctx, actor, {
    channel,
    deliveries,
    audience: audienceIn(rest),
    dueAt: inVietnam(day, time),
  })
  const values = Object.fromEntries(
    Object.entries(given.value).map(([name, value]) => [name, Array.isArray(value) ? value.join('\n') : String(value)]),
  )
  return afterwards(c, written, channel, { ...values, day: day.split('-').toReversed().join('/') })
}

/** `to.<field>[]`, as many as the network offers. */
function audienceIn(form: Readonly<Record<string, unknown>>): Audience {
  const chosen = z.array(z.string().max(40)).max(100)
  return Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => {
      const wanted = /^to\.(\w+)\[\]$/.exec(name)?.[1]
      const values = chosen.safeParse(value)
      return wanted && values.success ? [[wanted, values.data]] : []
    }),
  )
}

async function afterwards(c: Context<Env>, written: Written, channel: number, values: Values): Promise<Response> {
  const w = c.var.words
  const again = (name: string, text: string) => form(c, channel, { values, errors: { [name]: text } })
  switch (written.is) {
    case 'written':
      return c.redirect('/announcements?done=written', 303)
    case 'missing':
      return notFound(c)
    case 'forbidden':
      return forbidden(c, abilities.announce)
    case 'not_live':
      return again('delivery', w.t('announcements.not_live'))
    case 'day_taken':
      return again('day', w.t('announcements.day_taken'))
    case 'wrong': {
      const rules = (await able(c)).find(one => one.id === channel)?.rules
      const hours = rules?.hours ?? { from: '', until: '' }
      switch (written.why) {
        case 'none':
          return again('delivery', w.t('announcements.wrong_none'))
        case 'too_many':
          return again('delivery', w.t('announcements.wrong_too_many', { most: rules?.most ?? 0 }))
        case 'outside_hours':
          return again('time', w.t('announcements.wrong_outside_hours', hours))
        case 'past':
          return again('time', w.t('announcements.wrong_past'))
        case 'audience':
          return again('audience', w.t('announcements.wrong_audience'))
        default:
          return never(written.why)
      }
    }
    default:
      return never(written)
  }
}

function decided(
  c: Context<Env>,
  result: Decided,
  what: 'approved' | 'dropped' | 'settled',
): Response | Promise<Response> {
  const w = c.var.words
  switch (result.is) {
    case 'done':
      return c.redirect(`/announcements?done=${what}`, 303)
    case 'missing':
      return notFound(c)
    case 'forbidden':
      return forbidden(c, abilities[what === 'approved' ? 'approve' : what === 'settled' ? 'stop' : 'announce'])
    case 'own':
    case 'late':
    case 'day_taken':
    case 'stale':
      return list(c, { warning: w.t(`announcements.${result.is}`) }, 409)
    case 'unsaid':
      return list(c, { errors: { reason: w.t('announcements.unsaid') } }, 422)
    default:
      return never(result)
  }
}
