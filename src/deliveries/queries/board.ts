import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../db/open.ts'
import { covers } from '../../holds/queries.ts'
import type { Actor } from '../../people/person.ts'
import { contentShape, problemShape } from '../../ports/content.ts'
import type { Content, Problem } from '../../ports/network.ts'
import type { State } from '../delivery.ts'

/** Lanes of the board. A delivery stands in exactly one of the first seven; `past` is what ended before today. */
export const lanes = [
  'needs',
  'waiting',
  'running',
  'checking',
  'person',
  'held',
  'live',
  'ended',
  'all',
  'past',
] as const
export type Lane = (typeof lanes)[number]

/** What a row of the board shows just as it stands in the database. */
interface Shown {
  id: number
  lane: Lane
  state: State
  post_id: number
  unit_id: number
  network: string
  channel: string
  due_at: Date
  changed_at: Date
  live_at: Date | null
  look_at: Date | null
  looks: number
  attempts: number
  awaits: 'network' | 'person' | null
  ask_at: Date | null
  doubt_at: Date | null
  stop_asked_at: Date | null
  /** How far a long upload is. */
  sent_bytes: number | null
  total_bytes: number | null
  /** When the last attempt began. */
  began_at: Date | null
  url: string | null
  /** Who cancelled or removed it, and why. */
  ended_by: string | null
  ended_why: string | null
}

export interface BoardRow extends Shown {
  title: string
  why: Problem | null
  hold: { id: number; scope: string; reason: string; person: string | null; since: Date; waiting: number } | null
}

/** Each delivery of the actor's units with the widest hold over it and the lane it stands in. */
const standing = (by: Actor, now: Date, dayStart: Date, where: RawBuilder<unknown>) => sql`
  select delivery.id, delivery.state, delivery.post_id, delivery.unit_id, delivery.channel_id, channel.network, channel.name as channel,
    delivery.due_at, delivery.changed_at, delivery.live_at, delivery.look_at, delivery.looks, delivery.attempts,
    delivery.awaits, delivery.ask_at, delivery.doubt_at, delivery.stop_asked_at, delivery.sent_bytes, delivery.total_bytes, delivery.why, delivery.content,
    delivery.digest, delivery.approval_id, delivery.options,
    post.brief ->> 'title' as title, held.id as hold_id,
    case
      when delivery.state = 'failed' then 'needs'
      when delivery.state in ('settling', 'unknown') and delivery.ask_at is not null then 'needs'
      when delivery.state = 'settling' and delivery.awaits = 'person' then 'person'
      when delivery.state = 'unknown' then 'checking'
      when delivery.state in ('publishing', 'settling') then 'running'
      when delivery.state = 'queued' and held.scope = 'delivery' then 'needs'
      when delivery.state = 'queued' and held.id is not null then 'held'
      when delivery.state = 'queued' then 'waiting'
      when delivery.changed_at < ${dayStart} then 'past'
      when delivery.state = 'live' then 'live'
      else 'ended'
    end as lane
  from delivery
  join channel on channel.id = delivery.channel_id
  join post on post.id = delivery.post_id
  left join lateral (
    select h.id, h.scope from hold h
    where delivery.state = 'queued' and h.lifted_at is null and (h.until is null or h.until > ${now}) and ${covers}
    order by array_position(array['delivery', 'all', 'network', 'channel', 'unit', 'source'], h.scope) limit 1
  ) held on true
  where delivery.unit_id in (
      select unit_id from scope where person_id = ${by.id} and role in ('editor', 'approver', 'admin', 'contributor'))
    and ${where}`

const open = sql`delivery.state in ('queued', 'publishing', 'settling', 'unknown', 'failed')`

/** What is open at whatever age, and what ended today: nothing that went wrong is ever hidden by a date. */
const current = (dayStart: Date) => sql`(${open} or delivery.changed_at >= ${dayStart})`

export async function boardCounts(db: Db, by: Actor, now: Date, dayStart: Date): Promise<Record<Lane, number>> {
  const { rows } = await sql<{ lane: Lane; n: number }>`
    select lane, count(*)::int as n from (${standing(by, now, dayStart, current(dayStart))}) board group by lane`.execute(
    db,
  )
  const counts = Object.fromEntries(lanes.map(lane => [lane, 0])) as Record<Lane, number>
  for (const row of rows) {
    counts[row.lane] = row.n
    counts.all += row.n
  }
  return counts
}

