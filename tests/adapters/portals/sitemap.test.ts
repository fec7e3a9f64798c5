import { expect, test } from 'vitest'
import { readers } from '../../../adapters/portals/index.ts'
import type { Sitemap } from '../../../src/ports/portal.ts'

const baseUrl = 'https://tinh.example/sitemap.xml'

function read(text: string, url = baseUrl) {
  return readers.sitemap(new TextEncoder().encode(text), { baseUrl: url, contentType: 'text/xml' })
}

function readMap(text: string): Sitemap & { warnings: string[] } {
  const got = read(text)
  if (got.is !== 'read') throw new Error(`${got.code}: ${got.detail}`)
  return { ...got.value, warnings: got.warnings }
}

const urlset = (...urls: string[]) =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
   xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
   ${urls.map(inside => `<url>${inside}</url>`).join('\n')}</urlset>`

test('pages with their own times', () => {
  const got = readMap(
    urlset(
      '<loc>https://tinh.example/tin/a-1.html?x=1&amp;y=2</loc><lastmod>2026-11-20T08:00:00+07:00</lastmod>',
      '<loc> /tin/b-2.html </loc><lastmod>2026-11-21</lastmod>',
      '<loc><![CDATA[https://www.tinh.example/tin/c-3.html]]></loc>',
    ),
  )
  expect(got).toMatchObject({ format: 'urlset', submaps: [], foreign: [], lastmodUsable: true, warnings: [] })
  expect(got.entries.map(({ url, updatedAt }) => [url, updatedAt])).toEqual([
    ['https://tinh.example/tin/a-1.html?x=1&y=2', '2026-11-20T01:00:00Z'],
    ['https://tinh.example/tin/b-2.html', '2026-11-20T17:00:00Z'],
    ['https://www.tinh.example/tin/c-3.html', null],
  ])
})

test('times that are all the time of building the file are no times', () => {
  const page = (at: number) =>
    `<loc>https://tinh.example/t-${at}.html</loc><lastmod>2026-11-20T08:0${at}:00+07:00</lastmod>`
  const got = readMap(urlset(page(1), page(2), page(5)))
  expect(got.lastmodUsable).toBe(false)
  expect(got.entries.map(({ updatedAt }) => updatedAt)).toEqual([null, null, null])
})

test('further sitemaps in a list of pages are sitemaps, not pages', () => {
  const got = readMap(
    urlset(
      '<loc>https://tinh.example/</loc>',
      '<loc>https://tinh.example/sitemap/tin.xml</loc>',
      '<loc>/m2.XML.gz</loc>',
    ),
  )
  expect(got.submaps.map(({ url }) => url)).toEqual([
    'https://tinh.example/sitemap/tin.xml',
    'https://tinh.example/m2.XML.gz',
  ])
  expect(got.entries.map(({ url }) => url)).toEqual(['https://tinh.example/'])
})

test('an index, also under a prefix', () => {
  const got = readMap(
    `<s:sitemapindex xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:sitemap><s:loc>https://tinh.example/1</s:loc>
     <s:lastmod>2026-10-01</s:lastmod></s:sitemap><s:sitemap><s:loc>https://tinh.example/2</s:loc>
     <s:lastmod>2026-10-03</s:lastmod></s:sitemap></s:sitemapindex>`,
  )
  expect(got).toMatchObject({ format: 'index', entries: [], lastmodUsable: true })
  expect(got.submaps).toEqual([
    { url: 'https://tinh.example/1', updatedAt: '2026-09-30T17:00:00Z' },
    { url: 'https://tinh.example/2', updatedAt: '2026-10-02T17:00:00Z' },
  ])
})

test('a news sitemap tells title, time, language and picture', () => {
  const got = readMap(
    urlset(
      `<loc>https://tinh.example/a-1.html</loc><image:image><image:loc>https://tinh.example/a.jpg</image:loc></image:image>
       <image:image><image:loc>https://tinh.example/b.jpg</image:loc></image:image>
       <news:news><news:publication><news:name>Cổng tỉnh</news:name><news:language>vi</news:language></news:publication>
       <news:publication_date>2026-11-20T08:00:00+07:00</news:publication_date><news:title>Bàn giao 41 căn nhà &amp; đất</news:title></news:news>`,
    ),
  )
  expect(got.entries).toMatchObject([
    {
      title: 'Bàn giao 41 căn nhà & đất',
      publishedAt: '2026-11-20T01:00:00Z',
      language: 'vi',
      enclosures: [{ url: 'https://tinh.example/a.jpg' }],
    },
  ])
})

test('addresses of other hosts are named and kept apart', () => {
  const got = readMap(urlset('<loc>https://tinh.example/a</loc>', '<loc>https://so.tinh.example/b</loc>'))
  expect(got.entries).toHaveLength(1)
  expect(got.foreign).toEqual(['https://so.tinh.example/b'])
  expect(got.warnings).toEqual(['sitemap.cross_host'])
})

test('a file that ends in the middle gives its whole pages and says so', () => {
  const whole = urlset('<loc>https://tinh.example/a</loc>', '<loc>https://tinh.example/b</loc>')
  const got = readMap(whole.slice(0, whole.indexOf('example/b') + 8))
  expect(got.entries.map(({ url }) => url)).toEqual(['https://tinh.example/a'])
  expect(got.warnings).toEqual(['sitemap.cut_short'])
})

test('addresses a line each', () => {
  const got = readMap('https://tinh.example/a\r\nhttps://tinh.example/b\n\nhttps://tinh.example/a\n')
  expect(got).toMatchObject({ format: 'text', lastmodUsable: false })
  expect(got.entries.map(({ url }) => url)).toEqual(['https://tinh.example/a', 'https://tinh.example/b'])
})

test('50,000 addresses are read, more are not', () => {
  const lines = Array.from({ length: 50_010 }, (_, at) => `https://tinh.example/t-${at}`)
  const got = readMap(lines.join('\n'))
  expect(got.entries).toHaveLength(50_000)
  expect(got.warnings).toEqual(['sitemap.too_many'])
})

test.each([
  ['', 'sitemap.empty'],
  ['\u001f\u008b', 'sitemap.not_a_sitemap'],
  ['<!DOCTYPE html><html><body>Không tìm thấy trang</body></html>', 'sitemap.not_found'],
  ['<html><form><input type="password"></form></html>', 'sitemap.login_page'],
  ['<rss version="2.0"><channel/></rss>', 'sitemap.not_a_sitemap'],
  ['javascript:alert(1)', 'sitemap.not_a_sitemap'],
])('%j is no sitemap', (text, code) => {
  expect(read(text)).toMatchObject({ is: 'unreadable', code })
})

test('a packed file asks to be unpacked; addresses that run something are dropped', () => {
  const packed = readers.sitemap(Uint8Array.of(0x1f, 0x8b, 8, 0), { baseUrl })
  expect(packed).toMatchObject({ is: 'unreadable', code: 'sitemap.compressed' })
  const got = readMap(urlset('<loc>javascript:alert(1)</loc>', '<loc></loc>'))
  expect(got).toMatchObject({ entries: [], warnings: ['sitemap.address_unread'] })
})
