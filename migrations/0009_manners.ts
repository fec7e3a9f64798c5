import { type Kysely, sql } from 'kysely'

/** What good manners toward portals have to remember. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // What stands behind one resolved address: one request at a time, and so far apart. The claim runs on the database's
  // clock, the pace on the business clock.
  `create table installation (
    key text primary key,
    claim integer not null default 0,
    claimed_until timestamptz,
    next_at timestamptz not null
  )`,
  // Scheme, host and port, as robots.txt speaks for them (RFC 9309 §2.3).
  `create table origin (
    origin text primary key,
    installation_key text not null,
    resolved_at timestamptz not null,
    robots text check (robots in ('open', 'rules', 'unreachable')),
    robots_text text,
    robots_due_at timestamptz
  )`,
  // What a feed asks for (ttl, skipHours, skipDays), and a move that waits to be confirmed.
  `alter table source add column hints jsonb, add column moved_to text, add column moved_times integer not null default 0`,
]
