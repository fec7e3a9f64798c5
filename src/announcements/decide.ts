import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import { tidyLines } from '../kit/text.ts'
import { dayOf } from '../kit/time.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import { isInHours } from './announcement.ts'
import { findAnnouncement, isDayTaken, lockChannel, moveAnnouncement } from './queries.ts'

export type Decided =
  | { is: 'done' }
  | { is: 'missing' }
  | { is: 'forbidden' }
  /** Nobody approves what their own hands wrote. */
  | { is: 'own' }
  /** Somebody decided first, or it is not what was seen. */
  | { is: 'stale' }
  /** Its time has passed. */
  | { is: 'late' }
  | { is: 'day_taken' }
  /** Wants a reason in words. */
  | { is: 'unsaid' }

/** Two people, because nothing calls it back. `seen` is the digest of what this one looked at. */
export async function approveAnnouncement(ctx: Ctx, by: Actor, id: number, seen: string): Promise<Decided> {
  const done = await ctx.db.transaction().execute(async (trx): Promise<Decided> => {
    const found = await findAnnouncement(trx, by.id, id, true)
    if (!found) return { is: 'missing' }
    if (!(await holdsIn(trx, by, [found.unit], ['approver']))) return { is: 'forbidden' }
    if (found.writtenBy.id === by.id) return { is: 'own' }
    if (found.state !== 'draft' || found.digest !== seen) return { is: 'stale' }
    const hours = ctx.networks.get(found.channel.network)?.announce?.hours
    const at = ctx.now()
    // Unapproved at its time, it does not go out.
    if (!hours || found.dueAt < at || !isInHours(found.dueAt, hours)) return { is: 'late' }
    await lockChannel(trx, found.channel.id)
    if (await isDayTaken(trx, found.channel.id, dayOf(found.dueAt))) return { is: 'day_taken' }
    const set = { state: 'approved', approved_by: by.id, approved_at: at, send_at: found.dueAt } as const
    if (!(await moveAnnouncement(trx, id, 'draft', set))) return { is: 'stale' }
    await note(ctx, trx, by, found, 'announcement.approved', { digest: seen })
    return { is: 'done' }
  })
  if (done.is === 'done') ctx.nudge('announce')
  return done
}

/** As long as it has not begun. */
export async function dropAnnouncement(ctx: Ctx, by: Actor, id: number): Promise<Decided> {
  return ctx.db.transaction().execute(async (trx): Promise<Decided> => {
    const found = await findAnnouncement(trx, by.id, id, true)
    if (!found) return { is: 'missing' }
    if (!(await holdsIn(trx, by, [found.unit], ['editor', 'approver', 'admin']))) return { is: 'forbidden' }
    if (found.state !== 'draft' && found.state !== 'approved') return { is: 'stale' }
    if (!(await moveAnnouncement(trx, id, found.state, { state: 'dropped', ended_at: ctx.now() })))
      return { is: 'stale' }
    await note(ctx, trx, by, found, 'announcement.dropped', { from: found.state })
    return { is: 'done' }
  })
}

/** What a person saw at the network's own desk, where we could not tell. Nothing is sent by it. */
export async function settleAnnouncement(
  ctx: Ctx,
  by: Actor,
  id: number,
  what: 'sent' | 'not_sent',
  reason: string,
): Promise<Decided> {
  return ctx.db.transaction().execute(async (trx): Promise<Decided> => {
    const found = await findAnnouncement(trx, by.id, id, true)
    if (!found) return { is: 'missing' }
    if (!(await holdsIn(trx, by, [found.unit], ['approver', 'admin']))) return { is: 'forbidden' }
    if (found.state !== 'unknown') return { is: 'stale' }
    const said = tidyLines(reason)
    if (said === '') return { is: 'unsaid' }
    const set =
      what === 'sent'
        ? ({ state: 'sent' } as const)
        : ({ state: 'refused', why: { code: 'announcement.said_not_sent' } } as const)
    if (!(await moveAnnouncement(trx, id, 'unknown', set))) return { is: 'stale' }
    await note(ctx, trx, by, found, 'announcement.settled', { what, reason: said })
    return { is: 'done' }
  })
}

const note = (
  ctx: Ctx,
  trx: Parameters<typeof moveAnnouncement>[0],
  by: Actor,
  found: { id: number; unit: number },
  verb: string,
  detail: Record<string, unknown>,
) =>
  record(trx, {
    at: ctx.now(),
    person: by.id,
    via: by.via,
    verb,
    subject: 'announcement',
    subjectId: found.id,
    unit: found.unit,
    detail,
  })
