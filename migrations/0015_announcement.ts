import { type Kysely, sql } from 'kysely'

/** A scarce push of live articles to followers: one a channel and Vietnam day, never repeated by us. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `create table announcement (
      id bigint generated always as identity primary key,
      channel_id bigint not null references channel (id),
      unit_id bigint not null references unit (id),
      state text not null default 'draft'
        check (state in ('draft', 'approved', 'sending', 'sent', 'refused', 'unknown', 'dropped')),
      items jsonb not null,
      audience jsonb not null default '{}',
      digest text not null,
      due_at timestamptz not null,
      day date not null,
      written_by bigint not null references person (id),
      written_at timestamptz not null,
      approved_by bigint references person (id),
      approved_at timestamptz,
      send_at timestamptz,
      claim bigint not null default 0,
      claimed_until timestamptz,
      began_at timestamptz,
      ended_at timestamptz,
      message text,
      why jsonb,
      check (approved_by is null or approved_by <> written_by)
    )`,
    // What nobody knows the end of uses up the day like what was sent.
    `create unique index announcement_day on announcement (channel_id, day)
      where state in ('approved', 'sending', 'sent', 'unknown')`,
    `create index announcement_due on announcement (send_at) where state = 'approved'`,
    `create index announcement_sending on announcement (claimed_until) where state = 'sending'`,
  ])
    await sql.raw(statement).execute(db)
}
