import { dayOf, findStartOfDay } from '../kit/time.ts'
import type { Spec } from './spec.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** When a rule lets it go out: after its delay, and not within its quiet hours unless it is urgent. */
export function dueAt(spec: Pick<Spec, 'delayMinutes' | 'quiet'>, now: Date, urgent: boolean): Date {
  const due = new Date(now.getTime() + spec.delayMinutes * minute)
  if (!spec.quiet || (urgent && spec.quiet.exceptUrgent)) return due
  return quietEnd(spec.quiet, due) ?? due
}

/** The moment the quiet hours around `at` end; undefined when it is not quiet. Hours are Viet Nam's. */
export function quietEnd(quiet: { from: string; until: string }, at: Date): Date | undefined {
  const midnight = findStartOfDay(dayOf(at))
  if (!midnight) return undefined
  const [from, until] = [minutesOf(quiet.from), minutesOf(quiet.until)]
  const now = (at.getTime() - midnight.getTime()) / minute
  const overnight = from > until
  if (overnight ? now < from && now >= until : now < from || now >= until) return undefined
  const end = midnight.getTime() + until * minute
  return new Date(overnight && now >= from ? end + day : end)
}

function minutesOf(clock: string): number {
  const [hour = 0, minutes = 0] = clock.split(':').map(Number)
  return hour * 60 + minutes
}
