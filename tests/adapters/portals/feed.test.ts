import { expect, test } from 'vitest'
import { readers } from '../../../adapters/portals/index.ts'
import type { Feed } from '../../../src/ports/portal.ts'

const baseUrl = 'https://xa-a.example/rss/tin-tuc.rss'

function read(text: string | Uint8Array, came: { contentType?: string; dateOrder?: 'day-first' | 'month-first' } = {}) {
  return readers.feed(typeof text === 'string' ? new TextEncoder().encode(text) : text, { baseUrl, ...came })
}

function readFeed(text: string | Uint8Array, came: Parameters<typeof read>[1] = {}): Feed {
  const got = read(text, came)
  if (got.is !== 'read') throw new Error(`${got.code}: ${got.detail}`)
  return got.value
}

const rss = (items: string, head = '<title>Tin tức</title>') =>
  `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>${head}${items}</channel></rss>`

test('an RSS item gives its fields, text in NFC and the time in UTC', () => {
  const got = readFeed(
    rss(
      `<item>
      <title>Xã Ea Kao: h&#x1ECD;p d&acirc;n \n về <![CDATA[nước sạch]]></title>
      <link>/tin/hop-dan-17.html</link>
      <guid isPermaLink="false">
        news_17
      </guid>
      <description>&lt;p&gt;Sáng 3/10, xã tổ chức họp.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description>
      <content:encoded><![CDATA[<p onclick="x()">Nội dung <b>đầy đủ</b></p><img src="/anh/1.jpg">]]></content:encoded>
      <category>Nông thôn mới</category>
      <dc:creator>Ban biên tập</dc:creator>
      <pubDate>Sat, 03 Oct 2026 19:54:00 +0700</pubDate>
      <enclosure url="https://xa-a.example/anh/1.jpg" type="image/jpeg" length="12345"/>
    </item>`.normalize('NFD'),
    ),
  )
  expect(got.entries).toEqual([
    {
      id: 'news_17',
      url: 'https://xa-a.example/tin/hop-dan-17.html',
      title: 'Xã Ea Kao: họp dân về nước sạch',
      summary: 'Sáng 3/10, xã tổ chức họp.',
      contentHtml: '<p>Nội dung <b>đầy đủ</b></p><img src="https://xa-a.example/anh/1.jpg" />',
      author: 'Ban biên tập',
      categories: ['Nông thôn mới'],
      publishedAt: '2026-10-03T12:54:00Z',
      updatedAt: null,
      enclosures: [{ url: 'https://xa-a.example/anh/1.jpg', mime: 'image/jpeg', bytes: 12345 }],
      language: null,
    },
  ])
})

test('an Atom entry keeps its id, and a text title keeps its angle brackets', () => {
  const got = readFeed(`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">
    <title>Sở Y tế</title><id>urn:syt</id>
    <entry><id>tag:syt.example,2026:7</id><title type="text">Luật &lt;sửa đổi&gt;</title>
      <link rel="alternate" type="text/html" href="7.html"/>
      <published>2026-10-03T19:54:00+07:00</published><updated>2026-10-04T00:00:00Z</updated>
      <summary>Tóm tắt</summary>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Chi tiết</p></div></content></entry></feed>`)
  expect(got).toMatchObject({ format: 'atom', title: 'Sở Y tế', language: 'vi' })
  expect(got.entries[0]).toMatchObject({
    id: 'tag:syt.example,2026:7',
    title: 'Luật <sửa đổi>',
    url: 'https://xa-a.example/rss/7.html',
    publishedAt: '2026-10-03T12:54:00Z',
    updatedAt: '2026-10-04T00:00:00Z',
    contentHtml: '<p>Chi tiết</p>',
    language: 'vi',
  })
})

