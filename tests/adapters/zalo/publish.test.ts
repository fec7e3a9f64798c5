import { afterEach, beforeEach, expect, test } from 'vitest'
import { FetchFault } from '../../../src/kit/http.ts'
import { article } from './builders.ts'
import { type Stage, setOa } from './live.ts'

let oa: Stage
beforeEach(async () => {
  oa = await setOa()
})
afterEach(() => oa.close())

const hidden = { hiddenFirst: true }

test('hidden until verified: made hidden, shown by an update, live under one id', async () => {
  await oa.close()
  oa = await setOa({ settings: { processingFromMs: 5_000, processingToMs: 5_000 } })
  const one = oa.delivery([], hidden)
  expect((await one.publish(article())).is).toBe('accepted')
  oa.sandbox.advance(5_000)
  // Ours is there and hidden: nothing is public, so the queue comes again.
  expect(await one.reconcile(article())).toEqual({ is: 'absent' })
  expect(oa.sandbox.ledger()).toMatchObject([{ status: 'hide' }])
  expect((await one.publish(article())).is).toBe('accepted')
  oa.sandbox.advance(5_000)
  expect(await one.reconcile(article())).toMatchObject({ is: 'live', remote: { id: oa.visible()[0]?.id } })
  expect(oa.sandbox.ledger()).toHaveLength(1)
  expect(oa.count('/create')).toBe(1)
})

test('where jobs are quick, hidden and shown is one attempt', async () => {
  const one = oa.delivery([], hidden)
  expect(await one.publish(article())).toMatchObject({ is: 'live', remote: { id: oa.visible()[0]?.id } })
  expect(oa.sandbox.ledger()).toHaveLength(1)
})

test('a lost create leaves a hidden copy that is found, kept and shown, never made twice', async () => {
  const one = oa.delivery([], hidden)
  oa.sandbox.pull({ what: 'lose' })
  expect((await one.publish(article())).is).toBe('unknown')
  expect(oa.visible()).toEqual([])
  expect(await one.reconcile(article())).toEqual({ is: 'absent' })
  expect(one.ticket()).toEqual({ id: oa.sandbox.ledger()[0]?.id })
  expect((await one.publish(article())).is).toBe('live')
  expect(oa.sandbox.ledger()).toHaveLength(1)
})

test('a lost showing is found by reading', async () => {
  const one = oa.delivery([], hidden)
  oa.sandbox.pull({ what: 'lose', on: 'change' })
  expect((await one.publish(article())).is).toBe('unknown')
  expect((await one.reconcile(article())).is).toBe('live')
  expect(oa.visible()).toHaveLength(1)
})

test('what Zalo will not show is refused, with the hidden copy named for removal', async () => {
  const one = oa.delivery([], hidden)
  oa.sandbox.pull({ what: 'refuse', error: -248, on: 'change' })
  expect((await one.publish(article())).is).toBe('unknown')
  const [row] = oa.sandbox.ledger()
  expect(await one.reconcile(article())).toEqual({
    is: 'refused',
    why: { code: 'zalo.content_refused' },
    remote: { id: row?.id },
  })
  // Somebody decided to send it all the same: the same copy is shown.
  expect((await one.publish(article())).is).toBe('live')
  expect(oa.sandbox.ledger()).toHaveLength(1)
})

test('pictures that die between the two steps refuse the showing', async () => {
  const one = oa.delivery([], hidden)
  oa.sandbox.pull({ what: 'deadPictures', on: 'change' })
  expect((await one.publish(article())).is).toBe('unknown')
  expect(await one.reconcile(article())).toMatchObject({ is: 'refused', remote: { id: oa.sandbox.ledger()[0]?.id } })
})

test('the token is stored before it is asked about', async () => {
  const one = oa.delivery()
  oa.sandbox.pull({ what: 'lose', on: 'verify' })
  expect(await one.publish(article())).toMatchObject({ is: 'accepted', ticket: { token: expect.any(String) } })
  expect((await one.reconcile(article())).is).toBe('live')
})

test('an attempt that knows its job asks about it and makes no second article', async () => {
  const one = oa.delivery()
  oa.sandbox.pull({ what: 'hang', ms: 1, on: 'verify' })
  await one.publish(article())
  expect((await one.publish(article())).is).toBe('live')
  expect(oa.count('/create')).toBe(1)
})

test.each([
  ['no reply', { what: 'lose' }, 'unknown'],
  ['a dead token', { what: 'refuse', error: -216 }, 'reconnect'],
  ['too many calls', { what: 'refuse', error: -32 }, 'unsent'],
] as const)('with a known job, %s is no reason to make another', async (_, lever, is) => {
  const one = oa.delivery()
  oa.sandbox.pull({ what: 'stuck' })
  await one.publish(article())
  oa.sandbox.pull({ ...lever, on: 'verify' })
  expect((await one.publish(article())).is).toBe(is)
  expect(oa.count('/create')).toBe(1)
})

test('a job that Zalo forgot makes room for another attempt', async () => {
  const one = oa.delivery()
  oa.sandbox.pull({ what: 'stuck' })
  await one.publish(article())
  oa.sandbox.settings.jobLifeMs = 1
  oa.sandbox.advance(10)
  expect(await one.reconcile(article())).toEqual({ is: 'absent' })
  expect((await one.publish(article())).is).not.toBe('unknown')
  expect(oa.count('/create')).toBe(2)
})

test('a claim that is over sends nothing', async () => {
  const signal = AbortSignal.abort()
  expect(await oa.delivery().publish(article(), oa.session({ signal }))).toMatchObject({ is: 'unsent' })
  expect(oa.sandbox.calls()).toEqual([])
})

test('an article that is live stays live whatever the list says afterwards', async () => {
  oa.sandbox.pull({ what: 'html', on: 'read' })
  const live = await oa.delivery().publish(article())
  const id = oa.visible()[0]?.id
  expect(live).toMatchObject({
    is: 'live',
    remote: { id, url: `https://officialaccount.me/d?id=${id}&pageId=${oa.oa.id}` },
    at: oa.sandbox.now(),
  })
})

test('a form of another network is refused before any call', async () => {
  expect(await oa.delivery().publish(article({ form: 'link' }))).toMatchObject({
    is: 'refused',
    why: { code: 'zalo.form_unknown' },
  })
})

test('a failure that is no fault of the wire leaves us not knowing', async () => {
  const broken = async () => {
    throw new TypeError('odd')
  }
  expect(await oa.delivery().publish(article(), oa.session({ fetch: broken }))).toMatchObject({ is: 'unknown' })
  const unheard = async () => {
    throw new FetchFault('name', false, 'no such name')
  }
  expect(await oa.delivery().publish(article(), oa.session({ fetch: unheard }))).toMatchObject({
    is: 'unsent',
    why: { code: 'net.name' },
  })
})
