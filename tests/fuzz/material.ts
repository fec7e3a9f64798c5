/** What is spoilt: documents of our own, and those of others where they are. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { findMaterial } from '../adapters/portals/agree.ts'
import * as liferay from '../adapters/portals/families/liferay.ts'
import * as microsoft from '../adapters/portals/families/microsoft.ts'
import * as other from '../adapters/portals/families/others.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const item = (n: number) =>
  `<item><title>Tin số ${n}: nước sạch &#x002F; môi trường</title><link>https://xa.example/tin-${n}.html</link><guid isPermaLink="false">\nnews_${n}\n</guid><description><![CDATA[<p>Nội dung ${n} <img src="/a.jpg"></br></p>]]></description><pubDate>Sat, 0${n} Oct 2026 19:54:00 +0700</pubDate><enclosure url="/a.mp3" type="audio/mpeg" length="5"/></item>`

const feeds = [
  `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin tức</title><ttl>60</ttl>${[1, 2, 3, 4, 5].map(item).join('\n')}</channel></rss>`,
  `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi"><title>A</title>${[1, 2, 3].map(n => `<entry><id>tag:xa.example,2026:${n}</id><title type="html">&lt;b&gt;Tin ${n}&lt;/b&gt;</title><link href="/${n}"/><updated>2026-10-0${n}T00:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Nội dung</p></div></content></entry>`).join('')}</feed>`,
  `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="/"><title>R</title></channel>${[1, 2].map(n => `<item rdf:about="https://xa.example/${n}"><title>Tin ${n}</title><link>https://xa.example/${n}</link><dc:date>2026-10-0${n}</dc:date></item>`).join('')}</rdf:RDF>`,
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'J',
    items: [1, 2].map(n => ({
      id: n,
      url: `https://xa.example/${n}`,
      content_html: '<p>x</p>',
      date_published: '2026-10-03',
      attachments: [{ url: '/a.pdf', mime_type: 'application/pdf', size_in_bytes: 5 }],
    })),
  }),
  `<rss><channel><title>T</title>${[1, 2, 3].map(n => `<item><title>Tin ${n}</titel><link>https://xa.example/${n}</link><summary>Dài</summary><pubDate>10/${n}/2026 9:25:00 AM</pubDate></item>`).join('')}</channel></rss>`,
  `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${[1, 2, 3].map(n => `<url><loc>https://xa.example/${n}.html</loc><lastmod>2026-10-0${n}</lastmod></url>`).join('')}</urlset>`,
]

const pages = [
  liferay.viewContent(),
  liferay.assetPublisher,
  liferay.details,
  liferay.missing,
  liferay.signIn,
  microsoft.sharePoint,
  microsoft.document,
  microsoft.dnn,
  other.nukeViet(),
  other.vccorp,
  other.wordpress,
  other.photoStory,
  other.infographic,
  other.longform,
  other.shell,
]

function filesIn(folder: string, most: number): Uint8Array[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .filter(name => /\.(?:xml|json|html)$/.test(name) && statSync(join(folder, name)).size < most)
    .map(name => new Uint8Array(readFileSync(join(folder, name))))
}

/** Every tenth page is one of others: they are fifty times as large. */
export function material(kind: 'feed' | 'page', withOthers: boolean): (round: number) => Uint8Array {
  const own = (kind === 'feed' ? feeds : pages).map(encode)
  const folder = withOthers ? findMaterial() : undefined
  const foreign = folder
    ? filesIn(join(folder, kind === 'feed' ? 'feeds' : 'pages'), kind === 'feed' ? 60_000 : 120_000)
    : []
  const share = kind === 'feed' ? 2 : 10
  return round => {
    const from = foreign.length > 0 && round % share === 0 ? foreign : own
    return from[Math.floor(round / (from === foreign ? share : 1)) % from.length] ?? new Uint8Array()
  }
}
