import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { id, idParam, iso, json, pageQuery, problem, refusals, refuse, room, security, time } from '../http/api.ts'
import type { Env } from '../http/env.ts'
import { can } from '../http/guard.ts'
import { problemShape } from '../ports/content.ts'
import { states } from './delivery.ts'
import { attemptsOf } from './queries/find.ts'
import { deliveriesSeen } from './queries/list.ts'

const fields = {
  id: z.number().int(),
  post: z.number().int(),
  publication: z.number().int().nullable(),
  unit: z.number().int(),
  channel: z.object({ id: z.number().int(), network: z.string(), name: z.string() }),
  state: z.enum(states),
  /** Of the last answer that was not a success; in words. */
  why: problem.nullable(),
  digest: z.string(),
  urgent: z.boolean(),
  dueAt: time,
  notAfter: time,
  attempts: z.number().int(),
  awaits: z.enum(['network', 'person']).nullable(),
  /** When the network is read next, while the outcome is open. */
  lookAt: time,
  /** Since when a person is asked what became of it. */
  askedAt: time,
  liveAt: time,
  changedAt: time,
  remote: z.string().nullable().openapi({ description: "The network's own id of the copy; a string, never a number" }),
  url: z.string().nullable(),
}
const delivery = z.object(fields).openapi('Delivery')
const whole = z
  .object({
    ...fields,
    content: z.any(),
    tries: z.array(
      z.object({
        number: z.number().int(),
        beganAt: time,
        answers: z.array(
          z.object({
            step: z.enum(['publish', 'reconcile', 'person']),
            is: z.string(),
            why: problem.nullable(),
            remote: z.string().nullable(),
            tookMs: z.number().int().nullable(),
            at: time,
          }),
        ),
      }),
    ),
  })
  .openapi('DeliveryWithAttempts')

const about = { tags: ['deliveries'], security, middleware: can('see_work') }
const list = createRoute({
  ...about,
  method: 'get',
  path: '/deliveries',
  summary: 'Deliveries of the units the caller may see, the newest first',
  request: {
    query: z.object({
      ...pageQuery,
      state: z.enum(states).optional(),
      channel: id.optional(),
      post: id.optional(),
      publication: id.optional(),
    }),
  },
  responses: { 200: json(z.object({ deliveries: z.array(delivery) }), 'Deliveries'), ...refusals(401, 403, 422) },
})
const get = createRoute({
  ...about,
  method: 'get',
  path: '/deliveries/{id}',
  summary: 'One delivery with its attempts and every answer they got',
  request: { params: idParam },
  responses: { 200: json(whole, 'The delivery'), ...refusals(401, 403, 404, 422) },
})

type Row = Awaited<ReturnType<typeof deliveriesSeen>>[number]
const said = (c: Context<Env>, network: string, why: unknown) => {
  if (why === null) return null
  const parsed = problemShape.parse(why)
  return { code: parsed.code, says: c.var.words.say(parsed, c.var.ctx.networks.get(network)) }
}
const shown = (c: Context<Env>, row: Row) => ({
  id: row.id,
  post: row.post_id,
  publication: row.publication_id,
  unit: row.unit_id,
  channel: { id: row.channel_id, network: row.network, name: row.channel_name },
  state: row.state,
  why: said(c, row.network, row.why),
  digest: row.digest,
  urgent: row.urgent,
  dueAt: iso(row.due_at),
  notAfter: iso(row.not_after),
  attempts: row.attempts,
  awaits: row.awaits,
  lookAt: iso(row.look_at),
  askedAt: iso(row.ask_at),
  liveAt: iso(row.live_at),
  changedAt: iso(row.changed_at),
  remote: row.remote,
  url: row.url,
})

export const deliveriesApi = room()
  .openapi(list, async c => {
    const rows = await deliveriesSeen(c.var.ctx.db, c.var.actor, c.req.valid('query'))
    return c.json({ deliveries: rows.map(row => shown(c, row)) }, 200)
  })
  .openapi(get, async c => {
    const { id: wanted } = c.req.valid('param')
    const [row] = await deliveriesSeen(c.var.ctx.db, c.var.actor, { most: 1 }, wanted)
    if (!row) return refuse(c, 404, 'not_found')
    const tries = new Map<number, z.output<typeof whole>['tries'][number]>()
    for (const each of await attemptsOf(c.var.ctx.db, wanted)) {
      const known = tries.get(each.number) ?? { number: each.number, beganAt: iso(each.began_at), answers: [] }
      const { step, is, took_ms: tookMs, remote } = each
      if (step !== null && is !== null)
        known.answers.push({ step, is, why: said(c, row.network, each.why), remote, tookMs, at: iso(each.at) })
      tries.set(each.number, known)
    }
    return c.json({ ...shown(c, row), content: row.content, tries: [...tries.values()] }, 200)
  })
