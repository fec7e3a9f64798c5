import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { emptyDatabase } from '../support/database.ts'

test('names of items from before they carried their host are kept, and known under their new form', async () => {
  const { db, end } = openDatabase(await emptyDatabase(), 2)
  // Before the database is dropped.
  onTestFinished(end)
  expect(await migrate(db, '0006_allowance')).toMatchObject({ is: 'done' })
  await sql`insert into unit (name, kind) values ('Tỉnh', 'province')`.execute(db)
  await sql`insert into portal (unit_id, name, base_url) select id, 'Cổng tỉnh', 'https://www.tinh.example:443' from unit`.execute(
    db,
  )
  await sql`insert into source (portal_id, unit_id, name, kind, url, due_at)
    select p.id, p.unit_id, n, 'feed', p.base_url || '/rss/' || n, now() from portal p, unnest(array['một', 'hai']) n`.execute(
    db,
  )
  await sql`insert into publication (portal_id, source_id, unit_id, key, url, title, state, seen_at)
    select s.portal_id, s.id, s.unit_id, k, 'https://tinh.example/' || k, k, 'new', now()
    from source s, unnest(array['a', 'b']) k where s.name = 'hai'`.execute(db)
  const old = [
    ['a', 'url:www.tinh.example/tin/1.html'],
    ['a', 'id:40001'],
    ['a', 'guid:news_1'],
    // As they are written today already: left alone.
    ['b', 'url:https://tinh.example/tin/2.html'],
    ['b', 'id:tinh.example/40002'],
    ['b', 'guid:7:news_2'],
    // The old name of one and the new name of another are the same: the first keeps it.
    ['b', 'id:40003'],
    ['a', 'id:tinh.example/40003'],
  ] as const
  for (const [key, alias] of old)
    await sql`insert into publication_alias (portal_id, alias, publication_id)
      select portal_id, ${alias}, id from publication where key = ${key}`.execute(db)
  expect(await migrate(db)).toMatchObject({ is: 'done' })
  const source = await db.selectFrom('source').select('id').where('name', '=', 'hai').executeTakeFirstOrThrow()
  const rows = await db
    .selectFrom('publication_alias')
    .innerJoin('publication', 'publication.id', 'publication_alias.publication_id')
    .select(['publication.key', 'alias'])
    .execute()
  const known = rows.map(({ key, alias }) => [key, alias])
  const added = [
    ['a', 'url:https://tinh.example/tin/1.html'],
    ['a', 'id:tinh.example/40001'],
    ['a', `guid:${source.id}:news_1`],
  ]
  expect(known.toSorted()).toEqual([...old, ...added].toSorted())
})
