import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../db/open.ts'
import type { Role } from '../db/tables/people.ts'
import { VIETNAM } from '../kit/time.ts'
import type { Figures } from './figures.ts'
import type { Period } from './period.ts'

/** Whose eyes, and on which unit with everything below it. */
export interface Seen {
  person: number
  role?: Role
  unit?: number
}

/** Every live copy that appeared in the period, in units this person may see; also those that are gone since. */
const copies = (seen: Seen, period: Period) => sql`
  select remote.id, delivery.post_id, delivery.channel_id, delivery.publication_id, remote.url, remote.live_at, remote.looked_at,
    remote.counters
  from remote join delivery on delivery.id = remote.delivery_id
  where remote.live_at >= ${startOf(period.from)} and remote.live_at < ${startOf(period.to)} + interval '1 day'
    and delivery.unit_id in (
      select unit_id from scope
      where person_id = ${seen.person} and (${seen.role ?? null}::text is null or role = ${seen.role ?? null}))
    and (${seen.unit ?? null}::int is null or delivery.unit_id in (
      select unit_id from unit_within where ancestor_id = ${seen.unit ?? null}))`

const startOf = (day: string) => sql`(${day}::date::timestamp at time zone ${sql.lit(VIETNAM)})`

const sum = (counter: string) => sql`sum((copy.counters ->> ${sql.lit(counter)})::bigint)::bigint`

/** `sum` over nothing is null: a counter that no copy has is absent, never zero. */
const figures = sql`
  count(distinct copy.post_id)::int as posts, count(*)::int as copies, count(copy.looked_at)::int as read,
  ${sum('views')} as views, ${sum('reactions')} as reactions, ${sum('comments')} as comments, ${sum('shares')} as shares`

const rows = async <T>(query: RawBuilder<T>, db: Db): Promise<T[]> => (await query.execute(db)).rows

export interface Totals extends Figures {
  channels: number
  /** The last look; null when nothing was read yet. */
  read_at: Date | null
}

/** How was it altogether? */
export async function reachTotals(db: Db, seen: Seen, period: Period): Promise<Totals> {
  const [totals] = await rows(
    sql<Totals>`
      select ${figures}, count(distinct copy.channel_id)::int as channels, max(copy.looked_at) as read_at
      from (${copies(seen, period)}) copy`,
    db,
  )
  if (!totals) throw new Error('a sum without GROUP BY has one row')
  return totals
}

export interface DayFigures extends Figures {
  day: string
}

/** How does it go, day by day? Days without a post have no row. */
export const reachByDay = (db: Db, seen: Seen, period: Period): Promise<DayFigures[]> =>
  rows(
    sql<DayFigures>`
      select to_char(copy.live_at at time zone ${sql.lit(VIETNAM)}, 'YYYY-MM-DD') as day, ${figures}
      from (${copies(seen, period)}) copy group by 1 order by 1`,
    db,
  )

export interface SectionFigures extends Figures {
  /** Null for posts without a publication, or of a portal that names no section. */
  section: string | null
}

/** Which sections bring it? */
export const reachBySection = (db: Db, seen: Seen, period: Period): Promise<SectionFigures[]> =>
  rows(
    sql<SectionFigures>`
      select publication.section, ${figures}
      from (${copies(seen, period)}) copy left join publication on publication.id = copy.publication_id
      group by 1 order by posts desc, 1 nulls last`,
    db,
  )

export interface ChannelFigures extends Figures {
  network: string
  channel: string
  read_at: Date | null
}

/** Which channels bring it? */
export const reachByChannel = (db: Db, seen: Seen, period: Period): Promise<ChannelFigures[]> =>
  rows(
    sql<ChannelFigures>`
      select channel.network, channel.name as channel, max(copy.looked_at) as read_at, ${figures}
      from (${copies(seen, period)}) copy join channel on channel.id = copy.channel_id
      group by channel.id order by posts desc, channel.name`,
    db,
  )

export interface BestPost extends Figures {
  post_id: number
  title: string
  live_at: Date
  url: string | null
}

/** Which posts spread furthest, by what people did with them? Only posts that were read. */
export const bestPosts = (db: Db, seen: Seen, period: Period, most: number): Promise<BestPost[]> =>
  rows(
    sql<BestPost>`
      select copy.post_id, post.brief ->> 'title' as title, min(copy.live_at) as live_at,
        (array_agg(copy.url order by copy.live_at, copy.id) filter (where copy.url is not null))[1] as url, ${figures}
      from (${copies(seen, period)}) copy join post on post.id = copy.post_id
      group by copy.post_id, post.brief ->> 'title'
      having count(copy.looked_at) > 0
      order by coalesce(${sum('reactions')}, 0) + coalesce(${sum('comments')}, 0) + coalesce(${sum('shares')}, 0) desc,
        copy.post_id desc
      limit ${most}`,
    db,
  )
