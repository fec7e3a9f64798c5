import type { Ctx } from '../context.ts'
import type { AnyNetwork, Problem } from '../ports/network.ts'
import { connectionOf, keepNotices, keepWarnings } from './queries.ts'
import { openSession, scrub } from './session.ts'

const patience = 30_000

/**
 * Has the network tell us by itself from now on, where it can and where we have an address. It never stands in the way
 * of a connection: what it could not do is a warning of the channel, beside those the connection came with.
 */
export async function attach(
  ctx: Ctx,
  network: AnyNetwork,
  channel: number,
  warnings: readonly Problem[],
): Promise<readonly Problem[]> {
  const connection = network.auth.attach && (await connectionOf(ctx.db, channel))
  if (!network.auth.attach || !connection) return warnings
  const opened = await openSession(ctx, network, connection, AbortSignal.timeout(patience))
  if (opened.is !== 'open') return warnings
  const { session, notices } = opened
  const { publicUrl } = ctx.config
  const door = publicUrl === undefined ? undefined : `${publicUrl}/hooks/${network.about.id}`
  const told = await network.auth
    .attach(session, door)
    .catch((): readonly Problem[] => [{ code: 'channel.attach_failed' }])
  await keepNotices(ctx.db, connection, notices)
  if (told.length === 0) return warnings
  const all = [...warnings, ...told.map(why => scrub(why, session))]
  await keepWarnings(ctx.db, channel, all)
  return all
}
