import { createRoute, z } from '@hono/zod-openapi'
import {
  body as bodyOf,
  iso,
  json,
  idParam as params,
  refusals,
  refuse,
  refusePlain,
  room,
  security,
  time,
} from '../http/api.ts'
import { bearer } from '../http/token.ts'
import { never } from '../kit/never.ts'
import { problemShape } from '../ports/content.ts'
import { addSource, newSourceShape, readNow } from './add.ts'
import { importApi } from './api-import.ts'
import { oneSourceApi } from './api-one.ts'
import { shownTry, triedShape, triesApi } from './api-try.ts'
import { givePushSecret, pushed, pushShape, type Sender } from './push.ts'
import { maySetUp, sourcesOf } from './queries.ts'
import { sourceKinds } from './source.ts'
import { tryOut } from './try.ts'

const eitherWay: Record<string, string[]>[] = [{ bearer: [] }, { signature: [] }]

const push = createRoute({
  method: 'post',
  path: '/sources/{id}/push',
  tags: ['sources'],
  summary: 'A portal says that something happened; its public page is read at once',
  description:
    'By bearer token, or signed: `x-lantoa-timestamp` (seconds since 1970, at most five minutes off) and `x-lantoa-signature: sha256=<hex HMAC-SHA256 over timestamp.body>` with the secret of the source. The same event twice is one event.',
  security: eitherWay,
  request: { params, body: bodyOf(pushShape) },
  responses: {
    202: json(z.object({ accepted: z.literal(true), repeated: z.boolean() }), 'Heard'),
    ...refusals(401, 404, 422),
  },
})

/** Decides by itself who is let in: a token, or the portal's own signature. */
export const pushes = room()
pushes.use('/sources/:id/push', async (c, next) =>
  c.req.header('x-lantoa-signature') === undefined ? bearer(c, next) : next(),
)
pushes.openapi(push, async c => {
  const { id } = c.req.valid('param')
  const body = c.req.valid('json')
  const sender: Sender =
    c.req.header('x-lantoa-signature') === undefined
      ? { is: 'token', actor: c.var.actor }
      : {
          is: 'signature',
          timestamp: c.req.header('x-lantoa-timestamp') ?? '',
          signature: c.req.header('x-lantoa-signature') ?? '',
          body: await c.req.text(),
        }
  const result = await pushed(c.var.ctx, id, sender, body)
  switch (result.is) {
    case 'accepted':
      return c.json({ accepted: true as const, repeated: result.repeated }, 202)
    case 'missing':
      // Whoever signs for a source that does not exist learns no more than whoever signs wrongly.
      return sender.is === 'token' ? refuse(c, 404, 'not_found') : refuse(c, 401, 'unauthorized')
    case 'forbidden':
      return refuse(c, 401, 'unauthorized')
    case 'elsewhere':
      return refuse(c, 422, 'other_host')
    default:
      return never(result)
  }
})

const sourceShape = z
  .object({
    id: z.number().int(),
    unit: z.object({ id: z.number().int(), name: z.string() }),
    portal: z.object({ id: z.number().int(), name: z.string(), url: z.string() }),
    name: z.string(),
    kind: z.enum(sourceKinds),
    url: z.string(),
    section: z.string().nullable(),
    state: z.enum(['watched', 'stopped']),
    everySeconds: z.number().int(),
    dueAt: time,
    readAt: time,
    newestItemAt: time,
    baselineAt: time,
    failures: z.number().int(),
    problem: z.object({ code: z.string(), says: z.string() }).nullable(),
  })
  .openapi('Source')

