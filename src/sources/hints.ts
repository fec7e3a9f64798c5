import { z } from 'zod'
import type { Feed } from '../ports/portal.ts'

/** What a feed says of its own pace (RSS 2.0: `ttl`, `skipHours`, `skipDays`), in minutes and in hours and days of GMT. */
const hintsShape = z.object({
  ttl: z.number().positive().optional(),
  skipHours: z.array(z.number().int().min(0).max(23)).max(24).optional(),
  /** 0 is Sunday. */
  skipDays: z.array(z.number().int().min(0).max(6)).max(7).optional(),
})
export type Hints = z.infer<typeof hintsShape>

const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** Undefined for a feed that says nothing of it. */
export function hintsOf({ ttl, skipHours, skipDays }: Feed): Hints | undefined {
  const days = (skipDays ?? []).map(day => names.indexOf(day.trim().toLowerCase())).filter(day => day >= 0)
  // Some count the hours from 1 to 24.
  const hours = (skipHours ?? []).map(hour => (hour === 24 ? 0 : hour)).filter(hour => hour >= 0 && hour < 24)
  const hints = {
    ...(ttl !== null && ttl > 0 && { ttl }),
    ...(hours.length > 0 && { skipHours: [...new Set(hours)] }),
    ...(days.length > 0 && { skipDays: [...new Set(days)] }),
  }
  return Object.keys(hints).length > 0 ? hints : undefined
}

const minute = 60_000
const hour = 60 * minute
/** A hint makes us ask less, and never so seldom that news of a flood comes after the flood. */
const longestTtl = hour
const longestSkip = 6 * hour

/** When a list is due that would be due at `due`, its last reading having been at `now`. */
export function heed(hints: unknown, now: Date, due: Date): Date {
  const { ttl = 0, skipHours = [], skipDays = [] } = hintsShape.safeParse(hints ?? {}).data ?? {}
  const patient = Math.max(due.getTime(), now.getTime() + Math.min(ttl * minute, longestTtl))
  const last = Math.max(patient, now.getTime() + longestSkip)
  let at = patient
  const isSkipped = (time: number) =>
    skipHours.includes(new Date(time).getUTCHours()) || skipDays.includes(new Date(time).getUTCDay())
  // To the beginning of the next hour that is not skipped.
  while (at < last && isSkipped(at)) at = (Math.floor(at / hour) + 1) * hour
  return new Date(Math.min(at, last))
}
