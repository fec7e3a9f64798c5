import { createRoute, z } from '@hono/zod-openapi'
import { body, iso, json, named, problem, refusals, refuse, room, security, time } from '../http/api.ts'
import { never } from '../kit/never.ts'
import { jsonShape, problemShape, settingsShape } from '../ports/content.ts'
import { adoptByHand } from './connect.ts'
import { channelCards } from './queries.ts'

const channel = z
  .object({
    id: z.number().int(),
    unit: named,
    network: z.string(),
    account: z.string().openapi({ description: "The network's own id of the account; a string, never a number" }),
    name: z.string(),
    settings: z.record(z.string(), z.any()),
    connected: z.boolean(),
    expiresAt: time,
    /** Asks to be connected again, since then and for this reason. */
    reconnectSince: time,
    reconnectWhy: problem.nullable(),
    restUntil: time,
    /** Deliveries that wait for it. */
    waiting: z.number().int(),
    lastLiveAt: time,
    endedAt: time,
  })
  .openapi('Channel')

const list = createRoute({
  method: 'get',
  path: '/channels',
  tags: ['channels'],
  summary: 'Channels of the units the caller may see, those in trouble first',
  security,
  responses: { 200: json(z.object({ channels: z.array(channel) }), 'Channels'), ...refusals(401) },
})

const create = createRoute({
  method: 'post',
  path: '/channels',
  tags: ['channels'],
  summary: 'Connect an account with credentials given by hand',
  description: 'The credentials are checked with the network, sealed, and never shown again.',
  security,
  request: {
    body: body(
      z.object({
        unit: z.number().int().positive().optional(),
        /** Connect this channel again instead of a new one. */
        channel: z.number().int().positive().optional(),
        network: z.string().min(1).max(40),
        credential: z.any().openapi({ description: "In the network's own shape" }),
        account: z.string().max(100).optional().openapi({ description: 'Which one, where it opens several' }),
      }),
    ),
  },
  responses: {
    201: json(z.object({ id: z.number().int(), warnings: z.array(problem) }), 'Connected'),
    ...refusals(401, 403, 404, 409, 422),
  },
})

export const channelsApi = room()
  .openapi(list, async c => {
    const { say } = c.var.words
    const rows = await channelCards(c.var.ctx.db, c.var.actor.id)
    const channels = rows.map(row => {
      const why = row.reconnect_why === null ? undefined : problemShape.parse(row.reconnect_why)
      return {
        id: row.id,
        unit: { id: row.unit_id, name: row.unit_name },
        network: row.network,
        account: row.account,
        name: row.name,
        settings: settingsShape.parse(row.settings) as Record<string, unknown>,
        connected: row.connected,
        expiresAt: iso(row.expires_at),
        reconnectSince: iso(row.reconnect_since),
        reconnectWhy: why ? { code: why.code, says: say(why, c.var.ctx.networks.get(row.network)) } : null,
        restUntil: iso(row.rest_until),
        waiting: Number(row.waiting),
        lastLiveAt: iso(row.last_live_at),
        endedAt: iso(row.ended_at),
      }
    })
    return c.json({ channels }, 200)
  })
  .openapi(create, async c => {
    const { unit, channel: known, network, credential, account } = c.req.valid('json')
    const cred = jsonShape.safeParse(credential)
    if ((unit === undefined) === (known === undefined))
      return refuse(c, 422, 'invalid', [{ path: 'unit', message: 'either a unit or a channel' }])
    if (!cred.success) return refuse(c, 422, 'invalid', [{ path: 'credential', message: 'missing' }])
    const target = known === undefined ? { unit: unit ?? 0 } : { channel: known }
    const given = { network, target, cred: cred.data, ...(account !== undefined && { account }) }
    const result = await adoptByHand(c.var.ctx, c.var.actor, given)
    const spoken = c.var.ctx.networks.get(network)
    switch (result.is) {
      case 'connected': {
        const warnings = result.warnings.map(why => ({ code: why.code, says: c.var.words.say(why, spoken) }))
        return c.json({ id: result.channel, warnings }, 201)
      }
      case 'refused':
        return refuse(c, 422, 'refused', [{ path: 'credential', message: c.var.words.say(result.why, spoken) }])
      case 'forbidden':
        return refuse(c, 403, 'forbidden')
      case 'missing':
      case 'no_consent':
        return refuse(c, 404, 'not_found')
      case 'no_network':
        return refuse(c, 422, 'no_network')
      case 'no_account':
        return refuse(c, 422, 'no_account')
      case 'other_account':
        return refuse(c, 409, 'other_account')
      case 'elsewhere':
        return refuse(c, 409, 'elsewhere')
      default:
        return never(result)
    }
  })
