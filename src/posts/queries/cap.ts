import { sql } from 'kysely'
import type { Db, Trx } from '../../db/open.ts'

/** Those who count the posts of a channel's day come one after the other. */
export const lockChannels = (trx: Trx, ids: readonly number[]) =>
  trx.selectFrom('channel').select('id').where('id', 'in', ids).orderBy('id').forNoKeyUpdate().execute()

/**
 * Posts by rules that go out on this channel in this time: those that are out, those that wait for it, and those that go
 * by themselves as soon as their film is there. What should be out already goes now.
 */
export async function countByRule(db: Db, channel: number, from: Date, until: Date, now: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (
      select count(*) from delivery
      cross join lateral (
        select coalesce(live_at, case when state = 'queued' then greatest(due_at, ${now}) else due_at end) as at) goes
      where channel_id = ${channel} and by_rule and goes.at >= ${from} and goes.at < ${until}
        and (state <> 'cancelled' or attempts > 0)
    )::int + (
      select count(*) from rendition join post on post.id = rendition.post_id
      cross join lateral (select greatest(rendition.due_at, ${now}) as at) goes
      where rendition.channel_id = ${channel} and rendition.state = 'unfit' and rendition.why ->> 'code' in ('video.awaited', 'video.wanted')
        and rendition.due_at is not null and goes.at >= ${from} and goes.at < ${until}
        and post.rule_id is not null and post.state in ('draft', 'approved')
    )::int as n`.execute(db)
  return rows[0]?.n ?? 0
}
