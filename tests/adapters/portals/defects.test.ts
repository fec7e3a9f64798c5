import { describe, expect, test } from 'vitest'
import { readers } from '../../../adapters/portals/index.ts'
import type { Article, Entry, Feed } from '../../../src/ports/portal.ts'
import { namesOfUrl } from '../../../src/publications/identity.ts'
import { contentDigest, listedDigest, merge } from '../../../src/publications/merge.ts'
import * as liferay from './families/liferay.ts'
import * as microsoft from './families/microsoft.ts'
import * as other from './families/others.ts'
import { body, menu, title } from './families/text.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const rss = (...items: string[]) =>
  `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title>${items.join('')}</channel></rss>`

function feedOf(text: string, more: { dateOrder?: 'month-first' } = {}): Feed & { warnings: string[] } {
  const got = readers.feed(bytes(text), { baseUrl: 'https://xa.example/rss', ...more })
  if (got.is !== 'read') throw new Error(got.code)
  return { ...got.value, warnings: got.warnings }
}
function articleOf(html: string, baseUrl = 'https://xa.example/tin/bai-1.html'): Article {
  const got = readers.article(bytes(html), { baseUrl })
  if (got.is !== 'read') throw new Error(`${got.code}: ${got.detail}`)
  return got.value
}
function rowsOf(html: string, baseUrl = 'https://so.example/tin-tuc'): Entry[] {
  const got = readers.listing(bytes(html), { baseUrl })
  if (got.is !== 'read') throw new Error(`${got.code}: ${got.detail}`)
  return got.value.entries
}

/** A list page as Liferay portals write it: headline, lead, day, a counter that lives. */
const listPage = (day: (n: number) => string, views = 10) =>
  `<html lang="vi"><head><title>Sở Thông tin</title><script>Liferay.ThemeDisplay</script></head><body>${menu}<div class="list">${[
    1, 2, 3, 4,
  ]
    .map(
      n =>
        `<div class="asset-abstract"><h3 class="asset-title"><a href="/tin-tuc/-/view_content/310${n}000-hoi-nghi-thu-${n}.html">Hội nghị lần thứ ${n} về cải cách hành chính của tỉnh</a></h3><div class="asset-summary">Hội nghị có đại diện các sở, ngành tham dự, bàn việc năm tới.</div><span>${day(n)}</span> <span>View count: ${views * n}</span></div>`,
    )
    .join('')}</div></body></html>`

