import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { build } from '../../../adapters/zalo/article.ts'
import { check } from '../../../adapters/zalo/check.ts'
import { format } from '../../../adapters/zalo/format.ts'
import { zaloSandbox } from '../../../adapters/zalo/sandbox.ts'
import { settingsShape } from '../../../adapters/zalo/shape.ts'
import type { Brief, Content, Settings } from '../../../src/ports/network.ts'
import { article, brief, film, filmed, picture } from './builders.ts'

const golden = new URL('./golden/', import.meta.url)
const names = [
  'bare',
  'big-picture',
  'cover-in-body',
  'document',
  'english',
  'fake-bold',
  'film',
  'film-big',
  'film-no-still',
  'film-off',
  'infographic',
  'long-title',
  'longform',
  'news',
  'news-figures',
  'nfd',
  'no-picture',
  'photos',
  'standing-cover',
  'untitled',
  'urgent',
  'urgent-already',
  'video',
]

test('every golden rendition is asked for by name', () => {
  expect(
    readdirSync(golden)
      .map(name => name.replace('.json', ''))
      .sort(),
  ).toEqual(names)
})

const session = {
  app: { id: '', secret: '' },
  cred: { access: 'x', refresh: 'x' },
  account: '1',
  files: { read: async () => undefined, piece: async () => undefined },
  fetch: () => Promise.reject(new Error('nothing goes out')),
  now: () => new Date(0),
  signal: AbortSignal.abort(),
  note: () => {},
}
const wireOf = (content: Content, settings: Settings = {}) => {
  const built = build({ ...session, settings }, content)
  return built.is === 'built' ? built.article('show', { film: '7f8c46bf7bfa94cbeb' }) : null
}

for (const name of names) {
  test(`golden: ${name} reads as agreed, and is sent as agreed`, () => {
    const pair = JSON.parse(readFileSync(new URL(`${name}.json`, golden), 'utf8')) as {
      settings: Settings
      brief: Brief
      fit: unknown
      issues: unknown
      wire: unknown
    }
    const fit = format(pair.brief, pair.settings)
    expect(fit).toEqual(pair.fit)
    expect(fit.is === 'fit' ? check(fit.content, {}) : []).toEqual(pair.issues)
    expect(fit.is === 'fit' ? wireOf(fit.content, pair.settings) : null).toEqual(pair.wire)
  })
}

test('whatever a portal gives, what passes the check passes the door of a strict Zalo', async () => {
  const sandbox = zaloSandbox({ settings: { fetchPictures: false, articlesPerMonth: 1e9, callsPerMinute: 1e9 } })
  const app = sandbox.addApp()
  const { access } = sandbox.mintPair({ app: app.id, account: sandbox.addAccount().id })
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.constantFrom('', 'Ký <b>tên</b> & "dấu"', 'ộ'.repeat(200)),
  )
  const block = fc.oneof(
    fc.record({ is: fc.constant('paragraph' as const), text }),
    fc.record({ is: fc.constant('heading' as const), level: fc.constant(2 as const), text }),
    fc.record({ is: fc.constant('quote' as const), text }),
    fc.record({ is: fc.constant('list' as const), ordered: fc.boolean(), items: fc.array(text, { maxLength: 4 }) }),
    fc.record({
      is: fc.constant('table' as const),
      rows: fc.array(fc.array(text, { maxLength: 3 }), { maxLength: 3 }),
    }),
    fc.record({ is: fc.constant('figure' as const), picture: fc.nat(4) }),
  )
  const given = fc.record({
    kind: fc.constantFrom('news', 'urgent', 'photos', 'document'),
    title: text,
    lead: text,
    blocks: fc.array(block, { maxLength: 6 }),
    pictures: fc
      .nat(3)
      .map(count => Array.from({ length: count }, (_, n) => picture({ digest: String(n).repeat(64) }))),
  })
  await fc.assert(
    fc.asyncProperty(given, async some => {
      const fit = format(brief(some as Partial<Brief>), {})
      if (fit.is === 'unfit') return
      expect(check(fit.content, {}).filter(issue => issue.blocks)).toEqual([])
      const response = await sandbox.app.request('/v2.0/article/create', {
        method: 'POST',
        headers: { access_token: access, 'content-type': 'application/json' },
        body: JSON.stringify(wireOf(fit.content)),
      })
      expect(await response.json()).toMatchObject({ error: 0 })
    }),
    { numRuns: 150 },
  )
})

