import type { Ctx } from '../context.ts'
import { clockGap } from './queries/claim.ts'

const allowed = 5 * 60 * 1000

/**
 * Claims run on the database's clock, due times on ours. Where the two differ by more than five minutes one of them is
 * wrong, and an embargo or a claim could be broken: nothing is claimed until they agree again.
 */
export async function clocksAgree(ctx: Ctx): Promise<boolean> {
  const gap = await clockGap(ctx.db, ctx.wall)
  if (Math.abs(gap) <= allowed) return true
  ctx.log.error('clock.differs', { milliseconds: Math.round(gap) })
  return false
}

export class ClocksDiffer extends Error {
  override name = 'ClocksDiffer'
  constructor() {
    super("this machine's clock and the database's differ by more than five minutes: nothing is claimed")
  }
}
