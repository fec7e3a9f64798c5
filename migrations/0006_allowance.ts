import { type Kysely, sql } from 'kysely'

/** What networks let an app do in a day is counted here, so that we stop before they do. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table allowance (
        network text not null,
        app text not null,
        bucket text not null,
        -- When the network counts anew: names the window.
        until_at timestamptz not null,
        spent bigint not null check (spent >= 0),
        most bigint not null check (most >= 0),
        primary key (network, app, bucket, until_at)
      )`,
    )
    .execute(db)
}
