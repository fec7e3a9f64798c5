import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { check } from '../../../adapters/facebook/check.ts'
import { format } from '../../../adapters/facebook/format.ts'
import { hashtag } from '../../../adapters/facebook/hashtags.ts'
import type { Brief, Content, Settings } from '../../../src/ports/network.ts'
import { brief, picture, upright, video } from './builders.ts'

const golden = new URL('./golden/', import.meta.url)
const names = [
  'document',
  'emoji',
  'english',
  'english-urgent',
  'fake-bold',
  'infographic',
  'long-title',
  'longform',
  'money',
  'news',
  'nfd',
  'no-preview',
  'no-preview-text',
  'photo-story',
  'reel',
  'reel-as-video',
  'short-title',
  'template',
  'urgent',
  'video',
  'video-file',
  'video-other-type',
  'video-two',
]

test('every golden rendition is asked for by name', () => {
  expect(
    readdirSync(golden)
      .map(name => name.replace('.json', ''))
      .sort(),
  ).toEqual(names)
})

for (const name of names) {
  test(`golden: ${name} reads as agreed`, () => {
    const pair = JSON.parse(readFileSync(new URL(`${name}.json`, golden), 'utf8')) as {
      settings: Settings
      brief: Brief
      fit: unknown
      issues: unknown
    }
    const fit = format(pair.brief, pair.settings)
    expect(fit).toEqual(pair.fit)
    expect(fit.is === 'fit' ? check(fit.content, {}) : []).toEqual(pair.issues)
  })
}

function contentOf(given: Partial<Brief>, settings: Settings = {}): Content {
  const fit = format(brief(given), settings)
  if (fit.is !== 'fit') throw new Error(`unfit: ${fit.why.code}`)
  return fit.content
}

test('an item without a word is unfit and says why', () => {
  expect(format(brief({ title: ' ', lead: '', blocks: [] }), {})).toEqual({
    is: 'unfit',
    why: { code: 'facebook.nothing_to_say' },
  })
})

test('a body is cut at its budget, row by row, and a heading never stands alone at the end', () => {
  const items = Array.from(
    { length: 80 },
    (_, index) => `Hộ ông Nguyễn Văn ${index + 1}, thôn ${index + 1}, nhận 5 triệu đồng`,
  )
  const { text } = contentOf({
    kind: 'document',
    lead: 'Danh sách hỗ trợ.',
    blocks: [
      { is: 'list', ordered: false, items },
      { is: 'heading', level: 2, text: 'Điều khoản thi hành' },
    ],
  })
  const rows = text.split('\n').filter(line => line.startsWith('- '))
  expect(rows.length).toBeGreaterThan(10)
  expect(rows.length).toBeLessThan(80)
  for (const row of rows) expect(row).toMatch(/triệu đồng$/)
  expect(text).not.toContain('Điều khoản thi hành')
})

test('a table without column names is read cell by cell', () => {
  const { text } = contentOf({
    kind: 'document',
    blocks: [
      {
        is: 'table',
        rows: [
          ['Thôn 1', '12 hộ'],
          ['Thôn 2', '', '9 hộ'],
        ],
      },
    ],
  })
  expect(text).toContain('- Thôn 1 – 12 hộ\n- Thôn 2 – 9 hộ')
})

test('an urgent title that says so itself is not marked twice, and "khẩn trương" is no such mark', () => {
  expect(contentOf({ kind: 'urgent', title: 'Thông báo khẩn về bão số 12' }).text).toMatch(/^Thông báo khẩn/)
  expect(contentOf({ kind: 'urgent', title: 'Khẩn trương ứng phó bão số 12' }).text).toMatch(/^THÔNG BÁO KHẨN: /)
})

