import { expect, test } from 'vitest'
import { readers } from '../../../adapters/portals/index.ts'
import type { Feed } from '../../../src/ports/portal.ts'

const base = 'https://xa.example/rss'
const rss = (inside: string) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Tin xã</title>${inside}<item><title>Tin thứ hai</title><link>https://xa.example/2</link></item></channel></rss>`

function read(text: string): Feed {
  const got = readers.feed(new TextEncoder().encode(text), { baseUrl: base })
  if (got.is !== 'read') throw new Error(`${got.code}: ${got.detail}`)
  return got.value
}
const refused = (text: string) => readers.feed(new TextEncoder().encode(text), { baseUrl: base })

test('a stray sign in a headline does not make two items flow into one', () => {
  const { entries } = read(rss('<item><title>Mức phí < 5.000 đồng</title><link>https://xa.example/1</link></item>'))
  expect(entries.map(({ title }) => title)).toEqual(['Mức phí < 5.000 đồng', 'Tin thứ hai'])
})

test('a tag that is misspelt where it ends is read by the second parser, with our own reading of its date', () => {
  const { entries } = read(
    rss(
      '<item><title>Tin thứ nhất</titel><link>https://xa.example/1</link><guid isPermaLink="false">n1</guid><pubDate>04/10/2026 08:15</pubDate></item>',
    ),
  )
  expect(entries[0]).toMatchObject({ title: 'Tin thứ nhất', id: 'n1', publishedAt: '2026-10-04T01:15:00Z' })
  expect(entries).toHaveLength(2)
})

test('where the second parser sees fewer rows than are written, neither is believed', () => {
  expect(refused(rss('<item><title>Tin<link>https://xa.example/1</link></item>'))).toMatchObject({
    code: 'feed.malformed',
  })
})

test('entities declared in front of a feed expand in neither parser', () => {
  const laugh = `<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(50)}"><!ENTITY c "${'&b;'.repeat(50)}">]>`
  const text = `${laugh}<rss><channel><item><fullitem>${'&c;'.repeat(50)}</fullitem></item></channel></rss>`
  expect(JSON.stringify(refused(text)).length).toBeLessThan(2000)
})

test('text in elements that RSS does not know is kept', () => {
  const { entries } = read(
    rss('<item><title>Tin</title><description>Sapo</description><summary>Nội dung đầy đủ</summary></item>'),
  )
  expect(entries[0]).toMatchObject({ summary: 'Sapo', contentHtml: 'Nội dung đầy đủ' })
  const whole = read('<rss><channel><item><fullitem>&lt;p&gt;Toàn văn&lt;/p&gt;</fullitem></item></channel></rss>')
  expect(whole.entries[0]?.contentHtml).toBe('<p>Toàn văn</p>')
})

test('Base64 is decoded where Atom says that it is Base64, and nowhere else', () => {
  const coded = Buffer.from('<p>Nước sạch</p>').toString('base64')
  const old = read(
    `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>Tin</title><content type="text/html" mode="base64">\n${coded}\n</content></entry></feed>`,
  )
  expect(old.entries[0]?.contentHtml).toBe('<p>Nước sạch</p>')
  const plain = read(
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>ABCDEFGH</title><content type="text">abcd</content></entry></feed>',
  )
  expect(plain.entries[0]).toMatchObject({ title: 'ABCDEFGH', contentHtml: '<p>abcd</p>' })
})

test("the answer's language stands in where the feed says none", () => {
  const text = new TextEncoder().encode(rss(''))
  const got = readers.feed(text, { baseUrl: base, headers: new Headers({ 'content-language': 'vi' }) })
  expect(got).toMatchObject({ value: { language: 'vi', entries: [{ language: 'vi' }] } })
  const many = readers.feed(text, { baseUrl: base, headers: new Headers({ 'content-language': 'vi, en' }) })
  expect(many).toMatchObject({ value: { language: null } })
})
