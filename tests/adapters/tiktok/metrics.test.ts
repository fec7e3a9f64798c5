import { afterEach, beforeEach, expect, test } from 'vitest'
import { tiktok } from '../../../adapters/tiktok/index.ts'
import { recognise } from '../../../adapters/tiktok/remote.ts'
import { film } from './builders.ts'
import { type Stage, setTiktok } from './live.ts'

let tt: Stage
beforeEach(async () => {
  tt = await setTiktok({ settings: { processingMs: 1000, moderationMs: 0 } })
})
afterEach(() => tt.close())

test('views, likes, comments and shares of twenty posts in one call', async () => {
  const posts = Array.from({ length: 20 }, () => tt.sandbox.addPost({ account: tt.account.id }))
  await tt.sandbox.advance(3_600_000)
  const { readings } = await tiktok.metrics(
    tt.session(),
    posts.map(post => post.id),
  )
  expect(readings).toHaveLength(20)
  for (const reading of readings)
    expect(reading).toMatchObject({ is: 'read', values: { views: expect.any(Number), reactions: expect.any(Number) } })
  expect(Object.keys(readings[0]?.is === 'read' ? readings[0].values : {}).sort()).toEqual([
    'comments',
    'reactions',
    'shares',
    'views',
  ])
  expect(tt.count('/v2/video/query/')).toBe(1)
})

test('10,000 posts are 500 calls, at the batch limit of the network', async () => {
  let calls = 0
  const fetch: typeof tt.way.fetch = async (_, init) => {
    calls += 1
    const { filters } = JSON.parse(String(init?.body)) as { filters: { video_ids: string[] } }
    expect(filters.video_ids.length).toBeLessThanOrEqual(20)
    const videos = filters.video_ids.map(id => ({ id, view_count: 1 }))
    return Response.json({ data: { videos }, error: { code: 'ok', message: '', log_id: '1' } })
  }
  const remotes = Array.from({ length: 10_000 }, (_, n) => String(7_493_784_938_978_000_000n + BigInt(n)))
  let read = 0
  const { metricsBatch } = tiktok.about.traits
  for (let at = 0; at < remotes.length; at += metricsBatch) {
    const { readings } = await tiktok.metrics(tt.session({ fetch }), remotes.slice(at, at + metricsBatch))
    read += readings.filter(reading => reading.is === 'read').length
  }
  expect({ calls, read, metricsBatch }).toEqual({ calls: 500, read: 10_000, metricsBatch: 20 })
})

test('a video that is not shown any more is gone; of photos and of what is not public nothing is said', async () => {
  const quiet = tt.delivery({ options: { privacy: 'SELF_ONLY' } })
  const content = film({ form: 'video_direct' })
  await quiet.publish(content)
  await tt.sandbox.advance(2000)
  const found = await quiet.reconcile(content)
  if (found.is !== 'live') throw new Error(found.is)
  const photo = tt.sandbox.addPost({ account: tt.account.id, media: 'photo' })
  const asked = ['7493784938978000001', `photo/${photo.id}`, found.remote.id, 'https://vt.tiktok.com/ZS1/']
  const { readings } = await tiktok.metrics(tt.session(), asked)
  expect(readings).toMatchObject([
    { is: 'gone' },
    { is: 'unread', why: { code: 'tiktok.photo_uncounted' } },
    { is: 'unread', why: { code: 'tiktok.not_public' } },
    { is: 'unread', why: { code: 'tiktok.address_unread' } },
  ])
})

test('what became public after it was taken for private is counted under the name it has', async () => {
  tt.sandbox.settings.moderationMs = 60_000
  const one = tt.delivery()
  await one.publish(film({ form: 'video_direct' }))
  await tt.sandbox.advance(70_000)
  const { publish } = one.ticket() as { publish: string }
  const { readings } = await tiktok.metrics(tt.session(), [publish])
  expect(readings).toMatchObject([{ is: 'read', remote: publish }])
})

test.each([
  ['lose', {}, 'later'],
  ['refuse', { code: 'access_token_invalid', status: 401 }, 'reconnect'],
  ['refuse', { code: 'rate_limit_exceeded', status: 429 }, 'later'],
] as const)('where the call itself fails (%s, %o) nothing is gone', async (what, more, then) => {
  const post = tt.sandbox.addPost({ account: tt.account.id })
  tt.sandbox.pull({ what, on: 'read', ...more } as never)
  const answer = await tiktok.metrics(tt.session(), [post.id])
  expect(answer.readings).toMatchObject([{ is: 'unread' }])
  expect(answer).toHaveProperty(then)
})

test.each([
  ['https://www.tiktok.com/@lacgiang.gov/video/7493784938978805793', '7493784938978805793'],
  ['https://www.tiktok.com/@lacgiang.gov/video/7493784938978805793?is_from_webapp=1', '7493784938978805793'],
  ['https://m.tiktok.com/@x/photo/7493784938978805793/', 'photo/7493784938978805793'],
  ['https://vt.tiktok.com/ZSabc/', undefined],
  ['https://www.tiktok.com/@lacgiang.gov', undefined],
  ['https://www.tiktok.com.evil.test/@x/video/1', undefined],
  ['không phải địa chỉ', undefined],
])('%s names %s', (address, id) => {
  expect(recognise(address)).toBe(id)
})
