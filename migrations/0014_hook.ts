import { type Kysely, sql } from 'kysely'

/** What networks told us by themselves: each knock once, and how many a day were good, repeated or forged. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `create table knock (
      network text not null,
      key text not null,
      at timestamptz not null,
      primary key (network, key)
    )`,
    `create index knock_at on knock (at)`,
    `create table hook_day (
      network text not null,
      day date not null,
      heard int not null default 0,
      repeated int not null default 0,
      forged int not null default 0,
      forged_at timestamptz,
      primary key (network, day)
    )`,
  ])
    await sql.raw(statement).execute(db)
}
