import { type Kysely, sql } from 'kysely'

/** Which of a portal's lists is being read: whoever is second at this row sees what the first wrote into it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table portal add column reading integer, add column reading_until timestamptz`.execute(db)
}
