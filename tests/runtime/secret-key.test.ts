import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findFact } from '../../src/db/facts.ts'
import { unlock } from '../../src/runtime/node/secret-key.ts'
import { canaryFact } from '../../src/runtime/seal.ts'
import { freshDatabase } from '../support/database.ts'
import { freshFolder } from '../support/folder.ts'

const other = 'f'.repeat(64)

test('a key is made at the first start, for us alone, and serves at the next', async () => {
  const { db } = await freshDatabase()
  const folder = await freshFolder()
  const [first, beside] = await Promise.all([unlock(db, folder, undefined), unlock(db, folder, undefined)])
  const again = await unlock(db, folder, undefined)
  if (first.is !== 'sealer' || beside.is !== 'sealer' || again.is !== 'sealer') throw new Error('no sealer')
  const sealed = await first.sealer.seal('token', 'here')
  expect(await beside.sealer.open(sealed, 'here')).toBe('token')
  expect(await again.sealer.open(sealed, 'here')).toBe('token')
  expect((await stat(join(folder, 'secret-key'))).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['secret-key'])
  expect(JSON.stringify(await findFact(db, canaryFact))).not.toContain(first.key)
})

test('a key that others could read is closed to them', async () => {
  const { db } = await freshDatabase()
  const folder = await freshFolder()
  await unlock(db, folder, undefined)
  await chmod(join(folder, 'secret-key'), 0o644)
  await unlock(db, folder, undefined)
  expect((await stat(join(folder, 'secret-key'))).mode & 0o777).toBe(0o600)
})

test('a wrong key is refused with both keys named, and nothing is touched', async () => {
  const { db } = await freshDatabase()
  const folder = await freshFolder()
  await unlock(db, folder, undefined)
  const key = await readFile(join(folder, 'secret-key'), 'utf8')
  const before = await findFact(db, canaryFact)
  const wrong = await unlock(db, folder, other)
  expect(wrong).toMatchObject({
    is: 'wrong',
    why: expect.stringMatching(/sealed with key \w{8}; LANTOA_SECRET_KEY is key \w{8}/),
  })
  expect(JSON.stringify(wrong)).not.toContain(other)
  expect(await findFact(db, canaryFact)).toEqual(before)
  expect(await readFile(join(folder, 'secret-key'), 'utf8')).toBe(key)
  expect(await unlock(db, folder, undefined)).toMatchObject({ is: 'sealer' })
})

test('a lost key is asked for, not made anew', async () => {
  const { db } = await freshDatabase()
  const folder = await freshFolder()
  await unlock(db, folder, undefined)
  await rm(join(folder, 'secret-key'))
  expect(await unlock(db, folder, undefined)).toMatchObject({ is: 'wrong', why: expect.stringContaining('is missing') })
  expect(await readdir(folder)).toEqual([])
})

test('a file that holds no key is named', async () => {
  const { db } = await freshDatabase()
  const folder = await freshFolder()
  await writeFile(join(folder, 'secret-key'), 'hello')
  expect(await unlock(db, folder, undefined)).toMatchObject({
    is: 'wrong',
    why: expect.stringContaining('does not hold'),
  })
  expect(await findFact(db, canaryFact)).toBeUndefined()
})
