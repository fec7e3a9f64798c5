import { keepNotices } from '../channels/queries.ts'
import { mend } from '../channels/renew.ts'
import { openSession, scrub } from '../channels/session.ts'
import type { Ctx } from '../context.ts'
import { stubborn } from '../db/stubborn.ts'
import { placeCause } from '../holds/queries.ts'
import { batched } from '../kit/batch.ts'
import { slots } from '../kit/slots.ts'
import { contentShape } from '../ports/content.ts'
import type { AnyNetwork, Attempt, Content, Options, Published, Session } from '../ports/network.ts'
import { ClocksDiffer, clocksAgree } from './clock.ts'
import { claimLength, problems, unreachableAfter } from './delivery.ts'
import { lateLive } from './late.ts'
import {
  type Begun,
  beginAttempts,
  type Claimed,
  claimDue,
  holdDoubtful,
  renewClaim,
  saveProgress,
  saveTicket,
  takenRemotes,
} from './queries/claim.ts'
import { endLive, type LiveEnding } from './queries/ending.ts'
import { byJob, type Carried, carry, keepAnswer, keepLateTicket } from './queries/move.ts'
import { countUnreached, markReached } from './queries/reach.ts'
import { cancelUnwanted } from './queries/voided.ts'
import { processClock, type Wire, wireUnder } from './wire.ts'

export interface Budget {
  items: number
  signal: AbortSignal
}

/** Calls to networks that one turn has open at a time. */
const abreast = 16
/** Deliveries under claim at a time: while some are on the wire, others are claimed or written down. */
const claimedAtMost = 40

/** Claims what is due and sends it, many channels at once, until nothing is due or the budget is used. */
export async function deliverDue(ctx: Ctx, budget: Budget): Promise<{ items: number; more: boolean }> {
  if (!(await clocksAgree(ctx))) throw new ClocksDiffer()
  await cancelUnwanted(ctx.db, ctx.now(), budget.items)
  await holdDoubtful(ctx.db, ctx.now())
  const ledger = ledgerOf(ctx)
  const flying = new Set<Promise<void>>()
  const faults: unknown[] = []
  let items = 0
  while (true) {
    const room = Math.min(claimedAtMost - flying.size, budget.items - items)
    const open = !budget.signal.aborted && faults.length === 0 && room > 0
    const clock = processClock(ctx.wall)
    const claimed = open ? await claimDue(ctx.db, ctx.now(), ctx.networks, room, !ctx.files.elsewhere) : []
    for (const row of claimed) {
      items++
      const flight: Promise<void> = deliver(ctx, row, clock, ledger)
        .catch(cause => void faults.push(cause))
        .finally(() => flying.delete(flight))
      flying.add(flight)
    }
    if (flying.size === 0) {
      // What could not be written down is found again when its claim ends.
      if (faults.length > 0) throw faults[0]
      return { items, more: items >= budget.items && !budget.signal.aborted }
    }
    await Promise.race(flying)
    // What was written down together ends together: one claim then fills all the places.
    await new Promise(done => setTimeout(done, 0))
  }
}

/** Beginnings and common endings of one turn, written in groups. */
interface Ledger {
  begin(row: Claimed): Promise<{ begun: Begun | undefined }>
  end(ending: LiveEnding): Promise<boolean>
  /** A place on the wire; resolves with what gives it back. */
  enter(): Promise<() => void>
}

function ledgerOf(ctx: Ctx): Ledger {
  return {
    begin: batched(async (rows: readonly Claimed[]) => {
      const began = await beginAttempts(
        ctx.db,
        rows.map(({ id, claim }) => ({ id, claim })),
        ctx.now(),
      )
      const byId = new Map(began.map(begun => [begun.id, begun]))
      return rows.map(({ id }) => ({ begun: byId.get(id) }))
    }),
    enter: slots(abreast),
    end: batched(async (endings: readonly LiveEnding[]) => {
      const moved = await endLive(ctx.db, endings)
      return endings.map(({ id }) => moved.has(id))
    }),
  }
}

