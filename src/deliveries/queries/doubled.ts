import { record } from '../../audit/queries.ts'
import type { Trx } from '../../db/open.ts'
import { placeCause } from '../../holds/queries.ts'
import { problems } from '../delivery.ts'

/** Two copies stand on the network: nothing is moved by that, a person sees both and removes one. */
export async function alarmDoubled(
  trx: Trx,
  { id, unit, remote, at }: { id: number; unit: number; remote: string; at: Date },
): Promise<void> {
  await placeCause(trx, { scope: 'delivery', delivery: id }, 'delivery.doubled', problems.doubled, at)
  await record(trx, {
    at,
    via: 'job',
    verb: 'delivery.doubled',
    subject: 'delivery',
    subjectId: id,
    unit,
    detail: { remote },
  })
}

/** True when this delivery owns a copy beside `remote`. */
export async function ownsAnother(trx: Trx, delivery: number, remote: string): Promise<boolean> {
  const row = await trx
    .selectFrom('remote')
    .select('id')
    .where('delivery_id', '=', delivery)
    .where('remote', '<>', remote)
    .executeTakeFirst()
  return row !== undefined
}
