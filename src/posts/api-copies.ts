import { createRoute, z } from '@hono/zod-openapi'
import { body, idParam, json, id as ofId, refusals, refuse, refusePlain, room, security } from '../http/api.ts'
import { can } from '../http/guard.ts'
import { never } from '../kit/never.ts'
import { openCopies } from '../publications/queries/copy.ts'
import { decideCopy } from './decide-copy.ts'
import { findCandidate } from './queries/candidates.ts'

const copy = z
  .object({
    id: z.number().int(),
    isCopy: z.boolean().openapi({ description: 'False where a copy of this one was taken up already' }),
    why: z.enum(['link', 'text', 'headline', 'credit']),
    likeness: z.number(),
    other: z.object({ id: z.number().int(), title: z.string(), url: z.string(), portal: z.string() }),
  })
  .openapi('Copy')

const list = createRoute({
  method: 'get',
  path: '/publications/{id}/copies',
  tags: ['publications'],
  summary: 'Open questions whether another site published the same; no rule takes it up before they are answered',
  security,
  middleware: can('see_work'),
  request: { params: idParam },
  responses: { 200: json(z.object({ copies: z.array(copy) }), 'The likeliest first'), ...refusals(401, 403, 404, 422) },
})
const decide = createRoute({
  method: 'post',
  path: '/publications/{id}/copies/{copy}',
  tags: ['publications'],
  summary: 'The same: it is left out as a duplicate. Different: it goes the way of any new item',
  security,
  middleware: can('write'),
  request: {
    params: idParam.extend({ copy: ofId }),
    body: body(z.object({ answer: z.enum(['same', 'different']) })),
  },
  responses: { 200: json(z.object({ decided: z.literal(true) }), 'Recorded'), ...refusals(401, 403, 404, 409, 422) },
})

export const copiesApi = room()
  .openapi(list, async c => {
    const { id } = c.req.valid('param')
    const { ctx, actor } = c.var
    if (!(await findCandidate(ctx.db, actor.id, id))) return refuse(c, 404, 'not_found')
    const copies = (await openCopies(ctx.db, [id])).map(({ other, ...one }) => ({
      id: one.id,
      isCopy: one.isCopy,
      why: one.why,
      likeness: one.likeness,
      other: { id: other.id, title: other.title, url: other.url, portal: other.portal },
    }))
    return c.json({ copies }, 200)
  })
  .openapi(decide, async c => {
    const { id, copy: which } = c.req.valid('param')
    const result = await decideCopy(c.var.ctx, c.var.actor, id, which, c.req.valid('json').answer)
    switch (result.is) {
      case 'decided':
        return c.json({ decided: true as const }, 200)
      case 'missing':
      case 'forbidden':
      case 'stale':
        return refusePlain(c, result.is)
      default:
        return never(result)
    }
  })
