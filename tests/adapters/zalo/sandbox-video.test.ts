import { afterEach, beforeEach, expect, test } from 'vitest'
import { mp4 } from '../../support/films.ts'
import { type Answer, type Served, setZalo } from './served.ts'

/** 31 of our Zalo reference's acceptance checks (§14), and what §3.2 and §3.7 say beside it. */

let zalo: Served
beforeEach(async () => {
  zalo = await setZalo()
})
afterEach(() => zalo.close())

const FILM = mp4({ bytes: 20_000 })
const AVI = Uint8Array.from([...new TextEncoder().encode('RIFF'), 16, 0, 0, 0, ...new TextEncoder().encode('AVI LIST')])
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)

const video = (given: Record<string, unknown>) => ({
  type: 'video',
  title: 'Phóng sự',
  description: 'Mô tả',
  avatar: 'https://portal.example.vn/a.png',
  status: 'show',
  comment: 'show',
  ...given,
})
const post = (given: Record<string, unknown>) => zalo.call('/v2.0/article/create', video(given))
const idOf = async (made: Answer) => (await zalo.state(made)).body.data?.video_id ?? ''

test('a video goes up, is converted, and becomes an article that a stranger sees and plays', async () => {
  zalo.sandbox.settings.convertFromMs = 10_000
  zalo.sandbox.settings.convertToMs = 10_000
  const made = await zalo.prepare(FILM)
  expect(made.body).toMatchObject({ error: 0, data: { token: expect.stringMatching(/==$/) } })
  zalo.sandbox.advance(4_000)
  const working = await zalo.state(made)
  expect(working.body.data).toMatchObject({
    status: 3,
    convert_percent: 40,
    video_name: 'film.mp4',
    video_size: 20_000,
  })
  zalo.sandbox.advance(6_000)
  expect((await zalo.state(made)).body.data).toMatchObject({ status: 1, convert_percent: 100 })
  const article = await post({ video_id: await idOf(made) })
  const id = (await zalo.verify(article)).body.data?.id ?? ''
  expect(zalo.sandbox.ledger()).toMatchObject([{ id, type: 'video', visible: true, video: { bytes: 20_000 } }])
  const see = async (path: string) => fetch(`${zalo.served.url}/wall/${zalo.oa.id}${path}`)
  expect(await (await see('')).text()).toContain('Video · Phóng sự')
  const page = await see(`/${id}`)
  expect(page.headers.get('content-security-policy')).toContain("media-src 'self'")
  expect(await page.text()).toContain(`src="/wall/${zalo.oa.id}/${id}/film"`)
  const played = await see(`/${id}/film`)
  expect(played.headers.get('content-type')).toBe('video/mp4')
  expect(new Uint8Array(await played.arrayBuffer())).toEqual(FILM)
})

test('31: a byte over 50 MB, a renamed picture, a wrong name and a wrong field are refused; 50 MB and an avi are taken', async () => {
  expect(zalo.sandbox.settings.videoBytes).toBe(52_428_800)
  zalo.sandbox.settings.videoBytes = FILM.length
  expect((await zalo.prepare(mp4({ bytes: FILM.length + 1 }))).body).toMatchObject({ error: -210 })
  expect((await zalo.prepare(FILM)).body).toMatchObject({ error: 0 })
  for (const [bytes, name] of [
    [PNG, 'phim.mp4'],
    [FILM, 'phim.avi'],
    [FILM, 'phim.mov'],
    [AVI, 'phim.mp4'],
  ] as const)
    expect((await zalo.prepare(bytes, name)).body).toMatchObject({ error: -201, message: 'file invalid, only mp4/avi' })
  expect((await zalo.prepare(FILM, 'phim.mp4', 'video')).body).toMatchObject({ error: -201 })
  expect((await zalo.call('/v2.0/article/upload_video/preparevideo', { file: 'x' })).body).toMatchObject({
    error: -201,
  })
  expect((await zalo.prepare(AVI, 'PHIM.AVI')).body).toMatchObject({ error: 0 })
})

test('31: a video that is still converted, locked, failed or deleted makes no article, though its id is known', async () => {
  for (const [end, status] of [
    ['locked', 2],
    ['failed', 4],
    ['deleted', 5],
  ] as const) {
    zalo.sandbox.pull({ what: 'spoilt', end })
    const made = await zalo.prepare(FILM)
    expect((await zalo.state(made)).body.data?.status).toBe(status)
    expect((await post({ video_id: await idOf(made) })).body).toEqual({ error: -201, message: 'video_id is invalid!' })
  }
  zalo.sandbox.pull({ what: 'stuck', on: 'upload' })
  const stuck = await zalo.prepare(FILM)
  zalo.sandbox.advance(86_400_000)
  expect((await zalo.state(stuck)).body.data).toMatchObject({
    status: 3,
    video_id: expect.stringMatching(/^[0-9a-f]+$/),
  })
  expect((await post({ video_id: await idOf(stuck) })).body).toMatchObject({ error: -201 })
  const other = zalo.sandbox.addAccount()
  const stranger = zalo.sandbox.mintPair({ app: zalo.app.id, account: other.id })
  const id = await idOf(await zalo.prepare(FILM))
  const taken = await zalo.call('/v2.0/article/create', video({ video_id: id }), { access_token: stranger.access })
  expect(taken.body).toMatchObject({ error: -201 })
})

