import { keepNotices } from '../channels/queries.ts'
import { mend } from '../channels/renew.ts'
import { openSession, scrub } from '../channels/session.ts'
import type { Ctx } from '../context.ts'
import { stubborn } from '../db/stubborn.ts'
import { never } from '../kit/never.ts'
import { contentShape } from '../ports/content.ts'
import type { AnyNetwork, Completed } from '../ports/network.ts'
import type { Budget } from './deliver.ts'
import { later, problems } from './delivery.ts'
import { claimIncomplete, endCompletion, type Incomplete } from './queries/completion.ts'

const minute = 60_000
/** After these a person does it by hand: what a network has not taken in a day it will not take. */
const waits = [minute, 10 * minute, 60 * minute, 6 * 60 * minute, 24 * 60 * minute]

/**
 * Sets what could not be set beside live copies: a picture, captions, a list. The copies themselves are not touched, and
 * the delivery is live whatever comes of it.
 */
export async function completeDue(ctx: Ctx, budget: Budget): Promise<{ items: number; more: boolean }> {
  let items = 0
  while (items < budget.items && !budget.signal.aborted) {
    const row = await claimIncomplete(ctx.db, ctx.now())
    if (!row) break
    items++
    await complete(ctx, row, budget.signal)
  }
  return { items, more: false }
}

async function complete(ctx: Ctx, row: Incomplete, ending: AbortSignal): Promise<void> {
  const network = ctx.networks.get(row.network)
  const completed = network ? await ask(ctx, network, row, ending) : undefined
  const at = ctx.now()
  if (!completed || completed.is === 'done') {
    await stubborn(() => endCompletion(ctx.db, row, { state: 'done', changed_at: at }))
    return
  }
  const wait = waits[row.tries]
  const why = JSON.stringify(completed.why)
  const ticket = completed.ticket === undefined ? {} : { ticket: JSON.stringify(completed.ticket) }
  if (wait === undefined) {
    await stubborn(() => endCompletion(ctx.db, row, { state: 'given_up', why, ...ticket, changed_at: at }))
    await stubborn(() => keepNotices(ctx.db, row, [{ is: 'warning', why: completed.why }]))
    return
  }
  const due_at = later(at, Math.max(wait, completed.retryAfter))
  await stubborn(() => endCompletion(ctx.db, row, { state: 'open', due_at, why, ...ticket, changed_at: at }))
}

async function ask(
  ctx: Ctx,
  network: AnyNetwork,
  row: Incomplete,
  ending: AbortSignal,
): Promise<Exclude<Completed, { is: 'reconnect' }> | undefined> {
  const content = contentShape.safeParse(row.content)
  const options = network.shape.options.safeParse(row.options)
  if (!network.complete || !content.success || !options.success) return undefined
  const signal = AbortSignal.any([ending, AbortSignal.timeout(network.about.traits.requestLimit)])
  const opened = await openSession(ctx, network, row, signal)
  if (opened.is === 'unreadable') return { is: 'later', why: problems.unreadable, retryAfter: minute }
  try {
    const ticket = row.ticket ?? undefined
    const completed = await network.complete(opened.session, { id: row.remote }, content.data, options.data, ticket)
    await stubborn(() => keepNotices(ctx.db, row, opened.notices))
    switch (completed.is) {
      case 'done':
        return completed
      case 'later':
        return { ...completed, why: scrub(completed.why, opened.session) }
      case 'reconnect':
        // With the new one it goes at the next try; where there is none, the channel is held by whatever else it does.
        await mend(ctx, row.channel_id, network, row.sealed)
        return { is: 'later', why: scrub(completed.why, opened.session), retryAfter: minute }
      default:
        return never(completed)
    }
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : typeof cause
    ctx.log.error('adapter.threw', { network: network.about.id, delivery: row.id, name })
    return { is: 'later', why: problems.threw, retryAfter: minute }
  }
}
