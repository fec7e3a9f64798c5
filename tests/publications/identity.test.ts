import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Entry } from '../../src/ports/portal.ts'
import { entryOfUrl } from '../../src/publications/entry.ts'
import { addressKey, identify, namesOfUrl } from '../../src/publications/identity.ts'
import { findMaterial, readLines } from '../adapters/portals/agree.ts'

const entry = (given: Partial<Entry>): Entry => ({
  ...entryOfUrl('https://a.example/tin/1.html'),
  title: 'Tin',
  ...given,
})
const keyOf = (given: Partial<Entry>, rules = {}) => identify([entry(given)], 7, rules)[0]?.key

test('the portal’s own number comes first, then its guid, then the address', () => {
  const rules = { idPattern: String.raw`docid=(\d+)` }
  expect(keyOf({ id: 'x', url: 'https://a.example/?docid=12&page=2' }, rules)).toBe('id:12')
  expect(keyOf({ id: 'news_1280' })).toBe('guid:news_1280')
  expect(keyOf({})).toBe('url:a.example/tin/1.html')
})

test('a bare number counts within its list, a guid that is an address is that address', () => {
  expect(keyOf({ id: '17' })).toBe('guid:7:17')
  expect(keyOf({ id: 'http://a.example/tin/1.html?utm_source=rss' })).toBe('url:a.example/tin/1.html')
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
    {},
  )
  expect(rows.map(names => names?.key)).toEqual([
    'url:a.example/1',
    'url:a.example/2',
    'guid:own',
    'guid:mine',
    undefined,
  ])
})

test('an address keeps what tells articles apart and nothing else', () => {
  expect(addressKey('http://A.example:80/Tin/?b=2&a=1&fbclid=x#y')).toBe('a.example/Tin?a=1&b=2')
  expect(addressKey('https://a.example/B%C3%A0i')).toBe(addressKey('https://a.example/Bài'))
  expect(addressKey('https://a.example/x;jsessionid=1?p_p_id=3&id=4', ['p_p_*'])).toBe('a.example/x?id=4')
  expect(addressKey('https://a.example/')).toBeNull()
  expect(addressKey('mailto:a@a.example')).toBeNull()
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
      const names = (url: string) => namesOfUrl(url, siteConfig)[0]
      if (same) expect(new Set(same.map(names)).size, same.join(' ')).toBe(1)
      if (different) expect(new Set(different.map(names)).size, different.join(' ')).toBe(different.length)
    }
  })
})
