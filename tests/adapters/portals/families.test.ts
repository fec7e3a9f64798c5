import { describe, expect, test } from 'vitest'
import { readers } from '../../../adapters/portals/index.ts'
import type { Article } from '../../../src/ports/portal.ts'
import * as liferay from './families/liferay.ts'
import * as microsoft from './families/microsoft.ts'
import * as other from './families/others.ts'
import { lead, paragraphs, title } from './families/text.ts'

const base = 'https://xa.example/tin/bai-1.html'
const bytes = (html: string) => new TextEncoder().encode(html)

function read(html: string): Article {
  const got = readers.article(bytes(html), { baseUrl: base })
  if (got.is !== 'read') throw new Error(`${got.code}: ${got.detail}`)
  return got.value
}

/** What every one of these pages tells, whatever it runs on. */
function expectWhole(article: Article) {
  expect(article.title).toBe(title)
  expect(article.publishedAt).toBe('2026-10-03T12:54:00Z')
  expect(article.language).toMatch(/^vi/)
  for (const text of paragraphs) expect(article.text).toContain(text)
  expect(article.text).not.toMatch(
    /Lượt truy cập|View count|Các tin khác|Hội nghị giao ban|Trang thông tin điện tử|03\/10\/2026/,
  )
  expect(article.text.startsWith(title)).toBe(false)
  expect(article.html).not.toMatch(/<script|\son\w+=|javascript:/i)
}

describe('Liferay', () => {
  test('view_content: the headline from the page and not from its name, the signature, a file with its size', () => {
    const article = read(liferay.viewContent())
    expectWhole(article)
    expect(article).toMatchObject({
      lead,
      author: 'Minh Hằng',
      section: 'Tin tức - Sự kiện',
      images: [{ caption: 'Quang cảnh hội nghị' }],
      attachments: [{ name: 'Kế hoạch cấp nước', mime: 'application/pdf', bytes: 1_468_006 }],
    })
    expect(article.images[0]?.url).not.toContain('imageThumbnail')
  })

  test('asset publisher: half-decomposed letters come out whole', () => {
    const article = read(liferay.assetPublisher)
    expect(article).toMatchObject({
      title: 'Sở Y tế tập huấn phòng chống dịch muà mưa',
      publishedAt: '2026-10-02T17:00:00Z',
    })
    expect(article.title).toBe(article.title.normalize('NFC'))
  })

  test('details: whose text it is, with the address that stands below as text', () => {
    const article = read(liferay.details)
    expectWhole(article)
    expect(article.lead).toBe(lead)
    expect(article.source).toEqual({
      name: 'Cổng TTĐT tỉnh Bắc Sơn',
      url: 'https://bacson.example/tin-tuc/-/details/20182/tan-hoa-trien-khai-31415926',
    })
  })

  test('an error in the usual frame and a sign-in form are no articles', () => {
    expect(readers.article(bytes(liferay.missing), { baseUrl: base })).toMatchObject({ code: 'article.not_found' })
    expect(readers.article(bytes(liferay.signIn), { baseUrl: base })).toMatchObject({ code: 'article.login_page' })
  })
})

describe('SharePoint and ASP.NET', () => {
  test('SharePoint: the day in brackets, the picture without its rendition, a file by the parameter that names it', () => {
    const article = read(microsoft.sharePoint)
    expectWhole(article)
    expect(article).toMatchObject({
      lead,
      author: 'Thu Hà',
      images: [{ url: 'https://xa.example/PublishingImages/2026-10/hoi-nghi.jpg' }],
      attachments: [{ name: 'Kế hoạch số 12/KH-UBND.docx', bytes: 358_400 }],
    })
    expect(article.attachments[0]?.mime).toContain('wordprocessingml')
  })

  test('a legal document keeps its table and its PDF; the emblem and icons are no pictures, its day no day of publication', () => {
    const article = read(microsoft.document)
    expect(article).toMatchObject({
      title: 'Nghị quyết số 18/NQ-HĐND về đặt tên đường',
      publishedAt: null,
      images: [],
      attachments: [
        {
          url: 'https://datafiles.example/vbpq/2026/10/18-nq-hdnd.signed.pdf',
          mime: 'application/pdf',
          bytes: 2_621_440,
        },
      ],
    })
    for (const text of ['Số ký hiệu 18/NQ-HĐND', 'Ngày ban hành 01-10-2026', 'Người ký Nguyễn Thị Hoa'])
      expect(article.text).toContain(text)
    expect(article.html).toContain('<table>')
  })

  test('DotNetNuke: seven in the evening as CH says it, a file behind a ticket', () => {
    const article = read(microsoft.dnn)
    expectWhole(article)
    expect(article).toMatchObject({ lead, attachments: [{ name: 'Danh sách hộ dân.xlsx' }] })
  })
})

