import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'

/** Networks for which something is due, to send or to look at, or whose clock is why they are held. */
export async function networksAtWork(
  db: Db,
  networks: readonly string[],
  now: Date,
): Promise<{ network: string; held: boolean }[]> {
  const { rows } = await sql<{ network: string; held: boolean }>`
    select known.network, held.yes as held
    from unnest(${[...networks]}::text[]) as known (network)
    cross join lateral (select exists (
      select from hold h where h.scope = 'network' and h.network = known.network and h.reason = 'network.clock'
        and h.lifted_at is null) as yes) held
    where held.yes
      or exists (
        select from channel c where c.network = known.network and c.ended_at is null and exists (
          select from delivery q where q.channel_id = c.id and q.state = 'queued' and q.due_at <= ${now}))
      or exists (
        select from delivery d join channel c on c.id = d.channel_id
        where d.state in ('settling', 'unknown') and d.look_at <= ${now} and c.network = known.network)`.execute(db)
  return rows
}
