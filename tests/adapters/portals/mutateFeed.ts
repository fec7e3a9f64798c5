/** A feed made other: another host, other numbers, its items the other way round, its days 28 years later. */
import type { Expected } from './agree.ts'
import { type Mutated, mutateHost, random } from './mutate.ts'

/** After 28 years the days of the week and the leap days are the same. */
const years = 28

export function mutateFeed(record: Expected, bytes: Uint8Array, seed: number): Mutated {
  const moved = mutateHost(record, bytes, seed)
  const before = Buffer.from(moved.bytes).toString('latin1')
  const more = 1000 + Math.floor(random(seed + 1)() * 9000)
  const numbered = (text: string) =>
    text.replace(/(?<![#x%\d])\d{3,15}(?!\d)/g, digits => String(Number(digits) + more).padStart(digits.length, '0'))
  const isRss = /<rss\b/i.test(before)
  const isDated = datesAreWhole(before)
  let text = before
  if (isRss)
    text = text.replace(/(<(guid|link)\b[^>]*>)([\s\S]{0,2000}?)(<\/\2>)/gi, (_, open, __, inside, close) =>
      [open, numbered(inside), close].join(''),
    )
  if (isDated) text = text.replace(dated, (_, open, __, inside, close) => `${open}${later(inside)}${close}`)
  const turned = turnRound(text)
  const expect = structuredClone(moved.record.expect)
  for (const wanted of [expect, expect.ifParsed ?? {}]) {
    const count = turned?.count ?? 0
    for (const item of wanted.items ?? []) {
      if (turned) item.i = count - 1 - item.i
      if (isRss) for (const name of ['guid', 'link']) if (item[name]) item[name] = numbered(item[name])
      if (isDated) laterIn(item)
    }
    if (isRss && wanted.feed?.link) wanted.feed.link = numbered(wanted.feed.link)
    if (isDated) laterIn(wanted.feed ?? {})
  }
  return {
    record: { ...moved.record, expect },
    bytes: new Uint8Array(Buffer.from(turned?.text ?? text, 'latin1')),
  }
}

const dated =
  /(<((?:[\w-]+:)?(?:pubDate|date|updated|published|issued|modified|created|lastBuildDate))\b[^>]*>)([^<]*)(<\/\2>)/gi

/** Years of two digits, ordinal days and the like stay: what another year would do to them is another question. */
function datesAreWhole(text: string): boolean {
  const dates = [...text.matchAll(dated)]
  return dates.length > 0 && dates.every(found => /(?<!\d)(?:19|20)\d\d(?!\d)/.test(found[3] ?? ''))
}

function later(text: string): string {
  return text.replace(/(?<!\d)(?:19|20)\d\d(?!\d)/, year => String(Number(year) + years))
}

function laterIn(one: Record<string, unknown>): void {
  for (const name of ['publishedAt', 'updatedOrPublishedAt']) {
    const value = one[name]
    if (typeof value === 'string') one[name] = later(value)
    else if (typeof value === 'object' && value !== null && 'anyOf' in value && Array.isArray(value.anyOf))
      one[name] = { anyOf: value.anyOf.map(option => (typeof option === 'string' ? later(option) : option)) }
  }
}

/** Null where there is no row, where rows do not stand side by side, or where an RDF sequence tells their order. */
function turnRound(text: string): { text: string; count: number } | null {
  const rows = [...text.matchAll(/<(item|entry)\b[^>]*(?<!\/)>[\s\S]*?<\/\1>/gi)]
  const [first] = rows
  const last = rows.at(-1)
  const opened = text.match(/<(?:item|entry)\b/gi)?.length ?? 0
  if (!first || !last || rows.length < 2 || opened !== rows.length || /<rdf:Seq/i.test(text)) return null
  const others = rows.map(row => row[0]).toReversed()
  let at = 0
  const out = text.replace(/<(item|entry)\b[^>]*(?<!\/)>[\s\S]*?<\/\1>/gi, () => others[at++] ?? '')
  return { text: out, count: rows.length }
}
