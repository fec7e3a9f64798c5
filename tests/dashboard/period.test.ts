import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeOf, interactions, shown } from '../../src/dashboard/figures.ts'
import { before, daysIn, longest, openFrom, periodOf, presets } from '../../src/dashboard/period.ts'

/** Half past midnight of the 23rd in Viet Nam, still the 22nd in UTC. */
const now = new Date('2026-11-22T17:30:00Z')

test('without an address it is the last four weeks, on Viet Nam’s calendar', () => {
  expect(periodOf({}, now)).toEqual({ from: '2026-10-27', to: '2026-11-23' })
  expect(daysIn(periodOf({}, now))).toHaveLength(28)
})

test('a period never reaches into the future, never runs backwards and is never longer than a year', () => {
  const day = fc.date({ min: new Date('2019-01-01'), max: new Date('2031-01-01'), noInvalidDate: true })
  const iso = day.map(date => date.toISOString().slice(0, 10))
  fc.assert(
    fc.property(fc.option(iso, { nil: undefined }), fc.option(iso, { nil: undefined }), (from, to) => {
      const period = periodOf({ from, to }, now)
      expect(period.to <= '2026-11-23').toBe(true)
      expect(period.from <= period.to).toBe(true)
      expect(daysIn(period).length).toBeLessThanOrEqual(longest)
    }),
  )
})

test('it is compared with as many days just before', () => {
  expect(before({ from: '2026-03-01', to: '2026-03-31' })).toEqual({ from: '2026-01-29', to: '2026-02-28' })
  expect(before({ from: '2026-11-23', to: '2026-11-23' })).toEqual({ from: '2026-11-22', to: '2026-11-22' })
})

test('months begin on the first, also the one before a January', () => {
  expect(presets(now).thisMonth).toEqual({ from: '2026-11-01', to: '2026-11-23' })
  expect(presets(now).lastMonth).toEqual({ from: '2026-10-01', to: '2026-10-31' })
  expect(presets(new Date('2026-01-15T00:00:00Z')).lastMonth).toEqual({ from: '2025-12-01', to: '2025-12-31' })
})

test('yesterday and today are not done yet', () => expect(openFrom(now)).toBe('2026-11-22'))

test('interactions are what is offered of reactions, comments and shares, and absent when nothing is', () => {
  expect(interactions({ views: 90, reactions: 3, comments: null, shares: 1 })).toBe(4)
  expect(interactions({ views: 90, reactions: null, comments: null, shares: null })).toBeNull()
  expect(interactions({ views: null, reactions: 0, comments: null, shares: null })).toBe(0)
})

test('what is missing was not read yet, or is not offered', () => {
  expect(shown(0, 1)).toEqual({ is: 'value', value: 0 })
  expect(shown(null, 0)).toEqual({ is: 'unread' })
  expect(shown(null, 3)).toEqual({ is: 'not_offered' })
})

test('a change from little is not said as a percentage', () => {
  expect(changeOf(30, 19)).toEqual({ is: 'grew', by: 11, percent: null })
  expect(changeOf(15, 20)).toEqual({ is: 'fell', by: 5, percent: 25 })
  expect(changeOf(0, 0)).toEqual({ is: 'same' })
  expect(changeOf(5, null)).toEqual({ is: 'none' })
})
