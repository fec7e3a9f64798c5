import { afterEach, beforeEach, expect, test } from 'vitest'
import { zalo } from '../../../adapters/zalo/index.ts'
import { type Stage, setOa } from './live.ts'

let oa: Stage
beforeEach(async () => {
  oa = await setOa()
})
afterEach(() => oa.close())

function many(count: number): string[] {
  return Array.from({ length: count }, (_, n) => {
    oa.sandbox.advance(1000)
    return oa.sandbox.addArticle({ account: oa.oa.id, title: `Tin ${n}` }).id
  })
}

test('15: 25 articles are read once each, pages pushed by a new one between', async () => {
  const ids = many(25)
  oa.sandbox.advance(3 * 3_600_000)
  let pages = 0
  const fetch: typeof oa.way.fetch = (input, init) => {
    if (++pages > 1) oa.sandbox.addArticle({ account: oa.oa.id, title: 'Chen ngang' })
    return oa.way.fetch(input, init)
  }
  const { readings, ...rest } = await zalo.metrics(oa.session({ fetch }), ids)
  expect(rest).toEqual({})
  expect(readings.map(reading => reading.remote)).toEqual(ids)
  expect(new Set(readings.map(reading => reading.is))).toEqual(new Set(['read']))
})

test('15: one removed between two pages hides none', async () => {
  const ids = many(25)
  let pages = 0
  const proof = { appsecret_proof: await oa.sandbox.proofOf(oa.app.secret, oa.pair.access) }
  const fetch: typeof oa.way.fetch = async (input, init) => {
    if (++pages === 2) await oa.call('/v2.0/article/remove', { id: ids[24] }, proof)
    return oa.way.fetch(input, init)
  }
  const { readings } = await zalo.metrics(oa.session({ fetch }), ids)
  expect(readings.filter(reading => reading.is !== 'read')).toEqual([])
})

test('16: views and shares are all there is; likes and comments are absent, not zero', async () => {
  const [id = ''] = many(1)
  oa.sandbox.advance(6 * 3_600_000)
  const { readings } = await zalo.metrics(oa.session(), [id])
  expect(readings).toEqual([
    { is: 'read', remote: id, values: { views: expect.any(Number), shares: expect.any(Number) } },
  ])
})

test('16: a removed article is gone, a hidden one is read', async () => {
  const [removed = ''] = many(1)
  const hidden = oa.sandbox.addArticle({ account: oa.oa.id, title: 'Ẩn', status: 'hide' }).id
  const proof = { appsecret_proof: await oa.sandbox.proofOf(oa.app.secret, oa.pair.access) }
  await oa.call('/v2.0/article/remove', { id: removed }, proof)
  const { readings } = await zalo.metrics(oa.session(), [removed, hidden])
  expect(readings).toMatchObject([
    { is: 'gone', remote: removed },
    { is: 'read', remote: hidden },
  ])
})

test('a list that breaks off tells what it had, and when to come again', async () => {
  const ids = many(12)
  let pages = 0
  const fetch: typeof oa.way.fetch = (input, init) => {
    if (++pages === 2) oa.sandbox.pull({ what: 'refuse', error: -32, on: 'read' })
    return oa.way.fetch(input, init)
  }
  const read = await zalo.metrics(oa.session({ fetch }), ids)
  expect(read.readings.filter(reading => reading.is === 'read')).toHaveLength(10)
  expect(read.readings.filter(reading => reading.is === 'unread')).toHaveLength(2)
  expect(read.later).toMatchObject({ retryAfter: expect.any(Number), why: { code: 'zalo.too_many_calls' } })
  oa.sandbox.withdraw(oa.oa.id)
  expect(await zalo.metrics(oa.session(), ids)).toMatchObject({ reconnect: { code: 'zalo.token_dead' } })
})

test('only as many pages are read as are needed', async () => {
  const ids = many(30)
  await zalo.metrics(oa.session(), ids.slice(-3))
  expect(oa.count('getslice')).toBe(1)
})
