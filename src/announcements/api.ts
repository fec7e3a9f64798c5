import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { findChannel } from '../channels/queries.ts'
import {
  body,
  id,
  idParam,
  iso,
  json,
  moment,
  named,
  problem,
  refusals,
  refuse,
  refusePlain,
  room,
  security,
  time,
} from '../http/api.ts'
import type { Env } from '../http/env.ts'
import { can } from '../http/guard.ts'
import { never } from '../kit/never.ts'
import { dayOf } from '../kit/time.ts'
import type { Announcement, Wrong } from './announcement.ts'
import { compose } from './compose.ts'
import { approveAnnouncement, type Decided, dropAnnouncement, settleAnnouncement } from './decide.ts'
import { announcementsSeen, countSince, findAnnouncement, liveItems } from './queries.ts'

const item = z
  .object({ delivery: z.number().int(), remote: z.string(), url: z.string().nullable(), title: z.string() })
  .openapi('AnnouncedCopy')
const audience = z.record(z.string(), z.array(z.string().max(40)).max(100)).openapi({
  description: 'Of whom among the followers, by the network’s own names; a field that is missing does not choose',
})
const announcement = z
  .object({
    id: z.number().int(),
    channel: named.extend({ network: z.string(), account: z.string() }),
    unit: z.number().int(),
    state: z.enum(['draft', 'approved', 'sending', 'sent', 'refused', 'unknown', 'dropped']),
    items: z.array(item),
    audience,
    dueAt: z.iso.datetime(),
    digest: z.string().openapi({ description: 'Of what an approver sees; to be given back as `seen`' }),
    writtenBy: named,
    approvedBy: named.nullable(),
    beganAt: time,
    endedAt: time,
    why: problem.nullable(),
  })
  .openapi('Announcement')
const offer = z
  .object({
    most: z.number().int(),
    hours: z.object({ from: z.string(), until: z.string() }).openapi({ description: 'In Viet Nam; both belong to it' }),
    audience: z.array(z.object({ field: z.string(), values: z.array(z.string()), many: z.boolean() })),
    live: z.array(item).openapi({ description: 'What is up and can stand in one, newest first' }),
    sentThisMonth: z.number().int(),
  })
  .openapi('AnnouncementOffer')

const about = { tags: ['announcements'], security }
const list = createRoute({
  ...about,
  middleware: can('announce'),
  method: 'get',
  path: '/announcements',
  summary: 'Announcements of the units the caller may see: what waits first, then the newest',
  request: { query: z.object({ most: z.coerce.number().int().min(1).max(200).default(50) }) },
  responses: {
    200: json(z.object({ announcements: z.array(announcement) }), 'Announcements'),
    ...refusals(401, 403, 422),
  },
})
const get = createRoute({
  ...about,
  middleware: can('announce'),
  method: 'get',
  path: '/announcements/{id}',
  summary: 'One announcement',
  request: { params: idParam },
  responses: { 200: json(announcement, 'The announcement'), ...refusals(401, 403, 404) },
})
const offered = createRoute({
  ...about,
  middleware: can('announce'),
  method: 'get',
  path: '/channels/{id}/announcing',
  summary: 'What a channel lets be announced: how many copies, when, to whom, and which are up',
  request: { params: idParam },
  responses: { 200: json(offer, 'The offer'), ...refusals(401, 403, 404) },
})
const write = createRoute({
  ...about,
  middleware: can('announce'),
  method: 'post',
  path: '/announcements',
  summary: 'Propose a push to followers; nothing goes out before another person approves it',
  request: {
    body: body(
      z.object({
        channel: id,
        deliveries: z.array(id).max(100).openapi({ description: 'In their order; the first one leads' }),
        audience: audience.default({}),
        dueAt: moment.openapi({ type: 'string', format: 'date-time' }),
      }),
    ),
  },
  responses: { 201: json(announcement, 'Proposed'), ...refusals(401, 403, 404, 409, 422) },
})
const approve = createRoute({
  ...about,
  middleware: can('approve'),
  method: 'post',
  path: '/announcements/{id}/approval',
  summary: 'Approve it; never by the person who wrote it. It goes out once, and nothing calls it back',
  request: { params: idParam, body: body(z.object({ seen: z.string().max(128) })) },
  responses: { 200: json(announcement, 'Approved'), ...refusals(401, 403, 404, 409, 422) },
})
const drop = createRoute({
  ...about,
  middleware: can('announce'),
  method: 'delete',
  path: '/announcements/{id}',
  summary: 'Cancel it, as long as it has not begun; the row stays, as dropped',
  request: { params: idParam },
  responses: { 200: json(announcement, 'Dropped'), ...refusals(401, 403, 404, 409, 422) },
})
const settle = createRoute({
  ...about,
  middleware: can('settle'),
  method: 'post',
  path: '/announcements/{id}/settlement',
  summary: 'What a person saw at the network’s own desk, where the end is unknown; nothing is sent by it',
  request: {
    params: idParam,
    body: body(z.object({ what: z.enum(['sent', 'not_sent']), reason: z.string().max(500) })),
  },
  responses: { 200: json(announcement, 'Settled'), ...refusals(401, 403, 404, 409, 422) },
})

