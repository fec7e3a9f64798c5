import type { Ctx } from '../context.ts'
import { problems } from './delivery.ts'
import { alarmDoubled, ownsRemote } from './queries/ending.ts'
import { type Answered, byJob, carry, keepAnswer, type Live } from './queries/move.ts'

/**
 * A live answer that comes after its claim was taken over. Of the last attempt it is the truth, whatever was thought
 * meanwhile; of an earlier one it means that two copies may stand there, and a person is alarmed.
 */
export async function lateLive(
  ctx: Ctx,
  row: { id: number },
  attempt: number,
  answered: Answered,
  remote: Live,
): Promise<void> {
  const at = ctx.now()
  if (await ownsRemote(ctx.db, row.id, remote.id)) {
    await keepAnswer(ctx.db, answered, at, remote.id)
    return
  }
  const carried = await carry(ctx.db, {
    id: row.id,
    attempts: attempt,
    event: { is: 'late' },
    at,
    doer: byJob,
    answered,
    remote,
  })
  switch (carried.is) {
    case 'moved':
      return
    case 'taken':
      await keepAnswer(ctx.db, answered, at, remote.id)
      return
    case 'lost':
      await alarmDoubled(ctx.db, { id: row.id, answered, remote, why: problems.doubled, at })
      ctx.log.error('delivery.doubled', { delivery: row.id })
      return
    default:
      carried satisfies never
  }
}
