import { sql } from 'kysely'
import type { Db } from '../db/open.ts'
import type { Networks } from '../ports/network.ts'
import type { Connection } from './channel.ts'
import { againAfter, claimSlack } from './channel.ts'

/** A credential under a claim of ours. `version` tells whether it is still the one that was taken. */
export interface Taken extends Connection {
  version: number
}

/**
 * The next credential that ends soon, or the one of a channel whatever its end, taken by one worker: no other renews it
 * before the longest time its request can last is over. A credential that is not worth renewing is not taken.
 */
export async function takeRenewal(
  db: Db,
  networks: Networks,
  now: Date,
  only?: { channel: number; version: number },
): Promise<Taken | undefined> {
  const paces = [...networks]
    .filter(([, { auth }]) => auth.refresh)
    .map(([network, { about }]) => ({
      network,
      before_ms: about.traits.renewBefore ?? 0,
      claim_ms: about.traits.requestLimit + claimSlack,
    }))
  if (paces.length === 0) return undefined
  const wanted = only
    ? sql`credential.channel_id = ${only.channel} and credential.version = ${only.version}`
    : sql`credential.expires_at <= ${now}::timestamptz + pace.before_ms * interval '1 millisecond'`
  const { rows } = await sql<Taken>`
    with pace as (
      select * from jsonb_to_recordset(${JSON.stringify(paces)}::jsonb)
        as t (network text, before_ms double precision, claim_ms double precision)
    ), due as (
      select credential.channel_id, pace.claim_ms
      from credential join channel on channel.id = credential.channel_id join pace on pace.network = channel.network
      where channel.ended_at is null and ${wanted}
        and (credential.renew_at is null or credential.renew_at <= ${now})
        and (credential.claimed_until is null or credential.claimed_until <= clock_timestamp())
        and not exists (
          select from hold h where h.channel_id = channel.id and h.reason = 'channel.reconnect' and h.lifted_at is null)
      order by credential.expires_at limit 1
      for update of credential skip locked
    ), taken as (
      update credential set claimed_until = clock_timestamp() + due.claim_ms * interval '1 millisecond',
        renew_at = ${new Date(now.getTime() + againAfter)}
      from due where credential.channel_id = due.channel_id
        and (credential.claimed_until is null or credential.claimed_until <= clock_timestamp())
      returning credential.channel_id, credential.sealed, credential.version
    )
    select taken.channel_id, taken.sealed, taken.version, channel.network, channel.account, channel.settings
    from taken join channel on channel.id = taken.channel_id`.execute(db)
  return rows[0]
}

export const currentCredential = (db: Db, channel: number) =>
  db
    .selectFrom('credential')
    .select(['sealed', 'version', 'stored_at', 'claimed_until', 'renew_at'])
    .where('channel_id', '=', channel)
    .executeTakeFirst()

/** In the place of the one that was spent and no other: a consent given meanwhile is newer than both. */
export const storeRenewed = (
  db: Db,
  taken: Taken,
  given: { sealed: Uint8Array; expiresAt: Date | null; at: Date },
): Promise<{ channel_id: number } | undefined> =>
  db
    .updateTable('credential')
    .set({
      sealed: given.sealed,
      expires_at: given.expiresAt,
      stored_at: given.at,
      version: sql`version + 1`,
      claimed_until: null,
      renew_at: null,
    })
    .where('channel_id', '=', taken.channel_id)
    .where('version', '=', taken.version)
    .returning('channel_id')
    .executeTakeFirst()

/** False when the credential was replaced meanwhile. */
export async function releaseRenewal(db: Db, taken: Taken, renewAt: Date): Promise<boolean> {
  const row = await db
    .updateTable('credential')
    .set({ claimed_until: null, renew_at: renewAt })
    .where('channel_id', '=', taken.channel_id)
    .where('version', '=', taken.version)
    .returning('channel_id')
    .executeTakeFirst()
  return row !== undefined
}
