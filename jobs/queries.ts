import { sql } from 'kysely'
import type { Db } from '../src/db/open.ts'

export const beginTurn = (db: Db, job: string, at: Date) =>
  db
    .insertInto('turn')
    .values({ job, began_at: at })
    .onConflict(conflict => conflict.column('job').doUpdateSet({ began_at: at }))
    .execute()

/** `good_at` is kept where a turn failed: how long a job has been in trouble shows in the distance. */
export const endTurn = (db: Db, job: string, at: Date, items: number, problem: string | null) =>
  db
    .updateTable('turn')
    .set({ ended_at: at, items, problem, ...(problem === null ? { good_at: sql<Date>`${at}` } : {}) })
    .where('job', '=', job)
    .execute()
