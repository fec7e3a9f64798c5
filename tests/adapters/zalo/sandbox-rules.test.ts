import { afterEach, beforeEach, expect, test } from 'vitest'
import { article, type Served, setZalo } from './served.ts'

let zalo: Served
beforeEach(async () => {
  zalo = await setZalo()
})
afterEach(() => zalo.close())

const cover = (given: Record<string, unknown>) => ({
  cover: { cover_type: 'photo', photo_url: 'https://portal.example.vn/a.png', status: 'show', ...given },
})

test('an article is taken as a token and shows when its job is done', async () => {
  const made = await zalo.create()
  expect(made).toMatchObject({ status: 200, body: { error: 0, message: 'Success' } })
  expect(made.body.data?.token).toMatch(/^[A-Za-z0-9+/]{86}==$/)
  expect(made.body.data?.token).toMatch(/[+/].*=/)
  const { body } = await zalo.verify(made)
  expect(body.data?.id).toMatch(/^[0-9a-f]{20}$/)
  expect(zalo.sandbox.ledger()).toMatchObject([{ id: body.data?.id, visible: true, pictures: [{ type: 'image/png' }] }])
})

test.each<[string, Record<string, unknown>, string]>([
  ['no type', { type: undefined }, 'type accept only 2 value normal and video.'],
  ['an unknown type', { type: 'photo' }, 'type accept only 2 value normal and video.'],
  ['no title', { title: undefined }, 'title is invalid!'],
  ['an empty title', { title: ' ' }, 'title allow 1 to 150 characters'],
  ['a title of 150', { title: 'a'.repeat(150) }, 'title allow 1 to 150 characters'],
  ['a title that is no text', { title: 7 }, 'title is invalid!'],
  ['a description of 300', { description: 'a'.repeat(300) }, 'description allow 1 to 300 characters'],
  ['no description', { description: undefined }, 'description is invalid!'],
  ['an author of 51', { author: 'a'.repeat(51) }, 'author allow 1 to 50 characters'],
  ['no cover', { cover: undefined }, 'cover value is invalid'],
  ['a cover that is an address', { cover: 'https://portal.example.vn/a.png' }, 'cover value is invalid'],
  ['a numeric cover type', cover({ cover_type: 1 }), 'cover value is invalid'],
  ['a cover without state', cover({ status: undefined }), 'create media fail'],
  ['an odd state of the cover', cover({ status: 'on' }), 'cover status is invalid!'],
  ['a cover with an attachment', cover({ attachment_id: 'x' }), 'attachment_id is invalid!'],
  ['an address with a space', cover({ photo_url: 'https://portal.example.vn/a b.png' }), 'is invalid'],
  ['an address with a Vietnamese letter', cover({ photo_url: 'https://portal.example.vn/ảnh.png' }), 'is invalid'],
  ['an address of another kind', cover({ photo_url: 'ftp://portal.example.vn/a.png' }), 'is invalid'],
  ['no body', { body: undefined }, 'body is invalid!'],
  ['an empty body', { body: [] }, 'body is invalid!'],
  ['a block without content', { body: [{ type: 'text' }] }, 'content is invalid!'],
  ['a block of white space', { body: [{ type: 'text', content: ' ' }] }, 'content is invalid!'],
  ['a script', { body: [{ type: 'text', content: '<script>1</script>' }] }, 'content is invalid!'],
  ['an attribute', { body: [{ type: 'text', content: '<p onclick="x">1</p>' }] }, 'content is invalid!'],
  ['an unclosed paragraph', { body: [{ type: 'text', content: '<p>một' }] }, 'content is invalid!'],
  ['crossed tags', { body: [{ type: 'text', content: '<p><b>một</p></b>' }] }, 'content is invalid!'],
  ['a bare sign', { body: [{ type: 'text', content: 'a < b' }] }, 'content is invalid!'],
  ['an unknown block', { body: [{ type: 'quote', content: 'một' }] }, 'body type is invalid!'],
  ['a picture without an address', { body: [{ type: 'image' }] }, 'url  is invalid'],
  ['a caption that is no text', { body: [{ type: 'image', url: 'https://a.vn/a.png', caption: 1 }] }, 'caption is'],
  ['an unknown field', { tags: ['tin'] }, 'tags is invalid!'],
  ['an odd state', { status: 'live' }, 'status is invalid!'],
  ['an odd state of comments', { comment: true }, 'comment is invalid!'],
  ['an id on create', { id: 'x' }, 'id is invalid!'],
])('26: %s is refused with HTTP 200', async (_, given, message) => {
  const made = await zalo.create(given)
  expect(made.status).toBe(200)
  expect(made.body).toMatchObject({ error: -201, message: expect.stringContaining(message) })
  expect(zalo.sandbox.ledger()).toEqual([])
})

test('the first fault is told: type, title, description, author, cover, body', async () => {
  const wrong = { title: '', description: '', author: '', cover: undefined, body: [] }
  const right = article()
  const order = ['title', 'description', 'author', 'cover', 'body']
  for (const [at, name] of order.entries()) {
    const mended = Object.fromEntries(order.slice(0, at).map(good => [good, right[good]]))
    const { body } = await zalo.create({ ...wrong, ...mended })
    expect(body.message).toMatch(new RegExp(`^${name}`))
  }
})

