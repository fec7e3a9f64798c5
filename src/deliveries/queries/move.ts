import { sql } from 'kysely'
import { record } from '../../audit/queries.ts'
import type { Db, Trx } from '../../db/open.ts'
import { placeCause } from '../../holds/queries.ts'
import type { Problem } from '../../ports/network.ts'
import type { Standing } from '../delivery.ts'
import type { Event, Moved } from '../moves.ts'
import { move } from '../moves.ts'
import { alarmDoubled, ownsAnother } from './doubled.ts'

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
  /** `doubled`: two copies are live, and a person is alarmed. */
  | { is: 'moved'; from: Standing['state']; move: Moved; doubled: boolean }
  /** Somebody else was first, or the row is past this event. */
  | { is: 'lost'; state: Standing['state'] | undefined }
  /** The live copy already belongs to another delivery. */
  | { is: 'taken' }

/** One move, with everything that has to be written beside it, or nothing at all. */
export async function carry(db: Db, given: Carry): Promise<Carried> {
  try {
    return await db.transaction().execute(trx => carryIn(trx, given))
  } catch (cause) {
    if (given.remote && breaks(cause, ['remote_channel_id_remote_key'])) return { is: 'taken' }
    // Another delivery stands in its place by now: this one cannot come back beside it.
    if (breaks(cause, ['delivery_slot', 'delivery_by_rule'])) return { is: 'lost', state: await stateOf(db, given.id) }
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
    .$if(next.to === 'live', query => query.set({ earlier_live_at: null }))
    // Asked of the doubt that is over now.
    .$if(next.to !== row.state, query => query.set({ resend_by: null, resend_at: null, resend_why: null }))
    // Whoever held a claim on the old state must not find it valid on the new one.
    .$if(given.claim === undefined, query => query.set({ claim: sql`claim + 1` }))
    .where('id', '=', given.id)
    .where('state', '=', row.state)
    .where('claim', '=', row.claim)
    .returning(['unit_id', 'channel_id'])
    .executeTakeFirst()
  if (!done) return { is: 'lost', state: row.state }
  if (given.answered) await keepAnswer(trx, given.answered, given.at, given.remote?.id)
  let doubled = false
  if (next.to === 'live' && given.remote) {
    await addRemote(trx, given.id, done.channel_id, given.remote)
    doubled = row.earlierLiveAt !== null && (await ownsAnother(trx, given.id, given.remote.id))
    if (doubled) await alarmDoubled(trx, { id: given.id, unit: done.unit_id, remote: given.remote.id, at: given.at })
  }
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
  return { is: 'moved', from: row.state, move: next, doubled }
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
    .select([
      'delivery.ask_at',
      'delivery.stop_asked_at',
      'delivery.not_after',
      'delivery.awaits',
      'delivery.earlier_live_at',
      'approval.voided_at',
    ])
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
      awaitsPerson: row.awaits === 'person',
      stopAsked: row.stop_asked_at !== null,
      inForce: row.voided_at === null,
      withdrawn: row.publication_state === 'withdrawn',
      notAfter: row.not_after,
      earlierLiveAt: row.earlier_live_at,
    }
  )
}

function columnsOf(next: Moved) {
  const { why, ...patch } = next.patch
  return { state: next.to, ...patch, ...(why === undefined ? {} : { why: why && JSON.stringify(why) }) }
}

/** Also by itself: an answer that moved nothing is evidence too. */
export const keepAnswer = (db: Db, answer: Answered, at: Date, remote?: string) =>
  db
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

/**
 * The same copy found twice is one row; a copy of another delivery breaks the unique key. Of one that is known by its
 * address alone, as a person pasted it, no network can be asked.
 */
const addRemote = (db: Db, delivery: number, channel: number, live: Live) =>
  sql`
  insert into remote (channel_id, remote, delivery_id, url, live_at, look_at)
  select ${channel}, ${live.id}, ${delivery}, ${live.url ?? null}, ${live.at},
    ${live.id.startsWith('https://') ? null : live.at}::timestamptz
  where not exists (
    select from remote where channel_id = ${channel} and remote = ${live.id} and delivery_id = ${delivery})`.execute(db)

const proposeRemoval = (trx: Trx, delivery: number, at: Date) =>
  trx
    .insertInto('change')
    .values({ delivery_id: delivery, kind: 'removal', state: 'proposed', reason: 'delivery.stopped', proposed_at: at })
    .onConflict(conflict => conflict.doNothing())
    .execute()

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

const stateOf = async (db: Db, id: number) =>
  (await db.selectFrom('delivery').select('state').where('id', '=', id).executeTakeFirst())?.state

export const breaks = (cause: unknown, keys: readonly string[]): boolean => {
  const { code, constraint } = cause as { code?: string; constraint?: string }
  return code === '23505' && constraint !== undefined && keys.includes(constraint)
}
