import { expect, test } from 'vitest'
import { readers } from '../../../adapters/portals/index.ts'
import type { Article } from '../../../src/ports/portal.ts'

const baseUrl = 'https://so-y-te.example/tin/tiem-chung-12.html'

function read(html: string, url = baseUrl) {
  return readers.article(new TextEncoder().encode(html), { baseUrl: url, contentType: 'text/html; charset=utf-8' })
}

function readArticle(html: string): Article {
  const got = read(html)
  if (got.is !== 'read') throw new Error(`${got.code}: ${got.detail}`)
  return got.value
}

const sentence =
  'Sáng 3/10, Sở Y tế tổ chức tiêm chủng cho trẻ em tại 12 xã, với sự tham gia của hơn 200 cán bộ y tế cơ sở và đoàn viên. '
const paragraphs = (count: number) => `<p>${sentence.repeat(3)}</p>`.repeat(count)

const page = (body: string, head = '<title>Tiêm chủng cho trẻ em tại 12 xã</title>') =>
  `<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">${head}</head><body>
   <header><nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/tin">Tin tức</a></li></ul></nav></header>
   <main>${body}</main><footer><p>Bản quyền thuộc Sở Y tế</p></footer></body></html>`

const code = (html: string) => {
  const got = read(html)
  return got.is === 'unreadable' ? got.code : 'read'
}

test('title, lead, text, time, pictures, files and video of a page', () => {
  const got = readArticle(
    page(
      `<article><h1>Tiêm chủng cho trẻ em tại 12 xã</h1><p class="sapo">Hơn 200 cán bộ tham gia đợt tiêm chủng trong ngày đầu tiên.</p>
       ${paragraphs(3)}
       <figure><a href="/anh/lon.jpg"><img src="/anh/nho.jpg" alt="Tiêm chủng" width="600"></a><figcaption>Trẻ em xã Ea Kao</figcaption></figure>
       <img src="/images/quoc-huy.png"><img src="https://dem.example/p.gif" width="1" height="1">
       <p><a href="/van-ban/ke-hoach-15.pdf">Kế hoạch số 15/KH-SYT</a></p>
       <iframe src="https://www.youtube.com/embed/abc123" title="Phóng sự"></iframe></article>`,
      `<title>Tiêm chủng cho trẻ em tại 12 xã</title>
       <meta property="article:published_time" content="2026-10-03+0716:42:00">
       <meta property="article:section" content="Y tế cơ sở"><meta name="author" content="Minh Anh">
       <link rel="canonical" href="http://so-y-te.example/tin/tiem-chung-12.html">`,
    ),
  )
  expect(got).toMatchObject({
    title: 'Tiêm chủng cho trẻ em tại 12 xã',
    lead: 'Hơn 200 cán bộ tham gia đợt tiêm chủng trong ngày đầu tiên.',
    author: 'Minh Anh',
    publishedAt: '2026-10-03T09:42:00Z',
    canonicalUrl: baseUrl,
    section: 'Y tế cơ sở',
    language: 'vi',
    images: [{ url: 'https://so-y-te.example/anh/lon.jpg', alt: 'Tiêm chủng', caption: 'Trẻ em xã Ea Kao' }],
    attachments: [
      {
        url: 'https://so-y-te.example/van-ban/ke-hoach-15.pdf',
        name: 'Kế hoạch số 15/KH-SYT',
        mime: 'application/pdf',
        bytes: null,
      },
    ],
    videos: [{ url: 'https://www.youtube.com/embed/abc123', title: 'Phóng sự' }],
  })
  expect(got.text).toContain('Sáng 3/10, Sở Y tế tổ chức tiêm chủng')
  expect(got.text).not.toContain('Trang chủ')
})

test('nothing that runs stays in the HTML', () => {
  const got = readArticle(
    page(
      `<article>${paragraphs(2)}<p onclick="a()">x <a href="javascript:b()">y</a></p><script>c()</script><style>d{}</style>${paragraphs(2)}</article>`,
    ),
  )
  expect(got.html).not.toMatch(/script|onclick|style/i)
})

test('a document page in a hidden form gives its table of fields and its file', () => {
  const got =
    readArticle(`<!DOCTYPE html><html lang="vi"><head><title>Quyết định số 12/2026/QĐ-UBND về giá đất</title></head><body>
    <form style="display: none" action="/"><table>
    <tr><td>Số ký hiệu</td><td>12/2026/QĐ-UBND</td></tr><tr><td>Ngày ban hành</td><td>01-10-2026</td></tr>
    <tr><td>Cơ quan ban hành</td><td>UBND tỉnh</td></tr><tr><td>Tệp</td><td><a href="/f/12-qd.pdf">12-qd.pdf</a></td></tr></table>
    <div class="similar"><h4>Các văn bản khác</h4><ul><li><a href="/f/13.pdf">Quyết định về chức năng, nhiệm vụ của Sở Tài chính</a></li></ul></div>
    </form></body></html>`)
  expect(got.text).toContain('12/2026/QĐ-UBND')
  expect(got.text).toContain('UBND tỉnh')
  expect(got.attachments.map(file => file.url)).toEqual(['https://so-y-te.example/f/12-qd.pdf'])
})

