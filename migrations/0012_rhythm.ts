import { type Kysely, sql } from 'kysely'

/** How often a source brings something, learned from what it brought, and when its silence is out of the ordinary. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `alter table source add column rhythm jsonb, add column silent_after timestamptz`,
  `update source set silent_after = coalesce(item_at, baseline_at) + interval '14 days'`,
]
