/** Compares what the readers give with expectations written down beside real material, by the rules of its index. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readers } from '../../../adapters/portals/index.ts'
import { readDate } from '../../../src/kit/dates.ts'
import { toLine } from '../../../src/kit/html.ts'
import { tidy } from '../../../src/kit/text.ts'
import type { Article, Feed, ListRules, Sitemap } from '../../../src/ports/portal.ts'

const root = resolve(import.meta.dirname, '../../..')

/** The optional material; undefined where it is not. */
export function findMaterial(): string | undefined {
  const folder = join(resolve(root, process.env.REFERENCE_DIR ?? '../shared'), 'portals')
  return existsSync(join(folder, 'expected.jsonl')) ? folder : undefined
}

export interface Expected {
  file: string
  files?: string[]
  kind: string
  baseUrl: string
  contentType?: string | null
  gzip?: boolean
  siteConfig?: { dateOrder?: 'DMY' | 'MDY'; timeZone?: string; idPattern?: string; dropParams?: string[] }
  // biome-ignore lint/suspicious/noExplicitAny: records of many kinds; each comparison reads its own.
  expect: any
}

export function readLines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => JSON.parse(line) as T)
}

export function bytesOf(folder: string, record: Expected): Uint8Array {
  const bytes = readFileSync(join(folder, record.file))
  return record.gzip ? gunzipSync(bytes) : bytes
}

export function groupOf(file: string): string {
  return file.split('/').slice(0, 2).join('/')
}

/** What differs, in words; empty when all agree. `null` stands for "not readable as a feed". */
export function feedDifferences(record: Expected, feed: Feed | null): string[] {
  const { expect } = record
  if (feed === null) return expect.parse === 'ok' ? ['not readable'] : []
  const wanted = expect.parse === 'ok' ? expect : (expect.ifParsed ?? {})
  const found: string[] = []
  const check = (name: string, want: unknown, got: unknown, same: (want: string, got: string) => boolean) => {
    if (want === undefined) return
    const options: unknown[] = isAnyOf(want) ? want.anyOf : [want]
    const agrees = options.some(option =>
      option === null ? got === null || got === undefined : same(String(option), String(got ?? '')),
    )
    if (!agrees) found.push(`${name}: want ${short(want)}, got ${short(got)}`)
  }
  if (wanted.itemCount !== undefined && wanted.itemCount !== feed.entries.length)
    found.push(`items: want ${wanted.itemCount}, got ${feed.entries.length}`)
  const head = wanted.feed ?? {}
  check('feed.title', head.title, feed.title, sameText)
  check('feed.description', head.description, feed.description, sameText)
  check('feed.link', head.link, feed.url, sameUrl(record.baseUrl))
  check('feed.language', head.language, feed.language, (want, got) => want.toLowerCase() === got.toLowerCase())
  check('feed.publishedAt', head.publishedAt, feed.publishedAt ?? feed.updatedAt, sameInstant)
  for (const want of wanted.items ?? []) {
    const got = feed.entries[want.i]
    if (!got) {
      found.push(`item ${want.i}: missing`)
      continue
    }
    const name = (field: string) => `item ${want.i} ${field}`
    check(name('title'), want.title, got.title, sameText)
    check(name('link'), want.link, got.url, sameUrl(record.baseUrl))
    check(name('guid'), want.guid, got.id, (a, b) => a.trim() === b)
    check(name('publishedAt'), want.publishedAt, got.publishedAt, sameInstant)
    check(name('updatedOrPublishedAt'), want.updatedOrPublishedAt, got.updatedAt ?? got.publishedAt, sameInstant)
    check(name('summary'), want.summaryText, got.summary, sameText)
    check(name('content'), want.contentText, got.contentHtml, sameText)
    check(name('enclosure'), want.enclosure, got.enclosures[0]?.url, sameUrl(record.baseUrl))
    if (want.imageUrl && !JSON.stringify(got).includes(want.imageUrl)) found.push(`${name('image')}: ${want.imageUrl}`)
  }
  const html = feed.entries.map(entry => entry.contentHtml).join('\n')
  if (/<(script|object|embed|iframe|meta|style)\b|<[^>]+\son\w+\s*=/i.test(html)) found.push('unsafe HTML survived')
  return found
}

/** F1 over 4-word shingles. */
export function overlap(want: string, got: string): number {
  const a = shingles(want)
  const b = shingles(got)
  if (a.size === 0 || b.size === 0) return a.size === b.size ? 1 : 0
  let both = 0
  for (const one of a) if (b.has(one)) both++
  const precision = both / b.size
  const recall = both / a.size
  return both === 0 ? 0 : (2 * precision * recall) / (precision + recall)
}

function shingles(text: string): Set<string> {
  const words = tidy(text).split(' ')
  const all = new Set<string>()
  for (let at = 0; at + 4 <= Math.max(words.length, 4); at++) all.add(words.slice(at, at + 4).join(' '))
  return all
}

