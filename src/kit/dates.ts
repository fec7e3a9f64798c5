import { tidy } from './text.ts'
import { fromWall, isZone, VIETNAM } from './time.ts'

export interface DateHints {
  /** How `03/10/2026` is meant; the day comes first unless the site is known to do otherwise. */
  order?: 'day-first' | 'month-first'
  /** Of times that name no zone. */
  timeZone?: string
}

/**
 * Reads a date as portals write it and answers ISO 8601 in UTC, to the second. Null for what is empty, impossible
 * (31 June, hour 25), relative ("hôm qua") or not understood: a wrong time is worse than none, and the present time is
 * never an answer.
 */
export function readDate(text: string | null | undefined, hints: DateHints = {}): string | null {
  if (!text || text.length > 200) return null
  const plain = tidy(text)
    .replace(label, '')
    .replace(/^\((.*)\)$/, '$1')
    .replace(/([+-]\d{4}) \([\p{L} ]+\)$/u, '$1')
    .trim()
  if (!plain) return null
  const parts = readIso(plain) ?? readNamed(plain) ?? readNumeric(plain, hints.order ?? 'day-first')
  if (!parts) return null
  const at = instant(parts, hints.timeZone ?? VIETNAM)
  return at === null ? null : `${new Date(at).toISOString().slice(0, -5)}Z`
}

interface Parts {
  year: number
  month: number
  day: number
  hour?: number
  minute?: number
  second?: number
  /** Minutes east of Greenwich, or the name of a zone; undefined when the text names none. */
  zone?: number | string
}

/** "Ngày đăng:", "Cập nhật lúc:", "Posted on:" and the like. */
const label = /^(?=\D*:\s)[\p{L}\s]{2,40}:\s+/u

const months: Record<string, number> = {}
for (const [index, names] of [
  'jan january',
  'feb february',
  'mar march',
  'apr april',
  'may',
  'jun june',
  'jul july',
  'aug august',
  'sep sept september',
  'oct october',
  'nov november',
  'dec december',
].entries())
  for (const name of names.split(' ')) months[name] = index + 1
for (const [index, name] of [
  'một',
  'hai',
  'ba',
  'tư',
  'năm',
  'sáu',
  'bảy',
  'tám',
  'chín',
  'mười',
  'mười một',
  'mười hai',
].entries())
  months[`tháng ${name}`] = index + 1
for (let month = 1; month <= 12; month++) {
  for (const form of [`tháng ${month}`, `tháng ${two(month)}`, `th${month}`, `th${two(month)}`, `thg ${month}`])
    months[form] = month
}

/** Minutes east, as RFC 822 and its users write them. */
const zones: Record<string, number> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  ict: 420,
  hkt: 480,
  jst: 540,
  kst: 540,
  ist: 330,
  msk: 180,
  wet: 0,
  west: 60,
  bst: 60,
  cet: 60,
  met: 60,
  cest: 120,
  mest: 120,
  eet: 120,
  eest: 180,
  ast: -240,
  adt: -180,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  akst: -540,
  akdt: -480,
  hst: -600,
  aest: 600,
  aedt: 660,
}

const clock = String.raw`(\d{1,2})(?::|h| giờ )(\d{2})(?: phút)?(?::(\d{2})(?:[.,]\d{1,9})?)?(?: ?(AM|PM|SA|CH|[ap]\.m\.))?`
const zone = String.raw`(?: ?\(?((?:GMT|UTC)? ?[+-]\d{1,2}(?::?\d{2})?|[a-z]{1,4}|[a-z]+/[a-z_]+)\)?)?`
const weekday = String.raw`(?:(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn)\.?,? ?)?`

const iso = new RegExp(
  String.raw`^(\d{4})-0?(\d{2})(?:-(\d{2})(?:(?:T| |, )(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?${zone})?)?$`,
  'i',
)
const isoTight = new RegExp(String.raw`^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?${zone})?$`, 'i')
const nukeViet = /^(\d{4})-(\d{2})-(\d{2})([A-Z]{2,4}|[+-]\d{2})(\d{2}):(\d{2})(?::(\d{2}))?$/
const yearMonth = /^-(\d{2})-(\d{2})$/
const yearDay = /^(\d{2}|\d{4}-?)(\d{3})$/
const monthName = `(${Object.keys(months)
  .sort((a, b) => b.length - a.length)
  .join('|')})`

const dayMonthYear = new RegExp(
  String.raw`^${weekday}(?:ngày )?(\d{1,2})[ -]${monthName}\.?(?:,? năm|,)?[ -](\d{4}|\d{2})(?:[,|]? (?:\| )?${clock}${zone})?$`,
  'iu',
)
const monthDayYear = new RegExp(
  String.raw`^${weekday}${monthName}\.? (\d{1,2}),? (\d{4})(?:,? (?:at )?${clock}${zone})?$`,
  'iu',
)
const asctime = new RegExp(String.raw`^${weekday}${monthName} (\d{1,2}) ${clock}${zone} (\d{4})$`, 'iu')

const date = String.raw`(\d{1,2})(?<between>[/.-])(\d{1,2})\k<between>(\d{4}|\d{2})`
const between = String.raw`(?:,|\|| -|–)? ?(?:\| |- |– |lúc )?`
const dateFirst = new RegExp(`^${weekday}(?:ngày )?${date}(?:${between}${clock}${zone})?$`, 'iu')
const clockFirst = new RegExp(`^${clock}${zone}${between}${weekday}(?:ngày )?${date}${zone}$`, 'iu')

