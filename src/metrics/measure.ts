import type { Connection } from '../channels/channel.ts'
import { unreadable } from '../channels/channel.ts'
import { keepNotices } from '../channels/queries.ts'
import { mend } from '../channels/renew.ts'
import { openSession, scrub } from '../channels/session.ts'
import type { Ctx } from '../context.ts'
import { byJob, carryIn } from '../deliveries/queries/move.ts'
import { placeCause } from '../holds/queries.ts'
import type { AnyNetwork, Problem, Readings, Session } from '../ports/network.ts'
import { countersShape, isYoungAfter, lease, lookAgainAfter, missedTwiceAfter, nextLook, soon } from './metric.ts'
import {
  dueChannels,
  endRemote,
  keepMissed,
  keepReadings,
  lookAgain,
  type Read,
  type Taken,
  takeRemotes,
  wasLastCopy,
} from './queries.ts'

export interface Budget {
  items: number
  signal: AbortSignal
}

/** Channels read at the same time. */
const abreast = 4

/** Reads the counters of what is due, in groups as large as each network takes. */
export async function measureDue(ctx: Ctx, budget: Budget): Promise<{ items: number; more: boolean }> {
  const channels = await dueChannels(ctx.db, ctx.now())
  let items = 0
  const room = () => (budget.signal.aborted ? 0 : budget.items - items)
  const work = async () => {
    for (let channel = channels.shift(); channel && room() > 0; channel = channels.shift()) {
      const network = ctx.networks.get(channel.network)
      if (!network) continue
      let group: { taken: number; goOn: boolean }
      do {
        group = await measureGroup(ctx, network, channel, Math.min(room(), network.about.traits.metricsBatch), budget)
        items += group.taken
      } while (group.goOn && room() > 0)
    }
  }
  await Promise.all(Array.from({ length: abreast }, work))
  return { items, more: items >= budget.items && !budget.signal.aborted }
}

async function measureGroup(
  ctx: Ctx,
  network: AnyNetwork,
  channel: Connection,
  most: number,
  budget: Budget,
): Promise<{ taken: number; goOn: boolean }> {
  const now = ctx.now()
  const after = (milliseconds: number) => new Date(now.getTime() + milliseconds)
  const given = { now, soon: after(soon), until: after(lease), youngAfter: isYoungAfter(now), most }
  const taken = await takeRemotes(ctx.db, channel.channel_id, given)
  if (taken.length === 0) return { taken: 0, goOn: false }
  const { requestLimit } = network.about.traits
  const signal = AbortSignal.any([budget.signal, AbortSignal.timeout(requestLimit)])
  const opened = await openSession(ctx, network, channel, signal)
  if (opened.is === 'unreadable') {
    await keepOutcome(ctx, channel, taken, { readings: [], reconnect: unreadable })
    return { taken: taken.length, goOn: false }
  }
  const read = await renewed(ctx, network, channel, await readCounters(ctx, network, opened.session, taken))
  await keepNotices(ctx.db, channel, opened.notices)
  await keepOutcome(ctx, channel, taken, read)
  return { taken: taken.length, goOn: taken.length === most && !read.later && !read.reconnect }
}

/** A credential that ended is renewed, and the reading comes again. */
async function renewed(ctx: Ctx, network: AnyNetwork, channel: Connection, read: Readings): Promise<Readings> {
  const { reconnect, ...rest } = read
  if (!reconnect || (await mend(ctx, channel.channel_id, network, channel.sealed)) === 'no') return read
  return { ...rest, later: { retryAfter: 60_000, why: reconnect } }
}

/** A reading that throws has shown nothing. */
async function readCounters(
  ctx: Ctx,
  network: AnyNetwork,
  session: Session<unknown>,
  taken: readonly Taken[],
): Promise<Readings> {
  try {
    const { readings, later, reconnect } = await network.metrics(
      session,
      taken.map(one => one.remote),
    )
    return {
      readings,
      later: later && { ...later, why: scrub(later.why, session) },
      reconnect: reconnect && scrub(reconnect, session),
    }
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : typeof cause
    ctx.log.error('adapter.threw', { network: network.about.id, channel: session.account, name })
    return { readings: [] }
  }
}

async function keepOutcome(ctx: Ctx, channel: Connection, taken: readonly Taken[], outcome: Readings): Promise<void> {
  const at = ctx.now()
  const after = (milliseconds: number) => new Date(at.getTime() + milliseconds)
  const read: Read[] = []
  const unread: number[] = []
  for (const one of taken) {
    const reading = outcome.readings.find(({ remote }) => remote === one.remote)
    const counters = reading?.is === 'read' ? countersShape.safeParse(reading.values) : undefined
    if (counters?.success) read.push({ id: one.id, values: counters.data, next: nextLook(one.live_at, at) })
    else if (reading?.is === 'gone') await miss(ctx, channel, one, at)
    else unread.push(one.id)
    if (counters?.error) ctx.log.error('metrics.odd_counters', { channel: channel.channel_id, remote: one.id })
  }
  if (read.length) await keepReadings(ctx.db, at, read)
  if (outcome.later) {
    const until = after(outcome.later.retryAfter)
    const rest = { is: 'rest', what: 'reading', of: 'channel', until, why: outcome.later.why } as const
    await keepNotices(ctx.db, channel, [rest])
    await lookAgain(ctx.db, unread, until)
  } else if (outcome.reconnect) {
    await holdChannel(ctx, channel, outcome.reconnect)
    await lookAgain(ctx.db, unread, at)
  } else await lookAgain(ctx.db, unread, after(lookAgainAfter))
}

/** Due again at once when the hold is lifted. */
const holdChannel = (ctx: Ctx, channel: Connection, why: Problem) =>
  placeCause(ctx.db, { scope: 'channel', channel: channel.channel_id }, 'channel.reconnect', why, ctx.now())

/** Said twice, it is believed: the copy ended, and so did the delivery unless another copy of it stands. */
async function miss(ctx: Ctx, channel: Connection, one: Taken, at: Date): Promise<void> {
  const known = one.missed_at && at.getTime() - one.missed_at.getTime() >= missedTwiceAfter
  if (!known) {
    await keepMissed(ctx.db, one.id, one.missed_at ?? at, new Date(at.getTime() + missedTwiceAfter))
    return
  }
  await ctx.db.transaction().execute(async trx => {
    if (!(await endRemote(trx, one.id, at)) || !(await wasLastCopy(trx, one.delivery_id))) return
    await carryIn(trx, {
      id: one.delivery_id,
      event: { is: 'vanished' },
      at,
      doer: byJob,
      detail: { remote: one.remote },
    })
  })
  ctx.log.warn('remote.gone', { channel: channel.channel_id, delivery: one.delivery_id })
}
