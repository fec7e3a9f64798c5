import { keepNotices } from '../channels/queries.ts'
import { mend } from '../channels/renew.ts'
import { type Credentials, openSession, scrub } from '../channels/session.ts'
import type { Ctx } from '../context.ts'
import { stubborn } from '../db/stubborn.ts'
import { placeCause } from '../holds/queries.ts'
import { batched } from '../kit/batch.ts'
import { contentShape } from '../ports/content.ts'
import type { AnyNetwork, Attempt, Content, Notice, Options, Problem, Published, Session } from '../ports/network.ts'
import { storedDigest } from '../posts/digest.ts'
import { ClocksDiffer, clocksAgree, compareClocks, inAgreement } from './clock.ts'
import { claimLength, problems, unreachableAfter } from './delivery.ts'
import { hear } from './hear.ts'
import { lateLive } from './late.ts'
import {
  type Begun,
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
import { showFiles } from './queries/shown.ts'
import { cancelUnwanted } from './queries/voided.ts'
import { processClock, type Wire, wireUnder } from './wire.ts'

export interface Budget {
  items: number
  signal: AbortSignal
}

/** Calls to networks that one turn has open at a time. */
const abreast = 16
/** Deliveries under way at a time: while some are on the wire, the ends of others are written down. */
const underWay = 40

/** Claims what is due and sends it, many channels at once, until nothing is due or the budget is used. */
export async function deliverDue(ctx: Ctx, budget: Budget): Promise<{ items: number; more: boolean }> {
  if (!(await clocksAgree(ctx))) throw new ClocksDiffer()
  await compareClocks(ctx)
  await cancelUnwanted(ctx.db, ctx.now(), budget.items)
  await holdDoubtful(ctx.db, ctx.now())
  const turn = beginTurn(ctx)
  const flying = new Set<Promise<void>>()
  const faults: unknown[] = []
  let items = 0
  while (true) {
    // An intention is written when its call is next: no more of them than there are places.
    const room = Math.min(abreast - turn.calls, underWay - flying.size, budget.items - items)
    const open = !budget.signal.aborted && faults.length === 0 && room > 0
    const clock = processClock(ctx.wall)
    const claimed = open ? await claimDue(ctx.db, ctx.now(), inAgreement(ctx), room, !ctx.files.elsewhere) : []
    for (const row of claimed) {
      items++
      const flight: Promise<void> = deliver(ctx, row, clock, turn)
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

/** What the deliveries of one turn share. */
interface Turn {
  /** Deliveries that are on the wire or about to be. */
  calls: number
  credentials: Credentials
  /** Common endings, written in groups. */
  end(ending: LiveEnding): Promise<boolean>
}

function beginTurn(ctx: Ctx): Turn {
  return {
    calls: 0,
    credentials: new Map(),
    end: batched(async (endings: readonly LiveEnding[]) => {
      const moved = await endLive(ctx.db, endings)
      return endings.map(({ id }) => moved.has(id))
    }),
  }
}

/** One delivery under its claim: the call, and what came of it. */
async function deliver(ctx: Ctx, row: Begun, clock: () => number, turn: Turn): Promise<void> {
  const network = ctx.networks.get(row.network)
  if (!network) throw new Error(`claimed for a network that is not there: ${row.network}`)
  const { traits } = network.about
  const lease = { traits, clock, renew: () => renewClaim(ctx.db, row.id, row.claim, claimLength(traits)) }
  using wire = wireUnder(lease, ctx.outbound.networks, reply => hear(ctx, row.network, reply))
  turn.calls++
  const sent = await send(ctx, row, network, wire, turn.credentials).finally(() => turn.calls--)
  if (sent.is === 'unready') {
    const answered = { attempt: row.attempt, step: 'publish', is: 'unready', why: sent.why } as const
    await carry(ctx.db, { id: row.id, claim: row.claim, event: sent, at: ctx.now(), doer: byJob, answered })
    return
  }
  await stubborn(() => keepNotices(ctx.db, row, sent.notices))
  const answer = await renewed(ctx, network, row, sent.answer)
  await end(ctx, row, answer, sent.tookMs, turn)
  await reckonReach(ctx, network, answer, wire)
}

type Sent =
  | { is: 'answered'; answer: Published; tookMs: number; notices: readonly Notice[] }
  /** It could not be sent, and nothing of it was. */
  | { is: 'unready'; why: Problem }

async function send(ctx: Ctx, row: Begun, network: AnyNetwork, wire: Wire, credentials: Credentials): Promise<Sent> {
  // A setting of the channel changed while it waited, or somebody altered a row: the approval covers something else.
  if ((await storedDigest(row)) !== row.digest) return refused(problems.altered)
  const opened = await openSession(ctx, network, row, wire.signal, wire.fetch, credentials)
  if (opened.is === 'unreadable') return { is: 'unready', why: problems.unreadable }
  const matter = matterOf(network, row)
  // Written by a version that knew another shape: a person makes it again, nothing was sent.
  if (!matter) return refused(problems.unreadableContent)
  if (network.about.traits.fetchesPictures) await showFiles(ctx.db, row.id, matter.content)
  const { session, notices } = opened
  const started = performance.now()
  const answer = await publish(ctx, network, session, matter.content, attemptOf(ctx, row), matter.options)
  return { is: 'answered', answer, tookMs: Math.round(performance.now() - started), notices }
}

const refused = (why: Problem): Sent => ({ is: 'answered', answer: { is: 'refused', why }, tookMs: 0, notices: [] })

function matterOf(network: AnyNetwork, row: Begun): { content: Content; options: Options } | undefined {
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
async function renewed(ctx: Ctx, network: AnyNetwork, row: Begun, answer: Published): Promise<Published> {
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

function attemptOf(ctx: Ctx, row: Begun): Attempt {
  return {
    delivery: row.id,
    number: row.attempts,
    beganAt: row.began_at,
    firstBeganAt: row.first_began_at,
    ticket: ticketOf(row.ticket),
    save: async ticket => {
      if (!(await saveTicket(ctx.db, row.id, row.claim, JSON.stringify(ticket)))) throw new Error('the claim ended')
    },
    progress: (done, total) => saveProgress(ctx.db, row.id, row.claim, done, total),
    taken: remotes => takenRemotes(ctx.db, row.channel_id, remotes, row.id),
  }
}

async function end(ctx: Ctx, row: Begun, answer: Published, tookMs: number, turn: Turn): Promise<void> {
  const at = ctx.now()
  const why = 'why' in answer ? answer.why : undefined
  const answered = { attempt: row.attempt, step: 'publish', is: answer.is, why, tookMs } as const
  const given = { id: row.id, claim: row.claim, at, doer: byJob }
  const carried = await stubborn(async (): Promise<Carried | undefined> => {
    if (answer.is !== 'live') return carry(ctx.db, { ...given, event: { is: 'answered', answer }, answered })
    const remote = { ...answer.remote, at: answer.at }
    const ending = { ...given, attempt: row.attempt, remote: remote.id, url: remote.url ?? null, live_at: answer.at }
    // One bad row fails its whole group; each then goes its own way.
    if (await turn.end({ ...ending, took_ms: tookMs }).catch(() => false)) return undefined
    return carry(ctx.db, { ...given, event: { is: 'answered', answer }, answered, remote })
  })
  if (carried?.is === 'moved' && carried.doubled) ctx.log.error('delivery.doubled', { delivery: row.id })
  if (!carried || carried.is === 'moved') return
  if (carried.is === 'taken') {
    // The network named a copy that another delivery owns: this one may be live under another id.
    const doubt: Published = { is: 'unknown', why: problems.remoteTaken }
    await carry(ctx.db, { ...given, event: { is: 'answered', answer: doubt }, answered })
    return
  }
  if (answer.is === 'live') {
    await stubborn(() => lateLive(ctx, row, row.attempts, answered, { ...answer.remote, at: answer.at }))
    return
  }
  if (answer.is === 'accepted') await keepLateTicket(ctx.db, row.id, row.attempts, JSON.stringify(answer.ticket))
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
