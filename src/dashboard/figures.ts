import type { Metric } from '../ports/network.ts'

/** Sums of the last known counters; null where no copy has the counter. */
export type Sums = Readonly<Record<Extract<Metric, 'views' | 'reactions' | 'comments' | 'shares'>, number | null>>

export interface Figures extends Sums {
  /** Posts, each once, on however many channels. */
  posts: number
  /** Live copies. */
  copies: number
  /** Copies whose counters were read at least once. */
  read: number
}

/** What people did with it: reactions, comments and shares, as far as they are offered. */
export function interactions(sums: Sums): number | null {
  const offered = [sums.reactions, sums.comments, sums.shares].filter(value => value !== null)
  return offered.length ? offered.reduce((sum, value) => sum + value, 0) : null
}

/** A counter that is missing was not read yet, or is not offered by any of the networks it was read on. */
export function shown(
  value: number | null,
  read: number,
): { is: 'value'; value: number } | { is: 'unread' | 'not_offered' } {
  if (value !== null) return { is: 'value', value }
  return { is: read > 0 ? 'not_offered' : 'unread' }
}

export type Change = { is: 'none' } | { is: 'grew' | 'fell'; percent: number | null; by: number } | { is: 'same' }

/** From zero or from under 20 a percentage says nothing. */
export function changeOf(now: number | null, earlier: number | null): Change {
  if (now === null || earlier === null) return { is: 'none' }
  if (now === earlier) return { is: 'same' }
  const by = Math.abs(now - earlier)
  return { is: now > earlier ? 'grew' : 'fell', by, percent: earlier < 20 ? null : (by / earlier) * 100 }
}
