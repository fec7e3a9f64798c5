import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/db/open.ts'
import { freshDatabase } from '../support/database.ts'

test('a connection cut between two queries of a transaction fails the next query, not the process', async () => {
  const { db, url } = await freshDatabase()
  const opened = openDatabase(url, 1)
  const cut = opened.db.transaction().execute(async trx => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db)
    // Long enough for the news to arrive while no query runs; vitest fails on what nobody handles.
    await new Promise(done => setTimeout(done, 200))
    await sql`select 1`.execute(trx)
  })
  await expect(cut).rejects.toThrow()
  const { rows } = await sql<{ one: number }>`select 1 as one`.execute(opened.db)
  expect(rows).toEqual([{ one: 1 }])
  await opened.end()
})
