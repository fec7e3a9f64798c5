import { sql } from 'kysely'
import type { Db, Trx } from '../../db/open.ts'

/** Since when, and by whom, the settings of the channels of a post were changed that its approval does not cover. */
export interface Changer {
  person: { id: number; name: string } | null
  channel: number
  at: Date
}

/**
 * Approved posts in units where the person approves, of which something does not go out because a channel changed since. The
 * digest, which only the code can take, decides; here stand those that may be.
 */
export async function maybeOutdated(db: Db, person: number, most: number): Promise<number[]> {
  const { rows } = await sql<{ post_id: number }>`
    select delivery.post_id from delivery
    join post on post.id = delivery.post_id and post.state = 'approved'
    join approval on approval.id = delivery.approval_id
    where delivery.unit_id in (select unit_id from scope where person_id = ${person} and role = 'approver')
      and (delivery.state = 'failed' and delivery.why ->> 'code' = 'delivery.altered'
        or delivery.state = 'queued' and exists (
          select from audit where audit.subject = 'channel' and audit.subject_id = delivery.channel_id
            and audit.verb = 'channel.settings_changed' and audit.at >= approval.at))
      and not exists (select from delivery newer where newer.post_id = delivery.post_id
        and newer.channel_id = delivery.channel_id and newer.id > delivery.id)
    group by delivery.post_id
    order by min(delivery.due_at), delivery.post_id
    limit ${most}`.execute(db)
  return rows.map(row => row.post_id)
}

/** Who changed the settings of these channels since the post was approved, newest first. */
export async function changersOf(db: Db, post: number, channels: readonly number[]): Promise<Changer[]> {
  if (channels.length === 0) return []
  const rows = await db
    .selectFrom('audit')
    .leftJoin('person', 'person.id', 'audit.person_id')
    .select(['audit.at', 'audit.subject_id', 'person.id', 'person.name'])
    .where('audit.subject', '=', 'channel')
    .where('audit.subject_id', 'in', channels)
    .where('audit.verb', '=', 'channel.settings_changed')
    .where('audit.at', '>=', e =>
      e
        .selectFrom('approval')
        .select('approval.at')
        .where('approval.post_id', '=', post)
        .where('approval.voided_at', 'is', null)
        .orderBy('approval.id', 'desc')
        .limit(1),
    )
    .orderBy('audit.id', 'desc')
    .limit(20)
    .execute()
  return rows.map(row => ({
    person: row.id === null ? null : { id: row.id, name: row.name ?? '' },
    channel: row.subject_id ?? 0,
    at: row.at,
  }))
}

/** A new delivery takes the place of each: what waits under the old settings, and what was refused for them. */
export const endOutdated = (trx: Trx, deliveries: readonly number[], at: Date) =>
  trx
    .updateTable('delivery')
    .set({ state: 'cancelled', why: JSON.stringify({ code: 'delivery.approval_void' }), changed_at: at })
    .where('id', 'in', deliveries)
    .where('state', 'in', ['queued', 'failed'])
    .execute()
