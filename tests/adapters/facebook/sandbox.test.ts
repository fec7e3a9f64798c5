import { afterEach, beforeEach, expect, test } from 'vitest'
import { setGraph } from '../../support/graph.ts'
import { png } from '../../support/pictures.ts'

let graph: Awaited<ReturnType<typeof setGraph>>
beforeEach(async () => {
  graph = await setGraph()
})
afterEach(() => graph.close())

test('a text post answers its id and stands in the ledger', async () => {
  const { body } = await graph.post('Lịch tiếp công dân tháng 12')
  expect(body).toEqual({ id: expect.stringMatching(new RegExp(`^${graph.page.id}_\\d{18}$`)) })
  expect(graph.sandbox.ledger()).toMatchObject([
    { account: graph.page.id, postId: body.id, message: 'Lịch tiếp công dân tháng 12', visible: true },
  ])
})

test('a post answers the fields that were asked for with it', async () => {
  const { body } = await graph.call('POST', `${graph.page.id}/feed?fields=id,permalink_url`, { message: 'Xin chào' })
  expect(body.permalink_url).toMatch(/^https:\/\/www\.facebook\.com\/\d+\/posts\/\d+$/)
})

test('a post of nothing is refused, and so is one of white space', async () => {
  expect((await graph.call('POST', `${graph.page.id}/feed`)).error.code).toBe(100)
  expect((await graph.post(' \n\t ')).error.code).toBe(100)
  expect(graph.sandbox.ledger()).toEqual([])
})

test('text is counted in code points: 63,206 pass and one more does not', async () => {
  expect((await graph.post('😀'.repeat(63_206))).status).toBe(200)
  expect((await graph.post('a'.repeat(63_207))).error).toMatchObject({
    code: 100,
    message: expect.stringContaining('too long'),
  })
})

test('the same text as the previous post is 506 for ten minutes', async () => {
  await graph.post('Thông báo')
  expect((await graph.post('Thông báo')).error.code).toBe(506)
  graph.sandbox.advance(10 * 60_000)
  expect((await graph.post('Thông báo')).status).toBe(200)
})

test('another text between two equal ones lets the second pass: 506 proves nothing', async () => {
  await graph.post('Thông báo')
  graph.sandbox.advance(1000)
  await graph.post('Tin khác')
  expect((await graph.post('Thông báo')).status).toBe(200)
})

test.each(['picture', 'name', 'description'])('%s on a link of others refuses the whole post', async name => {
  const { error } = await graph.post('Tin', { link: 'https://example.gov.vn/a', [name]: 'x' })
  expect(error.message).toContain('Only owners of the URL')
  expect(graph.sandbox.ledger()).toEqual([])
})

test('a Page may customise the links it owns', async () => {
  graph.page.owns.push('example.gov.vn')
  expect((await graph.post('Tin', { link: 'https://www.example.gov.vn/a', name: 'x' })).status).toBe(200)
})

test('a facebook.com link is refused', async () => {
  expect((await graph.post('Tin', { link: 'https://m.facebook.com/x' })).error.error_subcode).toBe(1609008)
})

test('a link that is no address is refused', async () => {
  expect((await graph.post('Tin', { link: 'example.gov.vn/a' })).error.code).toBe(100)
})

test('a link the crawler cannot read is 1609005 where links are fetched', async () => {
  graph.sandbox.settings.fetchLinks = true
  expect((await graph.post('Tin', { link: `${graph.served.url}/nowhere` })).error.code).toBe(1609005)
  expect((await graph.post('Tin', { link: `${graph.served.url}/_sandbox/clock` })).status).toBe(200)
})

test.each([
  [599, 100],
  [600, undefined],
  [2_592_000, undefined],
  [2_592_001, 100],
])('a schedule %i seconds ahead ends with code %s', async (ahead, code) => {
  const at = new Date('2026-11-22T01:00:00Z')
  const { call, page, close } = await setGraph({ now: () => at })
  const scheduled_publish_time = at.getTime() / 1000 + ahead
  const { error } = await call('POST', `${page.id}/feed`, {
    message: 'Hẹn giờ',
    published: false,
    scheduled_publish_time,
  })
  expect(error.code).toBe(code)
  await close()
})

test('a scheduled post moves to the published ones under its id when its time comes', async () => {
  const time = Math.floor(Date.now() / 1000) + 3600
  const { body } = await graph.post('Hẹn giờ', { published: false, scheduled_publish_time: time })
  const list = async (edge: string) => (await graph.call('GET', `${graph.page.id}/${edge}`, { fields: 'id' })).body.data
  expect(await list('scheduled_posts')).toEqual([{ id: body.id }])
  expect(await list('published_posts')).toEqual([])
  graph.sandbox.advance(3_700_000)
  expect(await list('scheduled_posts')).toEqual([])
  expect(await list('published_posts')).toEqual([{ id: body.id }])
})

