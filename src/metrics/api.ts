import { createRoute, z } from '@hono/zod-openapi'
import { id, iso, json, pageQuery, refusals, room, security, time } from '../http/api.ts'
import { can } from '../http/guard.ts'
import { countersShape, metrics } from './metric.ts'
import { latestSnapshots } from './queries.ts'

const reading = z
  .object({
    delivery: z.number().int(),
    post: z.number().int(),
    channel: z.object({ id: z.number().int(), network: z.string(), name: z.string() }),
    remote: z.string(),
    url: z.string().nullable(),
    liveAt: time,
    /** When the network was read last; the counters may be older, because unchanged ones are not written again. */
    lookedAt: time,
    changedAt: time,
    values: z
      .record(z.string(), z.number())
      .openapi({ description: `Of ${metrics.join(', ')}; one that the network does not give is absent, never zero` }),
  })
  .openapi('Reading')

const list = createRoute({
  method: 'get',
  path: '/metrics',
  tags: ['metrics'],
  summary: 'The latest counters of each live copy, the newest copy first',
  security,
  middleware: can('see_reach'),
  request: {
    query: z.object({ ...pageQuery, channel: id.optional(), post: id.optional(), delivery: id.optional() }),
  },
  responses: { 200: json(z.object({ readings: z.array(reading) }), 'Counters'), ...refusals(401, 403, 422) },
})

export const metricsApi = room().openapi(list, async c => {
  const rows = await latestSnapshots(c.var.ctx.db, c.var.actor.id, c.req.valid('query'))
  const readings = rows.map(row => ({
    delivery: row.delivery_id,
    post: row.post_id,
    channel: { id: row.channel_id, network: row.network, name: row.channel_name },
    remote: row.remote,
    url: row.url,
    liveAt: iso(row.live_at),
    lookedAt: iso(row.looked_at),
    changedAt: iso(row.at),
    values: { ...(row.values === null ? {} : countersShape.parse(row.values)) } as Record<string, number>,
  }))
  return c.json({ readings }, 200)
})
