import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
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
  findMaterial,
  groupOf,
  listDifferences,
  overlap,
  readLines,
  rulesOf,
  sitemapDifferences,
} from './agree.ts'

const folder = findMaterial()
if (!folder) console.info('reference material for portals is absent: its comparisons are skipped')

describe.skipIf(!folder)('the readers agree with material written by others', () => {
  const at = folder ?? ''
  const records = folder ? readLines<Expected>(join(at, 'expected.jsonl')) : []
  const ofKind = (...kinds: string[]) => records.filter(record => kinds.includes(record.kind))
  const came = (record: Expected) => ({ baseUrl: record.baseUrl, contentType: record.contentType })

  test('feeds: at least 98 in a hundred, and every Vietnamese one', () => {
    const groups = new Map<string, { right: number; of: number }>()
    const wrong: string[] = []
    for (const record of ofKind('feed')) {
      const got = readers.feed(bytesOf(at, record), came(record))
      const differences = feedDifferences(record, got.is === 'read' ? got.value : null)
      const group = groups.get(groupOf(record.file)) ?? { right: 0, of: 0 }
      groups.set(groupOf(record.file), { right: group.right + (differences.length === 0 ? 1 : 0), of: group.of + 1 })
      if (differences.length > 0) wrong.push(`${record.file}: ${differences.join('; ')}`)
    }
    console.table(Object.fromEntries(groups))
    const all = [...groups.values()].reduce((sum, group) => ({ right: sum.right + group.right, of: sum.of + group.of }))
    expect(all.right / all.of, wrong.join('\n')).toBeGreaterThanOrEqual(0.98)
    expect(wrong.filter(line => line.startsWith('feeds/vn'))).toEqual([])
  })

  test('sitemaps: all of them', () => {
    const wrong = ofKind('sitemap').flatMap(record => {
      const got = readers.sitemap(bytesOf(at, record), came(record))
      const differences = got.is === 'read' ? sitemapDifferences(record, got.value) : [got.code]
      return differences.map(difference => `${record.file}: ${difference}`)
    })
    expect(wrong).toEqual([])
  })

  test('lists: every row with its headline, time, number and address, with and without what the operator knows', () => {
    const wrong: string[] = []
    for (const record of ofKind('listing'))
      for (const list of [rulesOf(record), undefined]) {
        const got = readers.listing(bytesOf(at, record), { ...came(record), list })
        const differences = got.is === 'read' ? listDifferences(record, got.value) : [`${got.code} ${got.detail}`]
        wrong.push(...differences.map(difference => `${record.file}: ${difference}`))
      }
    expect(wrong).toEqual([])
  })

  test('two captures of one list are the same list', () => {
    for (const { files, expect: want } of ofKind('same-content')) {
      const [one, other] = (files ?? []).map(file => {
        const record = records.find(known => known.file === file)
        const got = readers.listing(readFileSync(join(at, file)), { baseUrl: record?.baseUrl ?? 'https://a.example/' })
        return got.is === 'read' ? got.value.entries : []
      })
      expect(one?.length).toBeGreaterThan(0)
      if (want.sameItems) expect(other).toEqual(one)
    }
  })

  test('addresses: one article has one name, two have two', () => {
    const wrong = readLines<AddressCase>(join(at, 'text/urls.jsonl')).flatMap(addressDifferences)
    expect(wrong).toEqual([])
  })

  test('dates: all of them, at the site’s own order and zone', () => {
    interface Case {
      raw: string
      expect: string | null
      siteConfig?: { dateOrder?: string; timeZone?: string }
    }
    const wrong = readLines<Case>(join(at, 'text/dates.jsonl')).filter(({ raw, expect: want, siteConfig }) => {
      const order = siteConfig?.dateOrder === 'MDY' ? 'month-first' : 'day-first'
      return readDate(raw, { order, timeZone: siteConfig?.timeZone ?? 'UTC' }) !== want
    })
    expect(wrong).toEqual([])
  })

  test('encodings: the right text of every one, and a flag where it was repaired', () => {
    interface Case {
      case: string
      b64: string
      contentType: string | null
      title: string
      expectFlag?: string
    }
    for (const one of readLines<Case>(join(at, 'text/encodings.jsonl'))) {
      const { text, warnings } = decode(Buffer.from(one.b64, 'base64'), one.contentType)
      const title = /<title>([\s\S]*?)<\/title>/.exec(text)?.[1] ?? ''
      expect([toLine(title), toLine(toLine(title))], one.case).toContain(one.title)
      if (one.expectFlag) expect(warnings, one.case).toContain('encoding.legacy_text')
    }
  })

  test('articles: the marked text, title, author, time and language', () => {
    const scores = new Map<string, number[]>()
    const wrong: string[] = []
    for (const record of ofKind('article')) {
      const got = readers.article(bytesOf(at, record), came(record))
      const group = groupOf(record.file)
      if (got.is === 'unreadable') {
        wrong.push(`${record.file}: ${got.code}`)
        scores.set(group, [...(scores.get(group) ?? []), 0])
        continue
      }
      for (const difference of articleDifferences(record, got.value)) wrong.push(`${record.file}: ${difference}`)
      if (record.expect.text)
        scores.set(group, [...(scores.get(group) ?? []), overlap(record.expect.text, got.value.text)])
    }
    const mean = (all: number[]) => all.reduce((sum, one) => sum + one, 0) / Math.max(all.length, 1)
    console.table(
      Object.fromEntries([...scores].map(([group, all]) => [group, { pages: all.length, F1: mean(all).toFixed(4) }])),
    )
    expect(mean(scores.get('pages/benchmark') ?? [])).toBeGreaterThanOrEqual(0.95)
    expect(mean(scores.get('pages/readability') ?? [])).toBeGreaterThanOrEqual(0.95)
    expect(wrong).toEqual([])
  })

  test('pages that are no article become no publication', () => {
    for (const record of ofKind('not-found', 'not-article', 'trap', 'listing'))
      expect(readers.article(bytesOf(at, record), came(record)).is, record.file).toBe('unreadable')
  })

  test('half-decomposed letters of an editor read as whole ones', () => {
    for (const record of ofKind('fragment')) {
      const html = Buffer.from(bytesOf(at, record)).toString('utf8')
      for (const part of [record.expect.text].flat()) expect(tidy(toText(html))).toContain(part)
    }
  })
})
