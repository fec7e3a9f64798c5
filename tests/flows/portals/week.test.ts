import { expect, test } from 'vitest'
import { freshDatabase } from '../../support/database.ts'
import { makePlan } from './plan.ts'
import { runWeek } from './run.ts'

test('a day of eight websites, one of each family: each publication is found once, and each site is asked with manners', async () => {
  const { db } = await freshDatabase(8)
  const plan = makePlan({ seed: 7, sites: 8, days: 1, every: 3600 })
  const { verdict } = await runWeek(db, plan)
  expect(verdict.wrong).toEqual([])
  expect(verdict.published).toBeGreaterThan(40)
  expect(verdict.found).toBeGreaterThan(verdict.published - 1)
  expect(verdict.pace).toBeGreaterThanOrEqual(2000)
})

test('whoever asks without manners is found out', async () => {
  const { db } = await freshDatabase(8)
  const { verdict } = await runWeek(db, makePlan({ seed: 7, sites: 8, days: 0.2, every: 3600 }), undefined, true)
  const said = verdict.wrong.join('\n')
  expect(said).toMatch(/before its robots\.txt/)
  expect(said).toMatch(/forbids everything and was asked/)
  expect(said).toMatch(/was taken from a site that forbids it/)
  expect(said).toMatch(/was asked in its quiet hours/)
  expect(said).toMatch(/came \d+ ms after/)
})
