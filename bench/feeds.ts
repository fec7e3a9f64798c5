/** Our readers beside the bare libraries they stand on, same material, same run: what the care costs. */
import { Readability } from '@mozilla/readability'
import { parseFeed } from 'feedsmith'
import { parseHTML } from 'linkedom'
import { readers } from '../adapters/portals/index.ts'

export default async function run(): Promise<void> {
  const feeds = [20, 100, 500].map(feedOf)
  const pages = [5, 30, 120].map(pageOf)
  const came = { baseUrl: 'https://xa-a.example/rss' }
  report('feeds', feeds, {
    ours: bytes => readers.feed(bytes, came),
    bare: bytes => parseFeed(new TextDecoder().decode(bytes)),
  })
  report('articles', pages, {
    ours: bytes => readers.article(bytes, came),
    bare: bytes => new Readability(parseHTML(new TextDecoder().decode(bytes)).document as unknown as Document).parse(),
  })
}

function report(
  what: string,
  material: Uint8Array[],
  by: { ours(bytes: Uint8Array): unknown; bare(bytes: Uint8Array): unknown },
) {
  const perSecond = { ours: 0, bare: 0 }
  // In turns, so that neither profits from a warm machine; the better of three counts.
  for (let round = 0; round < 3; round++)
    for (const who of ['bare', 'ours'] as const) perSecond[who] = Math.max(perSecond[who], rate(material, by[who]))
  const ratio = perSecond.ours / perSecond.bare
  console.log(
    `${what}: ${perSecond.ours.toFixed(0)} a second, bare library ${perSecond.bare.toFixed(0)}, ratio ${ratio.toFixed(2)}`,
  )
}

function rate(material: readonly Uint8Array[], read: (bytes: Uint8Array) => unknown): number {
  const began = performance.now()
  let count = 0
  while (performance.now() - began < 700) {
    for (const bytes of material) read(bytes)
    count += material.length
  }
  return (1000 * count) / (performance.now() - began)
}

function feedOf(items: number): Uint8Array {
  const rows = Array.from({ length: items }, (_, at) => {
    const day = String((at % 28) + 1).padStart(2, '0')
    return `<item><title>Tin số ${at}: họp dân về nước sạch &amp; môi trường</title><link>https://xa-a.example/tin-${at}.html</link>
      <guid isPermaLink="false">news_${at}</guid><pubDate>Thu, ${day} Oct 2026 08:15:00 +0700</pubDate><category>Nông thôn</category>
      <description><![CDATA[<p><img src="/anh/${at}.jpg" alt=""> Sáng ${day}/10, xã tổ chức họp dân với sự tham gia của hơn một trăm hộ.</p>]]></description></item>`
  })
  return new TextEncoder().encode(
    `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin tức</title>${rows.join('')}</channel></rss>`,
  )
}

function pageOf(paragraphs: number): Uint8Array {
  const menu = Array.from({ length: 60 }, (_, at) => `<li><a href="/muc-${at}">Chuyên mục số ${at}</a></li>`).join('')
  const body = Array.from(
    { length: paragraphs },
    (_, at) =>
      `<p>Đoạn ${at}: sáng nay, ủy ban nhân dân xã tổ chức hội nghị, có đại diện các thôn và hơn một trăm hộ dân dự, bàn về nước sạch.</p>`,
  ).join('')
  return new TextEncoder().encode(
    `<!DOCTYPE html><html lang="vi"><head><title>Họp dân về nước sạch</title><meta property="og:type" content="article"></head><body><nav><ul>${menu}</ul></nav><main><article><h1>Họp dân về nước sạch</h1>${body}<figure><img src="/a.jpg"><figcaption>Ảnh</figcaption></figure></article></main></body></html>`,
  )
}