/** One delivery under its claim: the intention, the call, what came of it. */
async function deliver(ctx: Ctx, row: Claimed, clock: () => number, ledger: Ledger): Promise<void> {
  const network = ctx.networks.get(row.network)
  if (!network) throw new Error(`claimed for a network that is not there: ${row.network}`)
  const { traits } = network.about
  const lease = { traits, clock, renew: () => renewClaim(ctx.db, row.id, row.claim, claimLength(traits)) }
  const wire = wireUnder(lease, ctx.outbound.networks)
  const opened = await openSession(ctx, network, row, wire.signal, wire.fetch)
  const release = (event: { is: 'unready'; why: typeof problems.unreadable } | { is: 'claim_ended'; begun: false }) =>
    carry(ctx.db, { id: row.id, claim: row.claim, event, at: ctx.now(), doer: byJob })
  if (opened.is === 'unreadable') {
    await release({ is: 'unready', why: problems.unreadable })
    return
  }
  const matter = matterOf(network, row)
  if (!matter) {
    // Written by a version that knew another shape: a person makes it again, nothing was sent.
    const answer: Published = { is: 'refused', why: problems.unreadableContent }
    await carry(ctx.db, { id: row.id, claim: row.claim, event: { is: 'answered', answer }, at: ctx.now(), doer: byJob })
    return
  }
  const { content, options } = matter
  // The place is taken first: an intention is written when its call is next, not before.
  const leave = await ledger.enter()
  const sent = await send(ctx, row, { network, session: opened.session, content, options, clock }, ledger).finally(
    leave,
  )
  if (!sent) {
    // The approval was voided or a stop was asked between the claim and now; or the claim is no longer ours.
    await release({ is: 'claim_ended', begun: false })
    return
  }
  await stubborn(() => keepNotices(ctx.db, row, opened.notices))
  const { begun, tookMs } = sent
  const answer = await renewed(ctx, network, row, sent.answer)
  await end(ctx, row, begun, answer, tookMs, ledger)
  await reckonReach(ctx, network, answer, wire)
}

interface Sending {
  network: AnyNetwork
  session: Session<unknown>
  content: Content
  options: Options
  clock(): number
}

/** The intention, then the call. Undefined when it may not be sent any more. */
async function send(
  ctx: Ctx,
  row: Claimed,
  { network, session, content, options, clock }: Sending,
  ledger: Ledger,
): Promise<{ begun: Begun; answer: Published; tookMs: number } | undefined> {
  const { begun } = await ledger.begin(row)
  if (!begun) return undefined
  const started = clock()
  const answer = await publish(ctx, network, session, content, attemptOf(ctx, row, begun), options)
  return { begun, answer, tookMs: Math.round(clock() - started) }
}

function matterOf(network: AnyNetwork, row: Claimed): { content: Content; options: Options } | undefined {
  const content = contentShape.safeParse(row.content)
  const options = network.shape.options.safeParse(row.options)
  return content.success && options.success ? { content: content.data, options: options.data } : undefined
}

/** An adapter that throws leaves us not knowing. */
async function publish(
  ctx: Ctx,
  network: AnyNetwork,
  session: Session<unknown>,
  content: Content,
  attempt: Attempt,
  options: Options,
): Promise<Published> {
  try {
    const answer = await network.publish(session, content, attempt, options)
    return 'why' in answer ? { ...answer, why: scrub(answer.why, session) } : answer
  } catch (cause) {
    ctx.log.error('adapter.threw', { network: network.about.id, delivery: attempt.delivery, name: nameOf(cause) })
    return { is: 'unknown', why: problems.threw }
  }
}