/** Fifty rows of a lane: what needs a person first, then by time due; what ended, newest first. */
export async function boardRows(
  db: Db,
  by: Actor,
  now: Date,
  dayStart: Date,
  lane: Lane,
  skip: number,
  most: number,
): Promise<BoardRow[]> {
  const among = lane === 'past' ? sql`not ${current(dayStart)}` : current(dayStart)
  const { rows } = await sql<Raw>`
    select board.*, ${beside}
    from (
      select * from (${standing(by, now, dayStart, among)}) all_of_it
      where ${lane} = 'all' or lane = ${lane}
      order by array_position(array['needs', 'person', 'checking', 'held', 'running', 'waiting', 'live', 'ended', 'past'], lane),
        case when lane in ('live', 'ended', 'past') then null else due_at end, changed_at desc, id desc
      offset ${skip} limit ${most}
    ) board ${joined}
    order by array_position(array['needs', 'person', 'checking', 'held', 'running', 'waiting', 'live', 'ended', 'past'], lane),
      case when lane in ('live', 'ended', 'past') then null else due_at end, changed_at desc, id desc`.execute(db)
  return rows.map(asRow)
}

/** One row with what it sent; undefined outside the actor's units. */
export async function findOnBoard(db: Db, by: Actor, id: number, now: Date, dayStart: Date) {
  const { rows } = await sql<Raw>`
    select board.*, ${beside} from (${standing(by, now, dayStart, sql`delivery.id = ${id}`)}) board ${joined}`.execute(
    db,
  )
  const raw = rows[0]
  if (!raw) return undefined
  const content: Content = contentShape.parse(raw.content)
  return { ...asRow(raw), content, digest: raw.digest, approver: raw.approver, approvedAt: raw.approved_at }
}

/** Open deliveries of one channel with the same failure: they are shown as one row with one mend. */
export const foldKey = (row: BoardRow): string | undefined =>
  row.state === 'failed' && row.why ? `${row.channel}\n${row.why.code}` : undefined

const beside = sql`
  (select max(began_at) from attempt where attempt.delivery_id = board.id) as began_at,
  (select r.url from remote r where r.delivery_id = board.id order by r.id desc limit 1) as url,
  hold.scope as hold_scope, hold.reason as hold_reason, hold.since as hold_since, holder.name as hold_person,
  case when hold.id is null then 0 else (
    select count(*)::int from delivery d where d.channel_id = board.channel_id and d.state = 'queued') end as hold_waiting,
  ender.name as ended_by, ending.detail ->> 'reason' as ended_why,
  coalesce(approver.name, rule.name) as approver, approval.at as approved_at`

const joined = sql`
  left join hold on hold.id = board.hold_id
  left join person holder on holder.id = hold.person_id
  left join approval on approval.id = board.approval_id
  left join person approver on approver.id = approval.person_id
  left join rule on rule.id = approval.rule_id
  left join lateral (
    select person_id, detail from audit
    where audit.subject = 'delivery' and audit.subject_id = board.id and board.state in ('cancelled', 'removed')
      and audit.verb = 'delivery.' || board.state
    order by audit.id desc limit 1
  ) ending on true
  left join person ender on ender.id = ending.person_id`

interface Raw extends Shown {
  title: string | null
  why: unknown
  content: unknown
  digest: string
  hold_id: number | null
  hold_scope: string
  hold_reason: string
  hold_since: Date
  hold_person: string | null
  hold_waiting: number
  approver: string | null
  approved_at: Date | null
}

const asRow = (raw: Raw): BoardRow => ({
  id: raw.id,
  lane: raw.lane,
  state: raw.state,
  post_id: raw.post_id,
  unit_id: raw.unit_id,
  title: titleShape.parse(raw.title),
  network: raw.network,
  channel: raw.channel,
  due_at: raw.due_at,
  changed_at: raw.changed_at,
  live_at: raw.live_at,
  look_at: raw.look_at,
  looks: raw.looks,
  attempts: raw.attempts,
  awaits: raw.awaits,
  ask_at: raw.ask_at,
  doubt_at: raw.doubt_at,
  stop_asked_at: raw.stop_asked_at,
  sent_bytes: raw.sent_bytes,
  total_bytes: raw.total_bytes,
  why: raw.why ? problemShape.parse(raw.why) : null,
  began_at: raw.began_at,
  url: raw.url,
  hold: raw.hold_id
    ? {
        id: raw.hold_id,
        scope: raw.hold_scope,
        reason: raw.hold_reason,
        person: raw.hold_person,
        since: raw.hold_since,
        waiting: raw.hold_waiting,
      }
    : null,
  ended_by: raw.ended_by,
  ended_why: raw.ended_why,
})

const titleShape = z
  .string()
  .nullable()
  .transform(title => title || '—')
