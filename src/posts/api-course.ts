import { createRoute, z } from '@hono/zod-openapi'
import { body, idParam, json, moment, refusals, refuse, refusePlain, room, security } from '../http/api.ts'
import { can } from '../http/guard.ts'
import { never } from '../kit/never.ts'
import { blocked, showPost } from './api-answers.ts'
import * as shapes from './api-shapes.ts'
import { approve } from './approve.ts'
import { drop } from './drop.ts'
import { passFindings, releaseHeld } from './release.ts'
import { reschedule } from './reschedule.ts'
import { returnPost } from './return.ts'
import { submit } from './submit.ts'
import { withdraw } from './withdraw.ts'

const about = { tags: ['posts'], security, middleware: can('see_work') }
const id = { params: idParam }
const whole = json(shapes.post, 'The post as it now is')
const reason = z.object({ reason: z.string().max(5000) })
const done = { description: 'Done' }

const submission = createRoute({
  ...about,
  method: 'post',
  path: '/posts/{id}/submission',
  summary: 'Hand it to the approvers',
  request: { ...id, body: body(z.object({ seen: z.string().optional(), note: z.string().max(5000).optional() })) },
  responses: { 200: whole, 422: json(blockedShape(), 'Something blocks it'), ...refusals(401, 403, 404, 409) },
})
const withdrawal = createRoute({
  ...about,
  method: 'delete',
  path: '/posts/{id}/submission',
  summary: 'Take it back from the approvers',
  request: id,
  responses: { 204: done, ...refusals(401, 403, 404, 409) },
})
const approval = createRoute({
  ...about,
  method: 'post',
  path: '/posts/{id}/approval',
  summary: 'Approve exactly what was seen; its deliveries are queued',
  request: { ...id, body: body(z.object({ seen: z.string().openapi({ description: '`digest` of the post' }) })) },
  responses: {
    200: json(z.object({ deliveries: z.number().int(), post: shapes.post }), 'Approved'),
    422: json(blockedShape(), 'Something blocks it'),
    ...refusals(401, 403, 404, 409),
  },
})
const returning = createRoute({
  ...about,
  method: 'post',
  path: '/posts/{id}/return',
  summary: 'Back to the author, with what has to be mended',
  request: { ...id, body: body(z.object({ note: z.string().max(5000) })) },
  responses: { 204: done, ...refusals(401, 403, 404, 409, 422) },
})
const schedule = createRoute({
  ...about,
  method: 'put',
  path: '/posts/{id}/schedule',
  summary: 'Move the time; the approval stays',
  request: {
    ...id,
    body: body(
      z.object({
        dueAt: moment.nullable(),
        notAfter: moment.nullable().optional(),
        channel: z.number().int().positive().optional(),
      }),
    ),
  },
  responses: { 200: whole, ...refusals(401, 403, 404, 409, 422) },
})
const dropping = createRoute({
  ...about,
  method: 'delete',
  path: '/posts/{id}',
  summary: 'Give it up; copies that are live stay',
  request: { ...id, body: body(reason) },
  responses: {
    200: json(
      z.object({ cancelled: z.number().int(), stopping: z.number().int(), live: z.number().int() }),
      'Deliveries cancelled, being stopped, and live ones that stay',
    ),
    ...refusals(401, 403, 404, 409, 422),
  },
})
const passing = createRoute({
  ...about,
  method: 'post',
  path: '/posts/{id}/passes',
  summary: 'Let what the guard found go by, with a reason',
  request: { ...id, body: body(reason) },
  responses: { 204: done, ...refusals(401, 403, 404, 409, 422) },
})
const release = createRoute({
  ...about,
  tags: ['publications'],
  method: 'post',
  path: '/publications/{id}/release',
  summary: 'Let a held publication go on, with a reason',
  request: { ...id, body: body(reason) },
  responses: { 204: done, ...refusals(401, 403, 404, 409, 422) },
})

function blockedShape() {
  return z.object({
    error: z.object({ code: z.string(), message: z.string(), fields: z.array(z.any()).optional() }),
    issues: z.array(shapes.issue).optional(),
  })
}

/** A post on its way: handed over, approved or returned, moved, given up. */
export const courseApi = room()
  .openapi(submission, async c => {
    const { id: post } = c.req.valid('param')
    const { seen, note } = c.req.valid('json')
    const result = await submit(c.var.ctx, c.var.actor, post, seen, note)
    switch (result.is) {
      case 'submitted': {
        const shown = await showPost(c, post)
        return shown ? c.json(shown, 200) : refuse(c, 404, 'not_found')
      }
      case 'missing':
      case 'forbidden':
        return refusePlain(c, result.is)
      case 'stale':
      case 'late':
        return refuse(c, 409, result.is)
      case 'blocked':
        return blocked(c, post, result.issues)
      default:
        return never(result)
    }
  })
  .openapi(withdrawal, async c => {
    const result = await withdraw(c.var.ctx, c.var.actor, c.req.valid('param').id)
    return result.is === 'withdrawn' ? c.body(null, 204) : refusePlain(c, result.is)
  })
  .openapi(approval, async c => {
    const { id: post } = c.req.valid('param')
    const result = await approve(c.var.ctx, c.var.actor, post, c.req.valid('json').seen)
    switch (result.is) {
      case 'approved': {
        const shown = await showPost(c, post)
        return shown ? c.json({ deliveries: result.deliveries, post: shown }, 200) : refuse(c, 404, 'not_found')
      }
      case 'missing':
        return refuse(c, 404, 'not_found')
      case 'forbidden':
      case 'own':
        return refuse(c, 403, result.is)
      case 'stale':
      case 'expired':
        return refuse(c, 409, result.is)
      case 'blocked':
        return blocked(c, post, result.issues)
      default:
        return never(result)
    }
  })
  .openapi(returning, async c => {
    const result = await returnPost(c.var.ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json').note)
    if (result.is === 'unsaid') return refuse(c, 422, 'unsaid')
    return result.is === 'returned' ? c.body(null, 204) : refusePlain(c, result.is)
  })
  .openapi(schedule, async c => {
    const { id: post } = c.req.valid('param')
    const result = await reschedule(c.var.ctx, c.var.actor, post, c.req.valid('json'))
    if (result.is === 'impossible') return refuse(c, 422, 'impossible')
    if (result.is !== 'rescheduled') return refusePlain(c, result.is)
    const shown = await showPost(c, post)
    return shown ? c.json(shown, 200) : refuse(c, 404, 'not_found')
  })
  .openapi(dropping, async c => {
    const result = await drop(c.var.ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json').reason)
    if (result.is !== 'dropped') return refusePlain(c, result.is)
    const { cancelled, stopping, live } = result
    return c.json({ cancelled, stopping, live }, 200)
  })
  .openapi(passing, async c => {
    const result = await passFindings(c.var.ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json').reason)
    if (result.is === 'unsaid') return refuse(c, 422, 'unsaid')
    return result.is === 'released' ? c.body(null, 204) : refusePlain(c, result.is)
  })
  .openapi(release, async c => {
    const result = await releaseHeld(c.var.ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json').reason)
    if (result.is === 'unsaid') return refuse(c, 422, 'unsaid')
    return result.is === 'released' ? c.body(null, 204) : refusePlain(c, result.is)
  })