/** A credential that ended is renewed, and the delivery goes again: certainly nothing went out with the old one. */
async function renewed(ctx: Ctx, network: AnyNetwork, row: Claimed, answer: Published): Promise<Published> {
  if (answer.is !== 'reconnect') return answer
  // A renewal is a call of its own: the claim has to last for it.
  await renewClaim(ctx.db, row.id, row.claim, claimLength(network.about.traits))
  switch (await mend(ctx, row.channel_id, network, row.sealed)) {
    case 'newer':
      return { is: 'unsent', why: answer.why, retryAfter: 0 }
    case 'later':
      return { is: 'unsent', why: answer.why, retryAfter: renewalTakes }
    case 'no':
      return answer
  }
}

/** Milliseconds after which a renewal by somebody else has surely ended. */
const renewalTakes = 60_000

const nameOf = (cause: unknown) => (cause instanceof Error ? cause.name : typeof cause)

function attemptOf(ctx: Ctx, row: Claimed, begun: Begun): Attempt {
  return {
    delivery: row.id,
    number: begun.number,
    beganAt: begun.beganAt,
    firstBeganAt: begun.firstBeganAt,
    ticket: ticketOf(row.ticket),
    save: async ticket => {
      if (!(await saveTicket(ctx.db, row.id, row.claim, JSON.stringify(ticket)))) throw new Error('the claim ended')
    },
    progress: (done, total) => saveProgress(ctx.db, row.id, row.claim, done, total),
    taken: remotes => takenRemotes(ctx.db, row.channel_id, remotes, row.id),
  }
}

async function end(
  ctx: Ctx,
  row: Claimed,
  begun: Begun,
  answer: Published,
  tookMs: number,
  ledger: Ledger,
): Promise<void> {
  const at = ctx.now()
  const why = 'why' in answer ? answer.why : undefined
  const answered = { attempt: begun.attempt, step: 'publish', is: answer.is, why, tookMs } as const
  const given = { id: row.id, claim: row.claim, at, doer: byJob }
  const carried = await stubborn(async (): Promise<Carried | undefined> => {
    if (answer.is !== 'live') return carry(ctx.db, { ...given, event: { is: 'answered', answer }, answered })
    const remote = { ...answer.remote, at: answer.at }
    const ending = { ...given, attempt: begun.attempt, remote: remote.id, url: remote.url ?? null, live_at: answer.at }
    // One bad row fails its whole group; each then goes its own way.
    if (await ledger.end({ ...ending, took_ms: tookMs }).catch(() => false)) return undefined
    return carry(ctx.db, { ...given, event: { is: 'answered', answer }, answered, remote })
  })
  if (!carried || carried.is === 'moved') return
  if (carried.is === 'taken') {
    // The network named a copy that another delivery owns: this one may be live under another id.
    const doubt: Published = { is: 'unknown', why: problems.remoteTaken }
    await carry(ctx.db, { ...given, event: { is: 'answered', answer: doubt }, answered })
    return
  }
  if (answer.is === 'live') {
    await stubborn(() => lateLive(ctx, row, begun.number, answered, { ...answer.remote, at: answer.at }))
    return
  }
  if (answer.is === 'accepted') await keepLateTicket(ctx.db, row.id, begun.number, JSON.stringify(answer.ticket))
  await keepAnswer(ctx.db, answered, at)
}

/** Five sends in a row of which no byte left: the fault is on the way, not in the posts. */
async function reckonReach(ctx: Ctx, network: AnyNetwork, answer: Published, wire: Wire): Promise<void> {
  if (answer.is === 'live') return
  const { id } = network.about
  if (answer.is !== 'unsent' || !wire.unreached()) {
    if (wire.answered()) await markReached(ctx.db, id)
    return
  }
  if ((await countUnreached(ctx.db, id)) < unreachableAfter) return
  const placed = await placeCause(
    ctx.db,
    { scope: 'network', network: id },
    'network.unreachable',
    answer.why,
    ctx.now(),
  )
  if (placed) ctx.log.error('network.unreachable', { network: id })
}

export const ticketOf = (ticket: unknown): Attempt['ticket'] =>
  ticket === null || ticket === undefined ? undefined : (ticket as Attempt['ticket'])
