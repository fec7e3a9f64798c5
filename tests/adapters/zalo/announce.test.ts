import { afterEach, expect, test } from 'vitest'
import { zalo } from '../../../adapters/zalo/index.ts'
import type { SandboxOptions } from '../../../adapters/zalo/sandbox.ts'
import type { Audience } from '../../../src/ports/network.ts'
import { type Stage, setOa } from './live.ts'

let stage: Stage | undefined
afterEach(async () => {
  await stage?.close()
  stage = undefined
})

async function setChannel(options: SandboxOptions = {}) {
  const oa = await setOa(options)
  stage = oa
  const article = (status: 'show' | 'hide' = 'show') =>
    oa.sandbox.addArticle({ account: oa.oa.id, title: 'Lịch tiếp công dân', status }).id
  const send = (ids: readonly string[], audience: Audience = {}) => {
    if (!zalo.announce) throw new Error('Zalo announces')
    return zalo.announce.send(
      oa.session(),
      ids.map(id => ({ id })),
      audience,
    )
  }
  const got = () => oa.sandbox.broadcasts().map(({ articles, receivers }) => ({ articles, receivers }))
  return { ...oa, article, send, got }
}

test('articles that are up go to all followers, in their order', async () => {
  const { article, send, got, oa } = await setChannel()
  const ids = [article(), article(), article()]
  expect(await send(ids)).toMatchObject({ is: 'sent', message: expect.any(String) })
  expect(got()).toEqual([{ articles: ids, receivers: oa.followers }])
})

test('27: a filter reaches some, two filters fewer, and what Zalo does not know is refused', async () => {
  const { article, send, got, sandbox, oa } = await setChannel({
    settings: { broadcastsPerMonth: 99, accessLifeMs: 90 * 86_400_000 },
  })
  const id = article()
  await send([id], { locations: ['1'] })
  sandbox.advance(86_400_000)
  await send([id], { locations: ['1'], ages: ['2', '3', '4'] })
  const [some = { receivers: 0 }, fewer = { receivers: 0 }] = got()
  expect(some.receivers).toBeGreaterThan(oa.followers / 6)
  expect(some.receivers).toBeLessThan(oa.followers / 2)
  expect(fewer.receivers).toBeGreaterThan(0)
  expect(fewer.receivers).toBeLessThan(some.receivers)
  const unknown: readonly Audience[] = [
    { ages: ['8'] },
    { cities: ['64'] },
    { gender: ['3'] },
    { gender: ['1', '2'] },
    { mood: ['1'] },
  ]
  for (const audience of unknown)
    expect(await send([id], audience)).toMatchObject({ is: 'refused', why: { code: 'zalo.invalid' } })
  expect(got()).toHaveLength(2)
})

test('27: an article in the making, a hidden one, six of them and none are refused', async () => {
  const { article, send, got } = await setChannel()
  const id = article()
  for (const ids of [[article('hide')], Array.from({ length: 6 }, () => id), [], ['no such article']])
    expect(await send(ids)).toMatchObject({ is: 'refused' })
  expect(got()).toEqual([])
})

test('28: a second one on the same day reaches nobody new, and the month’s allowance comes back on the first', async () => {
  const { article, send, got, sandbox, oa } = await setChannel({
    settings: { broadcastsPerMonth: 2, accessLifeMs: 90 * 86_400_000 },
  })
  const id = article()
  const day = 86_400_000
  await send([id])
  await send([id])
  sandbox.advance(day)
  await send([id])
  sandbox.advance(day)
  await send([id])
  // From 27 November to the first of December.
  sandbox.advance(4 * day)
  await send([id])
  expect(got().map(one => one.receivers)).toEqual([oa.followers, 0, oa.followers, 0, oa.followers])
})

test.each([
  ['05:59:59', '2026-11-24T22:59:59Z', 'refused'],
  ['06:00:00', '2026-11-24T23:00:00Z', 'sent'],
  ['21:59:59', '2026-11-25T14:59:59Z', 'sent'],
  ['22:00:00', '2026-11-25T15:00:00Z', 'refused'],
])('18: at %s on Vietnam’s clock it is %s', async (_, at, is) => {
  const { article, send } = await setChannel({ now: () => new Date(at) })
  expect(await send([article()])).toMatchObject({ is })
})

test('19: what the network says and does not say decides what is known', async () => {
  const { article, send, sandbox, got, oa } = await setChannel()
  const id = article()
  sandbox.pull({ what: 'lose', on: 'announce' })
  expect(await send([id])).toMatchObject({ is: 'unknown' })
  expect(got()).toHaveLength(1)
  sandbox.pull({ what: 'html', on: 'announce', commit: false })
  expect(await send([id])).toMatchObject({ is: 'unknown' })
  sandbox.pull({ what: 'refuse', error: -211, on: 'announce' })
  expect(await send([id])).toMatchObject({ is: 'unsent', why: { code: 'zalo.quota' } })
  sandbox.pull({ what: 'refuse', error: -216, on: 'announce' })
  expect(await send([id])).toMatchObject({ is: 'reconnect' })
  oa.verified = false
  expect(await send([id])).toMatchObject({ is: 'reconnect', why: { code: 'zalo.account_unverified' } })
})

test('30: a message to one person is not served on this path', async () => {
  const { served, pair, sandbox, app } = await setChannel()
  const appsecret_proof = await sandbox.proofOf(app.secret, pair.access)
  const answer = await fetch(`${served.url}/v2.0/oa/message`, {
    method: 'POST',
    headers: { access_token: pair.access, appsecret_proof, 'content-type': 'application/json' },
    body: JSON.stringify({ recipient: { user_id: '9007199254740993123' }, message: { text: 'Xin chào' } }),
  })
  expect(await answer.json()).toMatchObject({ error: -240 })
})