test('RSS 1.0 and JSON Feed are read too', () => {
  const rdf =
    readFeed(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="https://a.example/"><title>A</title><link>https://a.example/</link></channel>
    <item rdf:about="https://a.example/1"><title>Một</title><link>https://a.example/1</link><dc:date>2026-10-03</dc:date></item></rdf:RDF>`)
  expect(rdf).toMatchObject({
    format: 'rdf',
    entries: [{ id: 'https://a.example/1', publishedAt: '2026-10-02T17:00:00Z' }],
  })
  const json = readFeed(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'B',
      items: [
        {
          id: 7,
          url: 'https://b.example/7',
          title: 'Bảy',
          content_html: '<p>x</p><iframe src="https://e.example"></iframe>',
        },
      ],
    }),
  )
  expect(json).toMatchObject({ format: 'json', entries: [{ id: '7', contentHtml: '<p>x</p>' }] })
})

test('a guid that is an address serves as the link, one that is not permanent does not', () => {
  const got = readFeed(
    rss(
      '<item><guid>https://a.example/1</guid></item><item><guid isPermaLink="false">https://a.example/2</guid></item>',
    ),
  )
  expect(got.entries.map(entry => entry.url)).toEqual(['https://a.example/1', null])
})

test('an address that would run a script is no address', () => {
  const got = readFeed(rss('<item><title>x</title><link>javascript:alert(1)</link></item>'))
  expect(got.entries[0]?.url).toBeNull()
})

test('an impossible or absent time is null and said, never the present', () => {
  const got = read(rss('<item><title>a</title><pubDate>31/06/2026</pubDate></item><item><title>b</title></item>'))
  expect(got).toMatchObject({ is: 'read', warnings: ['feed.date_unread'] })
  if (got.is === 'read') expect(got.value.entries.map(entry => entry.publishedAt)).toEqual([null, null])
})

test('the .NET general format is read month first without being told', () => {
  const item = (date: string) => `<item><title>x</title><pubDate>${date}</pubDate></item>`
  expect(readFeed(rss(item('10/2/2026 9:25:00\u202fAM'))).entries[0]?.publishedAt).toBe('2026-10-02T02:25:00Z')
  expect(readFeed(rss(item('02/10/2026 09:25'))).entries[0]?.publishedAt).toBe('2026-10-02T02:25:00Z')
  // One date that can only be meant one way decides for the others.
  const got = readFeed(rss(item('10/02/2026 09:25:00 AM') + item('10/25/2026 09:25:00 AM')))
  expect(got.entries[0]?.publishedAt).toBe('2026-10-02T02:25:00Z')
})

test('minutes that are always the month are reported', () => {
  const item = (day: number) => `<item><title>x</title><pubDate>Fri, 0${day} Oct 2026 08:10:19 +0700</pubDate></item>`
  expect(read(rss(item(1) + item(2) + item(3)))).toMatchObject({ warnings: ['feed.minutes_are_months'] })
  expect(read(rss(item(1) + item(2)))).toMatchObject({ warnings: [] })
})

