import { keepNotices } from '../channels/queries.ts'
import { mend } from '../channels/renew.ts'
import { type Credentials, openSession, scrub } from '../channels/session.ts'
import type { Ctx } from '../context.ts'
import { stubborn } from '../db/stubborn.ts'
import { placeCause } from '../holds/queries.ts'
import { contentShape } from '../ports/content.ts'
import type { AnyNetwork, Attempt, Content, Notice, Options, Problem, Published, Session } from '../ports/network.ts'
import { storedDigest } from '../posts/digest.ts'
import { claimLength, problems, unreachableAfter } from './delivery.ts'
import { hear } from './hear.ts'
import { lateLive } from './late.ts'
import { type Begun, renewClaim, saveProgress, saveTicket, takenRemotes } from './queries/claim.ts'
import { keepIncomplete } from './queries/completion.ts'
import type { LiveEnding } from './queries/ending.ts'
import { byJob, type Carried, carry, keepAnswer, keepLateTicket } from './queries/move.ts'
import { countUnreached, markReached } from './queries/reach.ts'
import { showFiles } from './queries/shown.ts'
import { type Wire, wireUnder } from './wire.ts'

/** What the deliveries of one turn share. */
export interface Turn {
  /** Calls to networks that are open. */
  calls: number
  credentials: Credentials
  /** Common endings, written in groups. */
  end(ending: LiveEnding): Promise<boolean>
}

/** One delivery under its claim: the call, and what came of it. `called` is told when the call is over. */
export async function send(ctx: Ctx, row: Begun, clock: () => number, turn: Turn, called: () => void): Promise<void> {
  const network = ctx.networks.get(row.network)
  if (!network) throw new Error(`claimed for a network that is not there: ${row.network}`)
  const { traits } = network.about
  const lease = { traits, clock, renew: () => renewClaim(ctx.db, row.id, row.claim, claimLength(traits)) }
  using wire = wireUnder(lease, ctx.outbound.networks, reply => hear(ctx, row.network, reply))
  const sent = await call(ctx, row, network, wire, turn.credentials).finally(called)
  if (sent.is === 'unready') {
    const answered = { attempt: row.attempt, step: 'publish', is: 'unready', why: sent.why } as const
    await carry(ctx.db, { id: row.id, claim: row.claim, event: sent, at: ctx.now(), doer: byJob, answered })
    return
  }
  await stubborn(() => keepNotices(ctx.db, row, sent.notices))
  await stubborn(() => keepIncomplete(ctx.db, row.id, sent.notices, ctx.now()))
  const answer = await renewed(ctx, network, row, sent.answer)
  await end(ctx, row, answer, sent.tookMs, turn)
  await reckonReach(ctx, network, answer, wire)
}

type Sent =
  | { is: 'answered'; answer: Published; tookMs: number; notices: readonly Notice[] }
  /** It could not be sent, and nothing of it was. */
  | { is: 'unready'; why: Problem }

async function call(ctx: Ctx, row: Begun, network: AnyNetwork, wire: Wire, credentials: Credentials): Promise<Sent> {
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