test('a heading stands in where the page is titled with the name of the site', () => {
  const got = readArticle(
    page(
      `<h1>Thông báo lịch tiếp công dân tháng 11 năm 2026</h1>${paragraphs(3)}`,
      '<title>Cổng thông tin điện tử huyện khác</title>',
    ),
  )
  expect(got.title).toBe('Thông báo lịch tiếp công dân tháng 11 năm 2026')
})

test('text without a title is read, and said: the list knows the title', () => {
  expect(read(paragraphs(3))).toMatchObject({ is: 'read', value: { title: '' }, warnings: ['article.no_title'] })
})

test('what is not an article is refused with its own code', () => {
  const row = (n: number) =>
    `<div><h3><a href="/tin/bai-so-${n}.html">Hội nghị của Ủy ban nhân dân lần thứ ${n}</a></h3><p>0${n}/10/2026 | 08:00 AM</p><p>${sentence}</p></div>`
  expect(code('')).toBe('article.empty')
  expect(code('%PDF-1.7')).toBe('article.not_html')
  // A picture in which the letters of a tag stand by chance, or a page packed with others.
  expect(code(`\x89PNG\r\n\x1a\n${'\x00\x02\x07é\x10ab'.repeat(60)}${paragraphs(3)}`)).toBe('article.not_html')
  expect(code(`\x00\x01${page(paragraphs(3))}`)).toBe('read')
  expect(code(page('<div class="portlet-msg-error">The requested resource was not found.</div>'))).toBe(
    'article.not_found',
  )
  expect(code(page('<form><input name="u"><input type="password"></form>'))).toBe('article.login_page')
  expect(code(page(row(1) + row(2) + row(3), '<title>Tin tức - Sở Y tế</title>'))).toBe('article.list')
  expect(code(page('<p>Trang chủ</p>'))).toBe('article.no_text')
})

test('nesting beyond reason is refused before it overflows', () => {
  expect(read(page(`${'<div>'.repeat(50_000)}${paragraphs(2)}`))).toMatchObject({
    is: 'unreadable',
    code: 'article.too_complex',
  })
})

test.each([
  `<h3>Các tin khác</h3><ul><li><a href="/a.html">Kế hoạch phòng, chống thiên tai năm 2026 của tỉnh</a> (12/11/2026)</li><li><a href="/b.html">Thông báo tuyển dụng viên chức ngành y tế năm 2026</a></li></ul>`,
  `<div><div class="x"><span>TIN LIÊN QUAN:</span></div></div><p><a href="/a.html">Kế hoạch phòng, chống thiên tai năm 2026 của tỉnh</a></p><p><a href="/b.html">Thông báo tuyển dụng viên chức ngành y tế năm 2026</a></p>`,
])('the list of other articles below is not part of the article %#', below => {
  const got = readArticle(page(`<article><h1>Tiêm chủng cho trẻ em tại 12 xã</h1>${paragraphs(4)}${below}</article>`))
  expect(got.text).toContain('Sở Y tế tổ chức tiêm chủng')
  expect(got.text).not.toMatch(/thiên tai|tuyển dụng|tin khác|liên quan/i)
})

test('a heading of that name over text of its own stays with its text', () => {
  const own = `<h3>Thông tin liên quan</h3><p>${'Người dân cần mang theo giấy tờ tùy thân khi đến trạm y tế xã. '.repeat(3)}</p>`
  const got = readArticle(page(`<article><h1>Tiêm chủng cho trẻ em tại 12 xã</h1>${paragraphs(4)}${own}</article>`))
  expect(got.text).toContain('Thông tin liên quan')
  expect(got.text).toContain('giấy tờ tùy thân')
})

test('a photo story is an article by its captions', () => {
  const photo = (at: number) =>
    `<figure><img src="/anh/${at}.jpg" width="900"><figcaption>Ảnh ${at}: Cán bộ y tế xã hướng dẫn người dân khai báo trước khi tiêm tại nhà văn hóa buôn.</figcaption></figure>`
  const got = readArticle(
    page(`<article><h1>Chùm ảnh: Ngày hội tiêm chủng ở buôn làng</h1>${[1, 2, 3, 4].map(photo).join('')}</article>`),
  )
  expect(got.images.map(({ url }) => url)).toEqual([1, 2, 3, 4].map(at => `https://so-y-te.example/anh/${at}.jpg`))
  expect(got.images[0]?.caption).toContain('Ảnh 1')
})

test('lists are told as lines, without stars', () => {
  const got = readArticle(
    page(
      `<article><h1>Tiêm chủng cho trẻ em tại 12 xã</h1>${paragraphs(4)}<ul><li>Xã Ea Kao</li><li>Xã Hòa Thắng</li></ul></article>`,
    ),
  )
  expect(got.text).toMatch(/Xã Ea Kao\nXã Hòa Thắng/)
})

