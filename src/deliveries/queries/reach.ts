import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'

/** Counts a send of which no byte left; the number in a row. */
export async function countUnreached(db: Db, network: string): Promise<number> {
  const { rows } = await sql<{ unsent: number }>`
    insert into reach (network, unsent) values (${network}, 1)
    on conflict (network) do update set unsent = reach.unsent + 1 returning unsent`.execute(db)
  return rows[0]?.unsent ?? 0
}

export const markReached = (db: Db, network: string) =>
  db.updateTable('reach').set({ unsent: 0 }).where('network', '=', network).where('unsent', '>', 0).execute()

/** Networks held as unreachable whose next probe is due; taking one moves its probe on, so one process probes. */
export async function takeProbes(db: Db, now: Date, next: Date): Promise<string[]> {
  const { rows } = await sql<{ network: string }>`
    update reach set probe_at = ${next}
    where (probe_at is null or probe_at <= ${now}) and exists (
      select from hold h where h.scope = 'network' and h.network = reach.network
        and h.reason = 'network.unreachable' and h.lifted_at is null)
    returning network`.execute(db)
  return rows.map(row => row.network)
}
