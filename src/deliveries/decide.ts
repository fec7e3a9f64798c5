import type { Ctx } from '../context.ts'
import type { Role } from '../db/tables/people.ts'
import type { Actor } from '../people/person.ts'
import type { Event } from './moves.ts'
import { findFor, lastAttempt } from './queries/find.ts'
import { type Answered, type Carried, carry, markStopper } from './queries/move.ts'
import { askResend, resendAsked } from './queries/resend.ts'

/**
 * What a person decides about a delivery, each signed by being recorded under their name with their reason. `missing`
 * covers what lies outside their units too.
 */
export type Decided =
  | { is: 'done'; state: string }
  | { is: 'missing' }
  /** It is no longer, or not yet, in a state where this can be decided. */
  | { is: 'not_now'; state: string }

const hands: readonly Role[] = ['editor', 'approver', 'admin', 'contributor']
const signers: readonly Role[] = ['approver', 'admin']

export type Confirmed = Decided | { is: 'no_address' } | { is: 'taken' }

/** "It is live": the address of the copy that the network's lists did not show. */
export async function confirmLive(ctx: Ctx, by: Actor, id: number, address: string): Promise<Confirmed> {
  const row = await findFor(ctx.db, by, id, hands)
  if (!row) return { is: 'missing' }
  const given = address.normalize('NFC').trim()
  if (!URL.canParse(given) || new URL(given).protocol !== 'https:') return { is: 'no_address' }
  const url = new URL(given).href
  const remote = ctx.networks.get(row.network)?.recognise?.(url) ?? url
  const at = ctx.now()
  const carried = await decide(ctx, by, id, { is: 'confirmed' }, { is: 'live', remote: { id: remote, url, at } })
  return carried.is === 'taken' ? { is: 'taken' } : told(carried)
}

export type Resent =
  | Decided
  /** Noted; a second person has to sign it. */
  | { is: 'asked' }
  /** The one who asked cannot be the one who signs. */
  | { is: 'own' }

/**
 * "It is not live, send it again": only after a person was asked, because before that looking may still tell. It takes
 * two: one who looked on the network and asks, and another one, who may approve, who signs.
 */
export async function sendAgain(ctx: Ctx, by: Actor, id: number, reason: string): Promise<Resent> {
  const row = await findFor(ctx.db, by, id, hands)
  if (!row) return { is: 'missing' }
  const asked = await resendAsked(ctx.db, id)
  if (asked) return asked.person === by.id ? { is: 'own' } : signed(ctx, by, id, { is: 'send_again' }, reason, signers)
  const done = await askResend(ctx.db, { id, person: by.id, via: by.via, reason, at: ctx.now() })
  return done ? { is: 'asked' } : { is: 'not_now', state: row.state }
}

export async function giveUp(ctx: Ctx, by: Actor, id: number, reason: string): Promise<Decided> {
  return signed(ctx, by, id, { is: 'give_up' }, reason, signers)
}

/** "The draft was thrown away": said by the person it waited for, or for them. */
export async function discard(ctx: Ctx, by: Actor, id: number, reason: string): Promise<Decided> {
  return signed(ctx, by, id, { is: 'discarded' }, reason, hands)
}

/** A failed delivery whose cause was mended outside, unchanged. */
export async function retryFailed(ctx: Ctx, by: Actor, id: number, reason: string): Promise<Decided> {
  return signed(ctx, by, id, { is: 'retry' }, reason, signers)
}

/**
 * Cancelled at once where nothing is on its way; otherwise a stop is asked, and a copy that turns out to be live is
 * proposed for removal.
 */
export async function cancel(ctx: Ctx, by: Actor, id: number, reason: string): Promise<Decided> {
  return signed(ctx, by, id, { is: 'cancel' }, reason, hands)
}

async function signed(
  ctx: Ctx,
  by: Actor,
  id: number,
  event: Event,
  reason: string,
  roles: readonly Role[],
): Promise<Decided> {
  if (!(await findFor(ctx.db, by, id, roles))) return { is: 'missing' }
  const carried = await decide(ctx, by, id, event, { is: event.is }, reason)
  const decided = told(carried)
  if (carried.is === 'moved' && carried.move.to === 'queued') ctx.nudge('deliver')
  return decided
}

async function decide(
  ctx: Ctx,
  by: Actor,
  id: number,
  event: Event,
  answer: { is: string; remote?: { id: string; url: string; at: Date } },
  reason?: string,
): Promise<Carried> {
  const last = await lastAttempt(ctx.db, id)
  const answered: Answered | undefined = last && { attempt: last.id, step: 'person', is: answer.is }
  const carried = await carry(ctx.db, {
    id,
    event,
    at: ctx.now(),
    doer: { person: by.id, via: by.via },
    answered,
    remote: answer.remote,
    detail: reason === undefined ? undefined : { reason },
  })
  if (event.is === 'cancel' && carried.is === 'moved') await markStopper(ctx.db, id, by.id)
  return carried
}

function told(carried: Carried): Decided {
  switch (carried.is) {
    case 'moved':
      return { is: 'done', state: carried.move.to }
    case 'lost':
      return carried.state ? { is: 'not_now', state: carried.state } : { is: 'missing' }
    case 'taken':
      return { is: 'not_now', state: 'unknown' }
    default:
      return carried satisfies never
  }
}
