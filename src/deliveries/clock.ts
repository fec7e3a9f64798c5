import type { Clocks, Ctx } from '../context.ts'
import { liftCause, placeCause } from '../holds/queries.ts'
import type { Networks } from '../ports/network.ts'
import { clockGap } from './queries/claim.ts'
import { networksAtWork } from './queries/clock.ts'
import { readOnce } from './read-once.ts'

const second = 1000
const minute = 60 * second
const allowed = 5 * minute
/** A network that was silent for so long is heard again before anything is claimed for it. */
const heardFor = 60 * minute
/** Between two reads of a network whose clock differs. */
const againAfter = minute

/**
 * Claims run on the database's clock, due times on ours. Where the two differ by more than five minutes one of them is
 * wrong, and an embargo or a claim could be broken: nothing is claimed until they agree again.
 */
export async function clocksAgree(ctx: Ctx): Promise<boolean> {
  const gap = await clockGap(ctx.db, ctx.wall)
  if (Math.abs(gap) <= allowed) return true
  ctx.log.error('clock.differs', { milliseconds: Math.round(gap) })
  return false
}

export class ClocksDiffer extends Error {
  override name = 'ClocksDiffer'
  constructor() {
    super("this machine's clock and the database's differ by more than five minutes: nothing is claimed")
  }
}

/**
 * The database may share a wrong clock with us; the networks do not. Each that has work and was not heard of late is
 * asked by one read. One that differs is held, for sending (an embargo) and for looking (a list "since" our time would
 * seem to prove that a post is not there), and is read once a minute until it agrees.
 */
export async function compareClocks(ctx: Ctx): Promise<void> {
  for (const { network: id, held } of await networksAtWork(ctx.db, [...ctx.networks.keys()], ctx.now())) {
    const network = ctx.networks.get(id)
    if (!network) continue
    if (isToBeHeard(ctx, id)) await readOnce(ctx, network)
    const heard = ctx.clocks.get(id)
    const scope = { scope: 'network', network: id } as const
    if (heard && differs(ctx.clocks, id)) {
      const milliseconds = Math.round(heard.ahead ?? 0)
      if (await placeCause(ctx.db, scope, 'network.clock', { code: 'network.clock' }, ctx.now()))
        ctx.log.error('clock.network_differs', { network: id, milliseconds })
    } else if (held && heard?.ahead !== undefined) {
      await liftCause(ctx.db, scope, 'network.clock', ctx.now(), null)
      ctx.log.info('clock.network_agrees', { network: id })
    }
  }
}

/** The networks for which work may be claimed, as far as their replies have told until now. */
export const inAgreement = (ctx: Ctx): Networks => new Map([...ctx.networks].filter(([id]) => !differs(ctx.clocks, id)))

const differs = (clocks: Clocks, id: string): boolean => Math.abs(clocks.get(id)?.ahead ?? 0) > allowed

function isToBeHeard(ctx: Ctx, id: string): boolean {
  const heard = ctx.clocks.get(id)
  if (!heard) return true
  const passed = ctx.wall() - heard.wall
  // Time that passed on one clock and not on the other: ours was set, or the machine slept.
  const jumped = Math.abs(passed - (performance.now() - heard.steady)) > second * 30
  return jumped || passed >= (differs(ctx.clocks, id) ? againAfter : heardFor)
}
