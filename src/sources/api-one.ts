import { createRoute, z } from '@hono/zod-openapi'
import { body as bodyOf, idParam, iso, json, refusals, refuse, refusePlain, room, security, time } from '../http/api.ts'
import { never } from '../kit/never.ts'
import { changeShape, changeSource } from './change.ts'
import { findSource } from './queries.ts'
import { readsOf } from './queries-reads.ts'
import { rhythmShape } from './rhythm.ts'
import { settingsOf, settingsShape, sourceKinds } from './source.ts'

const said = z.object({ code: z.string(), says: z.string() })
const reading = z
  .object({
    at: time,
    untilAt: time,
    times: z.number().int(),
    outcome: z.enum(['list', 'unchanged', 'gone', 'failed']),
    problem: said.nullable(),
    rows: z.number().int(),
    known: z.number().int(),
    added: z.number().int(),
    as: z.enum(['baseline', 'new', 'held']).nullable(),
    skipped: z.array(said.extend({ n: z.number().int(), some: z.array(z.string()) })),
    warnings: z.array(said),
  })
  .openapi('Reading')

const get = createRoute({
  method: 'get',
  path: '/sources/{id}',
  tags: ['sources'],
  summary: 'One source: how it is read, its rhythm, and what its last readings saw',
  security,
  request: { params: idParam },
  responses: {
    200: json(
      z.object({
        id: z.number().int(),
        name: z.string(),
        kind: z.enum(sourceKinds),
        url: z.string(),
        state: z.enum(['watched', 'stopped']),
        settings: settingsShape,
        baselineAt: time,
        baselineWhy: z.string().nullable(),
        rhythm: rhythmShape.nullable().openapi({ description: 'In milliseconds; null until enough was seen' }),
        silentAfter: time,
        readings: z.array(reading),
      }),
      'The source',
    ),
    ...refusals(401, 404, 422),
  },
})

const change = createRoute({
  method: 'patch',
  path: '/sources/{id}',
  tags: ['sources'],
  summary: 'Change how it is read, stop it, or watch it again',
  description:
    'After another address, way or rule of identity the next reading is a baseline again, and with `"baseline": true` in any case. Settings replace those of before as a whole; a list page is tried before it is saved.',
  security,
  request: { params: idParam, body: bodyOf(changeShape) },
  responses: {
    200: json(z.object({ baseline: z.boolean() }), 'Changed'),
    ...refusals(401, 403, 404, 409, 422),
  },
})

export const oneSourceApi = room()
  .openapi(get, async c => {
    const { ctx, actor, words: w } = c.var
    const source = await findSource(ctx.db, actor.id, c.req.valid('param').id)
    if (!source) return refuse(c, 404, 'not_found')
    const say = (code: string, slots?: Record<string, string | number>) => ({
      code,
      says: w.say({ code, with: slots }),
    })
    const readings = (await readsOf(ctx.db, source.id)).map(({ facts, problem, ...read }) => ({
      at: iso(read.at),
      untilAt: iso(read.until_at),
      times: read.times,
      outcome: read.outcome,
      problem: problem && { code: problem.code, says: w.say(problem) },
      rows: facts.rows,
      known: facts.known,
      added: facts.added,
      as: facts.as ?? null,
      skipped: facts.skipped.map(({ code, n, some }) => ({ ...say(code, { n }), n, some })),
      warnings: facts.warnings.map(code => say(code)),
    }))
    return c.json(
      {
        id: source.id,
        name: source.name,
        kind: source.kind,
        url: source.url,
        state: source.state,
        settings: settingsOf({}, source.settings),
        baselineAt: iso(source.baseline_at),
        baselineWhy: source.baseline_why,
        rhythm: rhythmShape.safeParse(source.rhythm).data ?? null,
        silentAfter: iso(source.silent_after),
        readings,
      },
      200,
    )
  })
  .openapi(change, async c => {
    const result = await changeSource(c.var.ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json'))
    switch (result.is) {
      case 'changed':
        c.var.ctx.nudge('watch')
        return c.json({ baseline: result.baseline }, 200)
      case 'missing':
      case 'forbidden':
      case 'exists':
        return refusePlain(c, result.is)
      case 'unread':
        return refuse(c, 422, 'list_unread', [{ path: 'settings', message: c.var.words.say(result.why) }])
      default:
        return never(result)
    }
  })
