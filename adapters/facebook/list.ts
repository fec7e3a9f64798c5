import type { Problem } from '../../src/ports/network.ts'
import type { Page } from './calls.ts'
import type { Fault } from './errors.ts'
import type { Answer } from './graph.ts'

export type Walked<T> =
  | { is: 'whole'; items: T[] }
  /** The list could not be read to its end: what was read proves nothing about what is absent. */
  | { is: 'torn'; why: Problem; items: T[] }
  | { is: 'fault'; fault: Fault }
  | { is: 'silence'; why: Problem }

/**
 * All pages of a list. It goes on while there is a next page: an empty or short page is not the end. Asked for too much
 * (`too_heavy`), it asks for half, because the same request fails again.
 */
export async function walk<T>(
  first: (limit: number) => Promise<Answer<Page<T>>>,
  follow: (next: string, limit: number) => Promise<Answer<Page<T>>> | undefined,
  most = 50,
): Promise<Walked<T>> {
  const items: T[] = []
  const seen = new Set<string>()
  let limit = most
  let next: string | undefined
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const asked = next === undefined ? first(limit) : follow(next, limit)
    // Only an address of Graph itself is followed, for the token goes along.
    if (!asked) return { is: 'torn', why: { code: 'facebook.foreign_page' }, items }
    const answer = await asked
    if (answer.is === 'silence') return { is: 'silence', why: answer.why }
    if (answer.is === 'fault') {
      if (answer.fault.is !== 'too_heavy' || limit === 1) return { is: 'fault', fault: answer.fault }
      limit = Math.ceil(limit / 2)
      continue
    }
    items.push(...answer.value.data)
    next = answer.value.paging?.next
    if (next === undefined) return { is: 'whole', items }
    if (seen.has(next)) return { is: 'torn', why: { code: 'facebook.list_endless' }, items }
    seen.add(next)
  }
  return { is: 'torn', why: { code: 'facebook.list_endless' }, items }
}

/** Against loops; a reconciliation looks at the posts of minutes, not of years. */
const MOST_PAGES = 60
