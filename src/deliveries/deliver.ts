import type { Ctx } from '../context.ts'
import { batched } from '../kit/batch.ts'
import { ClocksDiffer, clocksAgree, compareClocks, inAgreement } from './clock.ts'
import { type Flight, flyDue, gathering, worthwhile } from './flights.ts'
import { type Begun, claimDue, holdDoubtful } from './queries/claim.ts'
import { endLive, type LiveEnding } from './queries/ending.ts'
import { cancelUnwanted } from './queries/voided.ts'
import { send, type Turn } from './send.ts'
import { processClock } from './wire.ts'

export interface Budget {
  items: number
  signal: AbortSignal
  /** Calls `wake` when something became due while the turn runs; returns how to end that. */
  heed?(wake: () => void): () => void
}

/** Claims what is due and sends it, many channels at once, until nothing is due or the budget is used. */
export async function deliverDue(ctx: Ctx, budget: Budget): Promise<{ items: number; more: boolean }> {
  const turn = beginTurn(ctx)
  const pictures = !ctx.files.elsewhere
  const items = await flyDue({
    ...budget,
    prepare: async () => {
      if (!(await clocksAgree(ctx))) throw new ClocksDiffer()
      await compareClocks(ctx)
      await cancelUnwanted(ctx.db, ctx.now(), budget.items)
      await holdDoubtful(ctx.db, ctx.now())
    },
    claim: async (most, left) => {
      const clock = processClock(ctx.wall)
      const claimed = await claimDue(ctx.db, ctx.now(), inAgreement(ctx), { most, left, pictures })
      return claimed.map(row => flightOf(ctx, row, clock, turn))
    },
  })
  return { items, more: items >= budget.items && !budget.signal.aborted }
}

const flightOf = (ctx: Ctx, row: Begun, clock: () => number, turn: Turn): Flight => ({
  network: row.network,
  fly: called => {
    turn.calls++
    return send(ctx, row, clock, turn, () => {
      turn.calls--
      called()
    })
  },
})

/** Groups of endings that are written side by side: like a claim, each waits for its commit. */
const groups = 2

function beginTurn(ctx: Ctx): Turn {
  const turn: Turn = {
    calls: 0,
    credentials: new Map(),
    end: batched(
      async (endings: readonly LiveEnding[]) => {
        const moved = await endLive(ctx.db, endings)
        return endings.map(({ id }) => moved.has(id))
      },
      // Calls that began together end within a few milliseconds: written one by one they cost twice as much.
      { abreast: groups, ripe: waiting => waiting >= worthwhile || turn.calls === 0, within: gathering },
    ),
  }
  return turn
}
