/** Where the portals stand; what is shown on every screen. */
export const VIETNAM = 'Asia/Ho_Chi_Minh'

/** `14:49, thứ Hai 29/06/2026`, in Viet Nam. */
export function showTime(at: Date, timeZone = VIETNAM): string {
  return `${showClock(at, timeZone)}, ${weekdays[local(at, timeZone).weekday] ?? ''} ${showDate(at, timeZone)}`
}

/** `29/06/2026`, in Viet Nam. */
export function showDate(at: Date, timeZone = VIETNAM): string {
  const { day, month, year } = local(at, timeZone)
  return `${two(day)}/${two(month)}/${year}`
}

/** `14:49`, in Viet Nam. */
export function showClock(at: Date, timeZone = VIETNAM): string {
  const { hour, minute } = local(at, timeZone)
  return `${two(hour)}:${two(minute)}`
}

/** `2026-06-29`: the calendar day an instant falls on, as a key and for date fields of forms. */
export function dayOf(at: Date, timeZone = VIETNAM): string {
  const { day, month, year } = local(at, timeZone)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

/** The instant a calendar day (`2026-06-29`) begins. Undefined for a day that does not exist. */
export function findStartOfDay(day: string, timeZone = VIETNAM): Date | undefined {
  const wall = Date.parse(`${day}T00:00:00Z`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(day))
    return undefined
  const at = fromWall(wall, timeZone)
  return at === null ? undefined : new Date(at)
}

/**
 * The instant at which a clock on the wall shows these figures, given as if they were UTC. A time that a change of the
 * clock skipped or repeated takes the offset before the change. Null for a zone that does not exist.
 */
export function fromWall(wall: number, timeZone: string): number | null {
  if (!formatOf(timeZone)) return null
  const guess = wall - offsetAt(wall, timeZone)
  return wall - offsetAt(guess, timeZone)
}

const vietnamOffset = 7 * 3_600_000
/** Since 13 June 1975 the whole country keeps UTC+7; asking Intl costs 40 times as much. */
const vietnamSince = Date.UTC(1976, 0, 1)

function offsetAt(at: number, timeZone: string): number {
  if (timeZone === VIETNAM && at > vietnamSince) return vietnamOffset
  const { year, month, day, hour, minute, second } = local(new Date(at), timeZone)
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}

function local(at: Date, timeZone: string) {
  if (timeZone === VIETNAM && at.getTime() > vietnamSince) {
    const shifted = new Date(at.getTime() + vietnamOffset)
    return {
      year: shifted.getUTCFullYear(),
      month: shifted.getUTCMonth() + 1,
      day: shifted.getUTCDate(),
      hour: shifted.getUTCHours(),
      minute: shifted.getUTCMinutes(),
      second: shifted.getUTCSeconds(),
      weekday: shifted.getUTCDay(),
    }
  }
  const found: Record<string, number> = {}
  for (const part of formatOf(timeZone)?.formatToParts(at) ?? []) found[part.type] = Number(part.value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found
  return { year, month, day, hour, minute, second, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() }
}

const formats = new Map<string, Intl.DateTimeFormat | null>()

/** Null for a zone that does not exist. */
function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  let made: Intl.DateTimeFormat | null = null
  try {
    made = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    // An unknown zone is an answer, not a fault.
  }
  if (formats.size < 100) formats.set(timeZone, made)
  return made
}

export function isZone(name: string): boolean {
  return formatOf(name) !== null
}

const weekdays = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy']

function two(value: number): string {
  return String(value).padStart(2, '0')
}
