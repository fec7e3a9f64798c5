import { sql } from 'kysely'
import type { Connection } from '../channels/channel.ts'
import type { Db, Trx } from '../db/open.ts'
import { notHeld } from '../holds/queries.ts'
import type { Json } from '../ports/network.ts'
import type { Counters } from './metric.ts'

/**
 * A live copy that may be looked at: nothing holds it, its channel neither rests nor ended, and its id is known. Of an
 * address that a person pasted no network can be asked, and one that is asked says it is gone.
 */
const open = (now: Date) => sql<boolean>`remote.ended_at is null and delivery.state = 'live'
  and channel.ended_at is null and (channel.rest_reading_until is null or channel.rest_reading_until <= ${now})
  and remote.remote not like 'https://%' and ${notHeld(now)}`

/** A channel to be read, and how far its list was read before. */
export interface Due extends Connection {
  mark: Json | undefined
}

/** Connected channels with a copy whose look is due, the longest due first. */
export async function dueChannels(db: Db, now: Date): Promise<Due[]> {
  const { rows } = await sql<Connection & { mark: Json }>`
    select channel.id as channel_id, channel.network, channel.account, channel.settings, credential.sealed,
      case when channel.mark_until > ${now} then channel.mark end as mark
    from (
      select remote.channel_id, min(remote.look_at) as since
      from remote join delivery on delivery.id = remote.delivery_id join channel on channel.id = remote.channel_id
      where remote.look_at <= ${now} and ${open(now)}
      group by remote.channel_id
    ) due
    join channel on channel.id = due.channel_id join credential on credential.channel_id = channel.id
    order by due.since`.execute(db)
  return rows.map(row => ({ ...row, mark: row.mark ?? undefined }))
}

/** Where its list is read on until then. */
export const keepMark = (db: Db, channel: number, mark: Json, until: Date | null) =>
  db
    .updateTable('channel')
    .set({ mark: mark === null ? null : JSON.stringify(mark), mark_until: until })
    .where('id', '=', channel)
    .execute()

/** A live copy and when it went live. */
export interface Copy {
  id: number
  remote: string
  live_at: Date
}

export interface Taken extends Copy {
  delivery_id: number
  missed_at: Date | null
}

/** Those of them that are live copies of ours: their readings came along unasked. */
export async function findCopies(db: Db, channel: number, remotes: readonly string[]): Promise<Copy[]> {
  if (remotes.length === 0) return []
  const { rows } = await sql<Copy>`
    select remote.id, remote.remote, remote.live_at
    from remote join delivery on delivery.id = remote.delivery_id
    where remote.channel_id = ${channel} and remote.remote = any(${remotes}::text[])
      and remote.ended_at is null and delivery.state = 'live'`.execute(db)
  return rows
}

/**
 * The next group of one channel, young ones first. Taking moves the look on, so that no other process looks at the
 * same time; a group is filled up with what is due soon, but begun only by what is due.
 */
export async function takeRemotes(
  db: Db,
  channel: number,
  given: { now: Date; soon: Date; until: Date; youngAfter: Date; most: number },
): Promise<Taken[]> {
  const { rows } = await sql<Taken>`
    with due as (
      select remote.id, remote.look_at
      from remote join delivery on delivery.id = remote.delivery_id join channel on channel.id = remote.channel_id
      where remote.channel_id = ${channel} and remote.look_at <= ${given.soon} and ${open(given.now)}
      order by remote.look_at <= ${given.now} desc, remote.live_at > ${given.youngAfter} desc, remote.look_at
      limit ${given.most}
      for update of remote skip locked
    )
    update remote set look_at = ${given.until} from due
    where remote.id = due.id and exists (select from due where due.look_at <= ${given.now})
    returning remote.id, remote.remote, remote.delivery_id, remote.live_at, remote.missed_at`.execute(db)
  return rows
}

export interface Read {
  id: number
  values: Counters
  /** When it is due next. */
  next: Date
}

/**
 * Keeps a group of readings in one statement. A snapshot is written where a counter differs from its last known value;
 * that it was looked at is kept in any case. A counter that was not given this time keeps its last known value.
 */
export const keepReadings = (db: Db, at: Date, readings: readonly Read[]) =>
  sql`
  with given as (
    select * from jsonb_to_recordset(${JSON.stringify(readings)}::jsonb) as t (id bigint, "values" jsonb, next timestamptz)
  ), changed as (
    insert into snapshot (remote_id, at, "values")
    select given.id, ${at}, given."values" from given join remote on remote.id = given.id
    where not remote.counters @> given."values"
    on conflict (remote_id, at) do update set "values" = snapshot."values" || excluded."values"
  )
  update remote set looked_at = ${at}, look_at = given.next, missed_at = null,
    counters = remote.counters || given."values"
  from given where remote.id = given.id`.execute(db)

/** Could not be read: due again then, and nothing else changes. */
export const lookAgain = (db: Db, ids: readonly number[], at: Date) =>
  ids.length ? db.updateTable('remote').set({ look_at: at }).where('id', 'in', ids).execute() : undefined

/** The network says for the first time that it is not there. */
export const keepMissed = (db: Db, id: number, at: Date, again: Date) =>
  db.updateTable('remote').set({ missed_at: at, look_at: again }).where('id', '=', id).execute()

/** Its last figures stay. Undefined when it had ended before. */
export const endRemote = (trx: Trx, id: number, at: Date) =>
  trx
    .updateTable('remote')
    .set({ ended_at: at, looked_at: at, look_at: null })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst()

/** False when another copy of the same delivery still stands. */
export async function wasLastCopy(trx: Trx, delivery: number): Promise<boolean> {
  const other = await trx
    .selectFrom('remote')
    .select('id')
    .where('delivery_id', '=', delivery)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return other === undefined
}

/** Each copy of the person's units with its latest counters; null where none was read yet. `before` is a delivery. */
export function latestSnapshots(
  db: Db,
  person: number,
  filter: { channel?: number; post?: number; delivery?: number; before?: number; most: number },
) {
  let query = db
    .selectFrom('remote')
    .innerJoin('delivery', 'delivery.id', 'remote.delivery_id')
    .innerJoin('channel', 'channel.id', 'remote.channel_id')
    .leftJoinLateral(
      eb =>
        eb
          .selectFrom('snapshot')
          .select(['snapshot.at', 'snapshot.values'])
          .whereRef('snapshot.remote_id', '=', 'remote.id')
          .orderBy('snapshot.at', 'desc')
          .limit(1)
          .as('latest'),
      join => join.onTrue(),
    )
    .select(['remote.delivery_id', 'delivery.post_id', 'remote.channel_id', 'channel.network'])
    .select(['channel.name as channel_name', 'remote.remote', 'remote.url', 'remote.live_at', 'remote.looked_at'])
    .select(['latest.at', 'latest.values'])
    .where('remote.ended_at', 'is', null)
    .where('delivery.unit_id', 'in', db.selectFrom('scope').select('unit_id').where('person_id', '=', person))
  if (filter.channel !== undefined) query = query.where('remote.channel_id', '=', filter.channel)
  if (filter.post !== undefined) query = query.where('delivery.post_id', '=', filter.post)
  if (filter.delivery !== undefined) query = query.where('delivery.id', '=', filter.delivery)
  if (filter.before !== undefined) query = query.where('delivery.id', '<', filter.before)
  return query.orderBy('delivery.id', 'desc').limit(filter.most).execute()
}
