import type { Ctx } from '../context.ts'
import type { Actor } from '../people/person.ts'
import { findRule, latestItems } from './queries.ts'
import { compare, inForce, type Tried, tryOut, waiting } from './rule.ts'
import { specShape } from './spec.ts'

export interface TriedOut {
  is: 'tried'
  items: readonly Tried[]
  /** Against the version in force; absent where there is none. */
  against?: { more: number; fewer: number }
}

/** A rule over the last hundred items of its unit, without doing anything. `spec` tries words not saved yet. */
export async function tryRule(
  ctx: Ctx,
  by: Actor,
  id: number,
  spec?: unknown,
): Promise<TriedOut | { is: 'missing' } | { is: 'wrong'; issues: readonly { path: string; message: string }[] }> {
  const rule = await findRule(ctx.db, by.id, id)
  const stored = rule && (waiting(rule) ?? inForce(rule))
  if (!rule || !stored) return { is: 'missing' }
  const parsed = spec === undefined ? { success: true as const, data: stored.spec } : specShape.safeParse(spec)
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
    return { is: 'wrong', issues }
  }
  const items = await latestItems(ctx.db, rule.unit.id, 100)
  const tried = tryOut(parsed.data, items)
  const now = inForce(rule)
  return now
    ? { is: 'tried', items: tried, against: compare(tryOut(now.spec, items), tried) }
    : { is: 'tried', items: tried }
}
