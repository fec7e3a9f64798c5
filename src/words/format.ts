import type { Language } from './index.ts'

const zone = 'Asia/Ho_Chi_Minh'

/** Times are kept in UTC and shown in Vietnam's zone; the clock has 24 hours and the day stands beside it. */
export function formats(language: Language) {
  const locale = language === 'vi' ? 'vi-VN' : 'en-GB'
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  const read = (at: Date) => {
    const found: Record<string, string> = {}
    for (const part of parts.formatToParts(at)) found[part.type] = part.value
    return found
  }
  const clock = (at: Date) => {
    const p = read(at)
    return `${p.hour}:${p.minute}`
  }
  const day = (at: Date) => {
    const p = read(at)
    return `${p.day}/${p.month}/${p.year}`
  }
  return {
    number: (value: number) => numbers.format(value),
    /** `10:00` */
    clock,
    /** `10:00:14` */
    seconds: (at: Date) => {
      const p = read(at)
      return `${p.hour}:${p.minute}:${p.second}`
    },
    /** `23/11/2026` */
    day,
    /** `10:00` on the same Vietnamese day, otherwise `10:00, 23/11/2026`. */
    moment: (at: Date, now: Date) => (day(at) === day(now) ? clock(at) : `${clock(at)}, ${day(at)}`),
    /** `3 phút`, `2 giờ 5 phút`, `4 ngày`. Never negative. */
    duration: (milliseconds: number) => spoken(language, Math.max(0, milliseconds)),
  }
}

const units = {
  vi: { second: ['giây', 'giây'], minute: ['phút', 'phút'], hour: ['giờ', 'giờ'], day: ['ngày', 'ngày'] },
  en: { second: ['second', 'seconds'], minute: ['minute', 'minutes'], hour: ['hour', 'hours'], day: ['day', 'days'] },
} as const

function spoken(language: Language, milliseconds: number): string {
  const say = (count: number, unit: keyof (typeof units)['vi']) =>
    `${count} ${units[language][unit][count === 1 ? 0 : 1]}`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return say(seconds, 'second')
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return say(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 ? `${say(hours, 'hour')} ${say(minutes % 60, 'minute')}` : say(hours, 'hour')
  const days = Math.floor(hours / 24)
  return hours % 24 && days < 3 ? `${say(days, 'day')} ${say(hours % 24, 'hour')}` : say(days, 'day')
}
