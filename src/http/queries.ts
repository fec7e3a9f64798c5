import { sql } from 'kysely'
import type { Db } from '../db/open.ts'

export type Started =
  | { is: 'first' }
  | { is: 'running' }
  | { is: 'done'; location: string }
  /** The key is somebody else's. */
  | { is: 'another' }

/** A first submission that died without an answer is let go of after a minute, on the database's clock. */
const abandoned = sql<boolean>`operation.location = '' and operation.at < clock_timestamp() - interval '1 minute'`

export async function startOperation(db: Db, key: string, person: number): Promise<Started> {
  const begun = await db
    .insertInto('operation')
    .values({ key, person_id: person, at: sql<Date>`clock_timestamp()`, location: '' })
    .onConflict(conflict =>
      conflict
        .column('key')
        .doUpdateSet({ at: sql<Date>`clock_timestamp()` })
        .where(abandoned)
        .where('operation.person_id', '=', person),
    )
    .returning('key')
    .executeTakeFirst()
  if (begun) return { is: 'first' }
  const row = await db
    .selectFrom('operation')
    .select(['person_id', 'location'])
    .where('key', '=', key)
    .executeTakeFirst()
  if (!row || row.person_id !== person) return { is: 'another' }
  return row.location ? { is: 'done', location: row.location } : { is: 'running' }
}

export const endOperation = (db: Db, key: string, location: string) =>
  db.updateTable('operation').set({ location }).where('key', '=', key).execute()

export const dropOperation = (db: Db, key: string) =>
  db.deleteFrom('operation').where('key', '=', key).where('location', '=', '').execute()
