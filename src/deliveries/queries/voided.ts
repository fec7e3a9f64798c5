import type { Db, Trx } from '../../db/open.ts'
import { byJob, carryIn, type Doer } from './move.ts'

/**
 * For rooms after this one and operations that void an approval: its queued deliveries are cancelled in the same
 * transaction; those on their way finish, and the edit becomes a correction. Returns how many of each.
 */
export async function cancelVoided(
  trx: Trx,
  approval: number,
  at: Date,
  doer: Doer,
): Promise<{ cancelled: number; beyond: number }> {
  const rows = await trx
    .selectFrom('delivery')
    .select(['id', 'state'])
    .where('approval_id', '=', approval)
    .where('state', 'in', ['queued', 'publishing', 'settling', 'unknown', 'live'])
    .execute()
  let cancelled = 0
  for (const { id, state } of rows)
    if (state === 'queued' && (await carryIn(trx, { id, event: { is: 'voided' }, at, doer })).is === 'moved')
      cancelled++
  return { cancelled, beyond: rows.length - cancelled }
}

/** Queued deliveries that nobody wants any more: cancelled with the reason instead of waiting for ever. */
export async function cancelUnwanted(db: Db, at: Date, most: number): Promise<number> {
  return db.transaction().execute(async trx => {
    const rows = await trx
      .selectFrom('delivery')
      .innerJoin('approval', 'approval.id', 'delivery.approval_id')
      .leftJoin('publication', 'publication.id', 'delivery.publication_id')
      .select('delivery.id')
      .where('delivery.state', '=', 'queued')
      .where('delivery.due_at', '<=', at)
      .where(({ eb, or }) => or([eb('approval.voided_at', 'is not', null), eb('publication.state', '=', 'withdrawn')]))
      .limit(most)
      .forUpdate('delivery')
      .skipLocked()
      .execute()
    for (const { id } of rows) await carryIn(trx, { id, event: { is: 'voided' }, at, doer: byJob })
    return rows.length
  })
}
