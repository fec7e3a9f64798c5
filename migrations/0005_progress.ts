import { type Kysely, sql } from 'kysely'

/** How far a long upload has come: shown beside the delivery while it runs, nothing decides by it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table delivery add column sent_bytes bigint, add column total_bytes bigint`).execute(db)
}