describe('what goes wrong on portals, row by row', () => {
  test('NukeViet writes the month where the minute belongs: said, so that the page is asked for the time', () => {
    const items = [3, 5, 9].map(
      d =>
        `<item><title>Tin ${d}</title><link>/${d}</link><pubDate>Sat, 0${d} Oct 2026 0${d}:10:21 GMT</pubDate></item>`,
    )
    const { warnings } = readers.feed(bytes(rss(...items)), { baseUrl: 'https://xa.example/', timeZone: 'UTC' }) as {
      warnings: string[]
    }
    expect(warnings).toContain('feed.minutes_are_months')
  })

  test('a zone between day and hour', () => {
    const page = `<html><head><title>${title}</title><meta property="article:published_time" content="2026-11-20+0716:42:00"></head><body><article>${body}</article></body></html>`
    expect(articleOf(page).publishedAt).toBe('2026-11-20T09:42:00Z')
  })

  test('the micro-data’s day is that of the last edit: the time of publication wins, and an edit shows in the fields', async () => {
    expect(articleOf(other.nukeViet()).publishedAt).toBe('2026-10-03T12:54:00Z')
    const [before, after] = ['Họp dân', 'Họp dân (đã sửa)'].map(
      head =>
        feedOf(
          rss(`<item><title>${head}</title><link>/1</link><pubDate>Sat, 03 Oct 2026 08:00:00 +0700</pubDate></item>`),
        ).entries[0],
    )
    if (!before || !after) throw new Error('no entry')
    expect(before.publishedAt).toBe(after.publishedAt)
    expect(await listedDigest(before)).not.toBe(await listedDigest(after))
  })

  test('a guid between new lines, a headline full of references to characters', () => {
    const [entry] = feedOf(
      rss(
        '<item><title>Quyết định 12&amp;#x002F;QĐ &amp;#40;mới&amp;#41;</title><link>\n/1\n</link><guid isPermaLink="false">\n\tnews_12\n</guid></item>',
      ),
    ).entries
    expect(entry).toMatchObject({ id: 'news_12', title: 'Quyết định 12/QĐ (mới)', url: 'https://xa.example/1' })
  })

  test.each(['\u0020', '\u00a0', '\u202f'])('month before day on a clock of twelve hours, with %j before AM', space => {
    const text = rss(`<item><title>Tin</title><link>/1</link><pubDate>10/2/2026 9:25:00${space}AM</pubDate></item>`)
    expect(feedOf(text, { dateOrder: 'month-first' }).entries[0]?.publishedAt).toBe('2026-10-02T02:25:00Z')
  })

  test.each([
    ['29/06/2026 | 02:49 PM', '2026-06-29T07:49:00Z'],
    ['(29/06/2026, 14:49)', '2026-06-29T07:49:00Z'],
    ['29-06-2026', '2026-06-28T17:00:00Z'],
    ['Thứ hai, 29/06/2026, 14:49 (GMT+7)', '2026-06-29T07:49:00Z'],
    ['04/10/2026 08:00', '2026-10-04T01:00:00Z'],
    ['31/06/2026 08:00', null],
  ])('a list that writes %s', (day, at) => {
    expect(rowsOf(listPage(() => day)).map(row => row.publishedAt)).toEqual([at, at, at, at])
  })

  test('no day at all is no day, in lists and on pages', () => {
    expect(rowsOf(listPage(() => '')).map(row => row.publishedAt)).toEqual([null, null, null, null])
    const page = `<html><head><title>${title}</title></head><body><div class="top">Thứ tư, 25/11/2026</div><article><h1>${title}</h1>${body}</article></body></html>`
    expect(articleOf(page).publishedAt).toBeNull()
  })

  test('living counters change neither the rows of a list nor what a page says', async () => {
    const day = (n: number) => `0${n}/10/2026 | 08:00 AM`
    expect(rowsOf(listPage(day, 99))).toEqual(rowsOf(listPage(day, 10)))
    const digests = [842, 843].map(async views => {
      const article = articleOf(liferay.viewContent(views))
      const [row] = rowsOf(listPage(day))
      return row ? contentDigest(merge(row, article, null)) : ''
    })
    const [one, two] = await Promise.all(digests)
    expect(one).toBe(two)
  })

  test('one article under several addresses, with sessions, parameters of portlets and a way back', () => {
    const same = [
      'https://so.example/tin/-/view_content/3224693-quy-dinh-moi.html',
      'https://so.example/en/van-ban-du-thao/-/view_content/3224693-quy-dinh-moi.html?redirect=%2Ftin',
      'http://www.so.example/tin/-/view_content/3224693-quy-dinh-moi.html;jsessionid=A1B2?p_p_id=x&p_p_state=normal',
    ]
    expect(new Set(same.map(url => readers.identity(url, { family: 'liferay-6' })?.key)).size).toBe(1)
    expect(new Set(same.map(url => namesOfUrl(url, { rules: {}, identity: readers.identity })[0])).size).toBe(1)
  })

  test('an address made out of its own addresses leads nowhere', () => {
    const url = 'https://so.example/tin/-/view_content/3159350-quy-che.html/en/vi/en'
    expect(readers.identity(url)).toBeNull()
    expect(readers.listing(bytes(listPage(() => '')), { baseUrl: url })).toMatchObject({ code: 'list.endless' })
    const links = rowsOf(listPage(() => '01/10/2026')).map(row => row.url)
    expect(links.filter(link => /\/en$/.test(link ?? ''))).toEqual([])
  })

  test('an error in the usual frame, a sign-in form, a check for robots: no publication', () => {
    const codes = [liferay.missing, liferay.signIn, '<html><body><div class="g-recaptcha"></div></body></html>'].map(
      page => readers.article(bytes(page), { baseUrl: 'https://so.example/x' }),
    )
    expect(codes).toMatchObject([
      { code: 'article.not_found' },
      { code: 'article.login_page' },
      { code: 'article.challenge' },
    ])
  })

  test('`<title>` is the name of the site, the picture the emblem, the address without its s', () => {
    const article = articleOf(liferay.viewContent())
    expect(article.title).toBe(title)
    expect(articleOf(microsoft.document, 'https://vanban.example/?pageid=27160&docid=219746')).toMatchObject({
      images: [],
      canonicalUrl: 'https://vanban.example/?pageid=27160&docid=219746',
    })
  })

  test('the whole page in a form that a script shows', () => {
    expect(articleOf(microsoft.document).text).toContain('18/NQ-HĐND')
  })

  test('a table of fields and a PDF, no prose: both are kept', () => {
    const { text, attachments } = articleOf(microsoft.document)
    expect(text).toContain('Cơ quan ban hành Hội đồng nhân dân tỉnh')
    expect(attachments).toHaveLength(1)
  })

  test('a picture of another host keeps its address to the letter, signature and all', () => {
    const url = 'https://scontent.mang.example/v/t39/a.jpg?_nc_cat=1&oh=00_AfX&oe=68F0'
    const page = `<html><head><title>${title}</title></head><body><article><h1>${title}</h1>${body}<p><img src="${url.replaceAll('&', '&amp;')}" width="640" height="480"></p></article></body></html>`
    expect(articleOf(page).images).toMatchObject([{ url }])
  })

  test('a member site says whose article it shows', () => {
    expect(articleOf(liferay.details).source).toMatchObject({ name: 'Cổng TTĐT tỉnh Bắc Sơn' })
    for (const line of ['(Theo baochinhphu.vn)', 'Nguồn: Báo Bắc Sơn', 'Nguồn tin: TTXVN', 'Theo Báo Nhân Dân']) {
      const page = `<html><head><title>${title}</title></head><body><article><h1>${title}</h1>${body}<p>${line}</p></article></body></html>`
      expect(articleOf(page).source, line).toBeTruthy()
    }
    const sentence = `<html><head><title>${title}</title></head><body><article><h1>${title}</h1>${body}</article></body></html>`
    expect(articleOf(sentence).source).toBeNull()
  })

  test('half-decomposed letters, in references and without, come out whole', () => {
    expect(articleOf(liferay.assetPublisher).title).toBe('Sở Y tế tập huấn phòng chống dịch muà mưa')
    const [entry] = feedOf(rss(`<item><title>${'Hội nghị'.normalize('NFD')}</title><link>/1</link></item>`)).entries
    expect(entry?.title).toBe('Hội nghị')
  })

  test('an HTML page, a sign-in form, nothing at all in place of a feed: named, and nothing concluded', () => {
    const codes = [liferay.signIn, '', '<html><body>Bảo trì</body></html>', rss('<item><title>a').slice(0, 90)].map(
      text => readers.feed(bytes(text), { baseUrl: 'https://xa.example/feed/' }),
    )
    expect(codes).toMatchObject([
      { code: 'feed.login_page' },
      { code: 'feed.empty' },
      { code: 'feed.html_page' },
      { code: 'feed.cut_short' },
    ])
  })

  test('a feed without a single item is an empty list, not a fault', () => {
    expect(feedOf(rss()).entries).toEqual([])
  })

  test('an address that lost its đ makes no headline', () => {
    const page = `<html><head><title></title></head><body><article>${body}</article></body></html>`
    const got = readers.article(bytes(page), { baseUrl: 'https://so.example/-/cong-bo-ieu-chinh' })
    expect(got).toMatchObject({ value: { title: '' }, warnings: ['article.no_title'] })
  })
})
