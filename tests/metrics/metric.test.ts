import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countersShape, lease, missedTwiceAfter, nextLook, soon } from '../../src/metrics/metric.ts'
import { days, hours, minutes } from '../support/stage.ts'

const live = new Date('2026-11-23T02:00:00Z')
const at = (milliseconds: number) => new Date(live.getTime() + milliseconds)
const waits = (age: number) => nextLook(live, at(age)).getTime() - at(age).getTime()

test('a post is read every 45 minutes for two days, daily for two weeks, then weekly', () => {
  expect(waits(0)).toBe(minutes(45))
  expect(waits(hours(47.9))).toBe(minutes(45))
  expect(waits(hours(48))).toBe(days(1))
  expect(waits(days(13.9))).toBe(days(1))
  expect(waits(days(14))).toBe(days(7))
  expect(waits(days(900))).toBe(days(7))
})

test('the next look is always later, also for a post that the network dates into the future', () => {
  fc.assert(fc.property(fc.integer({ min: -days(2), max: days(3000) }), age => waits(age) > 0))
})

test('what is taken stays taken while groups are filled up', () => {
  expect(lease).toBeGreaterThan(soon)
  expect(missedTwiceAfter).toBeGreaterThanOrEqual(soon)
})

test('counters are whole, never negative, and only those that have a name', () => {
  expect(countersShape.safeParse({}).success).toBe(true)
  expect(countersShape.safeParse({ views: 0, shares: 12 }).success).toBe(true)
  expect(countersShape.safeParse({ views: -1 }).success).toBe(false)
  expect(countersShape.safeParse({ views: 1.5 }).success).toBe(false)
  expect(countersShape.safeParse({ likes: 1 }).success).toBe(false)
})
