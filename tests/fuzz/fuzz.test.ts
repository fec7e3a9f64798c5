import { expect, test } from 'vitest'
import { fuzz } from './fuzz.ts'
import { judged, shapes } from './judge.ts'

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

test(`500 spoilt feeds are read or refused, in time and in shape (seed ${seed})`, async () => {
  const { findings } = await fuzz({ kind: 'feed', count: 500, seed })
  expect(findings).toEqual([])
})

test(`100 spoilt pages are read or refused, in time and in shape (seed ${seed})`, async () => {
  const { findings } = await fuzz({ kind: 'page', count: 100, seed })
  expect(findings).toEqual([])
})

const entry = {
  id: 'a',
  url: 'https://xa.example/1',
  title: 'Tin',
  summary: '',
  contentHtml: '<p>Nội dung</p>',
  author: null,
  categories: [],
  publishedAt: '2026-10-03T12:54:00Z',
  updatedAt: null,
  enclosures: [],
  language: null,
}
const verdict = (more: Record<string, unknown>) =>
  judged(
    'feed',
    {
      is: 'read',
      value: { title: '', publishedAt: null, updatedAt: null, ttl: null, entries: [{ ...entry, ...more }] },
      warnings: [],
    },
    shapes.list,
  )

test('the judge lets sound answers pass', () => {
  expect(verdict({})).toBeUndefined()
  expect(verdict({ contentHtml: '<p>a &lt;script&gt; b <a href="/x?onload=1">onclick=</a></p>' })).toBeUndefined()
})

test.each([
  ['an id that is a number', { id: 7 }],
  ['an empty id', { id: '' }],
  ['a time that is none', { publishedAt: 'now' }],
  ['a day that is none', { publishedAt: '2026-02-31T99:00:00Z' }],
  ['an address that runs', { url: 'javascript:alert(1)' }],
  ['a script', { contentHtml: '<p>x</p><script>alert(1)</script>' }],
  ['a handler', { contentHtml: '<img src="a.jpg" onerror=alert(1)>' }],
  ['a link that runs behind white space', { contentHtml: '<a href="java\nscript:alert(1)">x</a>' }],
  ['a headline with a character that turns it round', { title: 'a\u202eb' }],
])('the judge convicts %s', (_, more) => {
  expect(verdict(more)).toBeDefined()
})

test('the judge convicts a code that names no problem of the reader', () => {
  const unnamed = { is: 'unreadable', code: 'oops', detail: '' } as const
  expect(judged('feed', unnamed, shapes.list)).toBeDefined()
})
