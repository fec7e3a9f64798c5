import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { check } from '../../../adapters/youtube/check.ts'
import { format, isShort } from '../../../adapters/youtube/format.ts'
import { youtubeSandbox } from '../../../adapters/youtube/sandbox.ts'
import { vi } from '../../../adapters/youtube/words.ts'
import type { Brief, Settings } from '../../../src/ports/network.ts'
import { brief, content, picture, short, video } from './builders.ts'

const golden = new URL('./golden/', import.meta.url)
const kinds = ['news', 'urgent', 'document', 'infographic', 'photos', 'longform']
const names = [
  ...kinds,
  ...kinds.map(kind => `${kind}-video`),
  'bare',
  'brackets',
  'elsewhere',
  'english',
  'fake-bold',
  'long-title',
  'many-tags',
  'nfd',
  'no-source',
  'no-still',
  'second-file',
  'short',
  'short-square',
  'stills-off',
  'tall-and-long',
  'untitled',
  'urgent-already',
  'video',
  'video-without',
]

test('every golden rendition is asked for by name', () => {
  expect(
    readdirSync(golden)
      .map(name => name.replace('.json', ''))
      .sort(),
  ).toEqual(names.toSorted())
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

test('what has no video of ours is unfit, with a reason in Vietnamese for each case', () => {
  const reason = (given: Partial<Brief>) => {
    const fit = format(brief(given), {})
    return fit.is === 'unfit' ? vi[fit.why.code] : fit.is
  }
  expect(reason({ videos: [] })).toContain('không có video')
  expect(reason({ videos: [{ url: 'https://www.youtube.com/embed/dQw4w9WgXcQ' }] })).toContain('không có tệp của video')
})

test('a Short is what is vertical or square and at most three minutes, and nothing else', () => {
  expect(isShort(short({ seconds: 180 }))).toBe(true)
  expect(isShort(short({ seconds: 180.01 }))).toBe(false)
  expect(isShort(video({ width: 1080, height: 1080, seconds: 10 }))).toBe(true)
  expect(isShort(video({ width: 1081, height: 1080, seconds: 10 }))).toBe(false)
})

test.each([
  ['a Short that is none', content({ form: 'short' }), 'youtube.no_short'],
  ['a video that will be a Short', content({ video: short() }), 'youtube.is_short'],
  ['a form of another network', content({ form: 'album' }), 'youtube.form_unknown'],
  ['a file of no film', content({ video: video({ mime: 'image/gif' }) }), 'youtube.video_type'],
  ['thirteen hours', content({ video: video({ seconds: 13 * 3600 }) }), 'youtube.video_long'],
  ['300 GB', content({ video: video({ bytes: 300e9 }) }), 'youtube.video_big'],
  ['a still of three megabytes', content({ pictures: [picture({ bytes: 3e6 })] }), 'youtube.picture_big'],
  ['a still in WebP', content({ pictures: [picture({ mime: 'image/webp' })] }), 'youtube.picture_type'],
  ['a tag with a comma', content({ tags: ['một, hai'] }), 'youtube.tag_odd'],
] as const)('%s is stopped before it is sent', (_, what, code) => {
  expect(check(what, {}).filter(issue => issue.blocks)).toMatchObject([{ code }])
})

test('captions are SubRip or WebVTT, or they are stopped', () => {
  const odd = (captions: string) => check(content(), { captions }).map(issue => issue.code)
  expect(odd('WEBVTT\n\n00:00.000 --> 00:01.000\nXin chào')).toEqual([])
  expect(odd('1\n00:00:00,000 --> 00:00:01,000\nXin chào\n')).toEqual([])
  expect(odd('Xin chào các bạn')).toEqual(['youtube.captions_odd'])
})

test('whatever a portal gives, what passes the check passes the door of a strict YouTube', async () => {
  const sandbox = youtubeSandbox({ settings: { quotas: { 'videos.insert': 1e9 } } })
  const app = sandbox.addApp()
  const { access } = sandbox.mintGrant({ app: app.id, channel: sandbox.addChannel().id })
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.constantFrom('', 'Giá < 100 & "đắt"', 'ế'.repeat(3000), '📢'.repeat(80), 'Tin\u202Ekín'),
  )
  const passed = { sent: 0 }
  await fc.assert(
    fc.asyncProperty(text, text, text, fc.array(text, { maxLength: 40 }), async (title, lead, section, hashtags) => {
      const fit = format(brief({ title, lead, section, hashtags }), {})
      if (fit.is !== 'fit') return
      expect(check(fit.content, {}).filter(issue => issue.blocks)).toEqual([])
      passed.sent += 1
      const { title: name, text: description, tags } = fit.content
      const reply = await sandbox.app.request('/upload/youtube/v3/videos?part=snippet,status&uploadType=resumable', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${access}`,
          'content-type': 'application/json',
          'x-upload-content-type': 'video/mp4',
          'x-upload-content-length': '1000',
        },
        body: JSON.stringify({ snippet: { title: name, description, tags, categoryId: '25' }, status: {} }),
      })
      expect(reply.status, await reply.clone().text()).toBe(200)
    }),
    { numRuns: 200 },
  )
  expect(passed.sent).toBeGreaterThan(50)
})
