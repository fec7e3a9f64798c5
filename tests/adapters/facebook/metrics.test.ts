import { expect, test } from 'vitest'
import { metrics } from '../../../adapters/facebook/metrics.ts'
import { FetchFault } from '../../../src/kit/http.ts'
import { PAGE } from './builders.ts'
import { failure, json, type Line, PROOF, type Reply, Script, stage, TOKEN } from './script.ts'

const BATCH = 'POST /'
const ids = (most: number) => Array.from({ length: most }, (_, index) => `${PAGE}_${index + 1}`)
const part = (body: unknown, code = 200) => ({ code, body: JSON.stringify(body) })
const wrong = (code: number, sub?: number) =>
  part({ error: { message: 'x', code, ...(sub && { error_subcode: sub }) } }, 400)
const counts = (id: string, given: object = {}) =>
  part({
    id,
    shares: { count: 3 },
    reactions: { data: [], summary: { total_count: 12 } },
    comments: { data: [], summary: { order: 'ranked', total_count: 4 } },
    ...given,
  })
const batch = (parts: unknown[]): Line => ({ call: BATCH, reply: json(parts) })

async function read(lines: readonly Line[], remotes: readonly string[]) {
  const script = new Script(lines)
  const { to, notes } = stage(script.fetch)
  const readings = await metrics(to, remotes)
  script.done()
  return { ...readings, notes, calls: script.calls }
}

test('fifty posts are one call, each part with its proof and none with a token in its address', async () => {
  const remotes = ids(50)
  const { readings, calls } = await read([batch(remotes.map(id => counts(id)))], remotes)
  expect(readings).toHaveLength(50)
  expect(readings[49]).toEqual({ is: 'read', remote: `${PAGE}_50`, values: { reactions: 12, comments: 4, shares: 3 } })
  const parts = JSON.parse(String(calls[0]?.form.get('batch'))) as { method: string; relative_url: string }[]
  expect(parts).toHaveLength(50)
  for (const one of parts) {
    expect(one.method).toBe('GET')
    expect(one.relative_url).toMatch(/^v26\.0\/102030405060708_\d+\?/)
    const query = new URL(one.relative_url, 'https://x').searchParams
    expect(query.get('appsecret_proof')).toBe(PROOF)
    expect(query.get('fields')).toBe(
      'id,shares,reactions.limit(0).summary(total_count),comments.limit(0).summary(total_count)',
    )
    expect(one.relative_url).not.toContain(TOKEN)
  }
})

test('more than fifty become several calls', async () => {
  const remotes = ids(51)
  const { readings, calls } = await read(
    [batch(remotes.slice(0, 50).map(id => counts(id))), batch([counts(`${PAGE}_51`)])],
    remotes,
  )
  expect(readings).toHaveLength(51)
  expect(calls).toHaveLength(2)
})

test('shares left out are zero, a summary left out is unknown', async () => {
  const { readings } = await read([batch([counts('1_2', { shares: undefined, reactions: undefined })])], ['1_2'])
  expect(readings).toEqual([{ is: 'read', remote: '1_2', values: { comments: 4, shares: 0 } }])
})

test('posts that are gone are gone, others stay as they are', async () => {
  const { readings, later, reconnect } = await read(
    [batch([wrong(100, 33), counts('1_2'), wrong(12)])],
    ['1_1', '1_2', '1_3'],
  )
  expect(readings).toMatchObject([
    { is: 'gone', remote: '1_1' },
    { is: 'read', remote: '1_2' },
    { is: 'unread', remote: '1_3', why: { code: 'facebook.invalid' } },
  ])
  expect(later).toBeUndefined()
  expect(reconnect).toBeUndefined()
})

test('parts that came back empty are asked once more, and only they', async () => {
  const { readings, calls } = await read(
    [batch([counts('1_1'), null, null]), batch([counts('1_2'), null])],
    ['1_1', '1_2', '1_3'],
  )
  expect(readings).toMatchObject([
    { is: 'read', remote: '1_1' },
    { is: 'read', remote: '1_2' },
    { is: 'unread', remote: '1_3', why: { code: 'facebook.part_unfinished' } },
  ])
  expect(JSON.parse(String(calls[1]?.form.get('batch')))).toHaveLength(2)
})

test('a batch that answers fewer parts than asked leaves the rest unread', async () => {
  const { readings } = await read([batch([counts('1_1')]), batch([])], ['1_1', '1_2'])
  expect(readings).toMatchObject([{ is: 'read' }, { is: 'unread', remote: '1_2' }])
})

test('a dead token in a part ends the reading and asks to reconnect', async () => {
  const remotes = ids(60)
  const { readings, reconnect } = await read([batch(remotes.slice(0, 50).map(() => wrong(190, 460)))], remotes)
  expect(reconnect).toMatchObject({ code: 'facebook.password_changed' })
  expect(readings).toHaveLength(60)
  expect(readings.every(reading => reading.is === 'unread')).toBe(true)
})

test('a batch that is too heavy is halved', async () => {
  const heavy: Line = { call: BATCH, reply: failure(1, 99, 'x', { status: 500 }) }
  const { readings } = await read(
    [heavy, batch([counts('1_1'), counts('1_2')]), heavy, batch([counts('1_3')]), batch([counts('1_4')])],
    ['1_1', '1_2', '1_3', '1_4'],
  )
  expect(readings.map(reading => reading.is)).toEqual(['read', 'read', 'read', 'read'])
})

test.each<[string, Reply, object]>([
  ['80001', failure(80001), { later: { retryAfter: 3_600_000 } }],
  ['an HTML 502', new Response('<html>', { status: 502 }), { later: { retryAfter: 60_000 } }],
  ['a timeout', new FetchFault('timeout', true, 'x'), { later: { retryAfter: 60_000 } }],
  ['190', failure(190), { reconnect: { code: 'facebook.token_dead' } }],
])('a batch answered by %s reads nothing and says what to do', async (_, reply, expected) => {
  const result = await read([{ call: BATCH, reply }], ['1_1', '1_2'])
  expect(result.readings.map(reading => reading.is)).toEqual(['unread', 'unread'])
  expect(result).toMatchObject(expected)
})

test('nothing asked, nothing called', async () => {
  expect((await read([], [])).readings).toEqual([])
})
