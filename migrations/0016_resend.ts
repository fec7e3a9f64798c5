import { type Kysely, sql } from 'kysely'

/** Sending again what nobody could settle takes two people: who looked and asks, and who signs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `alter table delivery add column resend_by integer references person, add column resend_at timestamptz,
        add column resend_why text, add check ((resend_by is null) = (resend_at is null))`,
    )
    .execute(db)
}
