import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import { notHeld } from '../../holds/queries.ts'

export interface StuckDelivery {
  id: number
  state: string
  channel: string
  network: string
  since: Date
}

/** Deliveries that should have moved before `since` and that no hold and no pause of the channel explains. */
export async function stuckDeliveries(db: Db, now: Date, since: Date, most = 50): Promise<StuckDelivery[]> {
  const { rows } = await sql<StuckDelivery>`
    select delivery.id, delivery.state, channel.name as channel, channel.network,
      case delivery.state when 'queued' then delivery.due_at when 'publishing' then delivery.claimed_until
        else delivery.look_at end as since
    from delivery join channel on channel.id = delivery.channel_id
    where (delivery.state = 'queued' and delivery.due_at < ${since} and channel.ended_at is null
        and (channel.rest_until is null or channel.rest_until < ${since}) and ${notHeld(now)})
      or (delivery.state = 'publishing' and delivery.claimed_until < clock_timestamp() - interval '10 minutes')
      or (delivery.state in ('settling', 'unknown') and delivery.look_at < ${since}
        and (channel.rest_until is null or channel.rest_until < ${since})
        and not exists (select from hold h
          where h.channel_id = channel.id and h.reason = 'channel.reconnect' and h.lifted_at is null))
    order by since limit ${most}`.execute(db)
  return rows
}

/** Deliveries whose end only a person can tell. */
export async function askedDeliveries(db: Db, now: Date): Promise<number> {
  const row = await db
    .selectFrom('delivery')
    .select(e => e.fn.countAll<number>().as('rows'))
    .where('state', 'in', ['settling', 'unknown'])
    .where('ask_at', '<=', now)
    .executeTakeFirst()
  return row?.rows ?? 0
}
