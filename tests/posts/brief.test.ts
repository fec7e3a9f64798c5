import { expect, test } from 'vitest'
import type { Picture } from '../../src/ports/network.ts'
import { briefOf, picturesOf, tellingShape } from '../../src/posts/brief.ts'
import { matterShape } from '../../src/publications/matter.ts'

const picture = (name: string): Picture => ({
  digest: name.repeat(64).slice(0, 64),
  mime: 'image/jpeg',
  width: 800,
  height: 600,
  bytes: 1000,
  alt: name,
})
const url = (name: string) => `https://tinh.example/${name}.jpg`

const matter = matterShape.parse({
  title: 'Khánh thành cầu mới',
  lead: 'Sáng nay cầu mới thông xe.',
  html: `<h1>Khánh thành cầu mới</h1><p>Sáng nay cầu mới thông xe.</p><figure><img src="${url('b')}"><figcaption>Toàn cảnh</figcaption></figure>
    <p>Cầu dài 300 m.</p><img src="${url('a')}"><img src="${url('gone')}">`,
  section: 'Giao thông – Xây dựng',
  canonicalUrl: 'https://tinh.example/cau.html',
  images: [{ url: url('a'), alt: 'Cầu' }],
  attachments: [{ url: 'https://tinh.example/qd.pdf', name: 'QĐ.pdf', mime: 'application/pdf' }],
})
const make = (pictures: Map<string, Picture>, telling: unknown = {}) =>
  briefOf(matter, {
    kind: 'news',
    source: { name: 'Cổng tỉnh', url: matter.url ?? '' },
    pictures,
    telling: tellingShape.parse(telling),
  })

test('pictures are the article’s own first, then those its body shows, each once', () => {
  expect(picturesOf(matter)).toEqual([
    { url: url('a'), alt: 'Cầu', caption: null },
    { url: url('b'), alt: '', caption: 'Toàn cảnh' },
    { url: url('gone'), alt: '', caption: null },
  ])
})

test('a body does not repeat its title and lead, and its figures point at the pictures that could be had', () => {
  const [a, b] = [picture('a'), picture('b')]
  const brief = make(
    new Map([
      [url('a'), a],
      [url('b'), b],
    ]),
  )
  expect(brief).toMatchObject({ title: 'Khánh thành cầu mới', pictures: [a, b], preview: false })
  expect(brief.blocks).toEqual([
    { is: 'figure', picture: 1, caption: 'Toàn cảnh' },
    { is: 'paragraph', text: 'Cầu dài 300 m.' },
    { is: 'figure', picture: 0 },
  ])
})

test('what every post says by itself is not said twice: the hour, the files, the own source', () => {
  const told = (html: string) =>
    briefOf(
      { ...matter, html },
      {
        kind: 'document',
        source: { name: 'Cổng tỉnh', url: '' },
        pictures: new Map(),
        telling: tellingShape.parse({}),
      },
    ).blocks
  const body = { is: 'paragraph', text: 'Nghị quyết có hiệu lực từ 01/01/2027.' }
  expect(
    told(`<p>Thứ Năm, 26/11/2026 | 01 giờ 56</p><p>${body.text}</p><ul><li>QĐ.pdf</li></ul><p>Nguồn: Cổng tỉnh</p>`),
  ).toEqual([body])
  const kept = [
    body,
    { is: 'list', ordered: false, items: ['QĐ.pdf', 'Kèm theo phụ lục'] },
    { is: 'paragraph', text: 'Nguồn: Báo tỉnh' },
  ]
  expect(told(`<p>${body.text}</p><ul><li>QĐ.pdf</li><li>Kèm theo phụ lục</li></ul><p>Nguồn: Báo tỉnh</p>`)).toEqual(
    kept,
  )
  expect(told('<p>26/11/2026 là ngày hội.</p>')).toEqual([{ is: 'paragraph', text: '26/11/2026 là ngày hội.' }])
})

test('whose text it is stands in the post by itself and not twice, and a recording is linked like a file', () => {
  const told = (credit: { name: string; url: string | null } | null) =>
    briefOf(
      {
        ...matter,
        html: '<p>Cầu dài 300 m.</p><p>(Theo Báo Xây dựng)</p>',
        credit,
        audios: [
          { url: 'https://tinh.example/ban-tin-sang.mp3', title: null },
          { url: 'https://tinh.example/2.mp3', title: 'Phát thanh xã' },
        ],
      },
      { kind: 'news', source: { name: 'Cổng tỉnh', url: '' }, pictures: new Map(), telling: tellingShape.parse({}) },
    )
  const brief = told({ name: 'Báo Xây dựng', url: 'https://bao.example/cau' })
  expect(brief.credit).toEqual({ name: 'Báo Xây dựng', url: 'https://bao.example/cau' })
  expect(brief.blocks).toEqual([{ is: 'paragraph', text: 'Cầu dài 300 m.' }])
  expect(brief.attachments.slice(1)).toEqual([
    { url: 'https://tinh.example/ban-tin-sang.mp3', name: 'ban-tin-sang.mp3', mime: 'audio/*' },
    { url: 'https://tinh.example/2.mp3', name: 'Phát thanh xã', mime: 'audio/*' },
  ])
  // Nobody is credited by the name of the portal itself, and what no page says as a credit stays where it is written.
  expect(told({ name: 'Cổng Tỉnh', url: null }).credit).toBeUndefined()
  expect(told(null).blocks).toHaveLength(2)
})

test('one picture under two addresses is one picture', () => {
  const same = picture('c')
  expect(
    make(
      new Map([
        [url('a'), same],
        [url('b'), same],
      ]),
    ).pictures,
  ).toEqual([same])
})

test('hashtags of a section come from the portal’s settings, however the section is written', () => {
  const hashtags = { 'giao thong – xay dung': ['#GiaoThông', ' HạTầng '], 'Văn hóa': ['VănHóa'] }
  expect(make(new Map(), { hashtags, preview: true })).toMatchObject({
    hashtags: ['GiaoThông', 'HạTầng'],
    preview: true,
  })
  expect(make(new Map(), { hashtags: 'none' }).hashtags).toEqual([])
  expect(make(new Map(), null).hashtags).toEqual([])
})

test('an item without HTML speaks by its text', () => {
  const plain = matterShape.parse({ title: 'Thông báo', text: 'Một.\n\nHai.' })
  const brief = briefOf(plain, { kind: 'news', pictures: new Map(), telling: tellingShape.parse({}) })
  expect(brief.blocks).toEqual([
    { is: 'paragraph', text: 'Một.' },
    { is: 'paragraph', text: 'Hai.' },
  ])
})
