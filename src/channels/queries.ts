import { sql } from 'kysely'
import type { Db } from '../db/open.ts'
import type { Role } from '../db/tables/people.ts'
import type { Notice, Problem } from '../ports/network.ts'
import type { Connection } from './channel.ts'

/** The units where this person may connect channels. An API token acts with its own role only. */
export async function mayConnect(db: Db, by: { id: number; role?: Role }, unit: number): Promise<boolean> {
  if (by.role && by.role !== 'admin') return false
  const row = await db
    .selectFrom('scope')
    .select('unit_id')
    .where('person_id', '=', by.id)
    .where('unit_id', '=', unit)
    .where('role', '=', 'admin')
    .executeTakeFirst()
  return row !== undefined
}

export interface ChannelCard {
  id: number
  unit_id: number
  unit_name: string
  network: string
  account: string
  name: string
  settings: unknown
  rest_until: Date | null
  rest_why: unknown
  warnings: unknown
  inspected_at: Date | null
  ended_at: Date | null
  expires_at: Date | null
  connected: boolean
  /** Asks to be connected again since then. */
  reconnect_since: Date | null
  reconnect_why: unknown
  waiting: number
  last_live_at: Date | null
}

/** Channels of the units this person may see, the worst first. */
export const channelCards = (db: Db, person: number) =>
  sql<ChannelCard>`
    select channel.id, channel.unit_id, unit.name as unit_name, channel.network, channel.account, channel.name,
      channel.settings, channel.rest_until, channel.rest_why, channel.warnings, channel.inspected_at, channel.ended_at,
      credential.expires_at, credential.channel_id is not null as connected,
      h.since as reconnect_since, h.why as reconnect_why,
      (select count(*) from delivery d where d.channel_id = channel.id and d.state = 'queued') as waiting,
      (select max(r.live_at) from remote r where r.channel_id = channel.id) as last_live_at
    from channel
    join unit on unit.id = channel.unit_id
    left join credential on credential.channel_id = channel.id
    left join hold h on h.channel_id = channel.id and h.reason = 'channel.reconnect' and h.lifted_at is null
    where channel.unit_id in (select unit_id from scope where person_id = ${person})
    order by channel.ended_at is not null, h.since is null, channel.rest_until is null, unit.name, channel.name`
    .execute(db)
    .then(result => result.rows)

export const findChannel = (db: Db, person: number, id: number) =>
  db
    .selectFrom('channel')
    .selectAll('channel')
    .where('channel.id', '=', id)
    .where('channel.unit_id', 'in', query =>
      query.selectFrom('scope').select('unit_id').where('person_id', '=', person),
    )
    .executeTakeFirst()

/** By what the network calls it, wherever it belongs. */
export const findByAccount = (db: Db, network: string, account: string) =>
  db.selectFrom('channel').selectAll().where('network', '=', network).where('account', '=', account).executeTakeFirst()

export const connectionOf = (db: Db, id: number): Promise<Connection | undefined> =>
  db
    .selectFrom('channel')
    .leftJoin('credential', 'credential.channel_id', 'channel.id')
    .select(['channel.id as channel_id', 'network', 'account', 'settings', 'credential.sealed'])
    .where('channel.id', '=', id)
    .executeTakeFirst()

/** Any connected channel of a network, the last one that worked first: for one read that tells whether it answers. */
export const anyConnection = (db: Db, network: string): Promise<Connection | undefined> =>
  db
    .selectFrom('channel')
    .innerJoin('credential', 'credential.channel_id', 'channel.id')
    .select(['channel.id as channel_id', 'network', 'account', 'settings', 'credential.sealed'])
    .where('network', '=', network)
    .where('ended_at', 'is', null)
    .orderBy(sql`inspected_at desc nulls last`)
    .executeTakeFirst()

