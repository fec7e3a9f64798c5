import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Actor } from '../people/person.ts'
import type { Hold, Scope } from './hold.ts'
import { findHold, liftHold, mayHold, placeHold } from './queries.ts'

export type Placed = { is: 'placed'; hold: number } | { is: 'forbidden' }

/** Stopping never waits for typing: the reason may be empty. In force at once, for every process. */
export async function place(
  ctx: Ctx,
  by: Actor,
  scope: Scope,
  given: { reason: string; until?: Date | null },
): Promise<Placed> {
  if (!(await mayHold(ctx.db, by, scope))) return { is: 'forbidden' }
  const at = ctx.now()
  return ctx.db.transaction().execute(async trx => {
    const { id } = await placeHold(trx, scope, { ...given, person: by.id, since: at })
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'hold.placed',
      subject: 'hold',
      subjectId: id,
      detail: { ...scope, reason: given.reason, until: given.until?.toISOString() ?? null },
    })
    return { is: 'placed', hold: id }
  })
}

export type Lifted =
  | { is: 'lifted' }
  | { is: 'missing' }
  | { is: 'forbidden' }
  | { is: 'reconnect_first' }
  /** What was kept back would stay kept back: it is let through, or recorded only, and the hold ends with that. */
  | { is: 'answer_first'; source: number }

/**
 * Frees what no other hold covers. A channel that asks to be connected again is freed by connecting it, a flood by saying
 * what becomes of its items.
 */
export async function lift(ctx: Ctx, by: Actor, id: number): Promise<Lifted> {
  const at = ctx.now()
  const hold: Hold | undefined = await findHold(ctx.db, by.id, id, at)
  if (!hold) return { is: 'missing' }
  if (!(await mayHold(ctx.db, by, hold.scope))) return { is: 'forbidden' }
  if (hold.reason === 'channel.reconnect') return { is: 'reconnect_first' }
  if (hold.reason === 'source.flood' && hold.person === null && hold.scope.scope === 'source')
    return { is: 'answer_first', source: hold.scope.source }
  const done = await ctx.db.transaction().execute(async trx => {
    if (!(await liftHold(trx, id, at, by.id))) return { is: 'missing' } as const
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'hold.lifted',
      subject: 'hold',
      subjectId: id,
      detail: { ...hold.scope, reason: hold.reason },
    })
    return { is: 'lifted' } as const
  })
  if (done.is === 'lifted') ctx.nudge('deliver')
  return done
}