test('a time on a published post is refused', async () => {
  const scheduled_publish_time = Math.floor(Date.now() / 1000) + 3600
  expect((await graph.post('Hẹn giờ', { scheduled_publish_time })).error.code).toBe(100)
})

test('a post that was not published and has no time stands in no list', async () => {
  await graph.post('Ẩn', { published: false })
  for (const edge of ['feed', 'posts', 'published_posts', 'scheduled_posts'])
    expect((await graph.call('GET', `${graph.page.id}/${edge}`)).body.data).toEqual([])
  expect(graph.sandbox.ledger()).toMatchObject([{ kind: 'dark', visible: false }])
})

test('a published photo answers two ids, an unpublished one only its own', async () => {
  const shown = await graph.call('POST', `${graph.page.id}/photos`, { source: png(), caption: 'Ảnh' })
  expect(Object.keys(shown.body)).toEqual(['id', 'post_id'])
  const stored = await graph.call('POST', `${graph.page.id}/photos`, { source: png(), published: false })
  expect(Object.keys(stored.body)).toEqual(['id'])
})

async function storePhoto(alt = 'Ảnh minh hoạ') {
  const { body } = await graph.call('POST', `${graph.page.id}/photos`, {
    source: png(20, 10),
    published: 'false',
    alt_text_custom: alt,
  })
  return body.id ?? ''
}

test('photos are attached in order, and each only once', async () => {
  const photos = [await storePhoto(), await storePhoto()]
  const attached_media = photos.map(media_fbid => ({ media_fbid }))
  expect((await graph.post('Hai ảnh', { attached_media })).status).toBe(200)
  expect(graph.sandbox.ledger()).toMatchObject([{ photos: photos.map(id => ({ id, width: 20, height: 10 })) }])
  expect((await graph.post('Lại hai ảnh ấy', { attached_media })).error).toMatchObject({
    code: 100,
    error_subcode: 1366051,
  })
})

test('attached media may come one by one', async () => {
  const form = {
    'attached_media[0]': { media_fbid: await storePhoto() },
    'attached_media[1]': { media_fbid: await storePhoto() },
  }
  expect((await graph.post('Hai ảnh', form)).status).toBe(200)
})

test('a photo of another Page cannot be attached', async () => {
  const other = await setGraph()
  const { body } = await other.call('POST', `${other.page.id}/photos`, { source: png(), published: false })
  expect((await graph.post('Ảnh', { attached_media: [{ media_fbid: body.id }] })).error.code).toBe(100)
  await other.close()
})

test('a media id that is a number and not a string is refused', async () => {
  expect((await graph.post('Ảnh', { attached_media: [{ media_fbid: 12 }] })).error.code).toBe(100)
})

test('bytes that are no picture Graph takes are 324/2069019, and the transient hint lies', async () => {
  const webp = new TextEncoder().encode('RIFF\x24\x00\x00\x00WEBPVP8 and what follows of it')
  const { error } = await graph.call('POST', `${graph.page.id}/photos`, { source: webp })
  expect(error).toMatchObject({ code: 324, error_subcode: 2069019, is_transient: true })
})

test('a picture cut short is refused', async () => {
  const { error } = await graph.call('POST', `${graph.page.id}/photos`, { source: png().subarray(0, 50) })
  expect(error.code).toBe(324)
})

test('a photo over 4 MB is refused', async () => {
  const { error } = await graph.call('POST', `${graph.page.id}/photos`, { source: png(8, 8, 4 * 1024 * 1024) })
  expect(error).toMatchObject({ code: 100, error_subcode: 1366046 })
})

test('a photo by its address is fetched during the call', async () => {
  const { body } = await graph.call('POST', `${graph.page.id}/photos`, { url: `${graph.served.url}/nowhere` })
  expect(body.error).toMatchObject({ code: 324 })
})

test('a lost reply is a cut connection, and the post exists', async () => {
  graph.sandbox.levers.loseReplies(1)
  await expect(graph.post('Mất trả lời')).rejects.toThrow('fetch failed')
  expect(graph.sandbox.ledger()).toHaveLength(1)
  expect((await graph.post('Tin sau')).status).toBe(200)
})

test('a lost call is a cut connection, and nothing happened', async () => {
  graph.sandbox.levers.loseCalls(1)
  await expect(graph.post('Mất cuộc gọi')).rejects.toThrow('fetch failed')
  expect(graph.sandbox.ledger()).toEqual([])
})

test('500 before and 500 after look the same and differ in the ledger', async () => {
  graph.sandbox.levers.failBefore(1)
  graph.sandbox.levers.failAfter(1)
  expect((await graph.post('Một')).error.code).toBe(2)
  expect(graph.sandbox.ledger()).toHaveLength(0)
  expect((await graph.post('Hai')).error.code).toBe(2)
  expect(graph.sandbox.ledger()).toHaveLength(1)
})
