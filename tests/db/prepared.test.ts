import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/db/open.ts'
import { freshDatabase } from '../support/database.ts'

/** One connection, so that what one statement leaves there the next one meets. */
async function oneConnection() {
  const { url } = await freshDatabase()
  const { db, end } = openDatabase(url, 1)
  const double = async (n: number) =>
    (await sql<{ n: number }>`/* prepared */ select ${n}::int * 2 as n`.execute(db)).rows[0]?.n
  const names = async () => {
    const { rows } = await sql<{ name: string }>`select name from pg_prepared_statements`.execute(db)
    return rows.map(({ name }) => name)
  }
  return { db, end, double, names }
}

test('a marked statement is planned once for its connection, others leave nothing there', async () => {
  const { end, double, names } = await oneConnection()
  expect([await double(2), await double(21)]).toEqual([4, 42])
  expect(await names()).toEqual(['lantoa_0'])
  await end()
})

test('a pooler that forgets prepared statements is told the whole statement from then on', async () => {
  const { db, end, double, names } = await oneConnection()
  await double(2)
  await sql`deallocate all`.execute(db)
  expect([await double(3), await double(4)]).toEqual([6, 8])
  expect(await names()).toEqual([])
  await end()
})

test('and so is one that hands over a connection on which somebody else prepared', async () => {
  const { db, end, double, names } = await oneConnection()
  await sql`prepare lantoa_0 as select 1`.execute(db)
  expect(await double(3)).toBe(6)
  expect(await names()).toEqual(['lantoa_0'])
  await end()
})

test('an error of the statement itself is not tried again', async () => {
  const { db, end } = await oneConnection()
  await expect(sql`/* prepared */ select 1 / ${0}::int`.execute(db)).rejects.toMatchObject({ code: '22012' })
  await end()
})
