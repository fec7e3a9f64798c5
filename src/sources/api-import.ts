import { createRoute, z } from '@hono/zod-openapi'
import { body as bodyOf, json, refusals, refuse, room, security } from '../http/api.ts'
import { can } from '../http/guard.ts'
import { importSources } from './import.ts'
import { sourceKinds } from './source.ts'

const route = createRoute({
  method: 'post',
  path: '/sources/import',
  tags: ['sources'],
  summary: 'Units, portals and sources out of one table (CSV); a dry run saves nothing',
  description:
    'Nothing is saved when a line is wrong, unless `skipWrong` asks for the good ones. The same table again changes nothing.',
  security,
  middleware: can('set_up'),
  request: {
    body: bodyOf(
      z.object({
        csv: z.string().min(1).max(1_000_000),
        dryRun: z.boolean().default(false),
        skipWrong: z.boolean().default(false),
      }),
    ),
  },
  responses: {
    200: json(
      z.object({
        saved: z.boolean(),
        units: z.number().int(),
        portals: z.number().int(),
        sources: z.number().int(),
        untried: z.number().int().openapi({ description: 'List pages among them; an import does not read them' }),
        wrong: z.number().int(),
        lines: z.array(
          z.object({
            line: z.number().int(),
            does: z.enum(['add', 'exists', 'wrong']),
            unit: z.string(),
            source: z.object({ kind: z.enum(sourceKinds), url: z.string(), name: z.string() }).nullable(),
            wrong: z.array(z.object({ code: z.string(), says: z.string() })),
          }),
        ),
      }),
      'What each line adds; not saved where lines are wrong and `skipWrong` was not asked',
    ),
    ...refusals(401, 403, 422),
  },
})

export const importApi = room().openapi(route, async c => {
  const { ctx, actor, words: w } = c.var
  const { csv, ...asked } = c.req.valid('json')
  const result = await importSources(ctx, actor, csv, asked)
  if (result.is === 'unreadable') return refuse(c, 422, 'invalid', [{ path: 'csv', message: w.say(result.why) }])
  const { units, portals, sources, untried, wrong, lines } = result.plan
  return c.json(
    {
      saved: result.is === 'imported',
      units,
      portals,
      sources,
      untried,
      wrong,
      lines: lines.map(({ source, ...line }) => ({
        ...line,
        source: source ? { kind: source.kind, url: source.url, name: source.name } : null,
        wrong: line.wrong.map(problem => ({ code: problem.code, says: w.say(problem) })),
      })),
    },
    200,
  )
})
