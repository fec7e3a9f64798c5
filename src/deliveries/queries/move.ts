import { sql } from 'kysely'
import { record } from '../../audit/queries.ts'
import type { Db, Trx } from '../../db/open.ts'
import { placeCause } from '../../holds/queries.ts'
import type { Problem } from '../../ports/network.ts'
import type { Standing } from '../delivery.ts'
import type { Event, Moved } from '../moves.ts'
import { move } from '../moves.ts'

/** What came of a step, kept beside the move it caused. */
export interface Answered {
  attempt: number
  step: 'publish' | 'reconcile' | 'person'
  is: string
  why?: Problem
  tookMs?: number
}

export interface Live {
  id: string
  url?: string
  at: Date
}

export interface Doer {
  person?: number
  via: 'desk' | 'api' | 'cli' | 'rule' | 'job'
}

export const byJob: Doer = { via: 'job' }

export interface Carry {
  id: number
  /** Only while this claim is the last one. Left out where a person or a late answer moves the row. */
  claim?: number
  /** Only while this attempt is the last one begun. */
  attempts?: number
  event: Event
  at: Date
  doer: Doer
  answered?: Answered
  /** The live copy, for moves to `live`. */
  remote?: Live
  detail?: Readonly<Record<string, unknown>>
}

export type Carried =
  | { is: 'moved'; from: Standing['state']; move: Moved }
  /** Somebody else was first, or the row is past this event. */
  | { is: 'lost'; state: Standing['state'] | undefined }
  /** The live copy already belongs to another delivery. */
  | { is: 'taken' }

/** One move, with everything that has to be written beside it, or nothing at all. */
export async function carry(db: Db, given: Carry): Promise<Carried> {
  try {
    return await db.transaction().execute(trx => carryIn(trx, given))
  } catch (cause) {
    if (given.remote && isTakenRemote(cause)) return { is: 'taken' }
    throw cause
  }
}

export async function carryIn(trx: Trx, given: Carry): Promise<Carried> {
  const row = await standingOf(trx, given.id)
  if (!row || (given.claim !== undefined && row.claim !== given.claim)) return { is: 'lost', state: row?.state }
  if (given.attempts !== undefined && row.attempts !== given.attempts) return { is: 'lost', state: row.state }
  const next = move(row, given.event, given.at)
  if (next.is === 'illegal') return { is: 'lost', state: row.state }
  const done = await trx
    .updateTable('delivery')
    .set({ ...columnsOf(next), changed_at: given.at, claimed_until: null })
    // Whoever held a claim on the old state must not find it valid on the new one.
    .$if(given.claim === undefined, query => query.set({ claim: sql`claim + 1` }))
    .where('id', '=', given.id)
    .where('state', '=', row.state)
    .where('claim', '=', row.claim)
    .returning(['unit_id', 'channel_id'])
    .executeTakeFirst()
  if (!done) return { is: 'lost', state: row.state }
  if (given.answered) await addAnswer(trx, given.answered, given.at, given.remote?.id)
  if (next.to === 'live' && given.remote) await addRemote(trx, given.id, done.channel_id, given.remote)
  for (const beside of next.beside) {
    switch (beside.is) {
      case 'hold_channel':
        await placeCause(trx, { scope: 'channel', channel: done.channel_id }, 'channel.reconnect', beside.why, given.at)
        break
      case 'hold_delivery':
        await placeCause(trx, { scope: 'delivery', delivery: given.id }, 'delivery.too_late', beside.why, given.at)
        break
      case 'propose_removal':
        await proposeRemoval(trx, given.id, given.at)
        break
      default:
        beside satisfies never
    }
  }
  if (next.to !== row.state || given.doer.person !== undefined)
    await record(trx, {
      at: given.at,
      person: given.doer.person,
      via: given.doer.via,
      verb: verbOf(row.state, given.event, next),
      subject: 'delivery',
      subjectId: given.id,
      unit: done.unit_id,
      detail: { from: row.state, to: next.to, why: next.patch.why?.code, ...given.detail },
    })
  return { is: 'moved', from: row.state, move: next }
}

const verbOf = (from: Standing['state'], event: Event, next: Moved): string =>
  next.to === from ? `delivery.${event.is}` : `delivery.${next.to}`

