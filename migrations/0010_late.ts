import { type Kysely, sql } from 'kysely'

/**
 * Since when a copy of an earlier attempt is known to be live while a later attempt is still open: whether there are two
 * is decided when that one ends.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table delivery add column earlier_live_at timestamptz`).execute(db)
}
