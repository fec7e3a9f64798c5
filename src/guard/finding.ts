/** What the guard saw: a mark of secrecy or personal data, always masked. The whole words are never kept or shown. */
export interface Finding {
  /** `S1`…`S10` look for marks of secrecy, `P1`…`P15` for personal data. */
  rule: string
  /** `block` stops it; `warn` holds it until a person has decided. */
  verdict: 'warn' | 'block'
  part: Part
  /** At most three of the matches, masked. */
  masked: readonly string[]
  /** How often: a list of a hundred names is one finding. */
  count: number
}

export type Part = 'title' | 'text' | 'file'

export interface Hit {
  rule: string
  verdict: 'warn' | 'block'
  /** The words as they stand; leaves the guard only masked. */
  words: string
}

export type Verdict = 'pass' | 'warn' | 'block'

export function verdictOf(found: readonly { verdict: 'warn' | 'block' }[]): Verdict {
  if (found.some(each => each.verdict === 'block')) return 'block'
  return found.length > 0 ? 'warn' : 'pass'
}

/** True for marks of secrecy: an incident, not an editorial question. */
export function isSecrecy(finding: { rule: string }): boolean {
  return finding.rule.startsWith('S')
}

/** One finding for each rule, verdict and part, in the order they were met. */
export function gather(part: Part, hits: readonly Hit[]): Finding[] {
  const found = new Map<string, { rule: string; verdict: 'warn' | 'block'; words: string[] }>()
  for (const hit of hits) {
    const key = `${hit.rule} ${hit.verdict}`
    const known = found.get(key) ?? { rule: hit.rule, verdict: hit.verdict, words: [] }
    known.words.push(hit.words)
    found.set(key, known)
  }
  return [...found.values()].map(({ rule, verdict, words }) => ({
    rule,
    verdict,
    part,
    masked: words.slice(0, 3).map(mask),
    count: words.length,
  }))
}

/** Numbers keep their first four and last two signs, words their first letter. */
export function mask(words: string): string {
  return words.replace(/[\p{L}\p{M}\d]+(?:[ .-]?\d+)*/gu, run =>
    /^[A-Z]{0,2}\d[\d .-]{4,}$/.test(run) ? maskNumber(run) : maskWord(run),
  )
}

function maskNumber(run: string): string {
  const signs = run.replace(/[ .-]/g, '')
  const kept = signs.length > 8 ? 4 : 2
  return `${signs.slice(0, kept)}${'*'.repeat(Math.max(signs.length - kept - 2, 3))}${signs.slice(-2)}`
}

function maskWord(run: string): string {
  const [first = '', ...rest] = run
  return `${first}${'•'.repeat(Math.min(rest.length, 6))}`
}
