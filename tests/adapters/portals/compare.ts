/** One record of the optional material against the readers: what differs, by kind; figures by kind and family. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode } from '../../../adapters/portals/decode.ts'
import { readers } from '../../../adapters/portals/index.ts'
import { readDate } from '../../../src/kit/dates.ts'
import { toLine, toText } from '../../../src/kit/html.ts'
import { tidy } from '../../../src/kit/text.ts'
import {
  type AddressCase,
  addressDifferences,
  articleDifferences,
  bytesOf,
  type Expected,
  feedDifferences,
  groupOf,
  listDifferences,
  overlap,
  readLines,
  rulesOf,
  sitemapDifferences,
} from './agree.ts'
import { mutateAddresses, mutateArticle, mutateHost, mutateList } from './mutate.ts'
import { mutateFeed } from './mutateFeed.ts'
import { metadataDifferences } from './pageSays.ts'

interface Tally {
  right: number
  of: number
  F1: number[]
  wrong: string[]
}

/** Every comparison made, by kind and family. With a seed, of a copy changed by it. */
export function compareAll(folder: string, records: readonly Expected[], seed?: number): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  const add = (group: string, name: string, differences: readonly string[], F1?: number) => {
    const tally = tallies.get(group) ?? { right: 0, of: 0, F1: [], wrong: [] }
    tallies.set(group, tally)
    tally.of++
    if (differences.length === 0) tally.right++
    else tally.wrong.push(`${name}: ${differences.join('; ')}`)
    if (F1 !== undefined) tally.F1.push(F1)
  }
  for (const [at, record] of records.entries()) {
    const changing = seed === undefined ? undefined : seed + at
    const group = `${record.kind} ${groupOf(record.file ?? record.files?.[0] ?? '')}`
    switch (record.kind) {
      case 'dates':
        // A day or a code page has no host to change.
        if (changing === undefined)
          for (const one of readLines<DateCase>(join(folder, record.file))) add(group, one.raw, dateDifferences(one))
        break
      case 'encodings':
        if (changing === undefined)
          for (const one of readLines<CodedCase>(join(folder, record.file))) add(group, one.case, codedDifferences(one))
        break
      case 'urls':
        for (const [row, one] of readLines<AddressCase>(join(folder, record.file)).entries()) {
          const given = changing === undefined ? one : mutateAddresses(one, changing + row)
          add(group, given.same?.[0] ?? given.different?.[0] ?? '', addressDifferences(given))
        }
        break
      case 'edits':
      case 'same-title':
      case 'sequence':
        for (const one of readMany(join(folder, record.file)))
          if (one.apart.length + one.days.length > 0) add(group, one.name, namingDifferences(one))
        break
      default: {
        const got = compareFile(folder, record, changing)
        if (got) add(group, record.file ?? record.files?.join(' ') ?? '', got.differences, got.F1)
      }
    }
  }
  return tallies
}

interface Seen {
  name: string
  /** Addresses that are each an article of its own. */
  apart: string[]
  days: { links: string[]; expect: { new: string[] } }[]
}

/** Sequences of days, headlines that changed, and headlines that different stories share, in one form. */
function readMany(file: string): Seen[] {
  if (file.endsWith('.jsonl'))
    return readLines<{ link?: string; links?: string[]; title?: string; label?: string; observations?: unknown[] }>(
      file,
    ).map(one => ({
      name: one.title ?? one.link ?? '',
      // Of the rest nobody knows: one article may have had two slugs under one number.
      apart: one.label === 'unknown' ? [] : (one.links ?? []),
      // The headline changed, the address did not: seen twice, new once.
      days: (one.observations ?? []).map((_, day) => ({
        links: [one.link ?? ''],
        expect: { new: day === 0 ? [one.link ?? ''] : [] },
      })),
    }))
  const feeds: { feed: string; snapshots: { items: { link: string }[] }[]; expected: { new: string[] }[] }[] =
    JSON.parse(readFileSync(file, 'utf8'))
  return feeds.map(({ feed, snapshots, expected }) => ({
    name: feed,
    apart: [],
    days: snapshots.map(({ items }, day) => ({
      links: items.map(({ link }) => link),
      expect: { new: expected[day]?.new ?? [] },
    })),
  }))
}

/** By its address every article is known again, and no two are taken for one. */
function namingDifferences({ apart, days }: Seen): string[] {
  const keyOf = (url: string) => readers.identity(url)?.key ?? 'none'
  // The material counts a day's articles by address, also where two addresses carry one number.
  const addressOf = (url: string) => readers.identity(url)?.address ?? 'none'
  const found: string[] = []
  if (new Set(apart.map(keyOf)).size !== apart.length) found.push(`not told apart: ${apart.join(' ')}`)
  const known = new Set<string>()
  for (const [day, { links, expect }] of days.entries()) {
    const fresh = links.filter(link => !known.has(addressOf(link)))
    for (const link of links) known.add(addressOf(link))
    if (fresh.join(' ') !== expect.new.join(' '))
      found.push(`day ${day}: want ${expect.new.length} new, got ${fresh.length}`)
  }
  return found
}

