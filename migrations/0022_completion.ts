import { type Kysely, sql } from 'kysely'

/** What could not be set beside a live copy at once, and is tried again within bounds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `create table completion (
      delivery_id bigint primary key references delivery (id),
      state text not null check (state in ('open', 'done', 'given_up')),
      tries int not null default 0,
      due_at timestamptz not null,
      claimed_until timestamptz,
      ticket jsonb,
      why jsonb not null,
      changed_at timestamptz not null
    )`,
    `create index completion_due on completion (due_at) where state = 'open'`,
  ])
    await sql.raw(statement).execute(db)
}
