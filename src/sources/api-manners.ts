import { createRoute, z } from '@hono/zod-openapi'
import { body, json, idParam as params, refusals, refuse, refusePlain, room, security } from '../http/api.ts'
import { never } from '../kit/never.ts'
import { mannersShape } from './manners.ts'
import { findManners, setManners } from './set-manners.ts'

const answer = z.object({ manners: mannersShape }).openapi('PortalManners')

const reading = createRoute({
  method: 'get',
  path: '/portals/{id}/manners',
  tags: ['sources'],
  summary: 'How a portal is treated: pace, quiet hours, robots.txt, certificates',
  security,
  request: { params },
  responses: { 200: json(answer, 'What was set; the usual holds where nothing is'), ...refusals(401, 404) },
})

const writing = createRoute({
  method: 'put',
  path: '/portals/{id}/manners',
  tags: ['sources'],
  summary: 'Set how a portal is treated; what is left out falls back to the usual',
  description:
    '`robotsPermission` names the document by which the portal’s body lets it be read whatever its robots.txt says; without it robots.txt holds. `extraCa` are certificates (PEM) trusted beside those of the system: verification is never off.',
  security,
  request: { params, body: body(mannersShape.strict()) },
  responses: { 200: json(answer, 'Set, and recorded'), ...refusals(401, 403, 404, 422) },
})

export const mannersApi = room()
mannersApi.openapi(reading, async c => {
  const result = await findManners(c.var.ctx, c.var.actor, c.req.valid('param').id)
  switch (result.is) {
    case 'manners':
      return c.json({ manners: result.manners }, 200)
    case 'missing':
      return refuse(c, 404, 'not_found')
    default:
      return never(result)
  }
})
mannersApi.openapi(writing, async c => {
  const result = await setManners(c.var.ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json'))
  switch (result.is) {
    case 'set':
      return c.json({ manners: result.manners }, 200)
    case 'missing':
    case 'forbidden':
      return refusePlain(c, result.is)
    case 'changed':
      throw new Error('a program names no state that it looked at')
    default:
      return never(result)
  }
})
