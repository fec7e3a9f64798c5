import type { Words } from '../words/index.ts'
import { type Change, shown } from './figures.ts'

/** `23/11/2026`, of a calendar day that is already Viet Nam's. */
export const dayIn = (w: Words, day: string): string => w.day(new Date(`${day}T12:00:00+07:00`))

/** `23/11`, under an axis. */
export const shortDay = (w: Words, day: string): string => dayIn(w, day).slice(0, 5)

/** `80 nghìn`, `1,2 triệu`: never K or M. */
export function onAxis(w: Words, value: number): string {
  if (value >= 1_000_000) return w.t('reach.million', { n: value / 1_000_000 })
  return value >= 10_000 ? w.t('reach.thousand', { n: value / 1000 }) : w.number(value)
}

/** A figure, or why there is none: never a zero in its place. */
export function figure(w: Words, value: number | null, read: number): string {
  const known = shown(value, read)
  return known.is === 'value' ? w.number(known.value) : w.t(`reach.${known.is}`)
}

/** Undefined where there is nothing to compare with. */
export function sayChange(w: Words, change: Change): string | undefined {
  switch (change.is) {
    case 'grew':
    case 'fell':
      return change.percent === null
        ? w.t(`reach.${change.is}_by`, { n: change.by })
        : w.t(`reach.${change.is}`, { percent: change.percent })
    case 'same':
      return w.t('reach.same')
    case 'none':
      return undefined
    default:
      return change satisfies never
  }
}
