import { type Kysely, sql } from 'kysely'

/** Which files a stranger may fetch: those of deliveries that went out to a network that fetches pictures itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table shown_file (
      digest text not null check (digest ~ '^[0-9a-f]{64}$'),
      delivery_id bigint not null references delivery (id),
      primary key (digest, delivery_id)
    )`)
    .execute(db)
}
