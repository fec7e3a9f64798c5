import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import { findRule, markRuleEnded, openRules, placeRules } from './queries.ts'

export type RuleEnded = { is: 'ended' } | { is: 'missing' } | { is: 'forbidden' }

/** Stops deciding at once. What it has queued stays queued: stopping that is a hold, not a rule. */
export async function endRule(ctx: Ctx, by: Actor, id: number): Promise<RuleEnded> {
  const rule = await findRule(ctx.db, by.id, id)
  if (!rule || rule.endedAt) return { is: 'missing' }
  if (!(await holdsIn(ctx.db, by, [rule.unit.id], ['admin', 'approver']))) return { is: 'forbidden' }
  return ctx.db.transaction().execute(async trx => {
    const at = ctx.now()
    if (!(await markRuleEnded(trx, id, at))) return { is: 'missing' }
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'rule.ended',
      subject: 'rule',
      subjectId: id,
      unit: rule.unit.id,
    })
    return { is: 'ended' }
  })
}

export type Reordered =
  | { is: 'reordered' }
  | { is: 'forbidden' }
  /** The list is not the unit's rules as they are now. */
  | { is: 'stale' }

/** The whole order of a unit's rules; the first in order wins a channel. */
export async function reorderRules(ctx: Ctx, by: Actor, unit: number, ids: readonly number[]): Promise<Reordered> {
  if (!(await holdsIn(ctx.db, by, [unit], ['admin']))) return { is: 'forbidden' }
  return ctx.db.transaction().execute(async trx => {
    const open = new Set((await openRules(trx, unit)).map(rule => rule.id))
    if (open.size !== new Set(ids).size || ids.length !== open.size || ids.some(id => !open.has(id)))
      return { is: 'stale' }
    await placeRules(trx, unit, ids)
    await record(trx, {
      at: ctx.now(),
      person: by.id,
      via: by.via,
      verb: 'rule.reordered',
      subject: 'unit',
      subjectId: unit,
      unit,
      detail: { order: ids },
    })
    return { is: 'reordered' }
  })
}
