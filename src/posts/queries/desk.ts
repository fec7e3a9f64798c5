import type { Db } from '../../db/open.ts'

/** Of these posts, those this person's hands have touched: somebody else approves them. */
export const touchedBy = async (db: Db, person: number, posts: readonly number[]): Promise<Set<number>> =>
  new Set(
    posts.length
      ? (
          await db
            .selectFrom('hand')
            .select('post_id')
            .where('person_id', '=', person)
            .where('post_id', 'in', posts)
            .execute()
        ).map(row => row.post_id)
      : [],
  )

/** When the last approval in units of this person was given. */
export const lastApprovedAt = async (db: Db, person: number): Promise<Date | undefined> =>
  (
    await db
      .selectFrom('approval')
      .innerJoin('post', 'post.id', 'approval.post_id')
      .select('approval.at')
      .where('post.unit_id', 'in', db.selectFrom('scope').select('unit_id').where('person_id', '=', person))
      .orderBy('approval.at', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.at

/** Connected channels of the units this person works in; which of them a post may use is `channelsFor`'s to say. */
export const openChannels = (db: Db, person: number) =>
  db
    .selectFrom('channel')
    .select(['id', 'unit_id', 'network', 'name'])
    .where('ended_at', 'is', null)
    .where('unit_id', 'in', db.selectFrom('scope').select('unit_id').where('person_id', '=', person))
    .orderBy('name')
    .execute()
