import { afterEach, beforeEach, expect, test } from 'vitest'
import { zalo } from '../../../adapters/zalo/index.ts'
import type { Json } from '../../../src/ports/network.ts'
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
  const { readings, later, reconnect } = await zalo.metrics(oa.session({ fetch }), ids)
  expect({ later, reconnect }).toEqual({})
  const ours = readings.filter(reading => ids.includes(reading.remote))
  expect(ours.map(reading => reading.remote).sort()).toEqual(ids.toSorted())
  expect(new Set(readings.map(reading => reading.is))).toEqual(new Set(['read']))
})

for (const { removed, added } of [
  { removed: 1, added: 0 },
  { removed: 7, added: 0 },
  { removed: 10, added: 3 },
])
  test(`15: ${removed} removed and ${added} added between two pages hide none`, async () => {
    const ids = many(45)
    const proof = { appsecret_proof: await oa.sandbox.proofOf(oa.app.secret, oa.pair.access) }
    let pages = 0
    const fetch: typeof oa.way.fetch = async (input, init) => {
      // After the normal list's second page: its first 20 were read, and these stand among them.
      if (++pages === 4) {
        for (const id of ids.slice(-removed)) await oa.call('/v2.0/article/remove', { id }, proof)
        for (let n = 0; n < added; n++) oa.sandbox.addArticle({ account: oa.oa.id, title: 'Chen ngang' })
      }
      return oa.way.fetch(input, init)
    }
    const { readings } = await zalo.metrics(oa.session({ fetch }), ids)
    expect(readings.filter(reading => ids.includes(reading.remote))).toHaveLength(45)
    expect(readings.filter(reading => reading.is !== 'read')).toEqual([])
    expect(oa.count('getdetail')).toBe(0)
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
    { is: 'read', remote: hidden },
    { is: 'gone', remote: removed },
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

test('only as many pages are read as are needed, and what stood on them is told of unasked', async () => {
  const ids = many(30)
  const { readings } = await zalo.metrics(oa.session(), ids.slice(-3))
  expect(oa.count('getslice')).toBe(1)
  expect(readings.map(reading => reading.remote)).toEqual(ids.slice(-10).reverse())
})

test('the whole list is read once for any number of groups, ten a call, each going on at the mark of the last', async () => {
  const ids = many(100)
  let mark: Json | undefined
  const read = new Set<string>()
  for (let at = 100; at > 0; at -= 20) {
    const answer = await zalo.metrics(oa.session(), ids.slice(at - 20, at), mark)
    for (const reading of answer.readings) read.add(reading.remote)
    mark = answer.mark
  }
  expect(read).toEqual(new Set(ids))
  // And one page of the list of videos, which has none.
  expect(oa.count('getslice')).toBe(11)
})

test('a call reads 300 pages at the most; what it did not reach it is silent about, and the next goes on there', async () => {
  const ids = Array.from({ length: 3005 }, (_, n) => (0xabc000 + n).toString(16).padStart(20, '0'))
  let pages = 0
  // The sandbox counts the calls of a minute, and this list is longer than that.
  const fetch: typeof oa.way.fetch = async input => {
    pages += 1
    const { searchParams } = new URL(input)
    const all = searchParams.get('type') === 'normal' ? ids.toReversed() : []
    const offset = Number(searchParams.get('offset'))
    const medias = all.slice(offset, offset + 10).map(id => ({ id, title: 'Tin', status: 'show', total_view: 3 }))
    return Response.json({ error: 0, message: 'Success', data: { medias, total: all.length } })
  }
  const first = await zalo.metrics(oa.session({ fetch }), ids.slice(0, 20))
  expect({ pages, read: first.readings.length }).toEqual({ pages: 300, read: 2990 })
  const second = await zalo.metrics(oa.session({ fetch }), ids.slice(0, 15), first.mark)
  expect(pages).toBe(302)
  expect(second.readings.map(reading => reading.remote)).toEqual(ids.slice(0, 15).reverse())
  expect([...first.readings, ...second.readings].every(reading => reading.is === 'read')).toBe(true)
})

test('an article that the list does not reach is unread, never gone and never counted as nothing', async () => {
  const ids = many(25)
  const fetch: typeof oa.way.fetch = (input, init) => {
    const { searchParams } = new URL(input)
    if (Number(searchParams.get('offset')) >= 20) oa.sandbox.pull({ what: 'refuse', error: -201, on: 'read' })
    return oa.way.fetch(input, init)
  }
  const { readings, later, reconnect } = await zalo.metrics(oa.session({ fetch }), ids)
  expect({ later, reconnect }).toEqual({})
  expect(readings.filter(reading => reading.is === 'read')).toHaveLength(20)
  expect(readings.filter(reading => reading.is !== 'read')).toEqual(
    ids.slice(0, 5).map(remote => ({ is: 'unread', remote, why: { code: 'zalo.list_endless' } })),
  )
  expect(oa.count('getdetail')).toBe(0)
})

test('a list that says there are more and shows none is not asked for ever', async () => {
  const ids = many(15)
  const fetch: typeof oa.way.fetch = async (input, init) => {
    const reply = await oa.way.fetch(input, init)
    const { searchParams } = new URL(input)
    if (searchParams.get('type') !== 'normal' || searchParams.get('offset') === '0') return reply
    return Response.json({ error: 0, message: 'Success', data: { medias: [], total: 15 } })
  }
  const { readings } = await zalo.metrics(oa.session({ fetch }), ids)
  expect(readings.filter(reading => reading.is === 'unread')).toHaveLength(5)
  expect(oa.count('getslice')).toBe(3)
})