const list = createRoute({
  method: 'get',
  path: '/sources',
  tags: ['sources'],
  summary: 'Sources of the units the caller may see, those in trouble first',
  security,
  responses: { 200: json(z.object({ sources: z.array(sourceShape) }), 'Sources') },
})
const add = createRoute({
  method: 'post',
  path: '/sources',
  tags: ['sources'],
  summary: 'Watch one more list; its first read is the baseline',
  description:
    'With `"dryRun": true` nothing is saved: the answer shows what would be read. A list page is tried before it is saved.',
  security,
  request: { body: bodyOf(newSourceShape.extend({ dryRun: z.boolean().default(false) })) },
  responses: {
    200: json(triedShape, 'Of a dry run: what would be read'),
    201: json(z.object({ id: z.number().int() }), 'Added'),
    ...refusals(401, 403, 409, 422),
  },
})
const reading = createRoute({
  method: 'post',
  path: '/sources/{id}/reading',
  tags: ['sources'],
  summary: 'Read the list now, also one that was stopped or waits after failures',
  security,
  request: { params },
  responses: {
    202: json(z.object({ due: z.literal(true) }), 'The next turn reads it'),
    ...refusals(401, 403, 404),
  },
})

const secret = createRoute({
  method: 'post',
  path: '/sources/{id}/secret',
  tags: ['sources'],
  summary: 'A new secret for signing pushes, shown once; the one before is void',
  security,
  request: { params },
  responses: {
    201: json(z.object({ secret: z.string() }), 'Shown once'),
    ...refusals(401, 403, 404),
  },
})

export const sourcesApi = room()
sourcesApi.route('/', triesApi)
sourcesApi.route('/', importApi)
sourcesApi.route('/', oneSourceApi)
sourcesApi.openapi(list, async c => {
  const rows = await sourcesOf(c.var.ctx.db, c.var.actor.id)
  const sources = rows.map(row => {
    const problem = row.problem ? problemShape.parse(row.problem) : null
    return {
      id: row.id,
      unit: { id: row.unit_id, name: row.unit_name },
      portal: { id: row.portal_id, name: row.portal_name, url: row.base_url },
      name: row.name,
      kind: row.kind,
      url: row.url,
      section: row.section,
      state: row.state,
      everySeconds: row.every_seconds,
      dueAt: iso(row.due_at),
      readAt: iso(row.read_at),
      newestItemAt: iso(row.item_at),
      baselineAt: iso(row.baseline_at),
      failures: row.failures,
      problem: problem && { code: problem.code, says: c.var.words.say(problem) },
    }
  })
  return c.json({ sources }, 200)
})
sourcesApi.openapi(add, async c => {
  const { dryRun, ...given } = c.req.valid('json')
  const { ctx, words: w } = c.var
  if (dryRun) {
    if (!(await maySetUp(ctx.db, c.var.actor, given.unit))) return refuse(c, 403, 'forbidden')
    if (given.kind === 'push') return refuse(c, 422, 'invalid', [{ path: 'kind', message: 'nothing is read by it' }])
    const tried = await tryOut(ctx, given.url, { kind: given.kind, settings: given.settings })
    return c.json(shownTry(w, tried, given.settings, ctx.readers), 200)
  }
  const result = await addSource(ctx, c.var.actor, given)
  switch (result.is) {
    case 'added':
      return c.json({ id: result.source }, 201, { location: `/api/v1/sources/${result.source}` })
    case 'exists':
    case 'forbidden':
      return refusePlain(c, result.is)
    case 'unread':
      return refuse(c, 422, 'list_unread', [{ path: 'settings', message: w.say(result.why) }])
    default:
      return never(result)
  }
})
sourcesApi.openapi(reading, async c => {
  const result = await readNow(c.var.ctx, c.var.actor, c.req.valid('param').id)
  switch (result.is) {
    case 'due':
      return c.json({ due: true as const }, 202)
    case 'missing':
    case 'forbidden':
      return refusePlain(c, result.is)
    default:
      return never(result)
  }
})
sourcesApi.openapi(secret, async c => {
  const result = await givePushSecret(c.var.ctx, c.var.actor, c.req.valid('param').id)
  switch (result.is) {
    case 'given':
      return c.json({ secret: result.secret }, 201, { 'cache-control': 'no-store' })
    case 'missing':
    case 'forbidden':
      return refusePlain(c, result.is)
    default:
      return never(result)
  }
})
