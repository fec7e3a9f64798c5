import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Content } from '../../src/ports/network.ts'
import { postDigest, renditionDigest } from '../../src/posts/digest.ts'
import { type Event, isToBeDelivered, mayApprove, next, type State, states } from '../../src/posts/post.ts'

const covered = {
  network: 'toy',
  account: '100',
  settings: { template: '{title}' },
  options: { privacy: 'public' },
  content: {
    form: 'photo',
    text: 'Hỗ trợ học phí',
    link: 'https://tinh.example/1',
    pictures: [{ digest: 'a'.repeat(64), mime: 'image/jpeg', width: 10, height: 10, bytes: 5, alt: 'Lễ' }],
  } satisfies Content,
}

test('the digest of a rendition changes with whatever the public, the place or the options would', async () => {
  const first = await renditionDigest(covered)
  const [picture] = covered.content.pictures
  if (!picture) throw new Error('no picture')
  const others = [
    { ...covered, network: 'other' },
    { ...covered, account: '101' },
    { ...covered, settings: { template: '{lead}' } },
    { ...covered, options: {} },
    { ...covered, content: { ...covered.content, text: 'Hỗ trợ học phí.' } },
    { ...covered, content: { ...covered.content, form: 'album' } },
    { ...covered, content: { ...covered.content, link: 'https://tinh.example/2' } },
    { ...covered, content: { ...covered.content, title: 'x' } },
    { ...covered, content: { ...covered.content, pictures: [] } },
    { ...covered, content: { ...covered.content, pictures: [{ ...picture, digest: 'b'.repeat(64) }] } },
    { ...covered, content: { ...covered.content, pictures: [{ ...picture, alt: 'Khác' }] } },
  ]
  const digests = await Promise.all(others.map(renditionDigest))
  expect(new Set([first, ...digests]).size).toBe(others.length + 1)
})

test('however a text is changed, its digest changes; the order of keys is nothing', async () => {
  const json = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()))
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), json, async (text, other, options) => {
      const of = (given: string, chosen: Record<string, string | number | boolean>) =>
        renditionDigest({ ...covered, options: chosen, content: { ...covered.content, text: given } })
      expect((await of(text, options)) === (await of(other, options))).toBe(text === other)
      expect(await of(text, Object.fromEntries(Object.entries(options).reverse()))).toBe(await of(text, options))
    }),
  )
})

test('the digest of a post covers which channel shows what', async () => {
  const [a, b] = ['a'.repeat(64), 'b'.repeat(64)] as const
  const both = (one: string, two: string) => [
    { channel: 1, digest: one },
    { channel: 2, digest: two },
  ]
  const first = await postDigest(both(a, b))
  expect(await postDigest(both(a, b).reverse())).toBe(first)
  expect(await postDigest(both(b, a))).not.toBe(first)
  expect(await postDigest([{ channel: 1, digest: a }])).not.toBe(first)
})

const events: Event[] = ['submit', 'withdraw', 'approve', 'return', 'expire', 'edit', 'retime', 'drop']

test('every pair of state and event has one answer, and these are all of them', () => {
  const rows = states.map(state => [state, ...events.map(event => next(state, event) ?? '-')].join(' '))
  expect(rows).toEqual([
    // submit withdraw approve return expire edit retime drop
    'draft submitted - approved - - draft draft dropped',
    'submitted - draft approved returned expired draft submitted dropped',
    'approved - - - - - draft approved dropped',
    'returned submitted - - - - returned returned dropped',
    'expired submitted - - - - draft submitted dropped',
    'dropped - - - - - - - -',
  ])
})

test('no edit leaves an approval standing', () => {
  expect(states.filter(state => next(state, 'edit') === 'approved')).toEqual([])
})

const now = new Date('2026-11-23T02:00:00Z')
const post = { hands: [1], state: 'submitted' as State, digest: 'd', notAfter: null }
const blocking = { code: 'toy.empty', field: 'text', blocks: true }

test('whoever touched the text does not approve it, whatever else is true', () => {
  fc.assert(
    fc.property(fc.constantFrom(...states), fc.string(), fc.boolean(), (state, seen, late) => {
      const planned = late ? new Date(0) : null
      expect(mayApprove({ ...post, state }, { id: 1 }, seen, [], planned, now)).toEqual({ is: 'own' })
    }),
  )
})

test('approval wants the very text that was seen, in time, without a blocking issue', () => {
  const ask = (over: Partial<typeof post>, seen = 'd', issues: (typeof blocking)[] = [], planned: Date | null = null) =>
    mayApprove({ ...post, ...over }, { id: 2 }, seen, issues, planned, now).is
  expect(ask({})).toBe('approved')
  expect(ask({}, 'e')).toBe('stale')
  expect(ask({ state: 'draft' })).toBe('stale')
  expect(ask({ state: 'expired' })).toBe('expired')
  expect(ask({}, 'd', [], now)).toBe('expired')
  expect(ask({}, 'd', [], new Date(now.getTime() + 1))).toBe('approved')
  expect(mayApprove({ ...post, notAfter: now }, { id: 2 }, 'd', [], null, now).is).toBe('expired')
  expect(ask({}, 'd', [blocking])).toBe('blocked')
  expect(ask({}, 'd', [{ ...blocking, blocks: false }])).toBe('approved')
})

test('an approval makes a delivery again only where the post itself took it back, or the text is another', () => {
  const of = (state: string, same: boolean, code?: string) =>
    isToBeDelivered({ digest: 'a', delivery: { id: 1, state, digest: same ? 'a' : 'b', why: code ? { code } : null } })
  expect(isToBeDelivered({ digest: 'a', delivery: null })).toBe(true)
  for (const state of ['queued', 'publishing', 'settling', 'unknown', 'live'])
    expect(of(state, false), state).toBe(false)
  expect(of('failed', true)).toBe(true)
  expect(of('cancelled', true, 'delivery.approval_void')).toBe(true)
  expect(of('cancelled', true, 'delivery.cancelled')).toBe(false)
  expect(of('cancelled', false, 'delivery.cancelled')).toBe(true)
  for (const state of ['removed', 'gone']) expect([of(state, true), of(state, false)]).toEqual([false, true])
})
