import { createRoute, z } from '@hono/zod-openapi'
import { json, refusals, room, security } from '../http/api.ts'
import { unitsOf } from './queries.ts'

const unit = z.object({ id: z.number().int(), name: z.string(), parent: z.number().int().nullable() }).openapi('Unit')

const list = createRoute({
  method: 'get',
  path: '/units',
  tags: ['units'],
  summary: 'Units in which the caller may see or do something',
  security,
  responses: { 200: json(z.object({ units: z.array(unit) }), 'Units, by name'), ...refusals(401) },
})

export const unitsApi = room().openapi(list, async c => {
  const rows = await unitsOf(c.var.ctx.db, c.var.actor.id)
  return c.json({ units: rows.map(({ id, name, parent_id }) => ({ id, name, parent: parent_id })) }, 200)
})
