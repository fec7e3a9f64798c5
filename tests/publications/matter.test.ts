import { expect, test } from 'vitest'
import { kindOf } from '../../src/publications/kind.ts'
import { type Matter, matterShape } from '../../src/publications/matter.ts'

const article = {
  title: 'Khánh thành cầu mới',
  lead: 'Sáng nay cầu mới thông xe.',
  text: 'Sáng nay cầu mới thông xe.',
  html: '<p>Sáng nay cầu mới thông xe.</p>',
  author: null,
  publishedAt: '2026-11-22T01:52:00Z',
  canonicalUrl: 'https://tinh.example/cau-moi.html',
  section: 'Thời sự',
  images: [{ url: 'https://tinh.example/a.jpg', alt: 'Cầu', caption: null }],
  videos: [],
  attachments: [],
}
const entry = {
  id: 'x1',
  url: 'https://tinh.example/cau-moi.html?from=rss',
  title: 'Khánh thành cầu mới'.normalize('NFD'),
  summary: 'Tóm tắt',
  contentHtml: '<p>Nội dung</p>',
  author: 'BBT',
  categories: ['Tin trong tỉnh'],
  publishedAt: null,
  updatedAt: null,
  enclosures: [
    { url: 'https://tinh.example/b.jpg', mime: 'image/jpeg' },
    { url: 'https://tinh.example/files/Ngh%E1%BB%8B%20quy%E1%BA%BFt.pdf', mime: 'application/pdf', bytes: 9 },
  ],
  language: 'vi',
}

test('an article is taken as it is', () => {
  expect(matterShape.parse(article)).toMatchObject({
    url: article.canonicalUrl,
    section: 'Thời sự',
    images: [{ alt: 'Cầu' }],
  })
})

test('an entry alone gives its summary, its content and its enclosures', () => {
  expect(matterShape.parse(entry)).toMatchObject({
    url: entry.url,
    title: 'Khánh thành cầu mới',
    lead: 'Tóm tắt',
    html: '<p>Nội dung</p>',
    section: 'Tin trong tỉnh',
    images: [{ url: 'https://tinh.example/b.jpg', alt: '' }],
    attachments: [{ name: 'Nghị quyết.pdf', bytes: 9 }],
  })
})

test('an entry with the fields of its article takes them from the article', () => {
  expect(matterShape.parse({ ...entry, ...article })).toMatchObject({
    url: article.canonicalUrl,
    lead: article.lead,
    images: [{ url: 'https://tinh.example/a.jpg' }],
  })
})

test('whose text it is and what can be listened to are kept, of an article and of an entry', () => {
  const audios = [{ url: 'https://tinh.example/1.mp3', title: 'Bản tin sáng' }]
  const source = { name: 'Báo tỉnh', url: 'https://bao.example/1' }
  expect(matterShape.parse({ ...article, source, audios })).toMatchObject({ credit: source, audios })
  const enclosures = [{ url: 'https://tinh.example/2.mp3', mime: 'audio/mpeg' }]
  expect(matterShape.parse({ ...entry, enclosures })).toMatchObject({
    credit: null,
    audios: [{ url: 'https://tinh.example/2.mp3', title: null }],
    attachments: [],
  })
  expect(matterShape.parse({ ...article, source: { name: '', url: null } }).credit).toBeNull()
})

test('what was read reads again as itself', () => {
  const told = { source: { name: 'Báo tỉnh', url: null }, audios: [{ url: 'https://tinh.example/1.mp3', title: null }] }
  for (const given of [article, entry, { ...entry, ...article }, { ...article, ...told }]) {
    const once = matterShape.parse(given)
    expect(matterShape.parse(JSON.parse(JSON.stringify(once)))).toEqual(once)
  }
})

test('without a title, or with another shape, it is refused with the place', () => {
  expect(matterShape.safeParse({ ...article, title: ' ' }).error?.issues[0]?.path).toEqual(['title'])
  expect(matterShape.safeParse({ ...article, images: 'a.jpg' }).error?.issues[0]?.path).toEqual(['images'])
})

test('what is at no address of the web is left out', () => {
  const images = ['javascript:1', 'file:///etc/a.jpg', '/a.jpg', 'https://tinh.example/c.jpg'].map(url => ({ url }))
  const matter = matterShape.parse({ ...article, images, canonicalUrl: 'file:///tmp/a.html' })
  expect(matter.images.map(image => image.url)).toEqual(['https://tinh.example/c.jpg'])
  expect(matter.url).toBeNull()
})

const kind = (over: Partial<Matter>) => kindOf({ ...matterShape.parse(article), ...over })
const images = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ url: `https://a.example/${at}.jpg`, alt: '', caption: null }))

test.each<[string, Partial<Matter>]>([
  ['news', {}],
  ['news', { title: 'Khẩn trương hoàn thành dự án' }],
  ['news', { title: 'Ánh sáng về bản', images: images(3) }],
  ['urgent', { title: 'HỎA TỐC: Công điện ứng phó bão số 5' }],
  ['urgent', { title: 'Khẩn: đóng cửa cầu Văn Phú' }],
  ['urgent', { section: 'Thông báo khẩn' }],
  ['news', { section: 'Phòng chống thiên tai' }],
  ['document', { title: 'Nghị quyết số 18/NQ-HĐND về hỗ trợ học phí' }],
  ['document', { section: 'Văn bản chỉ đạo' }],
  ['infographic', { title: '[Infographic] Kinh tế quý III' }],
  ['photos', { title: 'Chùm ảnh: Lễ hội mùa thu' }],
  ['photos', { images: images(8) }],
  ['video', { videos: [{ url: 'https://a.example/1.mp4', title: null }] }],
  ['video', { section: 'Video' }],
  ['longform', { text: 'chữ '.repeat(3000) }],
  ['longform', { section: 'E-magazine' }],
])('%s: %j', (expected, over) => {
  expect(kind(over)).toBe(expected)
})