interface DateCase {
  raw: string
  expect: string | null
  siteConfig?: { dateOrder?: string; timeZone?: string }
}

function dateDifferences({ raw, expect, siteConfig }: DateCase): string[] {
  const order = siteConfig?.dateOrder === 'MDY' ? 'month-first' : 'day-first'
  const got = readDate(raw, { order, timeZone: siteConfig?.timeZone ?? 'UTC' })
  return got === expect ? [] : [`want ${expect}, got ${got}`]
}

interface CodedCase {
  case: string
  b64: string
  contentType: string | null
  title: string
  expectFlag?: string
}

function codedDifferences(one: CodedCase): string[] {
  const { text, warnings } = decode(Buffer.from(one.b64, 'base64'), one.contentType)
  const title = /<title>([\s\S]*?)<\/title>/.exec(text)?.[1] ?? ''
  const found: string[] = []
  if (![toLine(title), toLine(toLine(title))].includes(one.title)) found.push(`want ${one.title}, got ${title}`)
  if (one.expectFlag && !warnings.includes('encoding.legacy_text')) found.push('not said to be repaired')
  return found
}

/** Undefined for a kind without a comparison. */
function compareFile(
  folder: string,
  given: Expected,
  seed: number | undefined,
): { differences: string[]; F1?: number } | undefined {
  if (given.kind === 'same-content') return { differences: captureDifferences(folder, given) }
  const mutate = mutations[given.kind] ?? mutateHost
  const plain = /^(listing|sitemap|article|not-found|not-article|trap|fragment|feed|metadata)$/.test(given.kind)
    ? bytesOf(folder, given)
    : null
  if (plain === null) return undefined
  const { record, bytes } = seed === undefined ? { record: given, bytes: plain } : mutate(given, plain, seed)
  const came = { baseUrl: record.baseUrl, contentType: record.contentType }
  switch (record.kind) {
    case 'feed': {
      const got = readers.feed(bytes, came)
      return { differences: feedDifferences(record, got.is === 'read' ? got.value : null) }
    }
    case 'sitemap': {
      const got = readers.sitemap(bytes, came)
      return { differences: got.is === 'read' ? sitemapDifferences(record, got.value) : [got.code] }
    }
    case 'listing': {
      const got = readers.listing(bytes, { ...came, list: rulesOf(record) })
      return { differences: got.is === 'read' ? listDifferences(record, got.value) : [got.code] }
    }
    case 'article': {
      const got = readers.article(bytes, came)
      if (got.is === 'unreadable') return { differences: [got.code], F1: 0 }
      const F1 = record.expect.text ? overlap(record.expect.text, got.value.text) : undefined
      return { differences: articleDifferences(record, got.value), F1 }
    }
    case 'metadata':
      return { differences: metadataDifferences(record, bytes) }
    case 'fragment': {
      const text = tidy(toText(Buffer.from(bytes).toString('utf8')))
      return { differences: [record.expect.text].flat().filter(part => !text.includes(part)) }
    }
    default:
      return { differences: readers.article(bytes, came).is === 'unreadable' ? [] : ['taken for an article'] }
  }
}

const mutations: Record<string, typeof mutateHost> = { listing: mutateList, article: mutateArticle, feed: mutateFeed }

function captureDifferences(folder: string, { files = [], expect }: Expected): string[] {
  const lists = files.map(file => {
    const got = readers.listing(readFileSync(join(folder, file)), { baseUrl: 'https://so.example/tin' })
    return got.is === 'read' ? JSON.stringify(got.value.entries) : got.code
  })
  return (new Set(lists).size === 1) === expect.sameItems ? [] : ['two captures of one list differ']
}

export function asTable(
  tallies: ReadonlyMap<string, Tally>,
): Record<string, { agree: string; share: string; F1: string }> {
  return Object.fromEntries(
    [...tallies]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([group, { right, of, F1 }]) => [
        group,
        {
          agree: `${right} of ${of}`,
          share: `${((100 * right) / of).toFixed(1)} %`,
          F1: F1.length > 0 ? mean(F1).toFixed(4) : '',
        },
      ]),
  )
}

export function mean(all: readonly number[]): number {
  return all.reduce((sum, one) => sum + one, 0) / Math.max(all.length, 1)
}
