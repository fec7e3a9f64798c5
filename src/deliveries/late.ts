import type { Ctx } from '../context.ts'
import { carryLate } from './queries/late.ts'
import type { Answered, Live } from './queries/move.ts'

/**
 * A live answer that comes after its claim was taken over. Where no other attempt may be live it is the truth, whatever
 * was thought meanwhile. Where a later attempt is open, that one may come to the same copy (a handle that works once, a
 * reading that found it) or to a second one: it is noted, and decided when the open attempt ends. Beside a copy that is
 * another one, a person is alarmed.
 */
export async function lateLive(
  ctx: Ctx,
  row: { id: number },
  attempt: number,
  answered: Answered,
  remote: Live,
): Promise<void> {
  const end = await carryLate(ctx.db, { id: row.id, attempt, answered, remote, at: ctx.now() })
  if (end === 'doubled') ctx.log.error('delivery.doubled', { delivery: row.id })
}
