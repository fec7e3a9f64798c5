import { createRoute, z } from '@hono/zod-openapi'
import { body, json, idParam as params, refusals, refuse, refusePlain, room, security } from '../http/api.ts'
import type { Env } from '../http/env.ts'
import { never } from '../kit/never.ts'
import { settingsShape } from '../ports/content.ts'
import { fieldsOf } from '../ports/fields.ts'
import { changeSettings } from './change-settings.ts'
import { findChannel } from './queries.ts'
import { countQueued } from './queries-settings.ts'
import { inForce, versionOf } from './settings.ts'
import { sayWrong } from './settings-form.ts'

const record = z.record(z.string(), z.any())

const answer = z
  .object({
    settings: record.openapi({ description: 'What was set; the usual holds for the rest' }),
    effective: record.openapi({ description: 'What holds: what was set, and the usual for the rest' }),
    version: z.string().openapi({ description: 'To be given back as `seen`' }),
    queued: z
      .number()
      .int()
      .openapi({ description: 'Deliveries that wait and were approved with the settings as they were' }),
    shape: record.openapi({ description: "JSON Schema of the network's settings" }),
  })
  .openapi('ChannelSettings')

const reading = createRoute({
  method: 'get',
  path: '/channels/{id}/settings',
  tags: ['channels'],
  summary: "A channel's settings, what holds, and what the network lets be set",
  security,
  request: { params },
  responses: { 200: json(answer, 'Settings'), ...refusals(401, 404, 422) },
})

const writing = createRoute({
  method: 'put',
  path: '/channels/{id}/settings',
  tags: ['channels'],
  summary: "Set a channel's settings as a whole; what is left out falls back to the usual",
  description:
    'An approval covers the settings it was given under. Deliveries that wait (`queued`) are refused at the moment of sending once the settings differ, and ask for a new approval.',
  security,
  request: {
    params,
    body: body(
      z.object({
        settings: record,
        seen: z.string().max(128).optional().openapi({
          description: 'The `version` that was read before: refused with 409 when somebody saved since',
        }),
      }),
    ),
  },
  responses: { 200: json(answer, 'As they are now, and recorded'), ...refusals(401, 403, 404, 409, 422) },
})

export const settingsApi = room()
settingsApi.openapi(reading, async c => {
  const now = await told(c.var, c.req.valid('param').id)
  return now ? c.json(now, 200) : refuse(c, 404, 'not_found')
})
settingsApi.openapi(writing, async c => {
  const { id } = c.req.valid('param')
  const { ctx, actor, words } = c.var
  const result = await changeSettings(ctx, actor, id, c.req.valid('json'))
  switch (result.is) {
    case 'saved':
    case 'unchanged': {
      const now = await told(c.var, id)
      return now ? c.json(now, 200) : refuse(c, 404, 'not_found')
    }
    case 'invalid': {
      const network = ctx.networks.get((await findChannel(ctx.db, actor.id, id))?.network ?? '')
      if (!network) return refuse(c, 422, 'no_network')
      const fields = fieldsOf(network.shape.settings)
      const wrong = result.issues.map(each => ({
        path: ['settings', each.field].filter(Boolean).join('.'),
        message: sayWrong(words, network, fields, each),
      }))
      return refuse(c, 422, 'invalid', wrong)
    }
    case 'changed':
      return refuse(c, 409, 'stale')
    case 'missing':
    case 'forbidden':
      return refusePlain(c, result.is)
    case 'no_network':
      return refuse(c, 422, 'no_network')
    default:
      return never(result)
  }
})

async function told({ ctx, actor }: Pick<Env['Variables'], 'ctx' | 'actor'>, id: number) {
  const channel = await findChannel(ctx.db, actor.id, id)
  const network = channel && ctx.networks.get(channel.network)
  if (!network) return undefined
  const { settings } = network.shape
  return {
    settings: settingsShape.parse(channel.settings) as Record<string, unknown>,
    effective: (inForce(network, channel.settings) ?? {}) as Record<string, unknown>,
    version: await versionOf(channel.settings),
    queued: await countQueued(ctx.db, id),
    shape: { ...z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }) } as Record<string, unknown>,
  }
}
