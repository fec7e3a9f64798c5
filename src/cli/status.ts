import { jobs } from '../../jobs/index.ts'
import type { Ctx } from '../context.ts'
import { channelsStanding, holdsOpen, standing } from '../db/standing.ts'
import { askedDeliveries, stuckDeliveries } from '../deliveries/queries/stuck.ts'
import type { Command } from './command.ts'
import { asGuest, readFlags } from './guest.ts'
import { fail, report } from './report.ts'

/** What runs, what is due, what is stuck; exit 1 when something is. */
export const status: Command = async (args, io) => {
  const given = readFlags(args, { json: { type: 'boolean' } }, 'flags only')
  if (given.is === 'bad') return fail(io, given.why, 2)
  return asGuest(io, async ctx => {
    const found = await look(ctx)
    report(io, given.values.json ?? false, found, linesOf(found))
    return found.stuck.length ? 1 : 0
  })
}

type Found = Awaited<ReturnType<typeof look>>

async function look(ctx: Ctx) {
  const now = ctx.now()
  const speed = ctx.config.clockSpeed
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000 * speed)
  const [all, channels, holds, asked, deliveries] = await Promise.all([
    standing(ctx.db, now),
    channelsStanding(ctx.db, now),
    holdsOpen(ctx.db, now),
    askedDeliveries(ctx.db, now),
    stuckDeliveries(ctx.db, now, ago(600)),
  ])
  const turns = jobs.map(({ name, every, needs }) => {
    const turn = all.turns.find(one => one.job === name)
    // Three of its paces, and never less than a minute: a turn may take its time.
    const late = turn !== undefined && (turn.good_at ?? turn.began_at ?? now) < ago(Math.max(3 * every, 60))
    return {
      job: name,
      every,
      needs,
      goodAt: turn?.good_at ?? null,
      items: turn?.items ?? 0,
      problem: turn?.problem ?? null,
      late,
    }
  })
  const stuck = [
    ...turns.filter(turn => turn.late).map(turn => ({ what: 'job', which: turn.job, since: turn.goodAt })),
    ...deliveries.map(one => ({
      what: 'delivery',
      which: `${one.id} (${one.state}, ${one.network} ${one.channel})`,
      since: one.since,
    })),
    ...channels
      .filter(channel => channel.reconnect)
      .map(channel => ({
        what: 'channel',
        which: `${channel.network} ${channel.name}: connect it again`,
        since: null,
      })),
  ]
  return {
    at: now,
    lastGoodTurn: turns.reduce<Date | null>(
      (last, { goodAt }) => (goodAt && (!last || goodAt > last) ? goodAt : last),
      null,
    ),
    jobs: turns,
    due: all.due,
    deliveries: all.deliveries,
    claims: all.claims,
    asked,
    holds,
    channels,
    stuck,
  }
}

function linesOf(found: Found): string[] {
  const when = (at: Date | null) => at?.toISOString() ?? 'never'
  const due = Object.entries(found.due).map(
    ([what, { rows, oldest }]) => `due ${what} ${rows}, oldest ${Math.round(oldest)} s`,
  )
  return [
    `last good turn ${when(found.lastGoodTurn)}`,
    ...found.jobs.map(job => `job ${job.job}${job.late ? ' LATE' : ''}, good ${when(job.goodAt)}, items ${job.items}`),
    ...(due.length ? due : ['due nothing']),
    ...Object.entries(found.deliveries).map(([state, rows]) => `deliveries ${state} ${rows}`),
    `claims open ${found.claims.open}, over ${found.claims.over}`,
    ...(found.asked ? [`asked ${found.asked}: a person has to say how they ended`] : []),
    ...found.holds.map(hold => `hold ${hold.id} ${hold.scope} since ${when(hold.since)}: ${hold.reason}`),
    ...found.channels.map(
      one =>
        `channel ${one.id} ${one.network} ${one.name}${one.reconnect ? ' RECONNECT' : ''}${one.rests_until ? ` rests until ${when(one.rests_until)}` : ''}`,
    ),
    ...found.stuck.map(one => `stuck ${one.what} ${one.which} since ${when(one.since)}`),
    found.stuck.length ? `${found.stuck.length} stuck` : 'nothing is stuck',
  ]
}
