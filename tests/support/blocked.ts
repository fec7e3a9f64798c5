import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../../src/db/open.ts'

/**
 * Waits until somebody stands before a lock that another transaction holds: what they read before it is old by then.
 * Nobody who does so within many looks never will.
 */
export async function untilBlocked(db: Db): Promise<void> {
  for (let looks = 0; looks < 2000; looks++) {
    const { rows } = await sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' limit 1`.execute(db)
    if (rows.length > 0) return
    await wait(5)
  }
  throw new Error('nobody waits for a lock')
}
