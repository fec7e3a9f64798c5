import { sql } from 'kysely'
import type { Trx } from '../../db/open.ts'
import type { Content } from '../../ports/network.ts'
import { goingOut, isOut, isToBeDelivered, type Post } from '../post.ts'

/** With the approval that let them be. `why` says whose decision it was. */
export const cancelQueued = (trx: Trx, post: number, code: 'delivery.approval_void' | 'post.dropped', at: Date) =>
  trx
    .updateTable('delivery')
    .set({ state: 'cancelled', why: JSON.stringify({ code }), changed_at: at })
    .where('post_id', '=', post)
    .where('state', '=', 'queued')
    .returning(['id', 'channel_id'])
    .execute()

/** What is on its way cannot be called back; it is stopped where it can be, and its removal proposed where it cannot. */
export const askToStop = (trx: Trx, post: number, by: number, at: Date) =>
  trx
    .updateTable('delivery')
    .set({ stop_asked_at: at, stop_asked_by: by, changed_at: at })
    .where('post_id', '=', post)
    .where('state', 'in', ['publishing', 'settling', 'unknown'])
    .where('stop_asked_at', 'is', null)
    .returning('id')
    .execute()

/**
 * Deliveries are born here, at approval, and nowhere else: one for each rendition that goes out and is not out yet. One
 * that waits or is on its way with this very content is carried over to the new approval, which covers it.
 */
export async function queueDeliveries(trx: Trx, post: Post, approval: number, now: Date): Promise<number> {
  const going = goingOut(post)
  for (const { delivery, digest } of going)
    if (delivery && (isOut(delivery.state) || delivery.state === 'queued') && delivery.digest === digest)
      await trx
        .updateTable('delivery')
        .set({ approval_id: approval })
        .where('id', '=', delivery.id)
        .where('state', 'in', ['queued', 'publishing', 'settling', 'unknown'])
        .execute()
  const born = going.filter(isToBeDelivered)
  if (born.length === 0) return 0
  const rows = await trx
    .insertInto('delivery')
    .values(
      born.map(rendition => ({
        post_id: post.id,
        channel_id: rendition.channel.id,
        unit_id: post.unit.id,
        approval_id: approval,
        publication_id: post.publication?.id ?? null,
        by_rule: post.rule !== null,
        content: JSON.stringify(rendition.content),
        options: JSON.stringify(rendition.options),
        digest: rendition.digest,
        state: 'queued' as const,
        urgent: post.urgent,
        due_at: rendition.dueAt ?? post.dueAt ?? now,
        not_after: post.notAfter,
        created_at: now,
        changed_at: now,
      })),
    )
    // A delivery of an earlier post by rule may still stand on this channel: then that one is the one.
    .onConflict(conflict => conflict.doNothing())
    .returning('channel_id')
    .execute()
  const anew = rows.map(({ channel_id }) => channel_id)
  if (anew.length > 0) await endReplaced(trx, post.id, anew, now)
  return rows.length
}

/** A delivery that failed asks nobody for anything once another goes out in its place. */
const endReplaced = (trx: Trx, post: number, channels: readonly number[], at: Date) =>
  trx
    .updateTable('delivery')
    .set({ state: 'cancelled', why: JSON.stringify({ code: 'delivery.replaced' }), changed_at: at })
    .where('post_id', '=', post)
    .where('channel_id', 'in', channels)
    .where('state', '=', 'failed')
    .execute()

/** Moves what waits to its new time; a channel with a time of its own keeps it. */
export const moveQueued = (trx: Trx, post: Post, now: Date) =>
  sql`update delivery set due_at = coalesce(rendition.due_at, ${post.dueAt}::timestamptz, ${now}::timestamptz),
      not_after = ${post.notAfter}::timestamptz, changed_at = ${now}
    from rendition
    where delivery.post_id = ${post.id} and delivery.state = 'queued'
      and rendition.post_id = delivery.post_id and rendition.channel_id = delivery.channel_id`.execute(trx)

export type Proposed = { is: 'proposed'; change: number } | { is: 'being_changed' }

/**
 * A new text for a copy that is out: saved as a correction for another person to approve. A proposal not decided yet
 * takes the newer text; one approved before is replaced by it.
 */
export async function proposeCorrection(
  trx: Trx,
  delivery: number,
  content: Content,
  by: number,
  reason: string,
  at: Date,
): Promise<Proposed> {
  const open = await trx
    .selectFrom('change')
    .select(['id', 'kind', 'state'])
    .where('delivery_id', '=', delivery)
    .where('state', 'in', ['proposed', 'approved', 'applying'])
    .forUpdate()
    .executeTakeFirst()
  if (open && (open.kind === 'removal' || open.state === 'applying')) return { is: 'being_changed' }
  if (open?.state === 'proposed') {
    await trx
      .updateTable('change')
      .set({ content: JSON.stringify(content), reason, proposed_by: by, proposed_at: at })
      .where('id', '=', open.id)
      .execute()
    return { is: 'proposed', change: open.id }
  }
  if (open)
    await trx.updateTable('change').set({ state: 'superseded', ended_at: at }).where('id', '=', open.id).execute()
  const { id } = await trx
    .insertInto('change')
    .values({
      delivery_id: delivery,
      kind: 'correction',
      state: 'proposed',
      content: JSON.stringify(content),
      reason,
      proposed_by: by,
      proposed_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { is: 'proposed', change: id }
}
