import { z } from 'zod'
import type { Metric } from '../ports/network.ts'

export const metrics = [
  'views',
  'engaged',
  'viewers',
  'reactions',
  'comments',
  'shares',
  'clicks',
] as const satisfies Metric[]

/** A counter that is missing was never given: it is not zero. */
export type Counters = Readonly<Partial<Record<Metric, number>>>

export const countersShape: z.ZodType<Counters> = z.partialRecord(z.enum(metrics), z.number().int().nonnegative())

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Young posts move fast: every 45 minutes for two days, daily for two weeks, then weekly. */
export function nextLook(liveAt: Date, now: Date): Date {
  const age = now.getTime() - liveAt.getTime()
  const wait = age < 2 * day ? 45 * minute : age < 14 * day ? day : 7 * day
  return new Date(now.getTime() + wait)
}

export const isYoungAfter = (now: Date) => new Date(now.getTime() - 2 * day)

/** A group is filled up with what would be due this soon, so that calls are few. */
export const soon = 10 * minute

/** What a lost process took is due again after this; longer than `soon`, or another process would take it at once. */
export const lease = 15 * minute

/**
 * How long a list may be read on where it was left. Short: what went live since stands before the mark, and is not read
 * until the list is begun anew.
 */
export const markKept = 5 * minute

/** A post that could not be read, while others of the channel could. */
export const lookAgainAfter = hour

/**
 * A network that says "not there" may mean "not for you, not now". It is believed when it says so twice, this long
 * apart.
 */
export const missedTwiceAfter = 10 * minute
