import { createRoute, z } from '@hono/zod-openapi'
import { idParam, iso, json, named, pageQuery, refusals, refuse, room, security, time } from '../http/api.ts'
import { findPublication, publicationsSeen } from './queries/seen.ts'

const states = ['baseline', 'new', 'held', 'ignored', 'posted', 'withdrawn'] as const
const fields = {
  id: z.number().int(),
  unit: named,
  source: named,
  url: z.string(),
  kind: z.string(),
  section: z.string().nullable(),
  language: z.string(),
  title: z.string(),
  state: z.enum(states),
  /** Why it is in this state, as a code. */
  stateWhy: z.string().nullable(),
  publishedAt: time,
  seenAt: time,
}
const publication = z.object(fields).openapi('Publication')
const whole = z
  .object({
    ...fields,
    revision: z
      .object({ number: z.number().int(), digest: z.string(), readAt: time, content: z.any() })
      .nullable()
      .openapi({ description: 'Its content as read last; null while it could not be read' }),
  })
  .openapi('PublicationWithContent')

type Row = Awaited<ReturnType<typeof publicationsSeen>>[number]
const shown = (row: Row) => ({
  id: row.id,
  unit: { id: row.unit_id, name: row.unit_name },
  source: { id: row.source_id, name: row.source_name },
  url: row.url,
  kind: row.kind,
  section: row.section,
  language: row.language,
  title: row.title,
  state: row.state,
  stateWhy: row.state_why,
  publishedAt: iso(row.published_at),
  seenAt: iso(row.seen_at),
})

const list = createRoute({
  method: 'get',
  path: '/publications',
  tags: ['publications'],
  summary: 'What the portals published, the newest first',
  security,
  request: {
    query: z.object({
      ...pageQuery,
      state: z.enum(states).optional(),
      unit: z.coerce.number().int().positive().optional(),
      source: z.coerce.number().int().positive().optional(),
    }),
  },
  responses: { 200: json(z.object({ publications: z.array(publication) }), 'Publications'), ...refusals(401, 422) },
})
const get = createRoute({
  method: 'get',
  path: '/publications/{id}',
  tags: ['publications'],
  summary: 'One publication with its content as read last',
  security,
  request: { params: idParam },
  responses: { 200: json(whole, 'The publication'), ...refusals(401, 404, 422) },
})

export const publicationsApi = room()
  .openapi(list, async c => {
    const rows = await publicationsSeen(c.var.ctx.db, c.var.actor.id, c.req.valid('query'))
    return c.json({ publications: rows.map(shown) }, 200)
  })
  .openapi(get, async c => {
    const found = await findPublication(c.var.ctx.db, c.var.actor.id, c.req.valid('param').id)
    if (!found) return refuse(c, 404, 'not_found')
    const { number, digest, matter, read_at } = found
    const revision =
      matter && number !== null ? { number, digest: digest ?? '', readAt: iso(read_at), content: matter } : null
    return c.json({ ...shown(found), revision }, 200)
  })
