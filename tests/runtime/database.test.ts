/** What an operator reads when the database is there and cannot be used. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { addFact, demoFact } from '../../src/db/facts.ts'
import { boot } from '../../src/runtime/node/boot.ts'
import { freshDatabase } from '../support/database.ts'

test('data of the demonstration never goes live', async () => {
  const { db, url } = await freshDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'lantoa-live-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const environment = { DATABASE_URL: url, LANTOA_DATA_DIR: folder, LANTOA_NETWORKS: 'live' }
  await addFact(db, demoFact, true)
  expect(await boot({ environment, as: 'guest' })).toEqual({
    is: 'stays_down',
    why: 'This database is the demonstration, whose passwords everybody knows: it never goes live.',
    exit: 1,
  })
  // The same database without the mark is not refused for it.
  await db.deleteFrom('fact').where('key', '=', demoFact).execute()
  const booted = await boot({ environment, as: 'guest', log: 'silent' })
  if (booted.is === 'up') await booted.down()
  expect(booted.is === 'stays_down' ? booted.why : '').not.toContain('demonstration')
})
