import { sql } from 'kysely'
import type { Db, Trx } from '../../db/open.ts'
import type { Hint } from '../../ports/network.ts'

/** Networks knock again for three days at most; a key is kept for a week. */
const keptFor = sql`interval '7 days'`

/** False when this very knock was heard before. */
export async function addKnock(trx: Trx, network: string, key: string, at: Date): Promise<boolean> {
  await sql`delete from knock where (network, key) in (
    select network, key from knock where at < ${at}::timestamptz - ${keptFor} limit 50)`.execute(trx)
  const row = await trx
    .insertInto('knock')
    .values({ network, key, at })
    .onConflict(conflict => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  return row !== undefined
}

export const countKnock = (db: Db, network: string, day: string, what: 'heard' | 'repeated' | 'forged', at: Date) =>
  sql`insert into hook_day (network, day, ${sql.ref(what)}, forged_at)
    values (${network}, ${day}, 1, ${what === 'forged' ? at : null})
    on conflict (network, day) do update set ${sql.ref(what)} = hook_day.${sql.ref(what)} + 1,
      forged_at = coalesce(excluded.forged_at, hook_day.forged_at)`.execute(db)

/** A look at what is doubtful becomes due now; what is live is measured now. Nothing else moves. */
export async function lookAtHint(trx: Trx, network: string, hint: Extract<Hint, { is: 'look' }>, at: Date) {
  const of = sql`channel_id in (select id from channel where network = ${network}
    and (${hint.account ?? null}::text is null or account = ${hint.account ?? null}))`
  const meant = hint.ticket
    ? sql`and jsonb_path_exists(ticket, '$.** ? (@ == $value)', jsonb_build_object('value', ${hint.ticket}::text))`
    : sql``
  const doubtful = await sql`update delivery set look_at = ${at}
    where state in ('settling', 'unknown') and look_at > ${at} and ${of} ${meant} returning id`.execute(trx)
  const live = hint.remote
    ? await sql`update remote set look_at = ${at}
        where remote = ${hint.remote} and ended_at is null and look_at > ${at} and ${of} returning id`.execute(trx)
    : undefined
  return { doubtful: doubtful.rows.length, live: live?.rows.length ?? 0 }
}

/** The connection is looked at now, not tomorrow. */
export const inspectSoon = (trx: Trx, network: string, account: string) =>
  trx
    .updateTable('channel')
    .set({ inspected_at: null })
    .where('network', '=', network)
    .where('account', '=', account)
    .execute()
