import { anyConnection } from '../channels/queries.ts'
import { openSession } from '../channels/session.ts'
import type { Ctx } from '../context.ts'
import type { AnyNetwork } from '../ports/network.ts'
import { hear } from './hear.ts'
import { processClock, wireUnder } from './wire.ts'

/** One read on any channel of a network, to hear whether it answers and what time it has. True when it answered. */
export async function readOnce(ctx: Ctx, network: AnyNetwork, signal?: AbortSignal): Promise<boolean> {
  const { id, traits } = network.about
  const connection = await anyConnection(ctx.db, id)
  if (!connection) return false
  const lease = { traits, clock: processClock(ctx.wall), renew: async () => true }
  using wire = wireUnder(lease, ctx.outbound.networks, reply => hear(ctx, id, reply))
  const both = signal ? AbortSignal.any([signal, wire.signal]) : wire.signal
  const opened = await openSession(ctx, network, connection, both, wire.fetch)
  if (opened.is !== 'open') return false
  await network.auth.inspect(opened.session).catch(() => undefined)
  return wire.answered()
}
