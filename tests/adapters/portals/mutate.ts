/** Real material made other: hosts, numbers, days, order and class names changed, so that a reader made to measure is seen. */
import { parseHTML } from 'linkedom'
import type { Expected } from './agree.ts'

export interface Mutated {
  record: Expected
  bytes: Uint8Array
}

/** Mulberry32: the same seed, the same copies. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A list page: other host, other numbers, other days, rows shuffled, every class renamed. */
export function mutateList(record: Expected, bytes: Uint8Array, seed: number): Mutated {
  const next = random(seed)
  const shift = 1 + Math.floor(next() * 27)
  const more = 1000 + Math.floor(next() * 9000)
  const host = `so${Math.floor(next() * 1000)}.vidu.example`
  const from = new URL(record.baseUrl).host
  const number = (id: string) => String(Number(id) + more)
  const other = (text: string) =>
    text
      .replaceAll(from, host)
      .replace(/(\/-\/view_content\/)(\d+)(?=-)/g, (_, path, id) => `${path}${number(id)}`)
      // A day inside a headline is part of the headline: only times with a clock beside are the row's own.
      .replace(/\b(\d{2})\/(\d{2})\/(\d{4})(?= \| \d{2}:)/g, (_, d, m, y) => dayAfter(`${y}-${m}-${d}`, shift))
  const { document } = parseHTML(other(Buffer.from(bytes).toString('utf8')))
  renameClasses(document, next)
  const order = shuffleRows(document, record, number, next)
  const items = order.map((was, i) => {
    const item = record.expect.items[was]
    return {
      ...item,
      i,
      ...(item.publishedAt
        ? { publishedAt: new Date(Date.parse(item.publishedAt) + shift * 86_400_000).toISOString() }
        : {}),
      ...(item.sourceId ? { sourceId: number(item.sourceId) } : {}),
      ...(item.link ? { link: other(item.link) } : {}),
    }
  })
  return {
    record: { ...record, baseUrl: other(record.baseUrl), expect: { ...record.expect, items } },
    bytes: new TextEncoder().encode(document.toString()),
  }
}

function dayAfter(day: string, shift: number): string {
  const [y, m, d] = new Date(Date.parse(day) + shift * 86_400_000).toISOString().slice(0, 10).split('-')
  return `${d}/${m}/${y}`
}

function renameClasses(document: Document, next: () => number): void {
  const names = new Map<string, string>()
  for (const element of document.querySelectorAll('[class]')) {
    const renamed = (element.getAttribute('class') ?? '').split(/\s+/).map(name => {
      const known = names.get(name) ?? `k${Math.floor(next() * 1e9).toString(36)}`
      names.set(name, known)
      return known
    })
    element.setAttribute('class', renamed.join(' '))
  }
}

/** The rows are the children, with one article each, of the element all articles of the list stand in. */
function shuffleRows(
  document: Document,
  record: Expected,
  number: (id: string) => string,
  next: () => number,
): number[] {
  const ids: string[] = record.expect.items.map(({ sourceId }: { sourceId: string }) => number(sourceId))
  const linkOf = (id: string) => document.querySelector(`a[href*="/-/view_content/${id}-"]`)
  const links = ids.map(linkOf)
  const natural = ids.map((_, at) => at)
  const [first] = links
  if (!first || links.includes(null) || ids.length < 2) return natural
  let parent: Element | null = first
  while (parent && !links.every(link => parent?.contains(link))) parent = parent.parentElement
  const rows = links.map(link => [...(parent?.children ?? [])].find(child => child.contains(link)) ?? null)
  if (!parent || rows.includes(null) || new Set(rows).size !== rows.length) return natural
  const marks = rows.map(row => {
    const mark = document.createComment('')
    row?.replaceWith(mark)
    return mark
  })
  const order = natural
    .map(at => ({ at, luck: next() }))
    .sort((a, b) => a.luck - b.luck)
    .map(({ at }) => at)
  for (const [place, was] of order.entries()) {
    const row = rows[was]
    if (row) marks[place]?.replaceWith(row)
  }
  return order
}

/** An article page: other host, and the class names that say nothing about what an element holds renamed. */
export function mutateArticle(record: Expected, bytes: Uint8Array, seed: number): Mutated {
  const next = random(seed)
  const from = new URL(record.baseUrl).host
  const host = `bao${Math.floor(next() * 1000)}.example`
  const salt = Math.floor(next() * 1e6).toString(36)
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(from, host)
    .replace(/(<[a-z][^>]*\sclass=)(["'])([^"']*)\2/gi, (_, head, quote, names) => {
      const renamed = names
        .split(/\s+/)
        .map((name: string) => (telling.test(name) || name === '' ? name : `${salt}${name.length}`))
      return `${head}${quote}${renamed.join(' ')}${quote}`
    })
  const said = JSON.stringify(record.expect).replaceAll(from, host)
  return {
    record: { ...record, baseUrl: record.baseUrl.replaceAll(from, host), expect: JSON.parse(said) },
    bytes: new Uint8Array(Buffer.from(text, 'latin1')),
  }
}

/** Names that say what stands in the element, to people and to readers. */
const telling =
  /article|author|banner|body|breadcrumb|byline|caption|combx|comment|community|content|cover|date|detail|disqus|entry|extra|foot|gdpr|head|hentry|hidden|image|lead|legends|main|media|menu|meta|nav|page|pagin|photo|popup|post|print|promo|publish|reader|related|remark|replies|reply|rss|sapo|share|shopping|shoutbox|sidebar|skyscraper|social|sponsor|story|summary|supplemental|tag|text|time|title|tool|viewer|visibl|wide|widget|writtenby|yom|blog|column|shadow|-ad-|agegate|contact|masthead|outbrain|scroll|aria|hid|display|sr-only|fallback|h-entry|ngay|table|code|math|figure|embed|video|gallery/i

/** An address case on another host, with other numbers of four digits and more. */
export function mutateAddresses<T extends { same?: string[]; different?: string[]; expectKey?: string }>(
  one: T,
  seed: number,
): T {
  const next = random(seed)
  const more = 1000 + Math.floor(next() * 9000)
  const host = `noi${Math.floor(next() * 1000)}.example`
  const other = (text: string) => text.replace(/\d{4,}/g, digits => String(Number(digits) + more))
  const move = (url: string) => {
    const [, head = '', from = '', rest = ''] = /^(https?:\/\/)([^/?#]+)(.*)$/s.exec(url) ?? []
    return `${head}${from.startsWith('www.') ? `www.${host}` : host}${other(rest)}`
  }
  return {
    ...one,
    ...(one.same ? { same: one.same.map(move) } : {}),
    ...(one.different ? { different: one.different.map(move) } : {}),
    ...(one.expectKey ? { expectKey: other(one.expectKey) } : {}),
  }
}

/** A feed or a sitemap in UTF-8 on another host. */
export function mutateHost(record: Expected, bytes: Uint8Array, seed: number): Mutated {
  const from = new URL(record.baseUrl).host
  const host = `tin${Math.floor(random(seed)() * 1000)}.example`
  const text = Buffer.from(bytes).toString('latin1').replaceAll(from, host)
  return {
    record: {
      ...record,
      baseUrl: record.baseUrl.replaceAll(from, host),
      expect: JSON.parse(JSON.stringify(record.expect).replaceAll(from, host)),
    },
    bytes: new Uint8Array(Buffer.from(text, 'latin1')),
  }
}