export const addChannel = (
  db: Db,
  channel: { unit: number; network: string; account: string; name: string; settings: string; at: Date },
) =>
  db
    .insertInto('channel')
    .values({
      unit_id: channel.unit,
      network: channel.network,
      account: channel.account,
      name: channel.name,
      settings: channel.settings,
      created_at: channel.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()

/** Connected again: the name may have changed, the rest of an earlier trouble is over. */
/** A rest stays: the network gave it to the account, and a new connection ends no "stop for a day". */
export const reviveChannel = (db: Db, id: number, name: string) =>
  db.updateTable('channel').set({ name, ended_at: null, inspected_at: null }).where('id', '=', id).execute()

export const storeCredential = (
  db: Db,
  channel: number,
  given: { sealed: Uint8Array; expiresAt: Date | null; at: Date },
) =>
  db
    .insertInto('credential')
    .values({ channel_id: channel, sealed: given.sealed, expires_at: given.expiresAt, stored_at: given.at })
    .onConflict(conflict =>
      conflict.column('channel_id').doUpdateSet({
        sealed: given.sealed,
        expires_at: given.expiresAt,
        stored_at: given.at,
        version: sql`credential.version + 1`,
        claimed_until: null,
        renew_at: null,
      }),
    )
    .execute()

/** What could not be read while the channel was out is read now. */
export const lookNow = (db: Db, channel: number, at: Date) =>
  db
    .updateTable('delivery')
    .set({ look_at: at })
    .where('channel_id', '=', channel)
    .where('state', 'in', ['settling', 'unknown'])
    .execute()

export const keepWarnings = (db: Db, channel: number, warnings: readonly Problem[]) =>
  db
    .updateTable('channel')
    .set({ warnings: JSON.stringify(warnings) })
    .where('id', '=', channel)
    .execute()

export const keepInspection = (db: Db, channel: number, at: Date, expiresAt: Date | null | undefined) =>
  db.transaction().execute(async trx => {
    await trx.updateTable('channel').set({ inspected_at: at }).where('id', '=', channel).execute()
    if (expiresAt !== undefined)
      await trx.updateTable('credential').set({ expires_at: expiresAt }).where('channel_id', '=', channel).execute()
  })

/** Channels whose daily look is due; taking one marks it looked at, so that one process looks. */
export async function takeInspections(db: Db, now: Date, before: Date, most: number): Promise<Connection[]> {
  const { rows } = await sql<Connection>`
    with taken as (
      select channel.id from channel join credential on credential.channel_id = channel.id
      where channel.ended_at is null and (channel.inspected_at is null or channel.inspected_at <= ${before})
        and not exists (
          select from hold h where h.channel_id = channel.id and h.reason = 'channel.reconnect' and h.lifted_at is null)
      order by channel.inspected_at nulls first limit ${most}
      for update of channel skip locked
    ), marked as (
      update channel set inspected_at = ${now} from taken where channel.id = taken.id
      returning channel.id, channel.network, channel.account, channel.settings
    )
    select marked.id as channel_id, marked.network, marked.account, marked.settings, credential.sealed
    from marked join credential on credential.channel_id = marked.id`.execute(db)
  return rows
}

/** Remarks of an adapter: how long to rest, and what the operator should know. A rest is never shortened. */
export async function keepNotices(db: Db, channel: Connection, notices: readonly Notice[]): Promise<void> {
  for (const notice of notices) {
    const why = JSON.stringify(notice.why)
    const these =
      notice.is === 'rest' && notice.of === 'app' ? sql`network = ${channel.network}` : sql`id = ${channel.channel_id}`
    switch (notice.is) {
      case 'rest': {
        const column = sql.ref(notice.what === 'reading' ? 'rest_reading_until' : 'rest_until')
        await sql`update channel set ${column} = ${notice.until}, rest_why = ${why}::jsonb
          where ${these} and (${column} is null or ${column} < ${notice.until})`.execute(db)
        if (notice.what === 'everything')
          await sql`update channel set rest_reading_until = ${notice.until}
            where ${these} and (rest_reading_until is null or rest_reading_until < ${notice.until})`.execute(db)
        break
      }
      case 'warning':
        // One of each code, the newest twenty: an adapter may repeat itself at every call.
        await sql`update channel set warnings = (
            select coalesce(jsonb_agg(w.value), '[]') from (
              select ${why}::jsonb as value
              union all
              (select value from jsonb_array_elements(warnings) where value ->> 'code' <> ${notice.why.code} limit 19)
            ) w)
          where id = ${channel.channel_id} and not warnings @> ${`[${why}]`}::jsonb`.execute(db)
        break
      case 'incomplete':
        // Of one delivery, and kept beside it.
        break
      default:
        notice satisfies never
    }
  }
}

/** The network asks for a new connection: the channel's deliveries wait, none is lost. Stands once. */
export const askToReconnect = (db: Db, channel: number, why: Problem, at: Date) =>
  db
    .insertInto('hold')
    .values({ scope: 'channel', channel_id: channel, reason: 'channel.reconnect', why: JSON.stringify(why), since: at })
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()

export const liftReconnect = (db: Db, channel: number, at: Date, person: number) =>
  db
    .updateTable('hold')
    .set({ lifted_at: at, lifted_by: person })
    .where('channel_id', '=', channel)
    .where('reason', '=', 'channel.reconnect')
    .where('lifted_at', 'is', null)
    .execute()

export const addConsent = (
  db: Db,
  consent: {
    stateHash: string
    network: string
    unit: number
    channel: number | null
    person: number
    sealed: Uint8Array
    at: Date
  },
) =>
  db
    .insertInto('consent')
    .values({
      state_hash: consent.stateHash,
      network: consent.network,
      unit_id: consent.unit,
      channel_id: consent.channel,
      person_id: consent.person,
      sealed: consent.sealed,
      begun_at: consent.at,
    })
    .execute()

/** Once, and only for the person who began it: a state token that was seen elsewhere is worth nothing. */
export const takeReturn = (db: Db, stateHash: string, person: number, since: Date, at: Date) =>
  db
    .updateTable('consent')
    .set({ finished_at: at })
    .where('state_hash', '=', stateHash)
    .where('person_id', '=', person)
    .where('begun_at', '>=', since)
    .where('finished_at', 'is', null)
    .returningAll()
    .executeTakeFirst()

export const keepAccounts = (db: Db, stateHash: string, sealed: Uint8Array) =>
  db.updateTable('consent').set({ sealed }).where('state_hash', '=', stateHash).execute()

export const findConsent = (db: Db, stateHash: string, person: number, since: Date) =>
  db
    .selectFrom('consent')
    .selectAll()
    .where('state_hash', '=', stateHash)
    .where('person_id', '=', person)
    .where('begun_at', '>=', since)
    .where('finished_at', 'is not', null)
    .where('used_at', 'is', null)
    .executeTakeFirst()

/** What was sealed for the choice is forgotten with it. */
export const endConsent = (db: Db, stateHash: string, at: Date) =>
  db
    .updateTable('consent')
    .set({ used_at: at, sealed: null })
    .where('state_hash', '=', stateHash)
    .where('used_at', 'is', null)
    .returning('state_hash')
    .executeTakeFirst()
