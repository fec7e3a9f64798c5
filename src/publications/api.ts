import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Env } from '../http/env.ts'
import { never } from '../kit/never.ts'
import { release } from './release.ts'

const answer = createRoute({
  method: 'post',
  path: '/sources/{id}/release',
  tags: ['sources'],
  summary: 'Answer to a flood: let what was kept back go its way, or keep it recorded and start nothing',
  security: [{ bearer: [] }],
  request: {
    params: z.object({
      id: z
        .string()
        .regex(/^\d{1,9}$/)
        .transform(Number),
    }),
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ how: z.enum(['through', 'record_only']) }) } },
    },
  },
  responses: {
    200: {
      description: 'How many publications moved',
      content: { 'application/json': { schema: z.object({ publications: z.number().int() }) } },
    },
    403: {
      description: 'Neither an approver nor an administrator of its unit',
      content: { 'application/json': { schema: z.object({ error: z.string() }) } },
    },
  },
})

export const publicationsApi = new OpenAPIHono<Env>({
  defaultHook: (result, c) => (result.success ? undefined : c.json({ error: 'invalid' }, 422)),
})
publicationsApi.openapi(answer, async c => {
  const result = await release(c.var.ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json').how)
  switch (result.is) {
    case 'released':
      return c.json({ publications: result.publications }, 200)
    case 'forbidden':
      return c.json({ error: 'forbidden' }, 403)
    default:
      return never(result)
  }
})
