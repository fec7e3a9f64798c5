import { digestOf } from '../kit/crypto.ts'
import { dayOf, showClock } from '../kit/time.ts'
import type { Announce, Audience, Problem } from '../ports/network.ts'

export type State = 'draft' | 'approved' | 'sending' | 'sent' | 'refused' | 'unknown' | 'dropped'

/** One live copy in it; what it is called is as it was when it was chosen. */
export interface Item {
  delivery: number
  remote: string
  url: string | null
  title: string
}

export interface Announcement {
  id: number
  channel: { id: number; name: string; network: string; account: string }
  unit: number
  state: State
  items: readonly Item[]
  audience: Audience
  digest: string
  dueAt: Date
  writtenBy: { id: number; name: string }
  approvedBy: { id: number; name: string } | null
  beganAt: Date | null
  endedAt: Date | null
  why: Problem | null
}

/** What an approver has seen: which articles, in which order, to whom, when. */
export const announcementDigest = (given: {
  channel: number
  remotes: readonly string[]
  audience: Audience
  dueAt: Date
}): Promise<string> => digestOf({ ...given, dueAt: given.dueAt.toISOString() })

/** Both ends belong to it: `21:59` lasts until the minute is over. On Vietnam's clock, wherever the server stands. */
export function isInHours(at: Date, { from, until }: Announce['hours']): boolean {
  const clock = showClock(at)
  return clock >= from && clock <= until
}

/** Its day or its hours have passed: it does not go out by itself any more. */
export function isTooLate(dueAt: Date, now: Date, hours: Announce['hours']): boolean {
  const [due, today] = [dayOf(dueAt), dayOf(now)]
  return today > due || (today === due && showClock(now) > hours.until)
}

export type Wrong = 'too_many' | 'none' | 'outside_hours' | 'past' | 'audience'

/** Why it cannot be: of the network's own rules. */
export function wrongOf(
  rules: Pick<Announce, 'most' | 'hours' | 'audience'>,
  given: { deliveries: readonly number[]; audience: Audience; dueAt: Date },
  now: Date,
): Wrong | undefined {
  if (given.deliveries.length === 0) return 'none'
  if (given.deliveries.length > rules.most || new Set(given.deliveries).size < given.deliveries.length)
    return 'too_many'
  if (given.dueAt < now) return 'past'
  if (!isInHours(given.dueAt, rules.hours)) return 'outside_hours'
  const isOffered = ([field, values]: [string, readonly string[]]) => {
    const offered = rules.audience.find(one => one.field === field)
    return offered && values.every(value => offered.values.includes(value)) && (offered.many || values.length < 2)
  }
  return Object.entries(given.audience).every(isOffered) ? undefined : 'audience'
}

export const problems = {
  late: { code: 'announcement.late' },
  notLive: { code: 'announcement.not_live' },
  claimEnded: { code: 'delivery.claim_ended' },
  threw: { code: 'delivery.adapter_failed' },
} as const satisfies Record<string, Problem>