/** What a page that is an article must show beside its text. */
export function articleDifferences(record: Expected, article: Article): string[] {
  const { expect } = record
  const found: string[] = []
  if (expect.title && !sameText(expect.title, article.title))
    found.push(`title: want ${short(expect.title)}, got ${short(article.title)}`)
  if (expect.byline && !sameText(expect.byline, article.author ?? ''))
    found.push(`author: want ${short(expect.byline)}, got ${short(article.author)}`)
  if (expect.publishedAt && !sameInstant(expect.publishedAt, article.publishedAt ?? ''))
    found.push(`publishedAt: want ${expect.publishedAt}, got ${article.publishedAt}`)
  if (expect.lang && expect.lang.toLowerCase() !== article.language?.toLowerCase())
    found.push(`language: want ${expect.lang}, got ${article.language}`)
  if (expect.canonicalUrl && expect.canonicalUrl !== article.canonicalUrl)
    found.push(`canonicalUrl: want ${expect.canonicalUrl}, got ${article.canonicalUrl}`)
  for (const url of expect.attachments ?? [])
    if (!article.attachments.some(file => file.url === url)) found.push(`attachment missing: ${url}`)
  for (const text of expect.textMustContain ?? [])
    if (!tidy(article.text).includes(text)) found.push(`text lacks ${text}`)
  if (expect.imageIsGenericLogo && article.images.some(image => /quoc-?huy|emblem|logo/i.test(image.url)))
    found.push('the emblem passes for a picture')
  return found
}

export interface AddressCase {
  same?: string[]
  different?: string[]
  expectKey?: string
  siteConfig?: { idPattern?: string; dropParams?: string[] }
}

/** Addresses of one article must have one name, and of two articles two. Read without knowing the kind of site. */
export function addressDifferences({ same, different, expectKey, siteConfig }: AddressCase): string[] {
  const rules = { idPattern: siteConfig?.idPattern, dropParams: siteConfig?.dropParams }
  const keys = (same ?? different ?? []).map(url => readers.identity(url, rules))
  const names = new Set(keys.map(one => one?.key ?? 'none'))
  const found: string[] = []
  if (same && (names.size !== 1 || names.has('none'))) found.push(`not one: ${[...names].join(' ')}`)
  if (different && names.size !== different.length) found.push(`not told apart: ${[...names].join(' ')}`)
  if (expectKey && keys[0]?.id !== expectKey) found.push(`id: want ${expectKey}, got ${keys[0]?.id}`)
  return found
}

/** Rows of a list page in page order: headline, time, the installation's number and, where written down, the address. */
export function listDifferences({ expect, baseUrl }: Expected, got: Feed): string[] {
  const found: string[] = []
  if (expect.itemCount !== undefined && expect.itemCount !== got.entries.length)
    found.push(`items: want ${expect.itemCount}, got ${got.entries.length}`)
  for (const want of expect.items ?? []) {
    const row = got.entries[want.i]
    if (!row) {
      found.push(`item ${want.i}: missing`)
      continue
    }
    if (!sameText(want.title, row.title))
      found.push(`item ${want.i} title: want ${short(want.title)}, got ${short(row.title)}`)
    if (
      want.publishedAt !== undefined &&
      (want.publishedAt === null ? row.publishedAt !== null : !sameInstant(want.publishedAt, row.publishedAt ?? ''))
    )
      found.push(`item ${want.i} time: want ${want.publishedAt}, got ${row.publishedAt}`)
    if (want.sourceId && want.sourceId !== row.id) found.push(`item ${want.i} id: want ${want.sourceId}, got ${row.id}`)
    if (want.link && !sameUrl(baseUrl)(want.link, row.url ?? ''))
      found.push(`item ${want.i} link: want ${want.link}, got ${row.url}`)
    if (/view count|lượt xem/i.test(row.summary)) found.push(`item ${want.i}: a counter in ${short(row.summary)}`)
  }
  return found
}

/** What an operator may have said of the site, as the material writes it. */
export function rulesOf({ siteConfig }: Expected): ListRules {
  return { idPattern: siteConfig?.idPattern, dropParams: siteConfig?.dropParams }
}

/** A sitemap: its kind, how many addresses, the first, and what may be done with its times. */
export function sitemapDifferences({ expect, baseUrl }: Expected, got: Sitemap): string[] {
  const found: string[] = []
  const check = (name: string, want: unknown, value: unknown) => {
    if (want !== undefined && want !== value) found.push(`${name}: want ${short(want)}, got ${short(value)}`)
  }
  check('type', expect.type, got.format)
  check('urlCount', expect.urlCount, got.entries.length + got.submaps.length + got.foreign.length)
  check('submaps', expect.submaps, got.submaps.length)
  check('lastmodUsable', expect.lastmodUsable, got.lastmodUsable)
  check('crossHost', expect.crossHost, expect.crossHost === undefined ? undefined : got.foreign.length > 0)
  if (expect.first?.loc && !sameUrl(baseUrl)(expect.first.loc, got.entries[0]?.url ?? ''))
    found.push(`first: want ${expect.first.loc}, got ${got.entries[0]?.url}`)
  if (expect.first?.lastmod && got.lastmodUsable && !sameInstant(expect.first.lastmod, got.entries[0]?.updatedAt ?? ''))
    found.push(`first lastmod: want ${expect.first.lastmod}, got ${got.entries[0]?.updatedAt}`)
  return found
}

function isAnyOf(value: unknown): value is { anyOf: unknown[] } {
  return typeof value === 'object' && value !== null && 'anyOf' in value
}

function sameText(want: string, got: string): boolean {
  return [got, toLine(got)].some(text => [tidy(want), toLine(want)].includes(tidy(text)))
}

function sameUrl(baseUrl: string) {
  return (want: string, got: string) => (URL.parse(want, baseUrl)?.href ?? want) === (URL.parse(got)?.href ?? got)
}

function sameInstant(want: string, got: string): boolean {
  // A time that names no zone is meant in ours, on both sides.
  const seconds = (text: string) => Math.floor(Date.parse(readDate(text) ?? text) / 1000)
  return seconds(want) === seconds(got)
}

function short(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 140) ?? 'nothing'
}
