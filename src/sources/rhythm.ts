import { z } from 'zod'

/** How often a source brings something, in milliseconds between items. */
export const rhythmShape = z.object({ items: z.number(), typical: z.number(), alarm: z.number() })
export type Rhythm = z.infer<typeof rhythmShape>

const hour = 3_600_000
const day = 24 * hour

/** What came within so long came at once: one reading sees several. */
const atOnce = hour / 6

/** Fewer gaps than this teach nothing. */
const fewest = 8
/** Silence that is out of the ordinary where nothing was learned yet. */
export const unlearned = 14 * day

/**
 * Offices rest at night, on Sundays and at Tết: not the usual gap but the second longest of three months says how long a
 * silence may be; the longest may have been a fault. Half as long again is out of the ordinary, and never less than a day.
 */
export function rhythmOf(times: readonly Date[]): Rhythm | undefined {
  const sorted: number[] = []
  for (const at of times.map(Number).sort((a, b) => a - b)) if (at - (sorted.at(-1) ?? 0) >= atOnce) sorted.push(at)
  const gaps = sorted.slice(1).map((at, index) => at - (sorted[index] ?? at))
  if (gaps.length < fewest) return undefined
  gaps.sort((a, b) => a - b)
  const typical = gaps[Math.floor(gaps.length / 2)] ?? 0
  const long = gaps.at(-2) ?? 0
  return { items: sorted.length, typical, alarm: Math.max(day, long * 1.5) }
}
