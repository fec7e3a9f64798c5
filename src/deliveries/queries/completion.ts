import { sql } from 'kysely'
import type { Connection } from '../../channels/channel.ts'
import type { Db } from '../../db/open.ts'
import { notHeld } from '../../holds/queries.ts'
import { problemShape } from '../../ports/content.ts'
import type { Notice, Problem, Ticket } from '../../ports/network.ts'

/** Once a delivery: what an earlier answer said of it stands, and its tries are counted. */
export async function keepIncomplete(db: Db, delivery: number, notices: readonly Notice[], at: Date): Promise<void> {
  for (const notice of notices)
    if (notice.is === 'incomplete')
      await db
        .insertInto('completion')
        .values({
          delivery_id: delivery,
          state: 'open',
          due_at: new Date(at.getTime() + notice.retryAfter),
          why: JSON.stringify(notice.why),
          changed_at: at,
        })
        .onConflict(conflict => conflict.doNothing())
        .execute()
}

export interface Incomplete extends Connection {
  id: number
  remote: string
  content: unknown
  options: unknown
  tries: number
  ticket: Ticket | null
}

/** The next one whose copy is live and whose channel nothing holds, claimed on the database's clock. */
export async function claimIncomplete(db: Db, now: Date): Promise<Incomplete | undefined> {
  const { rows } = await sql<Incomplete>`
    with due as (
      select completion.delivery_id from completion
      join delivery on delivery.id = completion.delivery_id and delivery.state = 'live'
      join channel on channel.id = delivery.channel_id and channel.ended_at is null
      where completion.state = 'open' and completion.due_at <= ${now}
        and (completion.claimed_until is null or completion.claimed_until < clock_timestamp())
        and (channel.rest_until is null or channel.rest_until <= ${now}) and ${notHeld(now)}
      order by completion.due_at limit 1 for update of completion skip locked
    ), claimed as (
      update completion set tries = tries + 1, claimed_until = clock_timestamp() + interval '5 minutes'
      from due where completion.delivery_id = due.delivery_id
      returning completion.delivery_id, completion.tries, completion.ticket
    )
    select claimed.delivery_id as id, claimed.tries, coalesce(claimed.ticket, delivery.ticket) as ticket, remote.remote,
      delivery.content, delivery.options, channel.id as channel_id, channel.network, channel.account, channel.settings,
      credential.sealed
    from claimed join delivery on delivery.id = claimed.delivery_id
    join channel on channel.id = delivery.channel_id
    left join credential on credential.channel_id = channel.id
    join lateral (
      select remote from remote where remote.delivery_id = delivery.id and remote.ended_at is null order by id desc limit 1
    ) remote on true`.execute(db)
  return rows[0]
}

/** Nothing where another process was first. */
export const endCompletion = (
  db: Db,
  { id, tries }: Pick<Incomplete, 'id' | 'tries'>,
  end: { state: 'open' | 'done' | 'given_up'; due_at?: Date; why?: string; ticket?: string; changed_at: Date },
) =>
  db
    .updateTable('completion')
    .set({ ...end, claimed_until: null })
    .where('delivery_id', '=', id)
    .where('tries', '=', tries)
    .where('state', '=', 'open')
    .execute()

export interface Completion {
  state: 'open' | 'done' | 'given_up'
  tries: number
  dueAt: Date
  changedAt: Date
  why: Problem
}

export async function findCompletion(db: Db, delivery: number): Promise<Completion | undefined> {
  const row = await db.selectFrom('completion').selectAll().where('delivery_id', '=', delivery).executeTakeFirst()
  if (!row) return undefined
  const { state, tries, due_at, changed_at, why } = row
  return { state, tries, dueAt: due_at, changedAt: changed_at, why: problemShape.parse(why) }
}
