import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import { notHeld } from '../../holds/queries.ts'
import type { Networks } from '../../ports/network.ts'
import { claimLength, problems, twinWithin } from '../delivery.ts'

/** A claimed delivery whose attempt has begun: the intention is committed, the call may follow. */
export interface Begun extends Claimed {
  attempt: number
  began_at: Date
  first_began_at: Date
}

/** A delivery under a claim of ours, with the channel it goes to. */
export interface Claimed {
  id: number
  claim: number
  unit_id: number
  post_id: number
  publication_id: number | null
  state: 'publishing' | 'settling' | 'unknown'
  content: unknown
  options: unknown
  digest: string
  attempts: number
  looks: number
  doubt_at: Date | null
  ask_at: Date | null
  not_after: Date | null
  ticket: unknown
  stop_asked_at: Date | null
  channel_id: number
  network: string
  account: string
  channel_name: string
  settings: unknown
  sealed: Uint8Array | null
}

/** What a claim is made for. */
export interface Asked {
  most: number
  /** How many of a network. */
  left(network: string): number
  /** False where this process cannot read them: then only what carries none. */
  pictures: boolean
}

/**
 * The next due delivery of each free channel, urgent first, then oldest: one statement takes it, moves its state and
 * writes down the intention to send it. A row that comes back was due, in force and under no hold at that moment, and
 * is sent next or given back; nothing of it was committed where the process ends before it comes back.
 * What is due runs on the business clock, the claim on the database's. `offset 0` keeps the planner from turning the
 * conditions into joins: it walks the index of a channel in order and stops at the first row that passes. With 40
 * channels of 50 waiting rows each, the joined form judged every row and took 32 ms, this one about 2 ms.
 */
export async function claimDue(db: Db, now: Date, networks: Networks, asked: Asked): Promise<Begun[]> {
  const { most, left, pictures } = asked
  const paces = [...networks].map(([network, { about }]) => ({
    network,
    claim_ms: claimLength(about.traits),
    spacing_ms: about.traits.spacing,
    most: Math.max(0, left(network)),
  }))
  const query = sql<Begun>`/* prepared */
    with pace as (
      select * from jsonb_to_recordset(${JSON.stringify(paces)}::jsonb)
        as t (network text, claim_ms double precision, spacing_ms double precision, most integer)
    ), free as materialized (
      select channel.id, channel.network, pace.claim_ms, pace.spacing_ms, pace.most
      from channel join pace on pace.network = channel.network
      where channel.ended_at is null
        and (channel.rest_until is null or channel.rest_until <= ${now})
        and (channel.next_at is null or channel.next_at <= ${now})
        and channel.id not in (select f.channel_id from delivery f where f.state = 'publishing')
    ), first as (
      select first.*, free.claim_ms, free.spacing_ms, free.most,
        row_number() over (partition by free.network order by first.urgent desc, first.due_at, first.id) as place
      from free cross join lateral (
        select delivery.id, delivery.channel_id, delivery.urgent, delivery.due_at
        from (
          select q.* from delivery q
          where q.channel_id = free.id and q.state = 'queued' and q.due_at <= ${now}
          order by q.urgent desc, q.due_at, q.id
          offset 0
        ) delivery
        where ${inForce} and ${inTime(now)} and ${noTwin(now)} and ${notHeld(now, sql`free.network`)}
          and (${pictures} or coalesce(jsonb_array_length(delivery.content -> 'pictures'), 0) = 0)
        limit 1
      ) first
    ), due as (
      select first.id, first.channel_id, first.claim_ms, first.spacing_ms from first where first.place <= first.most
      order by first.urgent desc, first.due_at, first.id
      limit ${most}
    ), taken as (
      select delivery.id, due.channel_id, due.claim_ms, due.spacing_ms
      from delivery join due on due.id = delivery.id
      -- Judged once more by the row as it is when it is locked: a person may have cancelled or moved it meanwhile.
      where delivery.state = 'queued' and delivery.due_at <= ${now}
      for update of delivery skip locked
    ), paced as (
      update channel set next_at = ${now}::timestamptz + taken.spacing_ms * interval '1 millisecond'
      from taken where channel.id = taken.channel_id and taken.spacing_ms > 0
    ), claimed as (
      update delivery set state = 'publishing', claim = delivery.claim + 1, changed_at = ${now},
        attempts = delivery.attempts + 1, doubt_at = null, looks = 0,
        claimed_until = clock_timestamp() + taken.claim_ms * interval '1 millisecond'
      from taken where delivery.id = taken.id and delivery.state = 'queued'
      returning delivery.*
    ), begun as (
      insert into attempt (delivery_id, number, claim, began_at)
      select id, attempts, claim, ${now} from claimed
      returning id, delivery_id, began_at
    )
    select ${claimedColumns}, begun.id as attempt, begun.began_at,
      coalesce((select min(a.began_at) from attempt a where a.delivery_id = claimed.id), ${now}) as first_began_at
    from claimed join begun on begun.delivery_id = claimed.id
    join channel on channel.id = claimed.channel_id left join credential on credential.channel_id = channel.id`
  for (let chances = 3; ; chances--) {
    try {
      return (await query.execute(db)).rows
    } catch (cause) {
      if (!isLostRace(cause)) throw cause
      // Another process claimed on one of these channels between our reading and our writing: it was first there, and
      // what else we would have taken is still to be had.
      if (chances === 0) return []
    }
  }
}

