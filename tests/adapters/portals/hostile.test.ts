import { expect, test } from 'vitest'
import { readers } from '../../../adapters/portals/index.ts'

/** Mulberry32: small, seeded, the same everywhere. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

const pieces = [
  '<',
  '>',
  '</',
  '/>',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '&#x110000;',
  '&#0;',
  '&a;',
  '&lt;',
  '<!DOCTYPE a [<!ENTITY a "b">]>',
  '\u0000',
  '<item>',
  '</item>',
  '<entry>',
  '<title>',
  '</channel>',
  '<div>'.repeat(300),
  '"',
  "'",
  'href="javascript:1"',
  '<p>'.repeat(900),
  '\ufeff',
  '<script>',
  '<table><tr><td>',
  '<pubDate>31/31/9999</pubDate>',
  ' '.repeat(5000),
  'https://[',
]

function mutate(bytes: Uint8Array, next: () => number): Uint8Array {
  const parts: Uint8Array[] = []
  let at = 0
  const cuts = 1 + Math.floor(next() * 6)
  for (let index = 0; index < cuts; index++) {
    const to = at + Math.floor(next() * (bytes.length - at))
    parts.push(bytes.subarray(at, to))
    const kind = next()
    if (kind < 0.4) parts.push(new TextEncoder().encode(pieces[Math.floor(next() * pieces.length)]))
    else if (kind < 0.6)
      parts.push(Uint8Array.from({ length: 1 + Math.floor(next() * 20) }, () => Math.floor(next() * 256)))
    else if (kind < 0.8) parts.push(bytes.subarray(to, to + Math.floor(next() * 400)))
    at = kind >= 0.8 ? Math.min(bytes.length, to + Math.floor(next() * 200)) : to
  }
  if (next() < 0.85) parts.push(bytes.subarray(at))
  return new Uint8Array(Buffer.concat(parts))
}

const encode = (text: string) => new TextEncoder().encode(text)
const item = (n: number) =>
  `<item><title>Tin số ${n}</title><link>https://a.example/${n}.html</link><guid isPermaLink="false">n${n}</guid><description><![CDATA[<p>Nội dung ${n} <img src="/a.jpg"></p>]]></description><pubDate>Sat, 0${n} Oct 2026 19:54:00 +0700</pubDate></item>`
const feeds = [
  encode(
    `<?xml version="1.0"?><rss version="2.0"><channel><title>Tin</title>${[1, 2, 3, 4, 5].map(item).join('\n')}</channel></rss>`,
  ),
  encode(
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>${[1, 2, 3].map(n => `<entry><id>t${n}</id><title type="html">&lt;b&gt;x&lt;/b&gt;</title><link href="/${n}"/><updated>2026-10-0${n}T00:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>y</p></div></content></entry>`).join('')}</feed>`,
  ),
  encode(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'J',
      items: [{ id: '1', content_html: '<p>x</p>', date_published: '2026-10-03' }],
    }),
  ),
]
const pages = [
  encode(
    `<!DOCTYPE html><html lang="vi"><head><title>Tiêu đề của một bài viết</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Tiêu đề","datePublished":"2026-10-03"}</script></head><body><article><h1>Tiêu đề của một bài viết</h1>${'<p>Một câu đủ dài để được coi là nội dung của bài viết, có dấu phẩy, và có chữ số 2026.</p>'.repeat(8)}<img src="/a.jpg"><a href="/a.pdf">Tệp</a></article></body></html>`,
  ),
]

/** Milliseconds of processor time, because a busy machine makes the clock on the wall say nothing. */
const spent = (since: NodeJS.CpuUsage) => process.cpuUsage(since).user / 1000

test(`500 mutated feeds are read or refused, never thrown at (seed ${seed})`, () => {
  const next = random(seed)
  for (let round = 0; round < 500; round++) {
    const bytes = mutate(feeds[round % feeds.length] ?? new Uint8Array(), next)
    const began = process.cpuUsage()
    const got = readers.feed(bytes, { baseUrl: 'https://a.example/rss' })
    expect(['read', 'unreadable']).toContain(got.is)
    if (got.is === 'unreadable') expect(got.code).toMatch(/^feed\.\w+$/)
    expect(spent(began), `round ${round} of seed ${seed}`).toBeLessThan(5000)
  }
})

test(`100 mutated pages are read or refused, never thrown at (seed ${seed})`, () => {
  const next = random(seed + 1)
  for (let round = 0; round < 100; round++) {
    const bytes = mutate(pages[round % pages.length] ?? new Uint8Array(), next)
    const began = process.cpuUsage()
    const got = readers.article(bytes, { baseUrl: 'https://a.example/bai.html' })
    expect(['read', 'unreadable']).toContain(got.is)
    if (got.is === 'unreadable') expect(got.code).toMatch(/^article\.\w+$/)
    else expect(got.value.html).not.toMatch(/<script|<[^>]*\son\w+=|<[^>]*javascript:/i)
    expect(spent(began), `round ${round} of seed ${seed}`).toBeLessThan(5000)
  }
})