test('a page without a preview falls back as the channel is set, whatever it is set to', () => {
  const closed = { preview: false, pictures: [picture()] }
  expect(contentOf(closed)).toMatchObject({ form: 'photo', pictures: [{ digest: picture().digest }] })
  expect(contentOf(closed, { withoutPreview: 'text' })).toMatchObject({ form: 'text', pictures: [] })
  expect(contentOf(closed, { withoutPreview: 'link' })).toMatchObject({ form: 'link', link: brief().source?.url })
  expect(contentOf({ ...closed, pictures: [] })).toMatchObject({ form: 'text' })
  expect(contentOf(closed).text).toContain(brief().source?.url)
})

test('a brief can put nothing into the template, nor pattern signs into a replacement', () => {
  const { text } = contentOf({
    title: 'Giá {lead} $& $1',
    lead: 'Dẫn',
    source: { name: "Cổng $' x", url: 'https://a.example.gov.vn/' },
  })
  expect(text).toContain('Giá {lead} $& $1')
  expect(text).toContain("Nguồn: Cổng $' x")
})

test('hashtags follow the rules of public writing', () => {
  expect(hashtag('chuyển đổi số')).toBe('#ChuyểnĐổiSố')
  expect(hashtag('UBND tỉnh')).toBe('#UBNDTỉnh')
  expect(hashtag('Bà Rịa - Vũng Tàu')).toBe('#BàRịaVũngTàu')
  expect(hashtag('#LàoCai')).toBe('#LàoCai')
  expect(hashtag('18/NQ-HĐND')).toBeUndefined()
  expect(hashtag('2026')).toBeUndefined()
})

test('whatever a portal writes, the post is NFC, without controls, within the limit, and its source stays whole', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 3000 }),
      fc.constantFrom('news', 'urgent', 'document', 'longform'),
      (title, lead, kind) => {
        const fit = format(brief({ title: title.normalize('NFD'), lead, kind }), {})
        if (fit.is === 'unfit') return
        expect(fit.content.text).toBe(fit.content.text.normalize('NFC'))
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
        expect(fit.content.text).not.toMatch(/[\u0000-\u0008\u202e\u{1D400}-\u{1D7FF}]/u)
        expect(check(fit.content, {}).filter(issue => issue.blocks)).toEqual([])
        expect(fit.content.text).toContain(brief().source?.name)
      },
    ),
  )
})

test('only a publication of the kind video becomes one, however many films stand beside it', () => {
  const videos = [{ url: 'https://phuoclong.example.gov.vn/a.mp4', file: video() }]
  expect(contentOf({ kind: 'news', videos }).form).toBe('link')
  expect(contentOf({ kind: 'video', videos })).toMatchObject({ form: 'video', video: video(), pictures: [] })
  expect(contentOf({ kind: 'video', videos: [{ url: 'https://phuoclong.example.gov.vn/a.mp4' }] }).form).toBe('link')
})

test.each([
  ['reel', {}],
  ['reel', { width: 540, height: 960, seconds: 3, rate: 24 }],
  ['reel', { width: 608, height: 1080, seconds: 90, rate: 60 }],
  ['video', { seconds: 2.9 }],
  ['video', { seconds: 90.1 }],
  ['video', { width: 528, height: 940 }],
  ['video', { width: 1080, height: 1350 }],
  ['video', { width: 1920, height: 1080 }],
  ['video', { rate: 23.98 }],
  ['video', { rate: 61 }],
  ['link', { width: 1080, height: 2400 }],
  ['link', { width: 2560, height: 1080 }],
  ['link', { mime: 'video/webm' }],
  ['link', { bytes: 10_000_000_001 }],
  ['link', { seconds: 14_401, width: 1920, height: 1080 }],
] as const)('a film becomes a %s: %o', (form, given) => {
  const videos = [{ url: 'https://phuoclong.example.gov.vn/a.mp4', file: upright(given) }]
  const content = contentOf({ kind: 'video', videos })
  expect(content.form).toBe(form)
  expect(check(content, {}).filter(issue => issue.blocks)).toEqual([])
})

test('a film whose rate the file does not tell is no reel', () => {
  const { rate: _, ...file } = upright()
  expect(contentOf({ kind: 'video', videos: [{ url: 'https://phuoclong.example.gov.vn/a.mp4', file }] }).form).toBe(
    'video',
  )
})
