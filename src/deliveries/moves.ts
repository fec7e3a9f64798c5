import { never } from '../kit/never.ts'
import type { Found, Problem, Published } from '../ports/network.ts'
import {
  askAfter,
  askUnreadAfter,
  later,
  lookAfter,
  problems,
  resendAfter,
  type Standing,
  type State,
} from './delivery.ts'

/** Everything that can happen to a delivery. */
export type Event =
  | { is: 'claimed' }
  /** The six answers of the claim's own attempt. */
  | { is: 'answered'; answer: Published }
  /** The claim could not be used, and no attempt had begun. */
  | { is: 'unready'; why: Problem }
  /** The claim ended without an answer. */
  | { is: 'claim_ended'; begun: boolean }
  /**
   * What a reading found. `absentFrom`: the moment from which absence is proof; undefined: never. `readAt`: when the
   * reading began, where that is not just now.
   */
  | { is: 'found'; found: Found; absentFrom: Date | undefined; readAt?: Date }
  /** A live answer arrived after its claim was taken over, and no other copy is known or possible. */
  | { is: 'late' }
  | { is: 'confirmed' }
  | { is: 'send_again' }
  | { is: 'give_up' }
  /** The person it waited for threw the draft away. */
  | { is: 'discarded' }
  | { is: 'retry' }
  | { is: 'cancel' }
  /** Its approval was voided, or the portal withdrew its publication. */
  | { is: 'voided' }
  | { is: 'removed' }
  | { is: 'vanished' }

/** Columns that change with the move; what is not named stays. */
export interface Patch {
  due_at?: Date
  look_at?: Date | null
  doubt_at?: Date | null
  looks?: number
  awaits?: 'network' | 'person' | null
  ask_at?: Date | null
  ticket?: string
  why?: Problem | null
  live_at?: Date
  stop_asked_at?: Date
}

/** What has to be written beside the row, in the same transaction. */
export type Beside =
  | { is: 'hold_channel'; why: Problem }
  | { is: 'hold_delivery'; why: Problem }
  | { is: 'propose_removal' }

export interface Moved {
  is: 'moved'
  to: State
  patch: Patch
  beside: readonly Beside[]
}
export type Move = Moved | { is: 'illegal' }

const illegal: Move = { is: 'illegal' }
const settled: Patch = { look_at: null, doubt_at: null, looks: 0, awaits: null, ask_at: null }

/**
 * Every move of a delivery. No row changes its state by any other way. Where a copy of an earlier attempt is known to be
 * live, "certainly not live" is said of the last attempt alone: the delivery is live, and is not sent again.
 */
export function move(row: Standing, event: Event, at: Date): Move {
  const next = moveOf(row, event, at)
  if (next.is === 'illegal' || !row.earlierLiveAt || !notLive.has(next.to)) return next
  const known = live(row, row.earlierLiveAt)
  return { ...known, beside: [...known.beside, ...next.beside.filter(({ is }) => is === 'hold_channel')] }
}

const notLive: ReadonlySet<State> = new Set(['queued', 'failed', 'cancelled'])

function moveOf(row: Standing, event: Event, at: Date): Move {
  switch (event.is) {
    case 'claimed':
      return row.state === 'queued' ? moved('publishing', {}) : illegal
    case 'answered':
      return row.state === 'publishing' ? answered(row, event.answer, at) : illegal
    case 'unready':
      return row.state === 'publishing' ? again(row, at, 0, event.why, [holdChannel(event.why)]) : illegal
    case 'claim_ended':
      if (row.state !== 'publishing') return illegal
      return event.begun ? doubt(at, problems.claimEnded) : again(row, at, 0, null)
    case 'found':
      return doubtful(row) ? found(row, event, at) : illegal
    case 'late':
      return row.state === 'live' || row.state === 'removed' || row.state === 'gone' ? illegal : live(row, at)
    case 'confirmed':
      return doubtful(row) ? live(row, at) : illegal
    case 'send_again':
      return asked(row) ? again({ ...row, stopAsked: false }, at, 0, null) : illegal
    case 'give_up':
      return asked(row) ? moved('cancelled', { ...settled, why: problems.gaveUp }) : illegal
    case 'discarded':
      return row.state === 'settling' && row.awaitsPerson
        ? moved('cancelled', { ...settled, why: problems.discarded })
        : illegal
    case 'retry':
      return row.state === 'failed' ? again({ ...row, stopAsked: false }, at, 0, null) : illegal
    case 'cancel':
      if (row.state === 'queued' || row.state === 'failed')
        return moved('cancelled', { ...settled, why: problems.cancelled })
      // It may be on its way: what is asked is to stop as soon as it can be stopped.
      return row.state === 'publishing' || doubtful(row) ? moved(row.state, { stop_asked_at: at }) : illegal
    case 'voided':
      return row.state === 'queued'
        ? moved('cancelled', { ...settled, why: row.inForce && row.withdrawn ? problems.withdrawn : problems.voided })
        : illegal
    case 'removed':
      return row.state === 'live' ? moved('removed', {}) : illegal
    case 'vanished':
      return row.state === 'live' ? moved('gone', {}) : illegal
    default:
      return never(event)
  }
}