test('31: the token is read in a header and in the address, and a setting narrows it', async () => {
  const made = await zalo.prepare(FILM)
  const token = made.body.data?.token ?? ''
  const ask = async (query: string, header?: string) =>
    (await zalo.call(`/v2.0/article/upload_video/verify${query}`, undefined, header ? { token: header } : {})).body
      .error
  const inAddress = `?token=${encodeURIComponent(token)}`
  expect([await ask('', token), await ask(inAddress), await ask(inAddress, token)]).toEqual([0, 0, 0])
  expect([await ask(''), await ask('', 'x'), await ask(inAddress, 'x')]).toEqual([-201, -201, -201])
  zalo.sandbox.settings.videoTokenIn = 'header'
  expect([await ask('', token), await ask(inAddress)]).toEqual([0, -201])
  zalo.sandbox.settings.videoTokenIn = 'query'
  expect([await ask('', token), await ask(inAddress)]).toEqual([-201, 0])
})

test('a video has a still, no cover, no body and no author, and the first thing wrong is told', async () => {
  const video_id = await idOf(await zalo.prepare(FILM))
  for (const [given, told] of [
    [{ title: '' }, 'title allow 1 to 150 characters'],
    [{ description: 'a'.repeat(300) }, 'description allow 1 to 300 characters'],
    [{ video_id: 7 }, 'video_id is invalid!'],
    [{ avatar: undefined }, 'avatar  is invalid'],
    [{ avatar: 'https://portal.example.vn/ảnh.png' }, 'avatar https://portal.example.vn/ảnh.png is invalid'],
    [{ author: 'Ban biên tập' }, 'author is invalid!'],
    [{ body: [] }, 'body is invalid!'],
    [{ cover: {} }, 'cover is invalid!'],
  ] as const)
    expect((await post({ video_id, ...given })).body.message).toBe(told)
  const dead = await post({ video_id, avatar: 'https://portal.example.vn/none.png' })
  expect((await zalo.verify(dead)).body).toMatchObject({ error: -200 })
  expect(zalo.sandbox.ledger()).toEqual([])
})

test('the two kinds are listed apart, detail names the video, and neither becomes the other', async () => {
  const video_id = await idOf(await zalo.prepare(FILM))
  const made = await zalo.verify(await post({ video_id, status: undefined }))
  const article = await zalo.verify(await zalo.create())
  const listed = async (type: string) =>
    (await zalo.list(`offset=0&limit=10&type=${type}`)).body.data?.medias.map(row => [row.type, row.id, row.status])
  // Without `status` it is hidden, like any article.
  expect(await listed('video')).toEqual([['video', made.body.data?.id, 'hide']])
  expect(await listed('normal')).toEqual([['normal', article.body.data?.id, 'show']])
  const detail = await zalo.call(`/v2.0/article/getdetail?id=${made.body.data?.id}`)
  expect(detail.body.data).toMatchObject({ type: 'video', video_id, title: 'Phóng sự', status: 1 })
  const change = (id: unknown, given: Record<string, unknown>) => zalo.call('/v2.0/article/update', { id, ...given })
  expect((await change(article.body.data?.id, video({ video_id }))).body.message).toBe('type is invalid!')
  const shown = await change(made.body.data?.id, video({ video_id, title: 'Phóng sự đã sửa' }))
  expect((await zalo.verify(shown)).body.data?.id).toBe(made.body.data?.id)
  expect(zalo.sandbox.ledger().find(row => row.type === 'video')).toMatchObject({
    title: 'Phóng sự đã sửa',
    visible: true,
  })
})

test('videos want what articles want: the right, a verified OA, and room in the allowance', async () => {
  const narrow = zalo.sandbox.mintPair({ app: zalo.app.id, account: zalo.oa.id, groups: ['account'] })
  const form = new FormData()
  form.set('file', new File([FILM], 'a.mp4'))
  const response = await fetch(`${zalo.served.url}/v2.0/article/upload_video/preparevideo`, {
    method: 'POST',
    headers: { access_token: narrow.access },
    body: form,
  })
  expect(await response.json()).toMatchObject({ error: -223 })
  const video_id = await idOf(await zalo.prepare(FILM))
  zalo.sandbox.settings.articlesPerMonth = 0
  expect((await post({ video_id })).body).toMatchObject({ error: -223, message: expect.stringContaining('quota') })
  zalo.oa.verified = false
  expect((await zalo.prepare(FILM)).body).toMatchObject({ error: -221 })
})
