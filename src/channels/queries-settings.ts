import type { Db, Trx } from '../db/open.ts'

export const lockSettings = (trx: Trx, channel: number) =>
  trx.selectFrom('channel').select('settings').where('id', '=', channel).forNoKeyUpdate().executeTakeFirstOrThrow()

export const putSettings = (trx: Trx, channel: number, settings: Record<string, unknown>) =>
  trx
    .updateTable('channel')
    .set({ settings: JSON.stringify(settings) })
    .where('id', '=', channel)
    .execute()

/** Deliveries that were approved and not yet sent: with other settings they are no longer what was approved. */
export async function countQueued(db: Db, channel: number): Promise<number> {
  const { n } = await db
    .selectFrom('delivery')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('channel_id', '=', channel)
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow()
  return Number(n)
}