test('bytes in an old code page, in UTF-16 or encoded twice become the same text', () => {
  const title = 'Ủy ban nhân dân tỉnh Đắk Lắk'
  const doc = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?><rss version="2.0"><channel><title>${title}</title></channel></rss>`
  const utf16 = new Uint8Array(Buffer.from(`\ufeff${doc('utf-8')}`, 'utf16le'))
  expect(readFeed(utf16).title).toBe(title)
  const lying = new TextEncoder().encode(doc('utf-8'))
  expect(readFeed(lying, { contentType: 'text/xml; charset=ISO-8859-1' }).title).toBe(title)
  const twice = new TextEncoder().encode(Buffer.from(doc('utf-8')).toString('latin1'))
  expect(read(twice)).toMatchObject({
    is: 'read',
    value: { title },
    warnings: ['encoding.legacy_text', 'encoding.double_encoded'],
  })
})

test('a list without items is a list', () => {
  expect(readFeed(rss('')).entries).toEqual([])
  expect(readFeed('<rss version="2.0"><channel></channel></rss>').entries).toEqual([])
})

test('what is not a feed is refused with its own code', () => {
  const code = (text: string) => {
    const got = read(text)
    return got.is === 'unreadable' ? got.code : 'read'
  }
  expect(code('')).toBe('feed.empty')
  expect(code(' \n ')).toBe('feed.empty')
  expect(code('<!DOCTYPE html><html><body><h1>Tin tức</h1></body></html>')).toBe('feed.html_page')
  expect(code('<html><form><input name=u><input type="password" name=p></form></html>')).toBe('feed.login_page')
  expect(code('<html><body><div id="cf-challenge-running"></div></body></html>')).toBe('feed.challenge')
  expect(code('<html><h3>The requested resource was not found.</h3></html>')).toBe('feed.not_found')
  expect(code(rss('<item><title>x</title></item>').slice(0, -20))).toBe('feed.cut_short')
  expect(code('xin chào')).toBe('feed.not_a_feed')
  expect(code('{"a":1}')).toBe('feed.not_a_feed')
  expect(code('{"a":')).toBe('feed.not_a_feed')
})

test('entities that multiply and nesting without end do no harm', () => {
  const bomb = `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>${rss('<item><title>&b;</title></item>')}`
  expect(read(bomb).is).toMatch(/read|unreadable/)
  const deep = rss(`<item><title>x</title><description><![CDATA[${'<div>'.repeat(20_000)}sâu]]></description></item>`)
  const got = readFeed(deep)
  expect(got.entries[0]?.summary).toContain('sâu')
})

test('a document type of HTML before a feed, and a last sign lost, are slips of a template', () => {
  const whole = rss('<item><title>Lịch cúp điện</title><link>https://xa.example/1</link></item>')
  const doctype = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/x.dtd">'
  expect(readFeed(whole.replace('?>', `?>${doctype}`)).entries).toHaveLength(1)
  expect(readFeed(whole.slice(0, -1)).entries).toHaveLength(1)
  expect(read(whole.slice(0, -3))).toMatchObject({ is: 'unreadable', code: 'feed.cut_short' })
  expect(read(`${doctype}<html><p>&lt;rss&gt;</p></html>`)).toMatchObject({ is: 'unreadable', code: 'feed.html_page' })
})

test('Atom 0.3 may say that the name of the feed is base64, too', () => {
  const code = btoa(String.fromCharCode(...new TextEncoder().encode('Tin xã <b>Ea Kao</b>')))
  const got = readFeed(
    `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title mode="base64" type="text/html">${code}</title></feed>`,
  )
  expect(got.title).toBe('Tin xã Ea Kao')
})

test('an entry without an author is by those of its feed, where the format says so', () => {
  const atom = (entry: string) =>
    readFeed(`<feed xmlns="http://www.w3.org/2005/Atom"><author><name>Văn phòng</name></author>${entry}</feed>`)
  expect(atom('<entry><id>1</id><title>a</title></entry>').entries[0]?.author).toBe('Văn phòng')
  expect(atom('<entry><id>1</id><author><name>Lan</name></author></entry>').entries[0]?.author).toBe('Lan')
  expect(
    atom('<entry><id>1</id><source><author><name>Sở Y tế</name></author></source></entry>').entries[0]?.author,
  ).toBe('Sở Y tế')
  const json = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Tin',
    authors: [{ name: 'Văn phòng' }],
    items: [
      { id: '1', content_text: 'a' },
      { id: '2', content_text: 'b', authors: [{ name: 'Lan' }] },
    ],
  })
  expect(readFeed(json).entries.map(({ author }) => author)).toEqual(['Văn phòng', 'Lan'])
})

test('a whole document given as content leaves its body, and a description with markup comes before its plain copy', () => {
  const whole = '<!doctype html><html><head><title>Tên trang</title></head><body><p>Nội dung.</p></body></html>'
  const said = rss(
    `<item><title>a</title><content:encoded><![CDATA[${whole}]]></content:encoded></item>
     <item><title>b</title><itunes:summary>Mô tả</itunes:summary><description><![CDATA[<p>Mô <b>tả</b></p>]]></description></item>`,
  ).replace('<rss ', '<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" ')
  expect(readFeed(said).entries.map(({ contentHtml }) => contentHtml)).toEqual([
    '<p>Nội dung.</p>',
    '<p>Mô <b>tả</b></p>',
  ])
})
