import { expect, test } from 'vitest'
import { readers } from '../../../adapters/portals/index.ts'
import { presets } from '../../../adapters/portals/presets.ts'
import type { Feed, ListRules } from '../../../src/ports/portal.ts'

const baseUrl = 'https://so.example/tin-tuc'

function read(body: string, list?: ListRules, url = baseUrl) {
  const html = `<!DOCTYPE html><html lang="vi"><head><title>Tin tức</title></head><body>
    <nav><ul><li><a href="/gioi-thieu-chung-ve-so">Giới thiệu chung về Sở Y tế</a></li><li><a href="/lich-tiep-cong-dan-2026">Lịch tiếp công dân của lãnh đạo Sở</a></li></ul></nav>
    ${body}<div id="footer"><a href="/ban-quyen">Bản quyền thuộc về Sở Y tế tỉnh</a></div></body></html>`
  return readers.listing(new TextEncoder().encode(html), {
    baseUrl: url,
    contentType: 'text/html; charset=utf-8',
    list,
  })
}

function readList(body: string, list?: ListRules, url = baseUrl): Feed & { warnings: string[] } {
  const got = read(body, list, url)
  if (got.is !== 'read') throw new Error(`${got.code}: ${got.detail}`)
  return { ...got.value, warnings: got.warnings }
}

const headlines = [
  'Bàn giao 41 căn nhà cho hộ nghèo xã Ea Kao',
  'Tiêm chủng cho trẻ em tại 12 xã vùng sâu',
  'Khai giảng lớp bồi dưỡng kiến thức số cho cán bộ',
  'Kiểm tra công tác phòng, chống bão số 14 tại cơ sở',
]
const titles = (got: Feed) => got.entries.map(({ title }) => title)
const days = (got: Feed) => got.entries.map(({ publishedAt }) => publishedAt)

test('rows by selector: headline, address, time, lead, picture, number; counters leave no trace', () => {
  const row = (
    at: number,
    views: number,
  ) => `<div class="hang"><a href="/a-${at}.html?redirect=%2Ftin"><img src="/anh/${at}.jpg" width="200"></a>
    <h3 class="de"><a href="/a-${at}.html?redirect=%2Ftin">${headlines[at]}</a></h3>
    <p class="gio">Ngày đăng 0${at + 1}/11/2026 | 05:07 PM &nbsp;|&nbsp;View count: ${views}</p>
    <p class="dan">Đoạn dẫn của bài số ${at}, đủ dài để hiểu.</p><span>Lượt xem: ${views}</span></div>`
  const rules = {
    row: '.hang',
    title: '.de a',
    date: '.gio',
    summary: '.dan',
    idPattern: '-(\\d+)\\.html',
    dropParams: ['redirect'],
  }
  const page = (views: number) => `<main>${headlines.map((_, at) => row(at, views + at)).join('')}</main>`
  const got = readList(page(17), rules)
  expect(got.entries[0]).toEqual({
    id: '0',
    url: 'https://so.example/a-0.html',
    title: headlines[0],
    summary: 'Đoạn dẫn của bài số 0, đủ dài để hiểu.',
    contentHtml: '',
    author: null,
    categories: [],
    publishedAt: '2026-11-01T10:07:00Z',
    updatedAt: null,
    enclosures: [{ url: 'https://so.example/anh/0.jpg', mime: 'image/jpeg' }],
    language: null,
  })
  expect(got).toMatchObject({ format: 'list', title: 'Tin tức', language: 'vi', next: null, warnings: [] })
  expect(readList(page(9999), rules).entries).toEqual(got.entries)
  expect(readList(page(17), { dropParams: ['redirect'] }).entries.map(({ summary }) => summary)).toEqual(
    got.entries.map(({ summary }) => summary),
  )
})

test('a page that was rebuilt is refused by its selectors, not guessed at', () => {
  const body = headlines.map((title, at) => `<p><a href="/a-${at}.html">${title}</a> 01/11/2026</p>`).join('')
  expect(read(body, { row: '.hang' })).toMatchObject({ is: 'unreadable', code: 'list.no_rows' })
  expect(read(body, { row: ':::' })).toMatchObject({ is: 'unreadable' })
})