export const announcementsApi = room()
  .openapi(list, async c => {
    const found = await announcementsSeen(c.var.ctx.db, c.var.actor.id, c.req.valid('query').most)
    return c.json({ announcements: found.map(one => shown(c, one)) }, 200)
  })
  .openapi(get, async c => {
    const found = await findAnnouncement(c.var.ctx.db, c.var.actor.id, c.req.valid('param').id)
    return found ? c.json(shown(c, found), 200) : refuse(c, 404, 'not_found')
  })
  .openapi(offered, async c => {
    const { ctx, actor } = c.var
    const channel = await findChannel(ctx.db, actor.id, c.req.valid('param').id)
    const rules = channel && !channel.ended_at ? ctx.networks.get(channel.network)?.announce : undefined
    if (!channel || !rules) return refuse(c, 404, 'not_found')
    const { most, hours } = rules
    return c.json(
      {
        most,
        hours,
        audience: rules.audience.map(({ field, values, many }) => ({ field, values: [...values], many })),
        live: await liveItems(ctx.db, channel.id, 20),
        sentThisMonth: await countSince(ctx.db, channel.id, `${dayOf(ctx.now()).slice(0, 7)}-01`),
      },
      200,
    )
  })
  .openapi(write, async c => {
    const { ctx, actor } = c.var
    const given = c.req.valid('json')
    const written = await compose(ctx, actor, given)
    switch (written.is) {
      case 'written': {
        const found = await findAnnouncement(ctx.db, actor.id, written.announcement)
        if (!found) return refuse(c, 404, 'not_found')
        c.header('location', `/api/v1/announcements/${found.id}`)
        return c.json(shown(c, found), 201)
      }
      case 'missing':
      case 'forbidden':
        return refusePlain(c, written.is)
      case 'not_live':
      case 'day_taken':
        return refuse(c, 409, written.is)
      case 'wrong':
        return refuse(c, 422, 'invalid', [await wrong(c, given.channel, written.why)])
      default:
        return never(written)
    }
  })
  .openapi(approve, async c => {
    const { id: of } = c.req.valid('param')
    return decided(c, of, await approveAnnouncement(c.var.ctx, c.var.actor, of, c.req.valid('json').seen))
  })
  .openapi(drop, async c => {
    const { id: of } = c.req.valid('param')
    return decided(c, of, await dropAnnouncement(c.var.ctx, c.var.actor, of))
  })
  .openapi(settle, async c => {
    const { id: of } = c.req.valid('param')
    const { what, reason } = c.req.valid('json')
    return decided(c, of, await settleAnnouncement(c.var.ctx, c.var.actor, of, what, reason))
  })

function shown(c: Context<Env>, { why, ...one }: Announcement) {
  const { ctx, words: w } = c.var
  return {
    ...one,
    items: [...one.items],
    audience: Object.fromEntries(Object.entries(one.audience).map(([field, values]) => [field, [...values]])),
    dueAt: one.dueAt.toISOString(),
    beganAt: iso(one.beganAt),
    endedAt: iso(one.endedAt),
    why: why && { code: why.code, says: w.say(why, ctx.networks.get(one.channel.network)) },
  }
}

/** As it stands after the decision, or why there was none. */
async function decided(c: Context<Env>, of: number, result: Decided) {
  switch (result.is) {
    case 'done': {
      const found = await findAnnouncement(c.var.ctx.db, c.var.actor.id, of)
      return found ? c.json(shown(c, found), 200) : refuse(c, 404, 'not_found')
    }
    case 'missing':
    case 'forbidden':
    case 'own':
    case 'stale':
      return refusePlain(c, result.is)
    case 'late':
    case 'day_taken':
      return refuse(c, 409, result.is)
    case 'unsaid':
      return refuse(c, 422, 'unsaid')
    default:
      return never(result)
  }
}

const paths: Readonly<Record<Wrong, string>> = {
  none: 'deliveries',
  too_many: 'deliveries',
  past: 'dueAt',
  outside_hours: 'dueAt',
  audience: 'audience',
}

async function wrong(c: Context<Env>, channel: number, why: Wrong): Promise<{ path: string; message: string }> {
  const { ctx, actor, words: w } = c.var
  const found = await findChannel(ctx.db, actor.id, channel)
  const rules = found && ctx.networks.get(found.network)?.announce
  const slots = { most: rules?.most ?? 0, from: rules?.hours.from ?? '', until: rules?.hours.until ?? '' }
  const messages: Readonly<Record<Wrong, string>> = {
    none: w.t('announcements.wrong_none'),
    too_many: w.t('announcements.wrong_too_many', { most: slots.most }),
    past: w.t('announcements.wrong_past'),
    outside_hours: w.t('announcements.wrong_outside_hours', { from: slots.from, until: slots.until }),
    audience: w.t('announcements.wrong_audience'),
  }
  return { path: paths[why], message: messages[why] }
}
