import { expect, test } from 'vitest'
import { closeAllowance, spendAllowance } from '../../src/channels/queries-allowance.ts'
import { ioOf } from '../../src/channels/session.ts'
import { testContext } from '../support/context.ts'
import { freshDatabase } from '../support/database.ts'

const owner = { network: 'toy', app: '7000' }
const now = new Date('2026-11-23T02:00:00Z')
const until = new Date('2026-11-23T08:00:00Z')
const day = { bucket: 'default', most: 10, until }

test('what is spent is counted until the window ends, and a new window begins at nothing', async () => {
  const { db } = await freshDatabase()
  expect(await spendAllowance(db, owner, day, 4, now)).toEqual({ is: 'spent', units: 4 })
  expect(await spendAllowance(db, owner, day, 6, now)).toEqual({ is: 'spent', units: 10 })
  expect(await spendAllowance(db, owner, day, 1, now)).toEqual({ is: 'over', until })
  const next = { ...day, until: new Date('2026-11-24T08:00:00Z') }
  expect(await spendAllowance(db, owner, next, 1, until)).toEqual({ is: 'spent', units: 1 })
})

test('what would go over counts nothing, and something smaller still goes', async () => {
  const { db } = await freshDatabase()
  await spendAllowance(db, owner, day, 8, now)
  expect(await spendAllowance(db, owner, day, 3, now)).toEqual({ is: 'over', until })
  expect(await spendAllowance(db, owner, day, 2, now)).toEqual({ is: 'spent', units: 10 })
  expect(await spendAllowance(db, owner, { ...day, bucket: 'huge' }, 11, now)).toEqual({ is: 'over', until })
  expect(await db.selectFrom('allowance').selectAll().where('bucket', '=', 'huge').execute()).toEqual([])
})

test('forty at once never spend more than there is', async () => {
  const { db } = await freshDatabase()
  const all = await Promise.all(Array.from({ length: 40 }, () => spendAllowance(db, owner, day, 1, now)))
  expect(all.filter(one => one.is === 'spent')).toHaveLength(10)
  const { spent } = await db.selectFrom('allowance').select('spent').executeTakeFirstOrThrow()
  expect(spent).toBe(10)
})

test('apps, networks and buckets are counted apart', async () => {
  const { db } = await freshDatabase()
  await spendAllowance(db, owner, day, 10, now)
  for (const [other, of] of [
    [{ ...owner, app: '8000' }, day],
    [{ ...owner, network: 'other' }, day],
    [owner, { ...day, bucket: 'uploads' }],
  ] as const)
    expect(await spendAllowance(db, other, of, 1, now)).toEqual({ is: 'spent', units: 1 })
})

test('a window that the network closed stays closed to its end, also under another name of its end', async () => {
  const { db } = await freshDatabase()
  const later = new Date('2026-11-24T02:00:00Z')
  await spendAllowance(db, owner, day, 1, now)
  await closeAllowance(db, owner, { ...day, until: later })
  expect(await spendAllowance(db, owner, day, 1, now)).toEqual({ is: 'over', until: later })
  expect(await spendAllowance(db, owner, { ...day, until: later }, 1, now)).toEqual({ is: 'over', until: later })
  expect(await spendAllowance(db, owner, day, 0, now)).toEqual({ is: 'over', until: later })
  expect(await spendAllowance(db, owner, day, 0, later)).toEqual({ is: 'spent', units: 0 })
  const next = { ...day, until: new Date('2026-11-25T08:00:00Z') }
  expect(await spendAllowance(db, owner, next, 1, later)).toEqual({ is: 'spent', units: 1 })
})

test('an adapter is handed the ledger of its own app, on the business clock', async () => {
  const { db } = await freshDatabase()
  const ctx = await testContext(db)
  const { ledger } = ioOf(ctx, 'toy', new AbortController().signal)
  expect(await ledger?.spend(day, 3)).toEqual({ is: 'spent', units: 3 })
  await ledger?.close(day)
  expect(await ledger?.spend(day, 1)).toEqual({ is: 'over', until })
  expect(await db.selectFrom('allowance').select(['network', 'app', 'spent']).execute()).toEqual([
    { network: 'toy', app: '7000', spent: 10 },
  ])
})
