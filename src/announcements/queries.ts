import { sql } from 'kysely'
import { z } from 'zod'
import type { Db, Trx } from '../db/open.ts'
import { notHeld } from '../holds/queries.ts'
import { problemShape } from '../ports/content.ts'
import type { Audience, Problem } from '../ports/network.ts'
import type { Announcement, Item, State } from './announcement.ts'

const itemsShape = z.array(
  z.object({ delivery: z.number(), remote: z.string(), url: z.string().nullable(), title: z.string() }),
)
const audienceShape: z.ZodType<Audience> = z.record(z.string(), z.array(z.string()))

interface Row {
  id: number
  channel_id: number
  channel_name: string
  network: string
  account: string
  unit_id: number
  state: State
  items: unknown
  audience: unknown
  digest: string
  due_at: Date
  written_by: number
  writer: string
  approved_by: number | null
  approver: string | null
  began_at: Date | null
  ended_at: Date | null
  why: unknown
}

const asAnnouncement = (row: Row): Announcement => ({
  id: row.id,
  channel: { id: row.channel_id, name: row.channel_name, network: row.network, account: row.account },
  unit: row.unit_id,
  state: row.state,
  items: itemsShape.parse(row.items),
  audience: audienceShape.parse(row.audience),
  digest: row.digest,
  dueAt: row.due_at,
  writtenBy: { id: row.written_by, name: row.writer },
  approvedBy: row.approved_by === null ? null : { id: row.approved_by, name: row.approver ?? '' },
  beganAt: row.began_at,
  endedAt: row.ended_at,
  why: problemShape.safeParse(row.why).data ?? null,
})

const columns = sql`a.id, a.channel_id, channel.name as channel_name, channel.network, channel.account, a.unit_id, a.state,
  a.items, a.audience, a.digest, a.due_at, a.written_by, writer.name as writer, a.approved_by, approver.name as approver,
  a.began_at, a.ended_at, a.why`
const joined = sql`join channel on channel.id = a.channel_id join person writer on writer.id = a.written_by
  left join person approver on approver.id = a.approved_by`

/** Of channels of the units this person may see: what waits first, then the newest. */
export async function announcementsSeen(db: Db, person: number, most: number): Promise<Announcement[]> {
  const { rows } = await sql<Row>`select ${columns} from announcement a ${joined}
    where a.unit_id in (select unit_id from scope where person_id = ${person})
    order by array_position(array['unknown', 'sending', 'draft', 'approved'], a.state) nulls last, a.due_at desc, a.id desc
    limit ${most}`.execute(db)
  return rows.map(asAnnouncement)
}

/** In a transaction that decides about it, the row is held until the end. */
export async function findAnnouncement(
  db: Db,
  person: number,
  id: number,
  lock = false,
): Promise<Announcement | undefined> {
  const { rows } = await sql<Row>`select ${columns} from announcement a ${joined}
    where a.id = ${id} and a.unit_id in (select unit_id from scope where person_id = ${person})
    ${lock ? sql`for update of a` : sql``}`.execute(db)
  return rows[0] && asAnnouncement(rows[0])
}

/** Copies of a channel that are up now, newest first; of these, or the last ones. */
export async function liveItems(
  db: Db,
  channel: number,
  most: number,
  deliveries?: readonly number[],
): Promise<Item[]> {
  const { rows } = await sql<Item>`
    select delivery.id as delivery, remote.remote, remote.url,
      coalesce(delivery.content ->> 'title', post.brief ->> 'title', '') as title
    from delivery join remote on remote.delivery_id = delivery.id and remote.ended_at is null
    join post on post.id = delivery.post_id
    where delivery.channel_id = ${channel} and delivery.state = 'live' and delivery.stop_asked_at is null
      ${deliveries ? sql`and delivery.id = any(${deliveries}::bigint[])` : sql``}
    order by delivery.live_at desc, delivery.id desc limit ${most}`.execute(db)
  return rows
}

