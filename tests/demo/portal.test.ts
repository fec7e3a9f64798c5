import sharp from 'sharp'
import { expect, test } from 'vitest'
import { readers } from '../../adapters/portals/index.ts'
import { makePortal } from '../../src/demo/portal.tsx'
import { stories } from '../../src/demo/stories.ts'
import { inspect } from '../../src/guard/inspect.ts'
import { kindOf } from '../../src/publications/kind.ts'
import { matterShape } from '../../src/publications/matter.ts'

const base = 'http://portal.test'

function portalAt(time: string) {
  let at = Date.parse(time)
  const portal = makePortal(
    () => new Date(at),
    () => base,
  )
  for (let n = 0; n < stories.length; n++) {
    portal.publish()
    at += 20_000
  }
  return portal
}

const get = async (portal: ReturnType<typeof portalAt>, url: string, headers: Record<string, string> = {}) =>
  portal.app.fetch(new Request(url, { headers }))

async function matters(portal: ReturnType<typeof portalAt>) {
  const feed = readers.feed(new Uint8Array(await (await get(portal, `${base}/rss/tin-moi.rss`)).arrayBuffer()), {
    baseUrl: base,
  })
  if (feed.is !== 'read') throw new Error(feed.detail)
  return Promise.all(
    feed.value.entries.map(async entry => {
      const page = await get(portal, entry.url ?? '')
      const article = readers.article(new Uint8Array(await page.arrayBuffer()), { baseUrl: entry.url ?? '' })
      if (article.is !== 'read') throw new Error(article.detail)
      return { entry, matter: matterShape.parse({ ...entry, ...article.value }) }
    }),
  )
}

test('the feed and its pages read as what they are: every kind of publication, and one in English', async () => {
  const found = await matters(portalAt('2026-11-25T01:00:00Z'))
  expect(found).toHaveLength(stories.length)
  const kinds = found.map(({ matter }) => kindOf(matter))
  expect(new Set(kinds)).toEqual(new Set(['news', 'urgent', 'document', 'infographic', 'photos', 'video', 'longform']))
  expect(found.filter(({ entry }) => entry.language?.startsWith('en'))).toHaveLength(1)
  for (const { entry, matter } of found) {
    expect(entry.id).toMatch(/^lacgiang-\d+$/)
    expect(entry.publishedAt).toMatch(/^2026-11-25T01/)
    expect(matter.title).toBe(entry.title)
    expect(matter.lead.length).toBeGreaterThan(40)
    expect(matter.title.normalize('NFC')).toBe(matter.title)
  }
})

test('nothing in it is stopped by the guard', async () => {
  for (const { matter } of await matters(portalAt('2026-11-25T01:00:00Z'))) {
    const files = matter.attachments.map(({ name }) => name)
    expect(inspect({ title: matter.title, text: `${matter.lead}\n${matter.text}`, files }, 2026)).toEqual([])
  }
})

test('pictures are JPEG of a size networks take, documents are PDF', async () => {
  const portal = portalAt('2026-11-25T01:00:00Z')
  for (const { matter } of await matters(portal)) {
    for (const { url } of matter.images) {
      const bytes = await (await get(portal, url)).arrayBuffer()
      expect(await sharp(Buffer.from(bytes)).metadata()).toMatchObject({ format: 'jpeg', width: 1200, height: 800 })
    }
    for (const { url } of matter.attachments) {
      const text = Buffer.from(await (await get(portal, url)).arrayBuffer()).toString('latin1')
      expect(text).toMatch(/^%PDF-1\.4/)
      const xref = Number(/startxref\n(\d+)/.exec(text)?.[1])
      expect(text.slice(xref, xref + 4)).toBe('xref')
    }
  }
})

test('what has not changed is answered with 304', async () => {
  const portal = portalAt('2026-11-25T01:00:00Z')
  const first = await get(portal, `${base}/rss/tin-moi.rss`)
  const etag = first.headers.get('etag') ?? ''
  const changed = first.headers.get('last-modified') ?? ''
  expect((await get(portal, `${base}/rss/tin-moi.rss`, { 'if-none-match': etag })).status).toBe(304)
  expect((await get(portal, `${base}/rss/tin-moi.rss`, { 'if-modified-since': changed })).status).toBe(304)
  portal.publish()
  expect((await get(portal, `${base}/rss/tin-moi.rss`, { 'if-none-match': etag })).status).toBe(200)
})

test('a second run gives no id or address of the first to another item', async () => {
  const first = portalAt('2026-11-25T01:00:00Z').items()
  const second = portalAt('2026-11-25T01:07:00Z').items()
  for (const of of ['id', 'path'] as const)
    expect(new Set([...first, ...second].map(item => item[of])).size).toBe(2 * stories.length)
})