/** The row with the facts its moves depend on, locked. */
async function standingOf(trx: Trx, id: number): Promise<(Standing & { claim: number }) | undefined> {
  const row = await trx
    .selectFrom('delivery')
    .innerJoin('approval', 'approval.id', 'delivery.approval_id')
    .leftJoin('publication', 'publication.id', 'delivery.publication_id')
    .select(['delivery.state', 'delivery.claim', 'delivery.attempts', 'delivery.looks', 'delivery.doubt_at'])
    .select(['delivery.ask_at', 'delivery.stop_asked_at', 'delivery.not_after', 'approval.voided_at'])
    .select('publication.state as publication_state')
    .where('delivery.id', '=', id)
    .forUpdate('delivery')
    .executeTakeFirst()
  return (
    row && {
      state: row.state,
      claim: row.claim,
      attempts: row.attempts,
      looks: row.looks,
      doubtAt: row.doubt_at,
      askAt: row.ask_at,
      stopAsked: row.stop_asked_at !== null,
      inForce: row.voided_at === null,
      withdrawn: row.publication_state === 'withdrawn',
      notAfter: row.not_after,
    }
  )
}

function columnsOf(next: Moved) {
  const { why, ...patch } = next.patch
  return { state: next.to, ...patch, ...(why === undefined ? {} : { why: why && JSON.stringify(why) }) }
}

const addAnswer = (trx: Trx, answer: Answered, at: Date, remote: string | undefined) =>
  trx
    .insertInto('answer')
    .values({
      attempt_id: answer.attempt,
      step: answer.step,
      is: answer.is,
      why: answer.why ? JSON.stringify(answer.why) : null,
      remote: remote ?? null,
      took_ms: answer.tookMs ?? null,
      at,
    })
    .execute()

/** An answer that moved nothing is evidence too. */
export const keepAnswer = (db: Db, answer: Answered, at: Date, remote?: string) =>
  addAnswer(db as Trx, answer, at, remote)

/** The same copy found twice is one row; a copy of another delivery breaks the unique key. */
const addRemote = (db: Db, delivery: number, channel: number, live: Live) =>
  sql`
  insert into remote (channel_id, remote, delivery_id, url, live_at, look_at)
  select ${channel}, ${live.id}, ${delivery}, ${live.url ?? null}, ${live.at}, ${live.at}
  where not exists (
    select from remote where channel_id = ${channel} and remote = ${live.id} and delivery_id = ${delivery})`.execute(db)

const proposeRemoval = (trx: Trx, delivery: number, at: Date) =>
  trx
    .insertInto('change')
    .values({ delivery_id: delivery, kind: 'removal', state: 'proposed', reason: 'delivery.stopped', proposed_at: at })
    .onConflict(conflict => conflict.doNothing())
    .execute()

export interface LiveEnding {
  id: number
  claim: number
  attempt: number
  remote: string
  url: string | null
  live_at: Date
  took_ms: number
  at: Date
}

/**
 * The common ending, many at once in one statement: state, answer, live copy and audit row. Returns the ids that
 * moved. A row that somebody asked to stop, or whose claim is no longer ours, takes the slow way through `carry`.
 */
