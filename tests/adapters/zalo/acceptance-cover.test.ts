import { afterEach, beforeEach, expect, test } from 'vitest'
import { article, picture } from './builders.ts'
import { type Stage, setOa } from './live.ts'

/** A cover that Zalo cannot fetch, and the channel's standing one in its place: number 10 of the reference. */

let oa: Stage
beforeEach(async () => {
  oa = await setOa()
})
afterEach(() => oa.close())

const dead = article({ pictures: [picture({ origin: 'https://portal.example.vn/none.png' })] })
const cover = 'https://portal.example.vn/b.png'

test('10: a dead cover is tried once more with the standing cover, and that is one article', async () => {
  const one = oa.delivery([], { cover })
  expect((await one.publish(dead)).is).toBe('live')
  expect(oa.sandbox.ledger()).toMatchObject([{ visible: true, title: dead.title, cover }])
  expect(oa.count('/create')).toBe(2)
  expect(oa.notes).toEqual([
    { is: 'warning', why: { code: 'zalo.cover_stood_in', with: { title: 'Khởi công cầu Bến Lội' } } },
  ])
})

test('10: so it is when only a later look learns of it: nothing is published in between', async () => {
  await oa.close()
  oa = await setOa({ settings: { processingFromMs: 5_000, processingToMs: 5_000 } })
  const one = oa.delivery([], { cover })
  expect((await one.publish(dead)).is).toBe('accepted')
  oa.sandbox.advance(5_000)
  expect(await one.reconcile(dead)).toEqual({ is: 'unfinished' })
  expect(oa.sandbox.ledger()).toEqual([])
  expect((await one.publish(dead)).is).toBe('accepted')
  oa.sandbox.advance(5_000)
  expect((await one.reconcile(dead)).is).toBe('live')
  expect(oa.visible()).toMatchObject([{ cover }])
  expect(oa.count('/create')).toBe(2)
})

test('10: once and not twice: a standing cover that is dead too is refused; sent again, its own cover comes first', async () => {
  const one = oa.delivery([], { cover: 'https://portal.example.vn/none.png?standing' })
  expect(await one.publish(dead)).toMatchObject({ is: 'refused', why: { code: 'zalo.media_failed' } })
  expect(oa.count('/create')).toBe(2)
  expect(await one.reconcile(dead)).toMatchObject({ is: 'refused' })
  expect((await one.publish(article())).is).toBe('live')
  expect(oa.visible()).toMatchObject([{ cover: 'https://portal.example.vn/a.png' }])
})

test('10: a picture that stands in the body too is not tried again, for it would fail there', async () => {
  const shown = { ...dead, blocks: [{ is: 'figure' as const, picture: 0 }] }
  expect((await oa.delivery([], { cover }).publish(shown)).is).toBe('refused')
  expect(oa.count('/create')).toBe(1)
})

test('10: where the answer to the second try is lost, the list is read before anything is made', async () => {
  const one = oa.delivery([], { cover })
  let creates = 0
  const fetch: typeof oa.way.fetch = (input, init) => {
    if (String(input).endsWith('/create') && ++creates === 2) oa.sandbox.pull({ what: 'lose' })
    return oa.way.fetch(input, init)
  }
  const to = oa.session({ fetch, settings: { cover } })
  expect((await one.publish(dead, to)).is).toBe('unknown')
  expect(await one.reconcile(dead, to)).toMatchObject({ is: 'live', remote: { id: oa.visible()[0]?.id } })
  expect(oa.visible()).toHaveLength(1)
})