test('lengths are counted in code points over NFC text', async () => {
  const title = 'ộ'.repeat(149)
  expect((await zalo.create({ title: title.normalize('NFD') })).body.error).toBe(0)
  expect((await zalo.create({ title: '👋'.repeat(149) })).body.error).toBe(0)
  expect((await zalo.create({ title: '👋'.repeat(150) })).body.error).toBe(-201)
})

test('26: an article without a state is hidden', async () => {
  await zalo.create({ status: undefined })
  expect(zalo.sandbox.ledger()).toMatchObject([{ status: 'hide', visible: false }])
})

test.each<[string, string]>([
  ['dead', 'https://portal.example.vn/none.png'],
  ['one byte too big', 'https://portal.example.vn/big.png'],
  ['a webp', 'https://portal.example.vn/a.webp'],
  ['redirected', 'https://portal.example.vn/moved.png'],
  ['somewhere unknown', 'https://nowhere.example/a.png'],
])('a cover that is %s fails at verify and leaves no article', async (_, photo_url) => {
  const made = await zalo.create(cover({ photo_url }))
  expect(made.body.error).toBe(0)
  for (let look = 0; look < 2; look++)
    expect((await zalo.verify(made)).body).toMatchObject({
      error: -200,
      message: expect.stringMatching(/^Upload media failed/),
    })
  expect(zalo.sandbox.ledger()).toEqual([])
})

test('a picture of exactly 1,048,576 bytes passes, and a dead one in the body fails the whole', async () => {
  expect(
    (await zalo.verify(await zalo.create(cover({ photo_url: 'https://portal.example.vn/most.png' })))).body.error,
  ).toBe(0)
  const dead = { body: [{ type: 'image', url: 'https://portal.example.vn/none.png' }] }
  expect((await zalo.verify(await zalo.create(dead))).body.error).toBe(-200)
})

test('create twice makes two articles: nothing here is idempotent', async () => {
  await zalo.create()
  await zalo.create()
  expect(zalo.sandbox.ledger()).toHaveLength(2)
})

test('an update needs the whole article, replaces all of it, and has a job of its own', async () => {
  const { id } = (await zalo.verify(await zalo.create())).body.data ?? { id: '' }
  const part = await zalo.call('/v2.0/article/update', { id, type: 'normal', status: 'hide' })
  expect(part.body).toMatchObject({ error: -201, message: 'title is invalid!' })
  const whole = await zalo.call('/v2.0/article/update', article({ id, title: 'Lịch mới', status: 'hide' }))
  expect((await zalo.verify(whole)).body.data?.id).toBe(id)
  expect(zalo.sandbox.ledger()).toMatchObject([{ id, title: 'Lịch mới', visible: false, author: 'Ban biên tập' }])
  expect((await zalo.call('/v2.0/article/update', article({ id: 'none' }))).body.error).toBe(-201)
})

test('a removed article is gone, and is not removed twice', async () => {
  const { id } = (await zalo.verify(await zalo.create())).body.data ?? { id: '' }
  expect((await zalo.call('/v2.0/article/remove', { id })).body).toEqual({ error: 0, message: 'Success' })
  expect((await zalo.call('/v2.0/article/remove', { id })).body.error).toBe(-201)
  expect((await zalo.call(`/v2.0/article/getdetail?id=${id}`)).body.error).toBe(-201)
  expect(zalo.sandbox.ledger()).toMatchObject([{ id, visible: false, removed: true }])
})

test('above the quota of the package no article is taken, and failed jobs do not count', async () => {
  zalo.sandbox.settings.articlesPerMonth = 1
  await zalo.create(cover({ photo_url: 'https://portal.example.vn/none.png' }))
  await zalo.create()
  expect((await zalo.create()).body).toMatchObject({ error: -223, message: expect.stringContaining('limit quota') })
})

test.each([
  'POST /v3.0/article/create',
  'POST /v2.0/article/upload_image',
  'POST /v2.0/article/upload_video_or_cover',
  'GET /v2.0/article/create',
  'POST /v2.0/article/video/update',
])('30: %s does not exist', async where => {
  const [method, path = ''] = where.split(' ')
  const got = await zalo.call(path, method === 'POST' ? article() : undefined)
  expect(got).toMatchObject({ status: 404, body: { error: -209, message: 'API is not support' } })
})

test('double slashes, escaped slashes and escaped letters are read as the official clients send them', async () => {
  const response = await fetch(`${zalo.served.url}//v2.0/article/create`, {
    method: 'POST',
    headers: { ACCESS_TOKEN: zalo.pair.access, 'content-type': 'application/json; charset=UTF-8' },
    body: JSON.stringify(article()).replaceAll('/', '\\/').replaceAll('ị', '\\u1ecb'),
  })
  expect(await response.json()).toMatchObject({ error: 0 })
  expect(zalo.sandbox.ledger()[0]?.title).toBe('Lịch tiếp công dân tháng 12')
})

test('what it does not cover it says, instead of pretending', async () => {
  for (const given of [{ tracking_link: 'https://a.vn' }, { related_medias: [] }])
    expect((await zalo.create(given)).body.message).toContain('does not cover')
  for (const type of ['video', 'product'])
    expect((await zalo.create({ body: [{ type }] })).body.message).toContain('does not cover')
  expect((await zalo.create(cover({ cover_type: 'video' }))).body.message).toContain('does not cover')
})
