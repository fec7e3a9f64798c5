import { type Kysely, sql } from 'kysely'

/** A credential that changes with use is renewed by one worker at a time, and not again before its time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // The claim runs on the database's clock; when it may be tried again, on the business clock.
  `alter table credential add column claimed_until timestamptz, add column renew_at timestamptz`,
  `create index credential_ends on credential (expires_at) where expires_at is not null`,
]