test('an infographic is an article by its picture, a bare page with a picture is none', () => {
  const body = '<div><img src="/anh/5.png" width="900"></div>'
  const preview = '<meta property="og:image" content="/anh/5.png">'
  const named = readArticle(page(body, `<title>Infographic: 5 bước phòng bệnh mùa mưa lũ</title>${preview}`))
  expect(named.images.map(({ url }) => url)).toEqual(['https://so-y-te.example/anh/5.png'])
  const claimed = `<title>5 bước phòng bệnh mùa mưa lũ</title>${preview}<meta property="og:type" content="article">`
  expect(read(page(body, claimed)).is).toBe('read')
  expect(read(page(body, `<title>5 bước phòng bệnh mùa mưa lũ</title>${preview}`)).is).toBe('unreadable')
})

test('a check for robots in a form, and a red box of the frame, do not take the article away', () => {
  const check = '<form><div class="g-recaptcha"></div><button>Gửi ý kiến</button></form>'
  const appeal = '<div class="alert alert-danger">Cảnh báo: giả mạo cán bộ xã để lừa đảo.</div>'
  const script = '<noscript><div class="alert-error">JavaScript is required.</div></noscript>'
  expect(read(page(`${appeal}<h1>Họp dân về nước sạch nông thôn</h1>${paragraphs(8)}${check}`)).is).toBe('read')
  expect(read(page(`${script}<h1>Họp dân về nước sạch nông thôn</h1>${paragraphs(2)}`)).is).toBe('read')
  expect(code(page(`<div class="alert alert-danger">Bài viết đã bị gỡ.</div>${paragraphs(1)}`))).toBe(
    'article.not_found',
  )
  expect(code(page(`<p>Xác nhận bạn không phải là người máy.</p>${check}`))).toBe('article.challenge')
})

test('a day of publication under the names that papers use', () => {
  const at = '2026-11-20T02:30:00Z'
  const head = (meta: string) => `<title>Họp dân về nước sạch</title>${meta}`
  for (const meta of [
    '<meta property="article:published" content="2026-11-20T09:30:00+07:00">',
    '<meta itemprop="datePublished dateCreated" content="2026-11-20T09:30:00+07:00">',
  ]) {
    const got = read(page(`<h1>Họp dân về nước sạch</h1>${paragraphs(4)}`, head(meta)))
    expect(got.is === 'read' ? got.value.publishedAt : got.code).toBe(at)
  }
})

test.each([
  [
    'a portlet of Liferay under the banner',
    '<div class="header"><h3 class="header-title"><span>TITLE</span></h3></div>',
  ],
  ['a portlet of the VNPT', '<div class="title-news-detail"><h2>TITLE</h2></div>'],
  ['a label of SharePoint', '<div class="news-title-detail"><span id="lblTitle">TITLE</span></div>'],
  ['a cell of a table', '<table><tr><td><span class="Title_news">TITLE</span></td></tr></table>'],
])('where the page is called by the site, the headline is found in %s', (_, headline) => {
  const title = 'Tiêm chủng cho trẻ em tại mười hai xã'
  const banner = '<div id="banner"><h1 class="site-title"><a href="/">Sở Y tế tỉnh Đắk Lắk</a></h1></div>'
  for (const name of ['Chi tiết tin - Sở Y tế', 'Cổng thông tin điện tử tỉnh', 'Tin tức']) {
    const got = readArticle(
      page(`${banner}${headline.replace('TITLE', title)}${paragraphs(4)}`, `<title>${name}</title>`),
    )
    expect(got.title).toBe(title)
    expect(got.lead.startsWith(title)).toBe(false)
  }
})

test('a page that names itself keeps its name, whatever else is called a title', () => {
  const other = '<div class="box"><span class="Title_box">Lịch tiếp công dân của lãnh đạo sở</span></div>'
  const got = readArticle(
    page(
      `${other}<p class="x">${sentence}</p>${paragraphs(4)}`,
      '<title>Hơn hai trăm cán bộ y tế cơ sở đi tiêm chủng</title>',
    ),
  )
  expect(got.title).toBe('Hơn hai trăm cán bộ y tế cơ sở đi tiêm chủng')
})

test('a file that is offered with a verb is called by its name', () => {
  const link = '<p><a href="/tai/kh-15.pdf" download>Tải về: <strong>Kế hoạch 15.pdf</strong></a></p>'
  expect(readArticle(page(`<h1>Họp dân về nước sạch</h1>${paragraphs(4)}${link}`)).attachments[0]?.name).toBe(
    'Kế hoạch 15.pdf',
  )
})

test('a lead that the page declares is taken where nothing is called the title, too', () => {
  const lead = 'Bản tin sáng của đài truyền thanh xã, phát lúc năm giờ rưỡi mỗi ngày.'
  const got = readArticle(page(paragraphs(4), `<meta property="og:description" content="${lead}">`))
  expect(got.lead).toBe(lead)
})
