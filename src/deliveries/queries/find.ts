import { z } from 'zod'
import type { Db } from '../../db/open.ts'
import type { Role } from '../../db/tables/people.ts'
import type { Actor } from '../../people/person.ts'
import { issueShape } from '../../ports/content.ts'
import type { Issue } from '../../ports/network.ts'

/** Scope is part of finding: a delivery of a unit where this person has none of the roles is not there. */
export const findFor = (db: Db, by: Actor, id: number, roles: readonly Role[]) =>
  db
    .selectFrom('delivery')
    .innerJoin('channel', 'channel.id', 'delivery.channel_id')
    .select(['delivery.id', 'delivery.state', 'delivery.ask_at', 'delivery.unit_id', 'delivery.attempts'])
    .select(['delivery.channel_id', 'channel.network', 'channel.name as channel_name'])
    .where('delivery.id', '=', id)
    .where('delivery.unit_id', 'in', query =>
      query
        .selectFrom('scope')
        .select('unit_id')
        .where('person_id', '=', by.id)
        .where(
          'role',
          'in',
          roles.filter(role => !by.role || role === by.role),
        ),
    )
    .executeTakeFirst()

/** The id of the last attempt, for the answer a person gives in its place. */
export const lastAttempt = (db: Db, delivery: number) =>
  db
    .selectFrom('attempt')
    .select('id')
    .where('delivery_id', '=', delivery)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Everything that happened to a delivery, oldest first: intentions with the answers they got. */
export const attemptsOf = (db: Db, delivery: number) =>
  db
    .selectFrom('attempt')
    .leftJoin('answer', 'answer.attempt_id', 'attempt.id')
    .select(['attempt.number', 'attempt.began_at', 'answer.step', 'answer.is', 'answer.why', 'answer.remote'])
    .select(['answer.took_ms', 'answer.at'])
    .where('attempt.delivery_id', '=', delivery)
    .orderBy('attempt.number')
    .orderBy('answer.id')
    .execute()

/** What was remarked of the very text that goes out: it blocks nothing, and says why there is no more to see. */
export async function remarksOf(db: Db, delivery: number): Promise<Issue[]> {
  const row = await db
    .selectFrom('delivery')
    .innerJoin('rendition', join =>
      join
        .onRef('rendition.post_id', '=', 'delivery.post_id')
        .onRef('rendition.channel_id', '=', 'delivery.channel_id')
        .onRef('rendition.digest', '=', 'delivery.digest'),
    )
    .select('rendition.issues')
    .where('delivery.id', '=', delivery)
    .executeTakeFirst()
  return z
    .array(issueShape)
    .catch([])
    .parse(row?.issues ?? [])
}

export const remotesOf = (db: Db, delivery: number) =>
  db
    .selectFrom('remote')
    .select(['id', 'remote', 'url', 'live_at', 'ended_at'])
    .where('delivery_id', '=', delivery)
    .orderBy('id')
    .execute()
