import type { Connection } from '../channels/channel.ts'
import { unreadable } from '../channels/channel.ts'
import { keepNotices } from '../channels/queries.ts'
import { mend } from '../channels/renew.ts'
import { openSession, scrub } from '../channels/session.ts'
import type { Ctx } from '../context.ts'
import { byJob, carryIn } from '../deliveries/queries/move.ts'
import { placeCause } from '../holds/queries.ts'
import type { AnyNetwork, Json, Problem, Readings, Session } from '../ports/network.ts'
import {
  countersShape,
  isYoungAfter,
  lease,
  lookAgainAfter,
  markKept,
  missedTwiceAfter,
  nextLook,
  soon,
} from './metric.ts'
import {
  type Copy,
  type Due,
  dueChannels,
  endRemote,
  findCopies,
  keepMark,
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
      let group: Group = { taken: 0, goOn: true, mark: channel.mark }
      while (group.goOn && room() > 0) {
        const most = Math.min(room(), network.about.traits.metricsBatch)
        group = await measureGroup(ctx, network, channel, most, group.mark, budget)
        items += group.taken
      }
    }
  }
  await Promise.all(Array.from({ length: abreast }, work))
  return { items, more: items >= budget.items && !budget.signal.aborted }
}

interface Group {
  taken: number
  goOn: boolean
  mark: Json | undefined
}

async function measureGroup(
  ctx: Ctx,
  network: AnyNetwork,
  channel: Due,
  most: number,
  mark: Json | undefined,
  budget: Budget,
): Promise<Group> {
  const now = ctx.now()
  const after = (milliseconds: number) => new Date(now.getTime() + milliseconds)
  const given = { now, soon: after(soon), until: after(lease), youngAfter: isYoungAfter(now), most }
  const taken = await takeRemotes(ctx.db, channel.channel_id, given)
  if (taken.length === 0) return ended(ctx, channel, mark)
  const { requestLimit } = network.about.traits
  const signal = AbortSignal.any([budget.signal, AbortSignal.timeout(requestLimit)])
  const opened = await openSession(ctx, network, channel, signal)
  if (opened.is === 'unreadable') {
    await keepOutcome(ctx, channel, taken, { readings: [], reconnect: unreadable })
    return { taken: taken.length, goOn: false, mark }
  }
  const read = await renewed(ctx, network, channel, await readCounters(ctx, network, opened.session, taken, mark))
  await keepNotices(ctx.db, channel, opened.notices)
  const { unreached } = await keepOutcome(ctx, channel, taken, read)
  if (read.later || read.reconnect || taken.length === most || unreached > 0) {
    if (read.mark !== undefined) await keepMark(ctx.db, channel.channel_id, read.mark, after(markKept))
    return { taken: taken.length, goOn: !read.later && !read.reconnect, mark: read.mark ?? mark }
  }
  return { ...(await ended(ctx, channel, read.mark ?? mark)), taken: taken.length }
}

/** Nothing more is due: what comes next is read from the beginning. */
async function ended(ctx: Ctx, channel: Due, mark: Json | undefined): Promise<Group> {
  if (mark !== undefined) await keepMark(ctx.db, channel.channel_id, null, null)
  return { taken: 0, goOn: false, mark: undefined }
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
  given: Json | undefined,
): Promise<Readings> {
  try {
    const { readings, mark, later, reconnect } = await network.metrics(
      session,
      taken.map(one => one.remote),
      given,
    )
    return {
      readings,
      // One that does not move leads nowhere: what was not reached is looked at again later.
      ...(mark !== undefined && JSON.stringify(mark) !== JSON.stringify(given) && { mark }),
      later: later && { ...later, why: scrub(later.why, session) },
      reconnect: reconnect && scrub(reconnect, session),
    }
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : typeof cause
    ctx.log.error('adapter.threw', { network: network.about.id, channel: session.account, name })
    return { readings: [] }
  }
}

async function keepOutcome(
  ctx: Ctx,
  channel: Connection,
  taken: readonly Taken[],
  outcome: Readings,
): Promise<{ unreached: number }> {
  const at = ctx.now()
  const after = (milliseconds: number) => new Date(at.getTime() + milliseconds)
  const told = new Map(outcome.readings.map(reading => [reading.remote, reading]))
  const read: Read[] = []
  const unread: number[] = []
  const unreached: number[] = []
  const keep = (one: Copy, counted: unknown) => {
    const counters = countersShape.safeParse(counted)
    if (counters.success) read.push({ id: one.id, values: counters.data, next: nextLook(one.live_at, at) })
    else ctx.log.error('metrics.odd_counters', { channel: channel.channel_id, remote: one.id })
    return counters.success
  }
  for (const one of taken) {
    const reading = told.get(one.remote)
    told.delete(one.remote)
    if (reading?.is === 'gone') await miss(ctx, channel, one, at)
    else if (!reading && outcome.mark !== undefined) unreached.push(one.id)
    else if (reading?.is !== 'read' || !keep(one, reading.values)) unread.push(one.id)
  }
  for (const one of await findCopies(ctx.db, channel.channel_id, [...told.keys()])) {
    const reading = told.get(one.remote)
    if (reading?.is === 'read') keep(one, reading.values)
  }
  if (read.length) await keepReadings(ctx.db, at, read)
  if (outcome.later) {
    const until = after(outcome.later.retryAfter)
    const rest = { is: 'rest', what: 'reading', of: 'channel', until, why: outcome.later.why } as const
    await keepNotices(ctx.db, channel, [rest])
    await lookAgain(ctx.db, [...unread, ...unreached], until)
  } else if (outcome.reconnect) {
    await holdChannel(ctx, channel, outcome.reconnect)
    await lookAgain(ctx.db, [...unread, ...unreached], at)
  } else {
    await lookAgain(ctx.db, unread, after(lookAgainAfter))
    await lookAgain(ctx.db, unreached, at)
  }
  return { unreached: unreached.length }
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