const shapes: Record<string, (title: string, at: number) => string> = {
  'list items with the day in brackets': (title, at) =>
    `<li><a href="/bai-${at}.html">${title}</a> <i>(0${at + 1}/11/2026)</i></li>`,
  'table rows': (title, at) =>
    `<tr><td>${at + 1}</td><td>0${at + 1}-11-2026</td><td><a href="/bai-${at}.html">${title}</a></td></tr>`,
  'cards in one link': (title, at) =>
    `<a href="/bai-${at}.html"><img src="/${at}.jpg"><h4>${title}</h4><time datetime="2026-11-0${at + 1}T00:00:00+07:00">hôm kia</time><p>Đoạn dẫn ngắn.</p></a>`,
  'cut headlines with the whole in the title': (title, at) =>
    `<div><a href="/bai-${at}.html" title="${title}">${title.slice(0, 24)}...</a><span>0${at + 1}/11/2026 00:00</span><a href="/bai-${at}.html">Xem chi tiết</a></div>`,
  'a block with day above month': (title, at) =>
    `<div><div class="lich"><b>0${at + 1}</b> <span>11/2026</span></div><h3><a href="/bai-${at}.html">${title}</a></h3></div>`,
  'links that a script follows': (title, at) =>
    `<div><a href="javascript:void(0)" onclick="window.open('/bai-${at}.html')">${title}</a><em>Thứ hai, 0${at + 1}/11/2026, 00:00 (GMT+7)</em></div>`,
}

test.each(Object.entries(shapes))('found by likeness: %s', (_, shape) => {
  const rows = headlines.map(shape).join('')
  const inside = rows.startsWith('<tr')
    ? `<table><tr><th>STT</th><th>Ngày</th><th>Tên</th></tr>${rows}</table>`
    : `<ul>${rows}</ul>`
  const got = readList(
    `<div class="x1"><div class="x2">${inside}</div></div>
     <div class="cot-phai"><h3>Tin xem nhiều</h3><p><a href="/khac-1.html">Một bài khác được xem nhiều trong tuần</a></p>
     <p><a href="/khac-2.html">Một bài nữa được xem nhiều trong tuần</a></p><p><a href="/khac-3.html">Bài thứ ba được xem nhiều trong tuần</a></p></div>`,
  )
  expect(titles(got)).toEqual(headlines)
  expect(got.entries.map(({ url }) => url)).toEqual(headlines.map((__, at) => `https://so.example/bai-${at}.html`))
  expect(days(got)).toEqual(['2026-10-31', '2026-11-01', '2026-11-02', '2026-11-03'].map(day => `${day}T17:00:00Z`))
})

test('a grid is one list, its last short line included, and the large first article belongs to it', () => {
  const card = (title: string, at: number) =>
    `<div class="o"><img src="/${at}.jpg"><h3><a href="/bai-${at}.html">${title}</a></h3><span>0${at + 1}/11/2026</span></div>`
  const [a, b, c, d] = headlines.map(card)
  const grid = readList(`<section><div>${a}${b}</div><div>${c}${d}</div></section>`)
  expect(titles(grid)).toEqual(headlines)
  const short = readList(`<section><div>${a}${b}</div><div>${c}</div></section>`)
  expect(titles(short)).toEqual(headlines.slice(0, 3))
  const large = readList(
    `<section><article><h2><a href="/lon.html">Bài lớn nhất trong ngày của tỉnh ta</a></h2><p>04/11/2026</p><p>${'Dẫn dài. '.repeat(20)}</p></article><ul>
     ${headlines.map((title, at) => `<li><a href="/bai-${at}.html">${title}</a> 01/11/2026</li>`).join('')}</ul></section>`,
  )
  expect(titles(large)).toEqual(['Bài lớn nhất trong ngày của tỉnh ta', ...headlines])
})

test('a list of one article', () => {
  const got = readList(
    `<div><div><h3><a href="/tin/-/view_content/361-thong-bao.html">THÔNG BÁO về thủ tục hành chính (từ ngày 01/4/2020 đến 15/4/2020)</a></h3>
     <div>03/04/2020 | 10:36 PM</div><div>Đoạn dẫn.</div></div></div><p>Địa chỉ: Số 185 Giảng Võ. Cập nhật 01/01/2021</p>`,
  )
  expect(got.entries).toMatchObject([{ id: '361', publishedAt: '2020-04-03T15:36:00Z', summary: 'Đoạn dẫn.' }])
})

test('a row without a link stays a row; a header row does not', () => {
  const rules = { row: 'table.vb tr', title: 'td:nth-child(3)', date: 'td:nth-child(2)' }
  const got = readList(
    `<table class="vb"><tr><th>Số</th><th>Ngày</th><th>Trích yếu</th></tr>
     <tr><td>15/KH-SYT</td><td>02/11/2026</td><td><a href="/vb/15.html">Kế hoạch tiêm chủng năm 2026</a></td><td><a href="/tep/15.pdf">Tải về</a></td></tr>
     <tr><td>16/TB-SYT</td><td>03/11/2026</td><td>Thông báo tuyển dụng viên chức</td></tr></table>`,
    rules,
  )
  expect(got.entries).toMatchObject([
    {
      url: 'https://so.example/vb/15.html',
      enclosures: [{ url: 'https://so.example/tep/15.pdf', mime: 'application/pdf' }],
    },
    { url: null, title: 'Thông báo tuyển dụng viên chức', publishedAt: '2026-11-02T17:00:00Z' },
  ])
  expect(got.warnings).toEqual(['list.no_link'])
})

