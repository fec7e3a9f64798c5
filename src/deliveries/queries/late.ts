import { sql } from 'kysely'
import type { Db, Trx } from '../../db/open.ts'
import { alarmDoubled } from './doubled.ts'
import { type Answered, breaks, byJob, carryIn, keepAnswer, type Live } from './move.ts'

interface Late {
  id: number
  /** The number of the attempt whose answer this is. */
  attempt: number
  answered: Answered
  remote: Live
  at: Date
}

/** What a live answer came to whose claim was over. */
export type LateEnd =
  | 'moved'
  /** The copy was known; nothing new. */
  | 'known'
  /** A later attempt is open: when that one ends, its copy is compared with this one. */
  | 'noted'
  | 'doubled'
  /** The copy belongs to another delivery. */
  | 'taken'

export async function carryLate(db: Db, late: Late): Promise<LateEnd> {
  try {
    return await db.transaction().execute(trx => carryLateIn(trx, late))
  } catch (cause) {
    // Another delivery went out in its place, or waits to: this copy is one more.
    if (breaks(cause, ['delivery_slot', 'delivery_by_rule'])) return carryBeside(db, late)
    if (!breaks(cause, ['remote_channel_id_remote_key'])) throw cause
    await keepAnswer(db, late.answered, late.at, late.remote.id)
    return 'taken'
  }
}

/** The alarm stands on the delivery that took its place: while that one waits, it is held by it. */
async function carryBeside(db: Db, { id, answered, remote, at }: Late): Promise<LateEnd> {
  return db.transaction().execute(async (trx): Promise<LateEnd> => {
    const row = await trx
      .selectFrom('delivery')
      .select(['post_id', 'channel_id', 'unit_id', 'publication_id'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const standing = await trx
      .selectFrom('delivery')
      .select(['id', 'unit_id'])
      .where('channel_id', '=', row.channel_id)
      .where('id', '<>', id)
      .where('state', 'not in', ['failed', 'cancelled', 'removed', 'gone'])
      .where(({ eb, or, and }) =>
        or([
          eb('post_id', '=', row.post_id),
          and([eb('publication_id', '=', row.publication_id), eb('by_rule', '=', true)]),
        ]),
      )
      .executeTakeFirst()
    await keepAnswer(trx, answered, at, remote.id)
    await addCopy(trx, row.channel_id, id, remote)
    await alarmDoubled(trx, { id: standing?.id ?? id, unit: standing?.unit_id ?? row.unit_id, remote: remote.id, at })
    return 'doubled'
  })
}

async function carryLateIn(trx: Trx, late: Late): Promise<LateEnd> {
  const { id, answered, remote, at } = late
  const row = await trx
    .selectFrom('delivery')
    .select(['state', 'attempts', 'channel_id', 'unit_id'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const copies = await trx.selectFrom('remote').select('remote').where('delivery_id', '=', id).execute()
  if (copies.some(copy => copy.remote === remote.id)) {
    await keepAnswer(trx, answered, at, remote.id)
    return 'known'
  }
  if (copies.length === 0) {
    const open = row.state === 'publishing' || row.state === 'settling' || row.state === 'unknown'
    if (open && row.attempts !== late.attempt) {
      await keepAnswer(trx, answered, at, remote.id)
      await addCopy(trx, row.channel_id, id, remote)
      await sql`update delivery set earlier_live_at = ${remote.at} where id = ${id}`.execute(trx)
      return 'noted'
    }
    const carried = await carryIn(trx, { id, event: { is: 'late' }, at, doer: byJob, answered, remote })
    if (carried.is === 'moved') return 'moved'
  }
  await keepAnswer(trx, answered, at, remote.id)
  await addCopy(trx, row.channel_id, id, remote)
  await alarmDoubled(trx, { id, unit: row.unit_id, remote: remote.id, at })
  return 'doubled'
}

const addCopy = (trx: Trx, channel: number, delivery: number, { id, url, at }: Live) =>
  trx
    .insertInto('remote')
    .values({ channel_id: channel, remote: id, delivery_id: delivery, url: url ?? null, live_at: at, look_at: at })
    .execute()
