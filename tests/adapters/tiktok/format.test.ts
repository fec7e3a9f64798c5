import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { check } from '../../../adapters/tiktok/check.ts'
import { format } from '../../../adapters/tiktok/format.ts'
import { tiktok } from '../../../adapters/tiktok/index.ts'
import type { Brief, Options, Settings } from '../../../src/ports/network.ts'
import { brief, digestOf, film, photos, picture, video } from './builders.ts'
import { setTiktok } from './live.ts'

const golden = new URL('./golden/', import.meta.url)
const names = [
  'addresses',
  'document',
  'document-pictures',
  'english',
  'english-urgent',
  'fake-bold',
  'infographic',
  'long-lead',
  'longform',
  'news',
  'news-bare',
  'nfd',
  'no-lead',
  'photos',
  'photos-direct',
  'photos-forty',
  'photos-some',
  'photos-unusable',
  'urgent',
  'urgent-already',
  'video',
  'video-direct',
  'video-elsewhere',
  'video-elsewhere-pictures',
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
    const options: Options = pair.settings.direct ? { privacy: 'SELF_ONLY' } : {}
    expect(fit.is === 'fit' ? check(fit.content, options) : []).toEqual(pair.issues)
    // What does not fit says so in a sentence for the person who reads it.
    if (fit.is === 'unfit') expect(tiktok.about.words.vi[fit.why.code]).toMatch(/^\p{Lu}.*\.$/u)
  })
}

test('21: nothing is added to what was published: no source, no link, no mark, the pictures as they are', () => {
  for (const kind of ['news', 'urgent', 'document', 'infographic', 'photos', 'longform', 'video'] as const) {
    const given = brief({
      kind,
      videos: kind === 'video' ? [{ url: 'https://lacgiang.example.gov.vn/v.mp4', file: video() }] : [],
    })
    const fit = format(given, {})
    if (fit.is !== 'fit') throw new Error(fit.why.code)
    const { content } = fit
    const told = [content.title, content.text].join(' ')
    expect(content.link).toBeUndefined()
    expect(told).not.toContain(given.source?.name)
    expect(told).not.toContain('gov.vn')
    expect(told).not.toMatch(/nguồn|xem chi tiết/i)
    for (const one of content.pictures) expect(given.pictures).toContainEqual(one)
    if (content.video) expect(content.video).toEqual(video())
  }
  expect(check(film({ text: 'Xem https://lacgiang.example.gov.vn' }), {})).toMatchObject([
    { code: 'tiktok.address_in_text', blocks: true },
  ])
})

test.each([
  [{ mime: 'video/x-msvideo' }, 'tiktok.video_type'],
  [{ videoCodec: 'av01.0.04M.08' }, 'tiktok.video_codec'],
  [{ bytes: 4_000_000_001 }, 'tiktok.video_big'],
  [{ seconds: 601 }, 'tiktok.video_long'],
  [{ seconds: 2 }, 'tiktok.video_short'],
  [{ width: 359 }, 'tiktok.video_size'],
  [{ height: 4097 }, 'tiktok.video_size'],
  [{ rate: 22 }, 'tiktok.video_rate'],
  [{ rate: 61 }, 'tiktok.video_rate'],
])('a video of %o is told before it is sent', (given, code) => {
  expect(check(film({ video: video(given) }), {}).map(issue => issue.code)).toEqual([code])
})

test.each([
  [film({ pictures: [picture()], title: 'Tiêu đề' }), ['tiktok.title_unused', 'tiktok.pictures_unused']],
  [{ form: 'video', text: '', pictures: [] }, ['tiktok.video_missing']],
  [photos({ pictures: [], link: 'https://a.example' }), ['tiktok.pictures_missing', 'tiktok.link_unused']],
  [photos({ pictures: [picture({ bytes: 20_000_001 })] }), ['tiktok.picture_big']],
  [film({ text: '𝗞𝗵𝗼' }), ['tiktok.fake_bold']],
  [{ form: 'album', text: '', pictures: [] }, ['tiktok.form_unknown']],
])('what an edit brought in is told: %#', (content, codes) => {
  expect(check(content, {}).map(issue => issue.code)).toEqual(codes)
})

test('a video of an hour passes where the account decides, and wrong choices are told', () => {
  const direct = film({ form: 'video_direct', video: video({ seconds: 3600 }) })
  expect(check(direct, { privacy: 'SELF_ONLY' })).toEqual([])
  expect(check(direct, { privacy: 'ALL' }).map(issue => issue.code)).toEqual(['tiktok.options_wrong'])
})

test('whatever a portal gives, what passes the check passes the door of a strict TikTok', async () => {
  const tt = await setTiktok({ settings: { minuteLimits: false, pendingPerDay: 1e9, fetchFiles: false } })
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom('', 'Xem https://a.example.gov.vn/x.', 'ộ'.repeat(4500), '📢'.repeat(1200), '#a #b'),
  )
  await fc.assert(
    fc.asyncProperty(text, text, fc.boolean(), fc.integer({ min: 1, max: 40 }), async (title, lead, film, count) => {
      const pictures = Array.from({ length: count }, () => picture({ digest: digestOf('a') }))
      const videos = film ? [{ url: 'https://a.example/v.mp4', file: video({ bytes: 3000 }) }] : []
      const fit = format(brief({ title, lead, pictures, videos }), {})
      if (fit.is !== 'fit') return
      expect(check(fit.content, {}).filter(issue => issue.blocks)).toEqual([])
      expect((await tt.delivery().publish(fit.content)).is).toBe('accepted')
    }),
    { numRuns: 60 },
  )
  await tt.close()
})
