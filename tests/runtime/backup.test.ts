import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findFact } from '../../src/db/facts.ts'
import { openDatabase } from '../../src/db/open.ts'
import { holdsOpen } from '../../src/db/standing.ts'
import { backUp } from '../../src/runtime/node/backup.ts'
import { folderFiles } from '../../src/runtime/node/files.ts'
import { restore } from '../../src/runtime/node/restore.ts'
import { unlock } from '../../src/runtime/node/secret-key.ts'
import { emptyDatabase, freshDatabase } from '../support/database.ts'
import { freshFolder } from '../support/folder.ts'

const now = new Date('2026-11-25T01:00:00Z')
const awkward = 'tab\there, line\nbreak, back\\slash, \\N, “quotes”, Đắk Lắk, 🏛 \\.'

/** An installation with rows that refer to each other in a circle, awkward text, and a file. */
async function installation() {
  const { db, url } = await freshDatabase()
  const dataDir = await freshFolder()
  await unlock(db, dataDir, undefined)
  const at = now
  const unit = await db
    .insertInto('unit')
    .values({ name: awkward, kind: 'province' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const portal = await db
    .insertInto('portal')
    .values({ unit_id: unit.id, name: 'Cổng', base_url: 'https://portal.test' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const source = await db
    .insertInto('source')
    .values({
      portal_id: portal.id,
      unit_id: unit.id,
      name: 'Tin',
      kind: 'feed',
      url: 'https://portal.test/rss',
      due_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const base = { portal_id: portal.id, source_id: source.id, unit_id: unit.id, url: '', title: '', seen_at: at }
  const publications = await db
    .insertInto('publication')
    .values(Array.from({ length: 30 }, (_, n) => ({ ...base, key: `k${n}`, state: 'baseline' as const })))
    .returning('id')
    .execute()
  const content = JSON.stringify({ text: awkward.repeat(20) })
  await db
    .insertInto('revision')
    .values(
      publications.map(({ id }) => ({
        publication_id: id,
        number: 1,
        digest: `d${id}`,
        title: awkward,
        lead: '',
        content,
        read_at: at,
      })),
    )
    .execute()
  await db
    .updateTable('publication')
    .from('revision')
    .whereRef('revision.publication_id', '=', 'publication.id')
    .set(e => ({ revision_id: e.ref('revision.id') }))
    .execute()
  const digest = await folderFiles(dataDir).keep(new TextEncoder().encode(awkward))
  return { db, url, dataDir, digest, unit: unit.id }
}

const everything = async (url: string) => {
  const { db, end } = openDatabase(url, 1)
  const rows = {
    unit: await db.selectFrom('unit').selectAll().orderBy('id').execute(),
    publication: await db.selectFrom('publication').selectAll().orderBy('id').execute(),
    revision: await db.selectFrom('revision').selectAll().orderBy('id').execute(),
  }
  await end()
  return rows
}

test('a copy put back into an empty database is the same, and everything is held', async () => {
  const from = await installation()
  const file = join(from.dataDir, 'copy.tar.gz')
  expect(await backUp({ url: from.url, dataDir: from.dataDir, to: file, withKey: true })).toMatchObject({
    files: 1,
    rotten: [],
  })
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const url = await emptyDatabase()
  const dataDir = await freshFolder()
  expect(await restore({ url, dataDir, from: file, now })).toMatchObject({ is: 'restored', files: 1, key: 'restored' })
  expect(await everything(url)).toEqual(await everything(from.url))
  expect(await folderFiles(dataDir).read(from.digest)).toEqual(new TextEncoder().encode(awkward))
  const { db, end } = openDatabase(url, 1)
  expect(await holdsOpen(db, now)).toMatchObject([{ scope: 'all', reason: 'database.restored' }])
  expect(await findFact(db, 'restored')).toMatchObject({ at: now.toISOString() })
  expect(await unlock(db, dataDir, undefined)).toMatchObject({ is: 'sealer' })
  // Identities go on where they stood, and references hold again.
  const next = await db
    .insertInto('unit')
    .values({ name: 'x', kind: 'other' })
    .returning('id')
    .executeTakeFirstOrThrow()
  expect(next.id).toBe(from.unit + 1)
  const orphan = db.insertInto('unit').values({ name: 'x', kind: 'other', parent_id: 9999 }).execute()
  await expect(orphan).rejects.toThrow(/foreign key/)
  await end()
})

test('a table of many parts comes back whole', async () => {
  const from = await installation()
  await from.db
    .updateTable('revision')
    .set({ content: JSON.stringify({ text: awkward.repeat(4000) }) })
    .execute()
  const file = join(from.dataDir, 'copy.tar.gz')
  await backUp({ url: from.url, dataDir: from.dataDir, to: file, withKey: false })
  const url = await emptyDatabase()
  const dataDir = await freshFolder()
  expect(await restore({ url, dataDir, from: file, now })).toMatchObject({ is: 'restored', key: 'missing' })
  expect(await everything(url)).toEqual(await everything(from.url))
  expect(await readdir(dataDir)).toEqual(['files'])
})

test('a copy cut short or altered is refused before anything is touched', async () => {
  const from = await installation()
  const file = join(from.dataDir, 'copy.tar.gz')
  await backUp({ url: from.url, dataDir: from.dataDir, to: file, withKey: false })
  const bytes = await readFile(file)
  const url = await emptyDatabase()
  const dataDir = await freshFolder()
  for (const spoil of [
    () => truncate(file, bytes.length - 200),
    () => truncate(file, 300),
    () => writeFile(file, Buffer.from(bytes).fill(0x55, 1500, 1600)),
    () => writeFile(file, 'hello'),
  ]) {
    await writeFile(file, bytes)
    await spoil()
    expect(await restore({ url, dataDir, from: file, now })).toMatchObject({ is: 'refused' })
  }
  await writeFile(file, bytes)
  expect(await restore({ url, dataDir, from: file, now })).toMatchObject({ is: 'restored' })
})

test('a database that holds something is refused', async () => {
  const from = await installation()
  const file = join(from.dataDir, 'copy.tar.gz')
  await backUp({ url: from.url, dataDir: from.dataDir, to: file, withKey: false })
  const refused = await restore({ url: from.url, dataDir: from.dataDir, from: file, now })
  expect(refused).toMatchObject({ is: 'refused', why: expect.stringContaining('not empty') })
})