/**
 * Settling and unknown deliveries whose look is due. A channel that the network blocks, or that waits to be connected
 * again, is left alone; the state stays as it is. An allowance that runs low rests measuring, never this.
 */
export async function claimLooks(db: Db, now: Date, networks: Networks, most: number): Promise<Claimed[]> {
  const paces = [...networks].map(([network, { about }]) => ({ network, claim_ms: claimLength(about.traits) }))
  const { rows } = await sql<Claimed>`/* prepared */
    with pace as (
      select * from jsonb_to_recordset(${JSON.stringify(paces)}::jsonb) as t (network text, claim_ms double precision)
    ), taken as (
      select delivery.id, pace.claim_ms
      from delivery
      join channel on channel.id = delivery.channel_id join pace on pace.network = channel.network
      where delivery.state in ('settling', 'unknown') and delivery.look_at <= ${now}
        and (delivery.claimed_until is null or delivery.claimed_until < clock_timestamp())
        and (channel.rest_until is null or channel.rest_until <= ${now})
        and not exists (
          select from hold h where h.channel_id = channel.id and h.reason = 'channel.reconnect' and h.lifted_at is null)
      order by delivery.look_at
      limit ${most}
      for update of delivery skip locked
    ), claimed as (
      update delivery set claim = delivery.claim + 1,
        claimed_until = clock_timestamp() + taken.claim_ms * interval '1 millisecond'
      from taken where delivery.id = taken.id
      returning delivery.*
    )
    select ${claimedColumns} from claimed
    join channel on channel.id = claimed.channel_id left join credential on credential.channel_id = channel.id`.execute(
    db,
  )
  return rows
}

const claimedColumns = sql`claimed.id, claimed.claim, claimed.unit_id, claimed.post_id, claimed.publication_id,
  claimed.state, claimed.content, claimed.options, claimed.digest, claimed.attempts, claimed.looks, claimed.doubt_at,
  claimed.ask_at, claimed.not_after, claimed.ticket, claimed.stop_asked_at, claimed.channel_id, channel.network,
  channel.account, channel.name as channel_name, channel.settings, credential.sealed`

/** True when the claim is still ours; it then lasts a whole length from now. */
export async function renewClaim(db: Db, id: number, claim: number, milliseconds: number): Promise<boolean> {
  const { rows } = await sql`
    update delivery set claimed_until = clock_timestamp() + ${milliseconds} * interval '1 millisecond'
    where id = ${id} and claim = ${claim} and claimed_until > clock_timestamp() returning id`.execute(db)
  return rows.length === 1
}

/** True when stored: the claim is still ours. */
export async function saveTicket(db: Db, id: number, claim: number, ticket: string): Promise<boolean> {
  const { rows } = await sql`
    update delivery set ticket = ${ticket}::jsonb
    where id = ${id} and claim = ${claim} and claimed_until > clock_timestamp() returning id`.execute(db)
  return rows.length === 1
}

/** Where the claim is lost it says nothing: the next request finds that out. */
export async function saveProgress(db: Db, id: number, claim: number, done: number, total: number): Promise<void> {
  await sql`update delivery set sent_bytes = ${done}, total_bytes = ${total}
    where id = ${id} and claim = ${claim}`.execute(db)
}

export interface Attempted {
  id: number
  number: number
  began_at: Date
  first_began_at: Date
}

/** The last attempt of each of these deliveries. */
export async function lastAttempts(db: Db, deliveries: readonly number[]): Promise<Map<number, Attempted>> {
  if (deliveries.length === 0) return new Map()
  const { rows } = await sql<Attempted & { delivery_id: number }>`
    select distinct on (delivery_id) delivery_id, id, number, began_at,
      min(began_at) over (partition by delivery_id) as first_began_at
    from attempt where delivery_id in (${sql.join(deliveries)})
    order by delivery_id, number desc`.execute(db)
  return new Map(rows.map(row => [row.delivery_id, row]))
}