test('month-first days of a .NET list are seen by a day above twelve; without evidence the day comes first', () => {
  const list = (...dates: string[]) =>
    readList(dates.map((date, at) => `<li><a href="/bai-${at}.html">${headlines[at]}</a> <i>${date}</i></li>`).join(''))
  expect(days(list('10/2/2026 9:25:00 AM', '9/28/2026 4:00:00 PM'))).toEqual([
    '2026-10-02T02:25:00Z',
    '2026-09-28T09:00:00Z',
  ])
  expect(days(list('10/02/2026', '09/02/2026'))).toEqual(['2026-02-09T17:00:00Z', '2026-02-08T17:00:00Z'])
})

test('no day is made up', () => {
  const got = readList(
    headlines.map((title, at) => `<li><a href="/bai-${at}.html">${title}</a> <i>2 giờ trước</i></li>`).join(''),
  )
  expect(days(got)).toEqual([null, null, null, null])
  const impossible = readList(
    headlines.map((title, at) => `<li><a href="/bai-${at}.html">${title}</a> <i>31/06/2026</i></li>`).join(''),
  )
  expect(days(impossible)).toEqual([null, null, null, null])
  expect(impossible.warnings).toEqual(['list.date_unread'])
})

test('the next page is told, the next month of a calendar is not, and neither is another site', () => {
  const rows = headlines.map((title, at) => `<li><a href="/bai-${at}.html">${title}</a> 01/11/2026</li>`).join('')
  const next = (html: string, list?: ListRules) => readList(`<ul>${rows}</ul>${html}`, list).next
  expect(next('<div class="phan-trang"><a href="?trang=1">1</a><a href="/tin-tuc?trang=2">Trang sau »</a></div>')).toBe(
    'https://so.example/tin-tuc?trang=2',
  )
  expect(next('<a rel="next" href="/tin-tuc/page/2/">cũ</a>')).toBe('https://so.example/tin-tuc/page/2/')
  expect(next('<a class="di" href="/tin-tuc?p=3">»»</a>', { next: 'a.di' })).toBe('https://so.example/tin-tuc?p=3')
  expect(next('<table class="calendar"><tr><td><a href="/lich?thang=12">&gt;</a></td></tr></table>')).toBeNull()
  expect(next('<a rel="next" href="https://khac.example/2">Sau</a><a href="javascript:;">Sau</a>')).toBeNull()
  expect(next('<a rel="next" href="/tin-tuc.html/en/vi">Sau</a>')).toBeNull()
})

test('links that go on for ever are no articles, and pages reached by them no lists', () => {
  const rows = headlines.map((title, at) => `<li><a href="/bai-${at}.html/en/vi">${title}</a> 01/11/2026</li>`).join('')
  expect(read(`<ul>${rows}</ul>`)).toMatchObject({ is: 'unreadable', code: 'list.no_rows' })
  const fine = headlines.map((title, at) => `<li><a href="/bai-${at}.html">${title}</a> 01/11/2026</li>`).join('')
  expect(read(`<ul>${fine}</ul>`, undefined, 'https://so.example/tin/a-12.html/en/vi')).toMatchObject({
    code: 'list.endless',
  })
})

test('a calendar is no list', () => {
  const cell = (day: number) => `<td><a href="/lich?ngay=${day}">${day}</a></td>`
  const body = `<table>${[0, 7, 14, 21].map(from => `<tr>${[1, 2, 3, 4, 5, 6, 7].map(day => cell(from + day)).join('')}</tr>`).join('')}</table>`
  expect(read(body)).toMatchObject({ is: 'unreadable', code: 'list.no_rows' })
})

test.each([
  ['<p>The requested resource was not found.</p>', 'list.not_found'],
  ['<form><input type="password" name="p"></form>', 'list.login_page'],
  ['<p>Chuyên mục đang được cập nhật.</p>', 'list.no_rows'],
])('%j has no rows', (body, code) => {
  expect(read(body)).toMatchObject({ is: 'unreadable', code })
})

test('half-decomposed letters, references and invisible marks of a headline are whole letters', () => {
  const got = readList(
    `<ul><li><a href="/bai-1.html">Th&ocirc;ng ba&#769;o k&ecirc;&#769;t qua&#777; &quot;thi&#8203; tuy&ecirc;&#777;n&quot;</a> 01/11/2026</li>
     <li><a href="/bai-2.html">${headlines[1]}</a> 02/11/2026</li></ul>`,
  )
  expect(titles(got)[0]).toBe('Thông báo kết quả "thi tuyển"')
})

test('every selector of every preset is one the parser understands', () => {
  for (const { name, lists } of presets)
    for (const list of lists) {
      const got = read(
        headlines.map((title, at) => `<li><a href="/bai-${at}.html">${title}</a> 01/11/2026</li>`).join(''),
        list,
      )
      expect(got, `${name} ${list.row}`).toMatchObject({ code: 'list.no_rows' })
    }
})
