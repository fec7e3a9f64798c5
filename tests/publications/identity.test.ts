import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readers } from '../../adapters/portals/index.ts'
import type { Entry, ListRules } from '../../src/ports/portal.ts'
import { entryOfUrl } from '../../src/publications/entry.ts'
import { identify, namesOfUrl } from '../../src/publications/identity.ts'
import { findMaterial, readLines } from '../adapters/portals/agree.ts'

const entry = (given: Partial<Entry>): Entry => ({
  ...entryOfUrl('https://a.example/tin/1.html'),
  title: 'Tin',
  ...given,
})
const naming = (rules: ListRules = {}) => ({ rules, identity: readers.identity })
const keyOf = (given: Partial<Entry>, rules: ListRules = {}) => identify([entry(given)], 7, naming(rules))[0]?.key

test('the portal’s own number comes first, then its guid, then the address', () => {
  const rules = { idPattern: String.raw`docid=(\d+)` }
  expect(keyOf({ id: 'x', url: 'https://a.example/?docid=12&page=2' }, rules)).toBe('id:a.example/12')
  expect(keyOf({ id: 'news_1280' })).toBe('guid:7:news_1280')
  expect(keyOf({})).toBe('url:https://a.example/tin/1.html')
})

test('a guid counts within its list unless it is unique in the world, one that is an address is that address', () => {
  expect(keyOf({ id: '17' })).toBe('guid:7:17')
  expect(keyOf({ id: 'tag:a.example,2026:tin-1' })).toBe('guid:tag:a.example,2026:tin-1')
  expect(keyOf({ id: '0f8fad5b-d9cb-469f-a165-70867728950e' })).toBe('guid:0f8fad5b-d9cb-469f-a165-70867728950e')
  expect(keyOf({ id: 'http://a.example/tin/1.html?utm_source=rss' })).toBe('url:https://a.example/tin/1.html')
})

test('names that two different rows share name neither', () => {
  const rows = identify(
    [
      entry({ id: 'same', url: 'https://a.example/1', title: 'Một' }),
      entry({ id: 'same', url: 'https://a.example/2', title: 'Hai' }),
      entry({ id: 'own', url: 'https://a.example/all', title: 'Ba' }),
      entry({ id: 'mine', url: 'https://a.example/all', title: 'Bốn' }),
      entry({ url: 'https://a.example/', title: 'Năm' }),
    ],
    7,
    naming(),
  )
  expect(rows.map(names => names?.key)).toEqual([
    'url:https://a.example/1',
    'url:https://a.example/2',
    'guid:7:own',
    'guid:7:mine',
    undefined,
  ])
})

test('two sites that count alike, and two languages of one, stay two', () => {
  const rules = { family: 'nukeviet-4' }
  const names = (url: string, id: string | null = null) => identify([entry({ url, id })], 7, naming(rules))[0]?.aliases
  const vi = names('https://xa.example/vi/news/tin/hop-ban-12.html', 'news_12')
  expect(vi).toEqual(expect.arrayContaining(['id:xa.example/news/12']))
  expect(names('https://xa.example/en/news/tin/meeting-12.html')).not.toContain('id:xa.example/news/12')
  expect(names('https://phuong.example/vi/news/tin/hop-ban-12.html')).not.toContain('id:xa.example/news/12')
  expect(names('http://www.xa.example/news/khac/hop-ban-12.html;jsessionid=A1?utm_source=x')).toContain(
    'id:xa.example/news/12',
  )
})

const folder = findMaterial()
describe.skipIf(!folder)('addresses of real portals', () => {
  interface Case {
    same?: string[]
    different?: string[]
    siteConfig?: { idPattern?: string; dropParams?: string[] }
  }
  test('one item has one name, two items have two', () => {
    for (const { same, different, siteConfig = {} } of readLines<Case>(join(folder ?? '', 'text/urls.jsonl'))) {
      const names = (url: string) => namesOfUrl(url, naming(siteConfig))[0]
      if (same) expect(new Set(same.map(names)).size, same.join(' ')).toBe(1)
      if (different) expect(new Set(different.map(names)).size, different.join(' ')).toBe(different.length)
    }
  })
})
