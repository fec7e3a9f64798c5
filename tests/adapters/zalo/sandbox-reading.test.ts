import { expect, test } from 'vitest'
import { article, setZalo } from './served.ts'

const hour = 3_600_000

test('a job is processed for seconds of the clock, and says so until it is done', async () => {
  const zalo = await setZalo({ settings: { processingFromMs: 2_000, processingToMs: 8_000 } })
  const made = await zalo.create()
  for (let at = 0; at < 2_000; at += 500) {
    expect((await zalo.verify(made)).body).toEqual({ error: -214, message: 'Media is being processed' })
    expect((await zalo.list()).body.data).toMatchObject({ total: 0 })
    zalo.sandbox.advance(500)
  }
  zalo.sandbox.advance(6_000)
  const { id } = (await zalo.verify(made)).body.data ?? { id: '' }
  expect((await zalo.list()).body.data).toMatchObject({ total: 1, medias: [{ id, type: 'normal', status: 'show' }] })
  await zalo.close()
})

test('a stuck job is processed for ever, and one of another OA is unknown', async () => {
  const zalo = await setZalo()
  zalo.sandbox.pull({ what: 'stuck' })
  const made = await zalo.create()
  zalo.sandbox.advance(26 * hour)
  expect((await zalo.verify(made)).body.error).toBe(-220)
  const fresh = await zalo.refresh()
  const headers = { access_token: String(fresh.body.access_token) }
  expect((await zalo.call('/v2.0/article/verify', { token: made.body.data?.token }, headers)).body.error).toBe(-214)
  const other = zalo.sandbox.mintPair({ app: zalo.app.id, account: zalo.sandbox.addAccount().id })
  const foreign = { access_token: other.access }
  expect((await zalo.call('/v2.0/article/verify', { token: made.body.data?.token }, foreign)).body.error).toBe(-201)
  expect((await zalo.call('/v2.0/article/verify', { token: 'none' }, headers)).body.error).toBe(-201)
  await zalo.close()
})

test('the token of a job is forgotten where that is set', async () => {
  const zalo = await setZalo({ settings: { jobLifeMs: hour } })
  const made = await zalo.create()
  expect((await zalo.verify(made)).body.error).toBe(0)
  zalo.sandbox.advance(hour)
  expect((await zalo.verify(made)).body.error).toBe(-201)
  await zalo.close()
})

test.each([
  ['offset=0&limit=11&type=normal', 'maximum limit is 10'],
  ['offset=0&limit=0&type=normal', 'limit is invalid!'],
  ['offset=0&limit=10', 'type accept only 2 value normal and video.'],
  ['data=%7B%22offset%22%3A0%2C%22limit%22%3A5%7D', 'type accept only 2 value normal and video.'],
  ['limit=10&type=normal', 'offset is invalid!'],
  ['offset=-1&limit=10&type=normal', 'offset is invalid!'],
  ['offset=0&limit=10&type=normal&sort=new', 'param sort is invalid!'],
  ['offset=0&limit=10&type=normal&limit=5', 'param limit is invalid!'],
])('25: a list asked for with %s is refused', async (query, message) => {
  const zalo = await setZalo()
  expect((await zalo.list(query)).body).toMatchObject({ error: -201, message })
  await zalo.close()
})

test('the list is newest first, in pages, hidden articles in it and removed ones not', async () => {
  const zalo = await setZalo()
  const ids: string[] = []
  for (let n = 0; n < 12; n++) {
    zalo.sandbox.advance(1000)
    const made = await zalo.create({ title: `Bài ${n}`, status: n === 11 ? 'hide' : 'show' })
    ids.unshift((await zalo.verify(made)).body.data?.id ?? '')
  }
  const first = (await zalo.list()).body.data
  const second = (await zalo.list('offset=10&limit=10&type=normal')).body.data
  expect([...(first?.medias ?? []), ...(second?.medias ?? [])].map(row => row.id)).toEqual(ids)
  expect(first).toMatchObject({
    total: 12,
    medias: expect.arrayContaining([expect.objectContaining({ status: 'hide' })]),
  })
  await zalo.call('/v2.0/article/remove', { id: ids[3] })
  expect((await zalo.list()).body.data?.total).toBe(11)
  expect((await zalo.list('offset=0&limit=10&type=video')).body.data).toEqual({ medias: [], total: 0 })
  await zalo.close()
})

test('views and shares grow with the clock and are in the list alone; there are no likes and no comments', async () => {
  const zalo = await setZalo()
  const { id } = (await zalo.verify(await zalo.create())).body.data ?? { id: '' }
  expect((await zalo.list()).body.data?.medias).toMatchObject([{ total_view: 0, total_share: 0 }])
  zalo.sandbox.advance(12 * hour)
  const [row] = (await zalo.list()).body.data?.medias ?? []
  expect(row).toMatchObject({ total_view: expect.any(Number), create_date: expect.any(Number) })
  expect(Number(row?.total_view)).toBeGreaterThan(40)
  expect(Object.keys(row ?? {}).sort()).toEqual([
    'create_date',
    'id',
    'link_view',
    'status',
    'thumb',
    'title',
    'total_share',
    'total_view',
    'type',
    'update_date',
  ])
  const { body } = await zalo.call(`/v2.0/article/getdetail?id=${id}`)
  expect(body.data).toMatchObject({ id, title: article().title, body: article().body })
  expect(body.data).not.toHaveProperty('total_view')
  await zalo.close()
})
