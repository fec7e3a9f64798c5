import { type Kysely, sql } from 'kysely'

/** How far a channel's list of counters has been read, and until when it is worth going on from there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table channel add column mark jsonb, add column mark_until timestamptz`.execute(db)
}
