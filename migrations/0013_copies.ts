import { type Kysely, sql } from 'kysely'

/** Items that may be what another site published: what they are found by, and what a person said. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table sketch (
    publication_id bigint primary key references publication,
    at timestamptz not null,
    pieces integer[] not null
  )`,
  `create index sketch_pieces on sketch using gin (pieces)`,
  `create table copy (
    id bigint generated always as identity primary key,
    copy_id bigint not null references publication,
    of_id bigint not null references publication,
    -- The one that no rule takes up before a person has answered.
    waits_id bigint not null references publication check (waits_id in (copy_id, of_id)),
    why text not null check (why in ('link', 'text', 'headline', 'credit')),
    likeness real not null,
    at timestamptz not null,
    decided text check (decided in ('same', 'different')),
    decided_by integer references person,
    decided_at timestamptz,
    unique (copy_id, of_id),
    check ((decided is null) = (decided_at is null))
  )`,
  `create index copy_open on copy (waits_id) where decided is null`,
  `create index publication_at on publication (seen_at)`,
  `create index alias_name on publication_alias (alias)`,
]
