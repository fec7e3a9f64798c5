import { expect, test } from 'vitest'
import { rhythmOf } from '../../src/sources/rhythm.ts'

const day = 86_400_000
const at = (days: number) => new Date(Date.UTC(2026, 8, 7) + days * day)

test('an office that rests on weekends is not silent on Monday morning', () => {
  const workdays = Array.from({ length: 40 }, (_, n) => n).filter(n => n % 7 < 5)
  const rhythm = rhythmOf(workdays.flatMap(n => [at(n + 0.35), at(n + 0.5), at(n + 0.68)]))
  expect(rhythm?.typical).toBeLessThan(day)
  // Friday afternoon to Monday morning is 2.67 days.
  expect(rhythm?.alarm).toBeGreaterThan(2.67 * day)
  expect(rhythm?.alarm).toBeLessThan(5 * day)
})

test('one long fault teaches nothing, few items teach nothing, a busy list is given a day', () => {
  const hourly = Array.from({ length: 100 }, (_, n) => at(n / 24))
  expect(rhythmOf(hourly)).toEqual({ items: 100, typical: 3_600_000, alarm: day })
  expect(rhythmOf([...hourly, at(30)])?.alarm).toBe(day)
  expect(rhythmOf(hourly.slice(0, 8))).toBeUndefined()
})
