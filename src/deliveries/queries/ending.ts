import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'

export interface LiveEnding {
  id: number
  claim: number
  attempt: number
  remote: string
  url: string | null
  live_at: Date
  took_ms: number
  at: Date
}

/**
 * The common ending, many at once in one statement: state, answer, live copy and audit row. Returns the ids that
 * moved. A row that somebody asked to stop, of which an earlier copy is known, or whose claim is no longer ours,
 * takes the slow way through `carry`.
 */
export async function endLive(db: Db, endings: readonly LiveEnding[]): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`/* prepared */
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(endings)}::jsonb) as t (id bigint, claim integer,
        attempt bigint, remote text, url text, live_at timestamptz, took_ms integer, at timestamptz)
    ), moved as (
      update delivery set state = 'live', live_at = given.live_at, changed_at = given.at, claimed_until = null,
        why = null, look_at = null, doubt_at = null, looks = 0, awaits = null, ask_at = null
      from given
      where delivery.id = given.id and delivery.claim = given.claim and delivery.state = 'publishing'
        and delivery.stop_asked_at is null and delivery.earlier_live_at is null
      returning delivery.id, delivery.channel_id, delivery.unit_id
    ), answered as (
      insert into answer (attempt_id, step, "is", remote, took_ms, at)
      select given.attempt, 'publish', 'live', given.remote, given.took_ms, given.at
      from given join moved on moved.id = given.id
    ), shown as (
      insert into remote (channel_id, remote, delivery_id, url, live_at, look_at)
      select moved.channel_id, given.remote, moved.id, given.url, given.live_at, given.live_at
      from given join moved on moved.id = given.id
    ), audited as (
      insert into audit (at, via, verb, subject, subject_id, unit_id, detail)
      select given.at, 'job', 'delivery.live', 'delivery', moved.id, moved.unit_id,
        '{"from": "publishing", "to": "live"}'
      from given join moved on moved.id = given.id
    ), reached as (
      update reach set unsent = 0 from moved join channel on channel.id = moved.channel_id
      where reach.network = channel.network and reach.unsent > 0
    )
    select id from moved`.execute(db)
  return new Set(rows.map(row => row.id))
}
