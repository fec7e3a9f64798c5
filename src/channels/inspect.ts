import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Actor } from '../people/person.ts'
import type { Health } from '../ports/network.ts'
import { type Connection, inspectAgainAfter, inspectEvery, unreadable } from './channel.ts'
import { publicAddressProblems } from './public.ts'
import {
  askToReconnect,
  connectionOf,
  findChannel,
  keepInspection,
  keepNotices,
  keepWarnings,
  takeInspections,
} from './queries.ts'
import { mend } from './renew.ts'
import { openSession, scrub } from './session.ts'

/** How long the looks at one connection may take together. */
const patience = 30_000

/** The daily look at every connection that is due for it: an end is seen before a post is lost to it. */
export async function inspectDue(
  ctx: Ctx,
  budget: { items: number; signal: AbortSignal },
): Promise<{ items: number; more: boolean }> {
  const now = ctx.now()
  const before = new Date(now.getTime() - inspectEvery)
  let items = 0
  while (items < budget.items && !budget.signal.aborted) {
    const [channel] = await takeInspections(ctx.db, now, before, 1)
    if (!channel) return { items, more: false }
    items++
    await inspect(ctx, channel)
  }
  return { items, more: !budget.signal.aborted }
}

export type Inspected = { is: 'missing' } | { is: 'inspected'; health: Health }

/** *Kiểm tra ngay*: the same look, asked for by a person. */
export async function inspectNow(ctx: Ctx, by: Actor, id: number): Promise<Inspected> {
  const channel = (await findChannel(ctx.db, by.id, id)) && (await connectionOf(ctx.db, id))
  if (!channel) return { is: 'missing' }
  return { is: 'inspected', health: await inspect(ctx, channel) }
}

async function inspect(ctx: Ctx, channel: Connection, mended = false): Promise<Health> {
  const network = ctx.networks.get(channel.network)
  if (!network) return { is: 'unknown', why: { code: 'channel.no_network' } }
  const opened = await openSession(ctx, network, channel, AbortSignal.timeout(patience))
  let health: Health = { is: 'reconnect', why: unreadable }
  if (opened.is === 'open') {
    const { session, notices } = opened
    health = await network.auth
      .inspect(session)
      .catch((): Health => ({ is: 'unknown', why: { code: 'channel.inspection_failed' } }))
    if ('why' in health) health = { ...health, why: scrub(health.why, session) }
    await keepNotices(ctx.db, channel, notices)
  }
  if (health.is === 'reconnect' && !mended) {
    const done = await mend(ctx, channel.channel_id, network, channel.sealed)
    const newer = done === 'newer' ? await connectionOf(ctx.db, channel.channel_id) : undefined
    if (newer) return inspect(ctx, newer, true)
    if (done === 'later') health = { is: 'unknown', why: health.why }
  }
  const at = ctx.now()
  const id = channel.channel_id
  switch (health.is) {
    case 'well':
      await keepWarnings(ctx.db, id, [...health.warnings, ...(await publicAddressProblems(ctx, network))])
      await keepInspection(ctx.db, id, at, health.expiresAt ?? null)
      break
    case 'reconnect':
      await keepInspection(ctx.db, id, at, undefined)
      if (await askToReconnect(ctx.db, id, health.why, at))
        await record(ctx.db, {
          at,
          via: 'job',
          verb: 'channel.lost',
          subject: 'channel',
          subjectId: id,
          detail: { why: health.why.code },
        })
      break
    case 'unknown':
      // Looked at again in an hour, not in a day.
      await keepInspection(ctx.db, id, new Date(at.getTime() - inspectEvery + inspectAgainAfter), undefined)
      break
    default:
      health satisfies never
  }
  return health
}