export const addAnnouncement = (
  trx: Trx,
  given: {
    channel: number
    unit: number
    items: readonly Item[]
    audience: Audience
    digest: string
    dueAt: Date
    day: string
    by: number
    at: Date
  },
): Promise<{ id: number }> =>
  trx
    .insertInto('announcement')
    .values({
      channel_id: given.channel,
      unit_id: given.unit,
      items: JSON.stringify(given.items),
      audience: JSON.stringify(given.audience),
      digest: given.digest,
      due_at: given.dueAt,
      day: given.day,
      written_by: given.by,
      written_at: given.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()

/** Whether a channel's day is used up, or promised to another one. */
export async function isDayTaken(db: Db, channel: number, day: string): Promise<boolean> {
  const row = await db
    .selectFrom('announcement')
    .select('id')
    .where('channel_id', '=', channel)
    .where('day', '=', sql<string>`${day}::date`)
    .where('state', 'in', ['approved', 'sending', 'sent', 'unknown'])
    .executeTakeFirst()
  return row !== undefined
}

/** How many went out, or may have, since: what a network's monthly allowance is counted from. */
export const countSince = async (db: Db, channel: number, since: string): Promise<number> =>
  (
    await db
      .selectFrom('announcement')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('channel_id', '=', channel)
      .where('day', '>=', sql<string>`${since}::date`)
      .where('state', 'in', ['sending', 'sent', 'unknown'])
      .executeTakeFirstOrThrow()
  ).n

/** One at a time decides about a channel's days. */
export const lockChannel = (trx: Trx, channel: number) =>
  trx.selectFrom('channel').select('id').where('id', '=', channel).forUpdate().executeTakeFirst()

/** False when its state is not the one that was seen. */
export async function moveAnnouncement(
  trx: Trx,
  id: number,
  from: State,
  set: {
    state: State
    approved_by?: number
    approved_at?: Date
    send_at?: Date
    ended_at?: Date
    why?: Problem
  },
): Promise<boolean> {
  const { why, ...columns } = set
  const row = await trx
    .updateTable('announcement')
    .set({ ...columns, ...(why && { why: JSON.stringify(why) }) })
    .where('id', '=', id)
    .where('state', '=', from)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export interface Claimed extends Announcement {
  claim: number
  connection: {
    channel_id: number
    network: string
    account: string
    settings: unknown
    sealed: Uint8Array | null
  }
}

/**
 * The next that is due, under a claim on the database's clock. From here on it counts as begun: whoever dies with it in
 * hand leaves it unknown, because nobody can say whether the call had left.
 */
export async function claimAnnouncement(
  db: Db,
  now: Date,
  networks: readonly string[],
  claimMs: number,
): Promise<Claimed | undefined> {
  const { rows } = await sql<Row & { claim: number; settings: unknown; sealed: Uint8Array | null }>`
    with due as (
      select a.id from announcement a join channel on channel.id = a.channel_id
      cross join lateral (select -a.id as id, a.channel_id, a.unit_id, null::bigint as publication_id offset 0) delivery
      where a.state = 'approved' and a.send_at <= ${now} and channel.network = any(${networks}::text[])
        and channel.ended_at is null and (channel.rest_until is null or channel.rest_until <= ${now})
        and ${notHeld(now)}
      order by a.send_at limit 1 for update of a skip locked
    ), a as (
      update announcement set state = 'sending', claim = claim + 1, began_at = ${now},
        claimed_until = clock_timestamp() + ${claimMs} * interval '1 millisecond'
      from due where announcement.id = due.id and announcement.state = 'approved'
      returning announcement.*
    )
    select ${columns}, a.claim, channel.settings, credential.sealed from a ${joined}
    left join credential on credential.channel_id = a.channel_id`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const { network, account, settings, sealed } = row
  const connection = { channel_id: row.channel_id, network, account, settings, sealed }
  return { ...asAnnouncement(row), claim: row.claim, connection }
}

export const renewAnnouncement = async (db: Db, id: number, claim: number, claimMs: number): Promise<boolean> =>
  (
    await sql`update announcement set claimed_until = clock_timestamp() + ${claimMs} * interval '1 millisecond'
      where id = ${id} and claim = ${claim} and state = 'sending' returning id`.execute(db)
  ).rows.length > 0

/** The end under its claim. What was sent after all is true also when somebody took it for unknown meanwhile. */
export async function endAnnouncement(
  trx: Trx,
  { id, claim }: Pick<Claimed, 'id' | 'claim'>,
  end: { state: 'sent' | 'refused' | 'unknown' | 'approved'; why?: Problem; message?: string; sendAt?: Date },
  at: Date,
): Promise<boolean> {
  const states: State[] = end.state === 'sent' ? ['sending', 'unknown'] : ['sending']
  const row = await trx
    .updateTable('announcement')
    .set({
      state: end.state,
      why: end.why ? JSON.stringify(end.why) : null,
      message: end.message ?? null,
      claimed_until: null,
      ...(end.state === 'approved' ? { send_at: end.sendAt ?? at } : { ended_at: at }),
    })
    .where('id', '=', id)
    .where('claim', '=', claim)
    .where('state', 'in', states)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Claims that ended without an answer. */
export async function endedClaims(trx: Trx, at: Date, why: Problem): Promise<{ id: number; unit_id: number }[]> {
  const { rows } = await sql<{ id: number; unit_id: number }>`
    update announcement set state = 'unknown', claimed_until = null, ended_at = ${at}, why = ${JSON.stringify(why)}::jsonb
    where state = 'sending' and claimed_until < clock_timestamp() returning id, unit_id`.execute(trx)
  return rows
}

/** Approved ones whose time has come: the caller judges whether it has passed. */
export const comingDue = async (
  db: Db,
  now: Date,
): Promise<{ id: number; unit: number; dueAt: Date; network: string }[]> =>
  db
    .selectFrom('announcement')
    .innerJoin('channel', 'channel.id', 'announcement.channel_id')
    .select(['announcement.id', 'announcement.unit_id as unit', 'due_at as dueAt', 'network'])
    .where('state', '=', 'approved')
    .where('due_at', '<=', now)
    .execute()
