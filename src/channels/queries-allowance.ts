import { sql } from 'kysely'
import type { Db } from '../db/open.ts'
import type { Allowance, Spent } from '../ports/network.ts'

/** Networks count by the app, whatever the channel. */
export interface Owner {
  network: string
  app: string
}

/**
 * Counts in one statement, so that any number of processes share one allowance and never spend the last unit twice.
 * Refused, with nothing counted, where it would go over, or where an open window of the same name is full. No units at
 * all only ask.
 */
export async function spendAllowance(
  db: Db,
  { network, app }: Owner,
  { bucket, most, until }: Allowance,
  units: number,
  now: Date,
): Promise<Spent> {
  const { rows } = await sql<{ spent: number | null; until_at: Date | null }>`
    with closed as (
      select until_at from allowance
      where network = ${network} and app = ${app} and bucket = ${bucket} and until_at > ${now}
        and spent >= least(most, ${most}::bigint)
      order by until_at desc limit 1
    ), spending as (
      insert into allowance as open (network, app, bucket, until_at, spent, most)
      select ${network}, ${app}, ${bucket}, ${until}, ${units}::bigint, ${most}::bigint
      where ${units}::bigint between 1 and ${most}::bigint and not exists (select from closed)
      on conflict (network, app, bucket, until_at) do update
        set spent = open.spent + excluded.spent, most = excluded.most
        where open.spent + excluded.spent <= excluded.most
      returning spent
    )
    select (select spent from spending) as spent, (select until_at from closed) as until_at`.execute(db)
  const [row] = rows
  if (row?.spent !== null && row?.spent !== undefined) return { is: 'spent', units: row.spent }
  return units === 0 && !row?.until_at ? { is: 'spent', units: 0 } : { is: 'over', until: row?.until_at ?? until }
}

/** Full from now on, whatever was counted. */
export async function closeAllowance(
  db: Db,
  { network, app }: Owner,
  { bucket, most, until }: Allowance,
): Promise<void> {
  await sql`
    insert into allowance (network, app, bucket, until_at, spent, most)
    values (${network}, ${app}, ${bucket}, ${until}, ${most}, ${most})
    on conflict (network, app, bucket, until_at) do update
      set spent = greatest(allowance.spent, excluded.most), most = excluded.most`.execute(db)
}
