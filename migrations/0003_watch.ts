import { type Kysely, sql } from 'kysely'

/** What watching keeps of an item between its list and its page, and of hints pushed by a portal. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // The list's row as last seen, and its digest: a difference makes the page due.
  `alter table publication add column entry jsonb, add column listed text`,
  // When the page is looked at next on the business clock, how often it was, and the claim on the database's clock.
  `alter table publication add column look_at timestamptz, add column looks integer not null default 0,
    add column looking_until timestamptz`,
  `create index publication_look on publication (look_at) where look_at is not null`,
  // A push is a hint: which page, and whether it was followed.
  `alter table push_event add column url text, add column kind text not null default 'new'
    check (kind in ('new', 'changed', 'removed')), add column done_at timestamptz`,
  `create index push_event_open on push_event (at) where done_at is null`,
  // As before, with the source: two sources may be flooded at once.
  `drop index hold_once`,
  `create unique index hold_once on hold
    (reason, scope, coalesce(network, ''), coalesce(channel_id, 0), coalesce(delivery_id, 0), coalesce(source_id, 0))
    where lifted_at is null and person_id is null`,
]
