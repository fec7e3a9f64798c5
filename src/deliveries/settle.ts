import { keepNotices } from '../channels/queries.ts'
import { currentCredential } from '../channels/queries-renew.ts'
import { mend } from '../channels/renew.ts'
import { openSession, scrub } from '../channels/session.ts'
import type { Ctx } from '../context.ts'
import { stubborn } from '../db/stubborn.ts'
import { liftCause } from '../holds/queries.ts'
import { contentShape } from '../ports/content.ts'
import type { AnyNetwork, Attempt, Content, Found, Options, Session } from '../ports/network.ts'
import { ClocksDiffer, clocksAgree, compareClocks, inAgreement } from './clock.ts'
import type { Budget } from './deliver.ts'
import { absentFrom, claimLength, later, probeEvery, problems } from './delivery.ts'
import { hear } from './hear.ts'
import { lateLive } from './late.ts'
import {
  type Attempted,
  type Claimed,
  claimLooks,
  endedClaims,
  lastAttempts,
  renewClaim,
  saveProgress,
  saveTicket,
  takenRemotes,
} from './queries/claim.ts'
import { keepIncomplete } from './queries/completion.ts'
import { byJob, carry, carryIn, keepAnswer } from './queries/move.ts'
import { takeProbes } from './queries/reach.ts'
import { readOnce } from './read-once.ts'
import { ticketOf } from './send.ts'
import { processClock, wireUnder } from './wire.ts'

const abreast = 16

/** Takes over what a lost process left, probes held networks, and looks at every doubtful delivery that is due. */
export async function settleDue(ctx: Ctx, budget: Budget): Promise<{ items: number; more: boolean }> {
  if (!(await clocksAgree(ctx))) throw new ClocksDiffer()
  await compareClocks(ctx)
  let items = await takeOver(ctx, budget.items)
  await probe(ctx, budget.signal)
  const faults: unknown[] = []
  while (items < budget.items && !budget.signal.aborted) {
    const clock = processClock(ctx.wall)
    const rows = await claimLooks(ctx.db, ctx.now(), inAgreement(ctx), Math.min(abreast, budget.items - items))
    if (rows.length === 0) break
    items += rows.length
    const attempts = await lastAttempts(
      ctx.db,
      rows.map(row => row.id),
    )
    await Promise.all(
      rows.map(row => look(ctx, row, attempts.get(row.id), clock).catch(cause => void faults.push(cause))),
    )
    if (faults.length > 0) throw faults[0]
  }
  return { items, more: items >= budget.items && !budget.signal.aborted }
}

/** Claims that ended without an answer: unknown where an attempt had begun, again where none had. */
async function takeOver(ctx: Ctx, most: number): Promise<number> {
  const { taken, queued } = await ctx.db.transaction().execute(async trx => {
    const { rows } = await endedClaims(trx, most)
    let queued = false
    for (const { id, claim, begun } of rows) {
      const carried = await carryIn(trx, { id, event: { is: 'claim_ended', begun }, at: ctx.now(), doer: byJob })
      queued ||= carried.is === 'moved' && carried.move.to === 'queued'
      ctx.log.warn('delivery.taken_over', { delivery: id, claim, begun })
    }
    return { taken: rows.length, queued }
  })
  if (queued) ctx.nudge('deliver')
  return taken
}

/** One read on each network that is held because nothing reached it; any answer frees it. */
async function probe(ctx: Ctx, signal: AbortSignal): Promise<void> {
  const now = ctx.now()
  for (const id of await takeProbes(ctx.db, now, later(now, probeEvery))) {
    const network = ctx.networks.get(id)
    if (!network || !(await readOnce(ctx, network, signal))) continue
    await liftCause(ctx.db, { scope: 'network', network: id }, 'network.unreachable', ctx.now(), null)
    ctx.log.info('network.reached', { network: id })
    ctx.nudge('deliver')
  }
}

