import { type Kysely, sql } from 'kysely'

/** Films that portals name, each fetched once for all posts that wait for it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `create table video (
      id bigint generated always as identity primary key,
      url text not null unique,
      state text not null check (state in ('wanted', 'kept', 'unfit')),
      file jsonb,
      why jsonb,
      tries int not null default 0,
      got_bytes bigint,
      total_bytes bigint,
      look_at timestamptz not null,
      claim bigint not null default 0,
      claimed_until timestamptz,
      check ((state = 'kept') = (file is not null))
    )`,
    `create index video_due on video (look_at) where state = 'wanted'`,
    `create table post_video (
      post_id bigint not null references post (id),
      video_id bigint not null references video (id),
      told_at timestamptz,
      primary key (video_id, post_id)
    )`,
    `create index post_video_post on post_video (post_id)`,
    `create index post_video_untold on post_video (video_id) where told_at is null`,
  ])
    await sql.raw(statement).execute(db)
}
