import { type Kysely, sql } from 'kysely'

/** How long the form of a post by rules waits for a film of the portal. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `alter table post_video add column until_at timestamptz`,
    `create index post_video_patient on post_video (until_at) where until_at is not null`,
  ])
    await sql.raw(statement).execute(db)
}
