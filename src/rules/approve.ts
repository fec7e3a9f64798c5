import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import { channelsFor, findRule, lockRule, markVersionApproved } from './queries.ts'
import { waiting } from './rule.ts'

export type RuleApproved =
  | { is: 'approved' }
  | { is: 'missing' }
  | { is: 'forbidden' }
  /** Nobody approves a rule of their own hand. */
  | { is: 'own' }
  /** Another version was written or decided since. */
  | { is: 'stale' }

/** Puts a version in force, in the place of the one before. `seen` is the digest of what the approver read. */
export async function approveRule(
  ctx: Ctx,
  by: Actor,
  id: number,
  version: number,
  seen: string,
): Promise<RuleApproved> {
  const rule = await findRule(ctx.db, by.id, id)
  if (!rule) return { is: 'missing' }
  const decided = waiting(rule)
  if (rule.endedAt || decided?.version !== version || decided.digest !== seen) return { is: 'stale' }
  // Who lets a rule publish by itself must be one who may publish on each of its channels.
  const channels = await channelsFor(
    ctx.db,
    rule.unit.id,
    decided.spec.channels.map(each => each.channel),
  )
  const units = [rule.unit.id, ...channels.map(channel => channel.unit_id)]
  if (!(await holdsIn(ctx.db, by, units, ['approver', 'admin']))) return { is: 'forbidden' }
  if (decided.writtenBy.id === by.id) return { is: 'own' }
  return ctx.db.transaction().execute(async trx => {
    if (!(await lockRule(trx, id))) return { is: 'stale' }
    const at = ctx.now()
    if (!(await markVersionApproved(trx, id, version, seen, by.id, at))) return { is: 'stale' }
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'rule.approved',
      subject: 'rule',
      subjectId: id,
      unit: rule.unit.id,
      detail: { version, digest: seen },
    })
    return { is: 'approved' }
  })
}
