/** What has to agree, and why single expectations are not met. */
import { mean } from '../adapters/portals/compare.ts'

interface Tally {
  right: number
  of: number
  F1: readonly number[]
  wrong: readonly string[]
}

/** The share of a kind that must agree; every kind without a line of its own must agree whole. */
const shares: Record<string, number> = { feed: 0.98 }
/** Marked text, by its mean overlap. What else a page shows (title, author, time) is counted in the table. */
const leastF1 = 0.95

export function belowFloors(tallies: ReadonlyMap<string, Tally>): string[] {
  const kinds = new Map<string, { right: number; of: number }>()
  const found: string[] = []
  for (const [group, { right, of, F1, wrong }] of tallies) {
    const kind = group.split(' ')[0] ?? group
    const sum = kinds.get(kind) ?? { right: 0, of: 0 }
    kinds.set(kind, { right: sum.right + right, of: sum.of + of })
    if (F1.length > 0 && mean(F1) < leastF1) found.push(`${group}: F1 ${mean(F1).toFixed(4)}, wanted ${leastF1}`)
    if (/ (?:feeds|pages)\/vn/.test(group) && right < of)
      found.push(`${group}: ${right} of ${of}; Vietnamese material agrees whole. ${wrong.join(' | ')}`.slice(0, 500))
  }
  for (const [kind, { right, of }] of kinds) {
    const share = shares[kind] ?? 1
    if (right < of * share) found.push(`${kind}: ${right} of ${of}, wanted ${(share * 100).toFixed(0)} in a hundred`)
  }
  return found
}

/** Expectations that we decided otherwise on, or that the material cannot show. */
const reasons: readonly [RegExp, string][] = [
  [
    /entry_updated_multiple_values/,
    'Atom allows one "updated"; the first is taken, the expectation takes the last and is marked optional',
  ],
  [
    /http_content_language/,
    'the language stands in a header of HTTP that the material does not hold; read where an answer has it. Optional',
  ],
]

export function reasonOf(line: string): string {
  return reasons.find(([pattern]) => pattern.test(line))?.[1] ?? 'no reason known: to be looked into'
}