/** Certainly not live: queued only if it is still wanted, otherwise cancelled or held with the reason. */
export function again(
  row: Standing,
  at: Date,
  wait: number,
  why: Problem | null,
  beside: readonly Beside[] = [],
): Moved {
  if (row.stopAsked) return moved('cancelled', { ...settled, why: problems.stopped }, beside)
  if (!row.inForce) return moved('cancelled', { ...settled, why: problems.voided }, beside)
  if (row.withdrawn) return moved('cancelled', { ...settled, why: problems.withdrawn }, beside)
  const due = later(at, wait)
  if (row.notAfter && due > row.notAfter)
    return moved('queued', { ...settled, due_at: due, why }, [
      ...beside,
      { is: 'hold_delivery', why: problems.tooLate },
    ])
  return moved('queued', { ...settled, due_at: due, why }, beside)
}

function answered(row: Standing, answer: Published, at: Date): Move {
  switch (answer.is) {
    case 'live':
      return live(row, answer.at)
    case 'accepted':
      return moved('settling', {
        doubt_at: at,
        looks: 0,
        look_at: later(at, answer.lookAfter),
        awaits: answer.awaits,
        ticket: JSON.stringify(answer.ticket),
        why: null,
      })
    case 'unsent':
      return again(row, at, answer.retryAfter ?? resendAfter(row.attempts), answer.why)
    case 'refused':
      return moved('failed', { ...settled, why: answer.why })
    case 'reconnect':
      return again(row, at, 0, answer.why, [holdChannel(answer.why)])
    case 'unknown':
      return doubt(at, answer.why)
    default:
      return never(answer)
  }
}

function found(row: Standing, { found, absentFrom, readAt }: Extract<Event, { is: 'found' }>, at: Date): Move {
  switch (found.is) {
    case 'live':
      return live(row, found.at)
    case 'absent':
      if (!absentFrom) return stay(row, at, lookAfter(row.looks), problems.neverProof)
      // A reading that took long tells of the moment it began: a copy that appeared since is not in it.
      if ((readAt ?? at) < absentFrom)
        return stay(row, at, Math.max(0, absentFrom.getTime() - at.getTime()), problems.notYetProof)
      return again(row, at, 0, row.stopAsked ? null : { code: 'delivery.proved_absent' })
    case 'unfinished':
      return again(row, at, 0, row.stopAsked ? null : problems.unfinished)
    case 'refused':
      return moved('failed', { ...settled, why: found.why })
    case 'pending': {
      // Somebody finished it there: how long that took says nothing about how long the network takes.
      const handedOn = row.awaitsPerson && found.awaits === 'network'
      const waits = stay(handedOn ? { ...row, doubtAt: at } : row, at, found.lookAfter, null)
      const anew = handedOn && { doubt_at: at, ask_at: null }
      return { ...waits, patch: { ...waits.patch, ...anew, awaits: found.awaits } }
    }
    case 'unproved':
      return stay(row, at, lookAfter(row.looks), found.why)
    case 'later':
      return unread(row, at, Math.max(found.retryAfter, lookAfter(row.looks)), found.why)
    case 'reconnect': {
      // The channel asks for a person, and reading goes on when it has one.
      const waits = stay(row, at, lookAfter(row.looks), found.why, Number.POSITIVE_INFINITY)
      return { ...waits, beside: [holdChannel(found.why)] }
    }
    default:
      return never(found)
  }
}

/** Moves nothing but the next look; after a day of doubt a person is asked, and looking goes on. */
function stay(row: Standing, at: Date, wait: number, why: Problem | null, patience = askAfter): Moved {
  const asks = !row.askAt && row.doubtAt && at.getTime() - row.doubtAt.getTime() >= patience
  const patch: Patch = { looks: row.looks + 1, look_at: later(at, wait), why }
  return moved(row.state, asks ? { ...patch, ask_at: at } : patch)
}

/**
 * The network could not be read, which says nothing about the post: after a night without current the first look may find
 * a token that ended meanwhile.
 */
const unread = (row: Standing, at: Date, wait: number, why: Problem): Moved => stay(row, at, wait, why, askUnreadAfter)

const doubt = (at: Date, why: Problem): Moved =>
  moved('unknown', { doubt_at: at, looks: 0, look_at: later(at, lookAfter(0)), awaits: 'network', ask_at: null, why })

/** A stop that came too late becomes a proposal to remove, never a removal by itself. */
const live = (row: Standing, liveAt: Date): Moved =>
  moved(
    'live',
    { ...settled, live_at: liveAt, why: null },
    row.stopAsked || row.state === 'cancelled' ? [{ is: 'propose_removal' }] : [],
  )

const moved = (to: State, patch: Patch, beside: readonly Beside[] = []): Moved => ({ is: 'moved', to, patch, beside })
const holdChannel = (why: Problem): Beside => ({ is: 'hold_channel', why })
const doubtful = (row: Standing) => row.state === 'settling' || row.state === 'unknown'
const asked = (row: Standing) => doubtful(row) && row.askAt !== null
