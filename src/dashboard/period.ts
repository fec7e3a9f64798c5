import { dayOf } from '../kit/time.ts'

/** Calendar days in Viet Nam, both included. */
export interface Period {
  from: string
  to: string
}

const day = 24 * 60 * 60 * 1000
/** Longer periods belong to a report. */
export const longest = 366

/** Four weeks up to today, so that each weekday counts as often as the others. */
export function periodOf(given: { from?: string; to?: string }, now: Date): Period {
  const today = dayOf(now)
  const to = given.to && given.to < today ? given.to : today
  const from = given.from ?? addDays(to, -27)
  if (from > to) return { from: to, to }
  const first = addDays(to, 1 - longest)
  return { from: from < first ? first : from, to }
}

/** As many days, just before. */
export function before(period: Period): Period {
  const to = addDays(period.from, -1)
  return { from: addDays(to, 1 - daysIn(period).length), to }
}

/** Days are counted in UTC, where each has 24 hours. */
export function addDays(from: string, days: number): string {
  return new Date(Date.parse(`${from}T00:00:00Z`) + days * day).toISOString().slice(0, 10)
}

export function daysIn({ from, to }: Period): string[] {
  const days: string[] = []
  for (let at = from; at <= to; at = addDays(at, 1)) days.push(at)
  return days
}

/** `thisMonth` ends today. */
export function presets(now: Date): Readonly<Record<'week' | 'fourWeeks' | 'thisMonth' | 'lastMonth', Period>> {
  const today = dayOf(now)
  const first = `${today.slice(0, 8)}01`
  const last = addDays(first, -1)
  return {
    week: { from: addDays(today, -6), to: today },
    fourWeeks: { from: addDays(today, -27), to: today },
    thisMonth: { from: first, to: today },
    lastMonth: { from: `${last.slice(0, 8)}01`, to: last },
  }
}

/** From this day on, counters still grow fast: posts of yesterday and today are not done yet. */
export const openFrom = (now: Date): string => addDays(dayOf(now), -1)
