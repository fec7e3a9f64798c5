import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { migrate } from '../../src/db/migrate.ts'
import { freshDatabase } from '../support/database.ts'

test('a migrated database has nothing left to apply', async () => {
  const { db } = await freshDatabase()
  expect(await migrate(db)).toEqual({ is: 'done', applied: [] })
})

test('a database that a newer version has migrated is left alone', async () => {
  const { db } = await freshDatabase()
  await sql`insert into migration (name, timestamp) values ('9999_of_the_future', '2030')`.execute(db)
  expect(await migrate(db)).toEqual({ is: 'newer', unknown: '9999_of_the_future' })
})

test('Vietnamese names can be sorted as a Vietnamese reader expects, and found without tone marks', async () => {
  const { db } = await freshDatabase()
  const { rows } = await sql<{ name: string }>`
    select name from (values ('Đắk Lắk'), ('Dầu Tiếng'), ('Ea Kar'), ('Ấp Bắc')) as t (name)
    order by name collate "vi-x-icu"`.execute(db)
  expect(rows.map(row => row.name)).toEqual(['Ấp Bắc', 'Dầu Tiếng', 'Đắk Lắk', 'Ea Kar'])
  const plain = await sql<{ name: string }>`select unaccent('Đắk Lắk') as name`.execute(db)
  expect(plain.rows[0]?.name).toBe('Dak Lak')
})