describe('NukeViet, VCCorp, WordPress, pages of scripts', () => {
  test.each(['4.3.08', '4.5', '5.0'])(
    'NukeViet %s: its own form of time, author, source, lazy picture, file',
    version => {
      const article = read(other.nukeViet(version))
      expectWhole(article)
      expect(article).toMatchObject({
        lead,
        author: 'Lan Anh',
        source: { name: 'Cổng TTĐT tỉnh Bắc Sơn', url: 'https://bacson.example/tin/31415.html' },
        section: 'Tin hoạt động',
        images: [{ url: 'https://xa.example/uploads/news/2026_10/hoi-nghi.jpg', caption: 'Quang cảnh hội nghị' }],
        attachments: [{ name: 'thong-bao-12.pdf', mime: 'application/pdf', bytes: 225_792 }],
      })
      expect(article.html).toContain('hoi-nghi.jpg')
    },
  )

  test('VCCorp: the original picture with its caption, the film of its own player', () => {
    const article = read(other.vccorp)
    expectWhole(article)
    expect(article).toMatchObject({
      author: 'Hoàng Giang',
      section: 'Chính sách mới',
      images: [
        { url: 'https://bao.mediacdn.vn/2026/10/3/hoi-nghi-1791.jpg', caption: 'Quang cảnh hội nghị - Ảnh: VGP' },
      ],
      videos: [{ url: 'https://bao.mediacdn.vn/2026/10/3/hoi-nghi-1791.mp4', title: 'Hội nghị nước sạch' }],
    })
    expect(article.lead).toContain(lead)
  })

  test('WordPress: the largest picture, YouTube, a film, a recording, a file; nothing of what stands beside', () => {
    const article = read(other.wordpress)
    expectWhole(article)
    expect(article).toMatchObject({
      author: 'Lan Anh',
      section: 'Tin tức khuyến nông',
      canonicalUrl: 'https://kn.example/nuoc-sach/',
      images: [{ url: 'https://kn.example/wp-content/uploads/2026/10/nuoc.jpg', caption: 'Trụ nước ở thôn 3' }],
      audios: [{ url: 'https://kn.example/wp-content/uploads/2026/10/phat-thanh.mp3', title: 'Bản tin phát thanh' }],
      attachments: [{ name: 'Sổ tay hướng dẫn', mime: 'application/pdf' }],
    })
    expect(article.videos.map(({ url }) => url)).toEqual([
      'https://www.youtube.com/embed/dQw4w9WgXcQ?feature=oembed',
      'https://xa.example/wp-content/uploads/2026/10/nuoc.mp4',
    ])
  })

  test('a page that a script fills is no article, and says so', () => {
    expect(readers.article(bytes(other.shell), { baseUrl: base })).toMatchObject({ code: 'article.no_text' })
  })
})

describe('what is more picture than text stays what it is', () => {
  test('a photo story: every picture with its line', () => {
    const { images, title: told } = read(other.photoStory)
    expect(told).toBe('Chùm ảnh: Lễ hội xuống đồng ở xã Tân Hòa')
    expect(images.map(({ url }) => url)).toEqual([1, 2, 3, 4].map(n => `https://xa.example/uploads/le-hoi-${n}.jpg`))
    expect(images.every(({ caption }) => caption?.startsWith('Ảnh '))).toBe(true)
  })

  test('an infographic: one picture, no text from the foot of the page', () => {
    expect(read(other.infographic)).toMatchObject({
      title: '[Infographic] Năm bước nộp hồ sơ trực tuyến',
      text: '',
      lead: '',
      images: [{ url: 'https://xa.example/uploads/nam-buoc.png', alt: 'Năm bước nộp hồ sơ' }],
    })
  })

  test('longform: headings, quotation, table and list keep their structure', () => {
    const { html } = read(other.longform)
    for (const part of ['<h2>Mùa khô</h2>', '<blockquote>', '<th>Thôn</th>', '<td>120</td>', '<li>Đào giếng'])
      expect(html).toContain(part)
  })
})
