import { type Kysely, sql } from 'kysely'

/** Pictures of what was just read are fetched by a job of their own: a portal's pace keeps nothing else waiting. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // When the pictures of an item are fetched, on the business clock, and the claim on the database's. No rule takes it up before.
  `alter table publication add column pictures_at timestamptz, add column pictures_until timestamptz`,
  `create index publication_pictures on publication (pictures_at) where pictures_at is not null`,
  // What an address gave the last time: our own copy, or why there is none. Neither, where it is an ornament.
  `create table picture (
    url text primary key,
    file jsonb,
    code text,
    at timestamptz not null
  )`,
  `create index picture_age on picture (at)`,
]