async function look(ctx: Ctx, row: Claimed, last: Attempted | undefined, clock: () => number): Promise<void> {
  const network = ctx.networks.get(row.network)
  if (!network || !last) throw new Error(`delivery ${row.id} is doubtful without an attempt or a network`)
  const { traits } = network.about
  const lease = { traits, clock, renew: () => renewClaim(ctx.db, row.id, row.claim, claimLength(traits)) }
  using wire = wireUnder(lease, ctx.outbound.networks, reply => hear(ctx, row.network, reply))
  const attempt: Attempt = {
    delivery: row.id,
    number: last.number,
    beganAt: last.began_at,
    firstBeganAt: last.first_began_at,
    ticket: ticketOf(row.ticket),
    save: async ticket => {
      if (!(await saveTicket(ctx.db, row.id, row.claim, JSON.stringify(ticket)))) throw new Error('the claim ended')
    },
    progress: (done, total) => saveProgress(ctx.db, row.id, row.claim, done, total),
    taken: remotes => takenRemotes(ctx.db, row.channel_id, remotes, row.id, traits.listDelay !== undefined), // Where lists prove absence, a copy known from an earlier attempt does not stand for the open one.
  }
  const started = clock()
  const readAt = ctx.now()
  const read = async (sealed: Uint8Array | null): Promise<Found> => {
    const opened = await openSession(ctx, network, { ...row, sealed }, wire.signal, wire.fetch)
    if (opened.is !== 'open') return { is: 'reconnect', why: problems.unreadable }
    const content = contentShape.parse(row.content)
    const options = network.shape.options.parse(row.options)
    const found = await reconcile(ctx, network, opened.session, content, attempt, options)
    await stubborn(() => keepNotices(ctx.db, row, opened.notices))
    await stubborn(() => keepIncomplete(ctx.db, row.id, opened.notices, ctx.now()))
    return found
  }
  let found = await read(row.sealed)
  if (found.is === 'reconnect') {
    const mended = await mend(ctx, row.channel_id, network, row.sealed)
    if (mended === 'later') found = { is: 'later', why: found.why, retryAfter: 60_000 }
    // An access that was dead for hours says nothing about the post: it is read now with the new one.
    if (mended === 'newer') found = await read((await currentCredential(ctx.db, row.channel_id))?.sealed ?? null)
  }
  const proof = { absentFrom: absentFrom(row.doubt_at ?? readAt, traits), readAt }
  await settle(ctx, row, last, found, proof, Math.round(clock() - started))
}

/** A reading that throws has shown nothing. A failed copy on the network is removed before the delivery is failed. */
async function reconcile(
  ctx: Ctx,
  network: AnyNetwork,
  session: Session<unknown>,
  content: Content,
  attempt: Attempt,
  options: Options,
): Promise<Found> {
  try {
    const found = await network.reconcile(session, content, attempt, options)
    if (found.is === 'refused' && found.remote) {
      const removed = await network.remove?.(session, found.remote)
      if (removed?.is !== 'done' && removed?.is !== 'absent')
        return { is: 'unproved', why: scrub(removed?.why ?? found.why, session) }
    }
    return 'why' in found ? { ...found, why: scrub(found.why, session) } : found
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : typeof cause
    ctx.log.error('adapter.threw', { network: network.about.id, delivery: attempt.delivery, name })
    return { is: 'unproved', why: problems.threw }
  }
}

async function settle(
  ctx: Ctx,
  row: Claimed,
  last: Attempted,
  found: Found,
  proof: { absentFrom: Date | undefined; readAt: Date },
  tookMs: number,
): Promise<void> {
  const at = ctx.now()
  const answered = {
    attempt: last.id,
    step: 'reconcile',
    is: found.is,
    why: 'why' in found ? found.why : undefined,
    tookMs,
  } as const
  const remote = found.is === 'live' ? { ...found.remote, at: found.at } : undefined
  const given = { id: row.id, claim: row.claim, at, doer: byJob, answered }
  const carried = await stubborn(() => carry(ctx.db, { ...given, event: { is: 'found', found, ...proof }, remote }))
  switch (carried.is) {
    case 'moved':
      if (carried.doubled) ctx.log.error('delivery.doubled', { delivery: row.id })
      if (carried.move.to === 'queued') ctx.nudge('deliver')
      return
    case 'taken': {
      const doubt: Found = { is: 'unproved', why: problems.remoteTaken }
      await carry(ctx.db, { ...given, event: { is: 'found', found: doubt, ...proof } })
      return
    }
    case 'lost':
      // Another process was first. What was seen to be live is still evidence; anything else is stale.
      if (remote) await stubborn(() => lateLive(ctx, row, last.number, answered, remote))
      else await keepAnswer(ctx.db, answered, at)
      return
    default:
      carried satisfies never
  }
}