test('what is not known among the settings of a channel, or no address, is refused', () => {
  expect(settingsShape.safeParse({ cover: 'bìa.jpg' }).success).toBe(false)
  expect(settingsShape.safeParse({ author: 'a'.repeat(51) }).success).toBe(false)
  expect(settingsShape.parse({})).toMatchObject({ cover: '', hiddenFirst: false, comments: true })
})

test.each<[string, Partial<Content>, string, boolean]>([
  ['no title', { title: '' }, 'zalo.title_missing', true],
  ['a long title', { title: 'a'.repeat(141) }, 'zalo.title_long', true],
  ['no description', { description: ' ' }, 'zalo.description_missing', true],
  ['a long description', { description: 'a'.repeat(251) }, 'zalo.description_long', true],
  ['a long author', { author: 'a'.repeat(51) }, 'zalo.author_long', true],
  ['no body', { text: '', blocks: [] }, 'zalo.body_missing', true],
  ['no cover', { pictures: [] }, 'zalo.cover_missing', true],
  ['pictures beside a standing cover', { form: 'standing' }, 'zalo.pictures_unused', true],
  ['a link of its own', { link: 'https://a.vn' }, 'zalo.link_unused', false],
  ['a figure that was taken out', { blocks: [{ is: 'figure', picture: 4 }] }, 'zalo.figure_lost', false],
  ['too many pictures', { pictures: Array.from({ length: 21 }, () => picture()) }, 'zalo.pictures_many', true],
  ['fake bold', { title: '𝐀' }, 'zalo.fake_bold', false],
])('check names %s', (_, given, code, blocks) => {
  expect(check(article(given), {})).toMatchObject([{ code, blocks }])
})

test.each<[string, Partial<Content>, string, boolean]>([
  ['no title', { title: '' }, 'zalo.title_missing', true],
  ['no description', { description: '' }, 'zalo.description_missing', true],
  ['a long description', { description: 'a'.repeat(251) }, 'zalo.description_long', true],
  ['an author that nobody sees', { author: 'Ban biên tập' }, 'zalo.author_unused', false],
  ['a body that nobody sees', { text: 'Nguồn: cổng' }, 'zalo.body_unused', false],
  ['no still', { pictures: [] }, 'zalo.still_missing', true],
  ['two stills', { pictures: [picture(), picture()] }, 'zalo.stills_many', true],
  ['a still over 1 MB', { pictures: [picture({ bytes: 1_048_577 })] }, 'zalo.picture_big', true],
  ['no film', { video: undefined as never }, 'zalo.video_missing', true],
  ['31: a film of 52,428,801 bytes', { video: film({ bytes: 52_428_801 }) }, 'zalo.video_big', true],
  ['31: a film that is neither mp4 nor avi', { video: film({ mime: 'video/quicktime' }) }, 'zalo.video_type', true],
])('check names in a video %s', (_, given, code, blocks) => {
  expect(check(filmed(given), {})).toMatchObject([{ code, blocks }])
})

test('31: a film of exactly 50 MB passes, and one in an article is said to be left out', () => {
  expect(check(filmed({ video: film({ bytes: 52_428_800 }) }), {})).toEqual([])
  expect(check(article({ video: film() }), {})).toMatchObject([{ code: 'zalo.video_unused', blocks: false }])
})

test('limits hold to the last letter, in code points over NFC', () => {
  const most = { title: 'ộ'.normalize('NFD').repeat(140), description: '👋'.repeat(250), author: 'a'.repeat(50) }
  expect(check(article(most), {})).toEqual([])
})
