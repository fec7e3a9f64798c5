import { createRoute, z } from '@hono/zod-openapi'
import { body, idParam, iso, json, named, refusals, refuse, refusePlain, room, security, time } from '../http/api.ts'
import { can } from '../http/guard.ts'
import { never } from '../kit/never.ts'
import { approveRule } from './approve.ts'
import { endRule, reorderRules } from './end.ts'
import { findRule, rulesSeen } from './queries.ts'
import { inForce, type RuleWithVersions, type Version, waiting } from './rule.ts'
import { tryRule } from './try.ts'
import { writeRule } from './write.ts'

const spec = z.record(z.string(), z.any()).openapi({
  description: 'What the rule says: `when`, `channels`, `mode`, `delayMinutes`, `quiet`, `staleAfterHours`',
  example: { when: { sections: ['Chỉ đạo, điều hành'] }, channels: [{ channel: 1, perDay: 5 }], mode: 'held' },
})
const version = z
  .object({
    version: z.number().int(),
    spec,
    digest: z.string(),
    writtenBy: named,
    writtenAt: time,
    approvedBy: named.nullable(),
    approvedAt: time,
  })
  .openapi('RuleVersion')
const rule = z
  .object({
    id: z.number().int(),
    unit: named,
    name: z.string(),
    place: z.number().int(),
    endedAt: time,
    inForce: version.nullable(),
    waiting: version.nullable(),
  })
  .openapi('Rule')

const shownVersion = (given: Version) => ({
  version: given.version,
  spec: given.spec,
  digest: given.digest,
  writtenBy: given.writtenBy,
  writtenAt: iso(given.writtenAt),
  approvedBy: given.approvedBy,
  approvedAt: iso(given.approvedAt),
})
const shown = (given: RuleWithVersions) => {
  const [now, next] = [inForce(given), waiting(given)]
  return {
    id: given.id,
    unit: given.unit,
    name: given.name,
    place: given.place,
    endedAt: iso(given.endedAt),
    inForce: now ? shownVersion(now) : null,
    waiting: next ? shownVersion(next) : null,
  }
}

const inSpec = (issues: readonly { path: string; message: string }[]) =>
  issues.map(({ path, message }) => ({ path: path === '' ? 'spec' : `spec.${path}`, message }))

const about = { tags: ['rules'], security, middleware: can('see_setup') }
const list = createRoute({
  ...about,
  method: 'get',
  path: '/rules',
  summary: 'Rules of the units the caller may see, in the order they decide',
  responses: { 200: json(z.object({ rules: z.array(rule) }), 'Rules'), ...refusals(401, 403) },
})
const get = createRoute({
  ...about,
  method: 'get',
  path: '/rules/{id}',
  summary: 'One rule',
  request: { params: idParam },
  responses: { 200: json(rule, 'The rule'), ...refusals(401, 403, 404) },
})
const write = createRoute({
  ...about,
  method: 'post',
  path: '/rules',
  summary: 'Write a rule, or a new version of one; it does nothing before another person approves it',
  request: {
    body: body(
      z.object({
        rule: z.number().int().positive().optional(),
        unit: z.number().int().positive(),
        name: z.string().trim().min(1).max(200),
        spec,
      }),
    ),
  },
  responses: {
    201: json(z.object({ rule: z.number().int(), version: z.number().int(), digest: z.string() }), 'Written'),
    ...refusals(401, 403, 404, 409, 422),
  },
})
const approve = createRoute({
  ...about,
  method: 'post',
  path: '/rules/{id}/approval',
  summary: 'Put the waiting version in force; never by the person who wrote it',
  request: { params: idParam, body: body(z.object({ version: z.number().int(), seen: z.string() })) },
  responses: { 200: json(rule, 'In force'), ...refusals(401, 403, 404, 409, 422) },
})
const end = createRoute({
  ...about,
  method: 'delete',
  path: '/rules/{id}',
  summary: 'End a rule; what it queued stays queued',
  request: { params: idParam },
  responses: { 204: { description: 'Ended' }, ...refusals(401, 403, 404) },
})
const order = createRoute({
  ...about,
  method: 'put',
  path: '/units/{id}/rules/order',
  summary: 'The whole order of a unit’s rules; the first in order wins a channel',
  request: { params: idParam, body: body(z.object({ rules: z.array(z.number().int().positive()).max(1000) })) },
  responses: { 204: { description: 'In this order' }, ...refusals(401, 403, 409, 422) },
})
const trial = createRoute({
  ...about,
  method: 'post',
  path: '/rules/{id}/trial',
  summary: 'What the rule would do with the last hundred items; nothing is done by trying',
  request: { params: idParam, body: { ...body(z.object({ spec: spec.optional() })), required: false } },
  responses: {
    200: json(
      z.object({
        items: z.array(
          z.object({
            publication: z.number().int(),
            title: z.string(),
            is: z.enum(['goes', 'waits', 'excluded']),
            because: z.string().nullable(),
          }),
        ),
        against: z.object({ more: z.number().int(), fewer: z.number().int() }).nullable(),
      }),
      'Item by item, with the slot that decided',
    ),
    ...refusals(401, 403, 404, 422),
  },
})