/** Publishing rows whose claim ended, locked for the transaction; `begun` when an attempt of that claim exists. */
export const endedClaims = (db: Db, most: number) =>
  sql<{ id: number; claim: number; begun: boolean }>`
    select delivery.id, delivery.claim,
      exists (select from attempt a where a.delivery_id = delivery.id and a.claim = delivery.claim) as begun
    from delivery
    where delivery.state = 'publishing' and delivery.claimed_until < clock_timestamp()
    order by delivery.claimed_until limit ${most}
    for update skip locked`.execute(db)

/**
 * Of these remotes, the ones another delivery of the channel owns. With `second`, also this delivery's own copy of an
 * earlier attempt: what is left is the open attempt's.
 */
export async function takenRemotes(
  db: Db,
  channel: number,
  remotes: readonly string[],
  delivery: number,
  second = false,
): Promise<Set<string>> {
  if (remotes.length === 0) return new Set()
  const { rows } = await sql<{ remote: string }>`
    select remote from remote
    where channel_id = ${channel} and remote = any(${[...remotes]}::text[])
      and (delivery_id <> ${delivery} or (${second} and exists (
        select from delivery where id = ${delivery} and earlier_live_at is not null)))`.execute(db)
  return new Set(rows.map(row => row.remote))
}

/**
 * Queued deliveries that only a person may send: past their `not_after`, or equal to what went live on the same
 * channel within the week. Each gets its hold with the reason, once; a hold that was lifted is a yes.
 */
export async function holdDoubtful(db: Db, now: Date): Promise<number> {
  const late = sql`
    insert into hold (scope, delivery_id, reason, why, since)
    select 'delivery', delivery.id, 'delivery.too_late', ${JSON.stringify(problems.tooLate)}::jsonb, ${now}
    from delivery where delivery.state = 'queued' and delivery.due_at <= ${now} and ${inForce} and not ${inTime(now)}
    on conflict do nothing`
  const twins = sql`
    insert into hold (scope, delivery_id, reason, why, since)
    select 'delivery', delivery.id, 'delivery.twin', ${JSON.stringify(problems.twin)}::jsonb, ${now}
    from delivery where delivery.state = 'queued' and delivery.due_at <= ${now} and ${inForce}
      and ${liveTwin(now)} and not ${allowed('delivery.twin')}
    on conflict do nothing`
  const placed = [await late.execute(db), await twins.execute(db)]
  return placed.reduce((sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0), 0)
}

/** Milliseconds by which this process's clock runs ahead of the database's. */
export async function clockGap(db: Db, wall: () => number): Promise<number> {
  const before = wall()
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db)
  const after = wall()
  return (before + after) / 2 - (rows[0]?.at.getTime() ?? 0)
}

/** Its approval stands and nobody asked to stop it. */
const inForce = sql<boolean>`(delivery.stop_asked_at is null and exists (
  select from approval where approval.id = delivery.approval_id and approval.voided_at is null offset 0)
  and not exists (
    select from publication where publication.id = delivery.publication_id and publication.state = 'withdrawn' offset 0))`

const inTime = (now: Date): RawBuilder<boolean> =>
  sql<boolean>`(delivery.not_after is null or delivery.not_after >= ${now} or ${allowed('delivery.too_late')})`

/** Equal content of which we do not know how it ended waits for that; live content waits for a person. */
const noTwin = (now: Date): RawBuilder<boolean> => sql<boolean>`not exists (
  select from delivery twin
  where twin.channel_id = delivery.channel_id and twin.digest = delivery.digest and twin.id <> delivery.id
    and twin.state in ('publishing', 'settling', 'unknown') offset 0)
  and (not ${liveTwin(now)} or ${allowed('delivery.twin')})`

const liveTwin = (now: Date): RawBuilder<boolean> => sql<boolean>`exists (
  select from delivery twin
  where twin.channel_id = delivery.channel_id and twin.digest = delivery.digest and twin.id <> delivery.id
    and twin.state = 'live' and twin.live_at > ${new Date(now.getTime() - twinWithin)} offset 0)`

/** A hold of this cause was lifted: a person said yes. */
const allowed = (cause: 'delivery.too_late' | 'delivery.twin'): RawBuilder<boolean> => sql<boolean>`exists (
  select from hold yes where yes.delivery_id = delivery.id and yes.reason = ${cause} and yes.lifted_at is not null)`

const isLostRace = (cause: unknown): boolean => {
  const code = (cause as { code?: string }).code
  return code === '23505' || code === '40P01'
}
