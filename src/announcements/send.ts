import { record } from '../audit/queries.ts'
import { askToReconnect, keepNotices } from '../channels/queries.ts'
import { mend } from '../channels/renew.ts'
import { openSession, scrub } from '../channels/session.ts'
import type { Ctx } from '../context.ts'
import { stubborn } from '../db/stubborn.ts'
import { claimLength } from '../deliveries/delivery.ts'
import { processClock, wireUnder } from '../deliveries/wire.ts'
import type { Announce, Announced, AnyNetwork, Problem } from '../ports/network.ts'
import { isInHours, isTooLate, problems } from './announcement.ts'
import {
  type Claimed,
  claimAnnouncement,
  comingDue,
  endAnnouncement,
  endedClaims,
  liveItems,
  moveAnnouncement,
  renewAnnouncement,
} from './queries.ts'

interface Budget {
  items: number
  signal: AbortSignal
}

/** Sends what was approved when its time has come, once each. What nobody knows the end of is left to a person. */
export async function announceDue(ctx: Ctx, budget: Budget): Promise<{ items: number; more: boolean }> {
  await takeOver(ctx)
  await expire(ctx)
  const able = [...ctx.networks].filter(([, network]) => network.announce).map(([id]) => id)
  const claimMs = Math.max(...[...ctx.networks.values()].map(({ about }) => claimLength(about.traits)), 0)
  let items = 0
  while (items < budget.items && !budget.signal.aborted) {
    const clock = processClock(ctx.wall)
    const row = await claimAnnouncement(ctx.db, ctx.now(), able, claimMs)
    if (!row) break
    items++
    await sendOne(ctx, row, clock, claimMs)
  }
  return { items, more: false }
}

/** Whoever had it in hand is gone, and nobody can say whether the call had left: never again by us. */
const takeOver = (ctx: Ctx) =>
  ctx.db.transaction().execute(async trx => {
    for (const { id, unit_id } of await endedClaims(trx, ctx.now(), problems.claimEnded)) {
      ctx.log.warn('announcement.taken_over', { announcement: id })
      await note(ctx, trx, { id, unit: unit_id }, 'announcement.unknown', problems.claimEnded)
    }
  })

/** Held over its hours or its day, it does not go out by itself any more. */
async function expire(ctx: Ctx): Promise<void> {
  const now = ctx.now()
  for (const { id, unit, dueAt, network } of await comingDue(ctx.db, now)) {
    const hours = ctx.networks.get(network)?.announce?.hours
    if (!hours || !isTooLate(dueAt, now, hours)) continue
    await ctx.db.transaction().execute(async trx => {
      const set = { state: 'refused', ended_at: now, why: problems.late } as const
      if (await moveAnnouncement(trx, id, 'approved', set))
        await note(ctx, trx, { id, unit }, 'announcement.refused', problems.late)
    })
  }
}

async function sendOne(ctx: Ctx, row: Claimed, clock: () => number, claimMs: number): Promise<void> {
  const network = ctx.networks.get(row.channel.network)
  if (!network?.announce) throw new Error(`claimed for a network that announces nothing: ${row.channel.network}`)
  const renew = () => renewAnnouncement(ctx.db, row.id, row.claim, claimMs)
  using wire = wireUnder({ traits: network.about.traits, clock, renew }, ctx.outbound.networks)
  const answer = await ask(ctx, row, network, network.announce, wire)
  await end(ctx, row, network.announce, await mended(ctx, row, network, answer))
}

async function ask(
  ctx: Ctx,
  row: Claimed,
  network: AnyNetwork,
  announce: Announce,
  wire: Pick<ReturnType<typeof wireUnder>, 'signal' | 'fetch'>,
): Promise<Announced> {
  // Between the approval and now one of them may have been taken down: then it is not what was approved.
  const live = await liveItems(
    ctx.db,
    row.channel.id,
    row.items.length,
    row.items.map(item => item.delivery),
  )
  if (!row.items.every(item => live.some(one => one.remote === item.remote)))
    return { is: 'refused', why: problems.notLive }
  if (!isInHours(ctx.now(), announce.hours)) return { is: 'refused', why: problems.late }
  const opened = await openSession(ctx, network, row.connection, wire.signal, wire.fetch)
  if (opened.is === 'unreadable') return { is: 'reconnect', why: { code: 'channel.credential_unreadable' } }
  const { session, notices } = opened
  const remotes = row.items.map(({ remote, url }) => ({ id: remote, ...(url !== null && { url }) }))
  try {
    const answer = await announce.send(session, remotes, row.audience)
    return 'why' in answer ? { ...answer, why: scrub(answer.why, session) } : answer
  } catch (cause) {
    ctx.log.error('adapter.threw', { network: network.about.id, announcement: row.id, name: nameOf(cause) })
    return { is: 'unknown', why: problems.threw }
  } finally {
    await stubborn(() => keepNotices(ctx.db, row.connection, notices))
  }
}

const nameOf = (cause: unknown) => (cause instanceof Error ? cause.name : typeof cause)

/** A credential that ended while nobody looked is renewed, and nothing had been sent with the old one. */
async function mended(ctx: Ctx, row: Claimed, network: AnyNetwork, answer: Announced): Promise<Announced> {
  if (answer.is !== 'reconnect') return answer
  switch (await mend(ctx, row.channel.id, network, row.connection.sealed)) {
    case 'newer':
      return { is: 'unsent', why: answer.why, retryAfter: 0 }
    case 'later':
      return { is: 'unsent', why: answer.why, retryAfter: 60_000 }
    case 'no':
      return answer
  }
}

async function end(ctx: Ctx, row: Claimed, announce: Announce, answer: Announced): Promise<void> {
  const at = ctx.now()
  await stubborn(() =>
    ctx.db.transaction().execute(async trx => {
      const ending = endingOf(answer, row, announce, at)
      if (!(await endAnnouncement(trx, row, ending, at))) return
      if (answer.is === 'reconnect') await askToReconnect(trx, row.channel.id, answer.why, at)
      const verb = ending.state === 'approved' ? 'announcement.waits' : `announcement.${ending.state}`
      await note(ctx, trx, row, verb, ending.why)
    }),
  )
}

function endingOf(
  answer: Announced,
  row: Claimed,
  announce: Announce,
  at: Date,
): Parameters<typeof endAnnouncement>[2] {
  switch (answer.is) {
    case 'sent':
      return { state: 'sent', message: answer.message }
    case 'unknown':
      return { state: 'unknown', why: answer.why }
    case 'refused':
    case 'reconnect':
      return { state: 'refused', why: answer.why }
    case 'unsent': {
      // Certainly not sent: later the same day, within the hours, or not at all.
      const sendAt = new Date(at.getTime() + (answer.retryAfter ?? 60_000))
      return isTooLate(row.dueAt, sendAt, announce.hours)
        ? { state: 'refused', why: answer.why }
        : { state: 'approved', why: answer.why, sendAt }
    }
    default:
      return answer satisfies never
  }
}

const note = (
  ctx: Ctx,
  trx: Parameters<typeof endAnnouncement>[0],
  of: { id: number; unit: number },
  verb: string,
  why?: Problem,
) =>
  record(trx, {
    at: ctx.now(),
    via: 'job',
    verb,
    subject: 'announcement',
    subjectId: of.id,
    unit: of.unit,
    detail: why ? { why: why.code } : {},
  })