function readIso(text: string): Parts | null {
  const found = iso.exec(text) ?? isoTight.exec(text)
  if (found) {
    const [, year, month, day = '1', hour, minute, second, zoneText] = found
    return finish({ year: num(year), month: num(month), day: num(day) }, { hour, minute, second }, zoneText)
  }
  const nuke = nukeViet.exec(text)
  if (nuke) {
    const [, year, month, day, zoneText, hour, minute, second] = nuke
    return finish({ year: num(year), month: num(month), day: num(day) }, { hour, minute, second }, zoneText)
  }
  const short = yearMonth.exec(text)
  if (short) return { year: fullYear(short[1] ?? ''), month: num(short[2]), day: 1, zone: 0 }
  const ordinal = yearDay.exec(text)
  if (ordinal) return dayOfYear(fullYear((ordinal[1] ?? '').replace('-', '')), num(ordinal[2]))
  return null
}

function readNamed(text: string): Parts | null {
  const first = dayMonthYear.exec(text)
  if (first) {
    const [, day, month, year, hour, minute, second, half, zoneText] = first
    return finish(
      { year: fullYear(year ?? ''), month: monthOf(month), day: num(day) },
      { hour, minute, second, half },
      zoneText,
    )
  }
  const second = monthDayYear.exec(text)
  if (second) {
    const [, month, day, year, hour, minute, seconds, half, zoneText] = second
    return finish(
      { year: num(year), month: monthOf(month), day: num(day) },
      { hour, minute, second: seconds, half },
      zoneText,
    )
  }
  const third = asctime.exec(text)
  if (!third) return null
  const [, month, day, hour, minute, seconds, half, zoneText = 'utc', year] = third
  return finish(
    { year: num(year), month: monthOf(month), day: num(day) },
    { hour, minute, second: seconds, half },
    zoneText,
  )
}

function readNumeric(text: string, order: 'day-first' | 'month-first'): Parts | null {
  const one = dateFirst.exec(text)
  if (one) {
    const [, a, , b, year, hour, minute, second, half, zoneText] = one
    return finish(ordered(a, b, year, order), { hour, minute, second, half }, zoneText)
  }
  const two = clockFirst.exec(text)
  if (!two) return null
  const [, hour, minute, second, half, early, a, , b, year, late] = two
  return finish(ordered(a, b, year, order), { hour, minute, second, half }, early ?? late)
}

function ordered(a = '', b = '', year = '', order: 'day-first' | 'month-first') {
  const [day, month] = order === 'day-first' ? [num(a), num(b)] : [num(b), num(a)]
  return { year: fullYear(year), month, day }
}

function finish(
  date: { year: number; month: number; day: number },
  time: { hour?: string; minute?: string; second?: string; half?: string },
  zoneText: string | undefined,
): Parts | null {
  const parts: Parts = { ...date }
  if (zoneText !== undefined) {
    const found = findZone(zoneText)
    if (found === undefined) return null
    parts.zone = found
  }
  if (time.hour === undefined) return parts
  const hour = clockHour(num(time.hour), time.half)
  if (hour === null) return null
  return { ...parts, hour, minute: num(time.minute), second: num(time.second ?? '0') }
}

/** SA and CH are the Vietnamese AM and PM; noon and midnight are twelve in both. */
function clockHour(hour: number, half: string | undefined): number | null {
  if (!half) return hour
  // A clock that runs to 24 and still says "CH" is written by many content systems: 14:30 CH is 14:30.
  if (hour > 12) return hour < 24 ? hour : null
  const late = /^(p|ch)/i.test(half)
  return (hour % 12) + (late ? 12 : 0)
}

function findZone(text: string): number | string | undefined {
  const plain = text.toLowerCase().replaceAll(' ', '')
  const offset = /^(?:gmt|utc)?([+-])(\d{1,2}):?(\d{2})?$/.exec(plain)
  if (offset) {
    const [, sign, hours, minutes = '0'] = offset
    if (num(hours) > 14 || num(minutes) > 59) return undefined
    return (sign === '-' ? -1 : 1) * (num(hours) * 60 + num(minutes))
  }
  const known = zones[plain]
  if (known !== undefined) return known
  // RFC 2822 §4.3: single letters were used both ways round, so they say nothing.
  if (plain.length === 1) return 0
  return plain.includes('/') && isZone(text) ? text : undefined
}

function dayOfYear(year: number, day: number): Parts | null {
  const at = new Date(Date.UTC(year, 0, day))
  if (day < 1 || at.getUTCFullYear() !== year) return null
  return { year, month: at.getUTCMonth() + 1, day: at.getUTCDate(), zone: 0 }
}

function instant(parts: Parts, timeZone: string): number | null {
  const { year, month, day, hour = 0, minute = 0, second = 0 } = parts
  if (year < 1000 || month < 1 || month > 12 || day < 1 || hour > 24 || minute > 59 || second > 60) return null
  if (hour === 24 && (minute > 0 || second > 0)) return null
  const wall = Date.UTC(year, month - 1, day, hour, minute, second)
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return null
  const zone = parts.zone ?? timeZone
  return typeof zone === 'number' ? wall - zone * 60_000 : fromWall(wall, zone)
}

/** Two digits as RFC 2822 §4.3 reads them. */
function fullYear(text: string): number {
  const year = Number(text)
  return text.length > 2 ? year : year + (year < 50 ? 2000 : 1900)
}

function monthOf(name = ''): number {
  return months[name.toLowerCase()] ?? 0
}

function num(text: string | undefined): number {
  return Number(text ?? Number.NaN)
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
