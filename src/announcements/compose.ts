import { record } from '../audit/queries.ts'
import { findChannel } from '../channels/queries.ts'
import type { Ctx } from '../context.ts'
import { dayOf } from '../kit/time.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import type { Audience } from '../ports/network.ts'
import { announcementDigest, type Wrong, wrongOf } from './announcement.ts'
import { addAnnouncement, isDayTaken, liveItems } from './queries.ts'

export interface Composed {
  channel: number
  /** In the order in which they will stand; the first one leads. */
  deliveries: readonly number[]
  audience: Audience
  dueAt: Date
}

export type Written =
  | { is: 'written'; announcement: number }
  | { is: 'missing' }
  | { is: 'forbidden' }
  | { is: 'wrong'; why: Wrong }
  /** One of them is not up any more, or stands on another channel. */
  | { is: 'not_live' }
  /** The channel has one on that day already. */
  | { is: 'day_taken' }

/** A draft for another person to approve. Nothing goes out by it. */
export async function compose(ctx: Ctx, by: Actor, given: Composed): Promise<Written> {
  const channel = await findChannel(ctx.db, by.id, given.channel)
  const rules = channel && !channel.ended_at ? ctx.networks.get(channel.network)?.announce : undefined
  if (!channel || !rules) return { is: 'missing' }
  if (!(await holdsIn(ctx.db, by, [channel.unit_id], ['editor', 'approver', 'admin']))) return { is: 'forbidden' }
  const audience = Object.fromEntries(Object.entries(given.audience).filter(([, values]) => values.length > 0))
  const why = wrongOf(rules, { ...given, audience }, ctx.now())
  if (why) return { is: 'wrong', why }
  const live = await liveItems(ctx.db, channel.id, rules.most, given.deliveries)
  const items = given.deliveries.flatMap(delivery => live.find(item => item.delivery === delivery) ?? [])
  if (items.length < given.deliveries.length) return { is: 'not_live' }
  const day = dayOf(given.dueAt)
  if (await isDayTaken(ctx.db, channel.id, day)) return { is: 'day_taken' }
  const { dueAt } = given
  const remotes = items.map(item => item.remote)
  const digest = await announcementDigest({ channel: channel.id, remotes, audience, dueAt })
  const at = ctx.now()
  return ctx.db.transaction().execute(async trx => {
    const made = { channel: channel.id, unit: channel.unit_id, items, audience, digest, dueAt, day, by: by.id, at }
    const { id } = await addAnnouncement(trx, made)
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'announcement.written',
      subject: 'announcement',
      subjectId: id,
      unit: channel.unit_id,
      detail: { remotes, audience, dueAt: dueAt.toISOString() },
    })
    return { is: 'written', announcement: id }
  })
}
