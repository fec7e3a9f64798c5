import { sql } from 'kysely'
import type { Db } from './open.ts'

/** The newest intention written down; attempts are never deleted, so a smaller number means an older database. */
export async function lastAttempt(db: Db): Promise<number> {
  const row = await db
    .selectFrom('attempt')
    .select(e => e.fn.max('id').as('last'))
    .executeTakeFirst()
  return row?.last ?? 0
}

export interface Standing {
  /** Deliveries by state. */
  deliveries: Record<string, number>
  /** What waits for a turn by now, and how long the oldest of each has waited, in seconds. */
  due: Record<string, { rows: number; oldest: number }>
  /** Under a claim, and past the end of one. */
  claims: { open: number; over: number }
  turns: {
    job: string
    began_at: Date | null
    ended_at: Date | null
    good_at: Date | null
    items: number
    problem: unknown
  }[]
}

/** The whole of the queue in numbers: for the metrics and for `lantoa status`. */
export async function standing(db: Db, now: Date): Promise<Standing> {
  const [states, due, claims, turns] = await Promise.all([
    db
      .selectFrom('delivery')
      .select(['state', e => e.fn.countAll<number>().as('rows')])
      .groupBy('state')
      .execute(),
    sql<{ what: string; rows: number; oldest: number }>`
      select what, count(*)::int as rows, coalesce(extract(epoch from ${now}::timestamptz - min(at)), 0)::float8 as oldest
      from (
        select 'deliver' as what, due_at as at from delivery where state = 'queued' and due_at <= ${now}
        union all
        select 'settle', look_at from delivery where state in ('settling', 'unknown') and look_at <= ${now}
        union all
        select 'watch', due_at from source where state = 'watched' and due_at <= ${now}
        union all
        select 'measure', look_at from remote where ended_at is null and look_at <= ${now}
      ) due group by what`.execute(db),
    sql<{ open: number; over: number }>`
      select count(*) filter (where claimed_until >= clock_timestamp())::int as open,
        count(*) filter (where claimed_until < clock_timestamp())::int as over
      from delivery where state = 'publishing'`.execute(db),
    db.selectFrom('turn').selectAll().orderBy('job').execute(),
  ])
  return {
    deliveries: Object.fromEntries(states.map(({ state, rows }) => [state, rows])),
    due: Object.fromEntries(due.rows.map(({ what, rows, oldest }) => [what, { rows, oldest }])),
    claims: claims.rows[0] ?? { open: 0, over: 0 },
    turns,
  }
}

export interface ChannelStanding {
  id: number
  network: string
  account: string
  name: string
  reconnect: boolean
  rests_until: Date | null
  warnings: number
}

export const channelsStanding = async (db: Db, now: Date): Promise<ChannelStanding[]> =>
  (
    await sql<ChannelStanding>`
      select channel.id, channel.network, channel.account, channel.name,
        exists (select from hold h where h.channel_id = channel.id and h.reason = 'channel.reconnect'
          and h.lifted_at is null) as reconnect,
        case when channel.rest_until > ${now} then channel.rest_until end as rests_until,
        jsonb_array_length(channel.warnings) as warnings
      from channel where channel.ended_at is null order by channel.network, channel.name`.execute(db)
  ).rows

export const holdsOpen = (db: Db, now: Date) =>
  db
    .selectFrom('hold')
    .select(['id', 'scope', 'reason', 'since'])
    .where('lifted_at', 'is', null)
    .where(e => e.or([e('until', 'is', null), e('until', '>', now)]))
    .orderBy('since')
    .execute()