export const rulesApi = room()
  .openapi(list, async c => {
    const rules = await rulesSeen(c.var.ctx.db, c.var.actor.id)
    return c.json({ rules: rules.map(shown) }, 200)
  })
  .openapi(get, async c => {
    const found = await findRule(c.var.ctx.db, c.var.actor.id, c.req.valid('param').id)
    return found ? c.json(shown(found), 200) : refuse(c, 404, 'not_found')
  })
  .openapi(write, async c => {
    const result = await writeRule(c.var.ctx, c.var.actor, c.req.valid('json'))
    switch (result.is) {
      case 'written':
        return c.json({ rule: result.rule, version: result.version, digest: result.digest }, 201)
      case 'missing':
      case 'forbidden':
      case 'ended':
        return refusePlain(c, result.is)
      case 'wrong':
        return refuse(c, 422, 'invalid', inSpec(result.issues))
      default:
        return never(result)
    }
  })
  .openapi(approve, async c => {
    const { id } = c.req.valid('param')
    const { version: of, seen } = c.req.valid('json')
    const result = await approveRule(c.var.ctx, c.var.actor, id, of, seen)
    switch (result.is) {
      case 'approved': {
        const found = await findRule(c.var.ctx.db, c.var.actor.id, id)
        return found ? c.json(shown(found), 200) : refuse(c, 404, 'not_found')
      }
      case 'missing':
      case 'forbidden':
      case 'own':
      case 'stale':
        return refusePlain(c, result.is)
      default:
        return never(result)
    }
  })
  .openapi(end, async c => {
    const result = await endRule(c.var.ctx, c.var.actor, c.req.valid('param').id)
    switch (result.is) {
      case 'ended':
        return c.body(null, 204)
      case 'missing':
      case 'forbidden':
        return refusePlain(c, result.is)
      default:
        return never(result)
    }
  })
  .openapi(order, async c => {
    const result = await reorderRules(c.var.ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json').rules)
    switch (result.is) {
      case 'reordered':
        return c.body(null, 204)
      case 'forbidden':
      case 'stale':
        return refusePlain(c, result.is)
      default:
        return never(result)
    }
  })
  .openapi(trial, async c => {
    const given = c.req.valid('json')
    const result = await tryRule(c.var.ctx, c.var.actor, c.req.valid('param').id, given?.spec)
    if (result.is === 'missing') return refuse(c, 404, 'not_found')
    if (result.is === 'wrong') return refuse(c, 422, 'invalid', inSpec(result.issues))
    const items = result.items.map(item => ({
      publication: item.id,
      title: item.title,
      is: item.is,
      because: item.is === 'excluded' ? `${item.slot}: ${item.by}` : item.is === 'waits' ? item.because : null,
    }))
    return c.json({ items, against: result.against ?? null }, 200)
  })
