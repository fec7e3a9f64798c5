import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../../src/db/open.ts'

/**
 * Waiting for a turn on a clock that only waiting moves. While somebody is being asked the clock stands: what ends that
 * wait is the answer, however long a busy machine takes over it.
 */
export const waitingMoves = (db: Db, move: (ms: number) => void) => async (ms: number) => {
  const { rows } = await sql`select from installation where claimed_until > clock_timestamp() limit 1`.execute(db)
  if (rows.length > 0) await wait(2)
  else move(ms)
}