export async function endLive(db: Db, endings: readonly LiveEnding[]): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(endings)}::jsonb) as t (id bigint, claim integer,
        attempt bigint, remote text, url text, live_at timestamptz, took_ms integer, at timestamptz)
    ), moved as (
      update delivery set state = 'live', live_at = given.live_at, changed_at = given.at, claimed_until = null,
        why = null, look_at = null, doubt_at = null, looks = 0, awaits = null, ask_at = null
      from given
      where delivery.id = given.id and delivery.claim = given.claim and delivery.state = 'publishing'
        and delivery.stop_asked_at is null
      returning delivery.id, delivery.channel_id, delivery.unit_id
    ), answered as (
      insert into answer (attempt_id, step, "is", remote, took_ms, at)
      select given.attempt, 'publish', 'live', given.remote, given.took_ms, given.at
      from given join moved on moved.id = given.id
    ), shown as (
      insert into remote (channel_id, remote, delivery_id, url, live_at, look_at)
      select moved.channel_id, given.remote, moved.id, given.url, given.live_at, given.live_at
      from given join moved on moved.id = given.id
    ), audited as (
      insert into audit (at, via, verb, subject, subject_id, unit_id, detail)
      select given.at, 'job', 'delivery.live', 'delivery', moved.id, moved.unit_id,
        '{"from": "publishing", "to": "live"}'
      from given join moved on moved.id = given.id
    ), reached as (
      update reach set unsent = 0 from moved join channel on channel.id = moved.channel_id
      where reach.network = channel.network and reach.unsent > 0
    )
    select id from moved`.execute(db)
  return new Set(rows.map(row => row.id))
}

/**
 * Two copies may stand on the network: attempt 1 turned out live after attempt 2 had begun. Nothing is moved; a
 * person sees both and removes one.
 */
export async function alarmDoubled(
  db: Db,
  given: { id: number; answered: Answered; remote: Live; why: Problem; at: Date },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const row = await trx
      .selectFrom('delivery')
      .select(['channel_id', 'unit_id'])
      .where('id', '=', given.id)
      .executeTakeFirstOrThrow()
    await addAnswer(trx, given.answered, given.at, given.remote.id)
    await sql`insert into remote (channel_id, remote, delivery_id, url, live_at, look_at)
      values (${row.channel_id}, ${given.remote.id}, ${given.id}, ${given.remote.url ?? null}, ${given.remote.at}, ${given.at})
      on conflict (channel_id, remote) do nothing`.execute(trx)
    await placeCause(trx, { scope: 'delivery', delivery: given.id }, 'delivery.doubled', given.why, given.at)
    await record(trx, {
      at: given.at,
      via: 'job',
      verb: 'delivery.doubled',
      subject: 'delivery',
      subjectId: given.id,
      unit: row.unit_id,
      detail: { remote: given.remote.id },
    })
  })
}

/** True when this delivery owns this copy: the late answer tells nothing new. */
export async function ownsRemote(db: Db, delivery: number, remote: string): Promise<boolean> {
  const row = await db
    .selectFrom('remote')
    .select('id')
    .where('delivery_id', '=', delivery)
    .where('remote', '=', remote)
    .executeTakeFirst()
  return row !== undefined
}

/** Counts a send of which no byte left; the number in a row. */
export async function countUnreached(db: Db, network: string): Promise<number> {
  const { rows } = await sql<{ unsent: number }>`
    insert into reach (network, unsent) values (${network}, 1)
    on conflict (network) do update set unsent = reach.unsent + 1 returning unsent`.execute(db)
  return rows[0]?.unsent ?? 0
}

export const markReached = (db: Db, network: string) =>
  db.updateTable('reach').set({ unsent: 0 }).where('network', '=', network).where('unsent', '>', 0).execute()

/** Networks held as unreachable whose next probe is due; taking one moves its probe on, so one process probes. */
export async function takeProbes(db: Db, now: Date, next: Date): Promise<string[]> {
  const { rows } = await sql<{ network: string }>`
    update reach set probe_at = ${next}
    where (probe_at is null or probe_at <= ${now}) and exists (
      select from hold h where h.scope = 'network' and h.network = reach.network
        and h.reason = 'network.unreachable' and h.lifted_at is null)
    returning network`.execute(db)
  return rows.map(row => row.network)
}

const isTakenRemote = (cause: unknown): boolean => {
  const { code, constraint } = cause as { code?: string; constraint?: string }
  return code === '23505' && constraint === 'remote_channel_id_remote_key'
}

/** A ticket that came after its claim ended helps the looking; it replaces nothing. */
export const keepLateTicket = (db: Db, id: number, attempts: number, ticket: string) =>
  db
    .updateTable('delivery')
    .set({ ticket })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where('state', 'in', ['unknown', 'settling'])
    .where('ticket', 'is', null)
    .execute()

/** Who asked to stop what could not be stopped. */
export const markStopper = (db: Db, id: number, person: number) =>
  db
    .updateTable('delivery')
    .set({ stop_asked_by: person })
    .where('id', '=', id)
    .where('stop_asked_at', 'is not', null)
    .where('stop_asked_by', 'is', null)
    .execute()

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
