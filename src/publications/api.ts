import { createRoute, z } from '@hono/zod-openapi'
import { body, id, idParam, iso, json, named, pageQuery, refusals, refuse, room, security, time } from '../http/api.ts'
import { can } from '../http/guard.ts'
import { never } from '../kit/never.ts'
import { findPublication, publicationsSeen } from './queries/seen.ts'
import { release } from './release.ts'

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
  middleware: can('see_work'),
  request: {
    query: z.object({
      ...pageQuery,
      state: z.enum(states).optional(),
      unit: id.optional(),
      source: id.optional(),
    }),
  },
  responses: {
    200: json(z.object({ publications: z.array(publication) }), 'Publications'),
    ...refusals(401, 403, 422),
  },
})
const get = createRoute({
  method: 'get',
  path: '/publications/{id}',
  tags: ['publications'],
  summary: 'One publication with its content as read last',
  security,
  middleware: can('see_work'),
  request: { params: idParam },
  responses: { 200: json(whole, 'The publication'), ...refusals(401, 403, 404, 422) },
})

const flood = createRoute({
  method: 'post',
  path: '/sources/{id}/release',
  tags: ['sources'],
  summary: 'Answer to a flood: let what was kept back go its way, or keep it recorded and start nothing',
  security,
  request: { params: idParam, body: body(z.object({ how: z.enum(['through', 'record_only']) })) },
  responses: {
    200: json(z.object({ publications: z.number().int() }), 'How many publications moved'),
    ...refusals(401, 403, 422),
  },
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
  .openapi(flood, async c => {
    const result = await release(c.var.ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json').how)
    switch (result.is) {
      case 'released':
        return c.json({ publications: result.publications }, 200)
      case 'forbidden':
        return refuse(c, 403, 'forbidden')
      default:
        return never(result)
    }
  })
