import { afterEach, beforeEach, expect, test } from 'vitest'
import { youtube } from '../../../adapters/youtube/index.ts'
import { content } from './builders.ts'
import { type Stage, setChannel } from './live.ts'

let stage: Stage
beforeEach(async () => {
  stage = await setChannel()
})
afterEach(() => stage.close())

test('10,000 live videos once are 200 calls of the counters, at the limit of fifty, inside their bucket', async () => {
  stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Tin', count: 10_000 })
  const ids = stage.sandbox.ledger().map(row => row.id)
  const { metricsBatch } = youtube.about.traits
  let read = 0
  for (let at = 0; at < ids.length; at += metricsBatch) {
    const { readings, later, reconnect } = await youtube.metrics(stage.session(), ids.slice(at, at + metricsBatch))
    expect([later, reconnect]).toEqual([undefined, undefined])
    read += readings.filter(reading => reading.is === 'read').length
  }
  expect(read).toBe(10_000)
  expect(stage.count('videos.batchGetStats')).toBe(200)
  expect(stage.counted.spent('videos.batchGetStats')).toBe(200)
  // The reports are beside the four buckets; nothing else was asked.
  expect(stage.count('reports.query')).toBe(50)
  expect(stage.counted.spent('default')).toBe(0)
})

test('an id that the counters leave out is gone only when the plain list leaves it out too', async () => {
  const { id } = stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Một' })
  const { id: lost } = stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Hai' })
  await youtube.remove?.(stage.session(), { id: lost })
  const partial: typeof stage.way.fetch = async (input, init) =>
    String(input).includes('batchGetStats') ? Response.json({ items: [] }) : stage.way.fetch(input, init)
  const { readings } = await youtube.metrics(stage.session({ fetch: partial }), [id, lost])
  expect(readings).toMatchObject([
    { is: 'unread', remote: id, why: { code: 'youtube.not_listed' } },
    { is: 'gone', remote: lost },
  ])
})

test('a part of the group that cannot be read costs what was read before it nothing', async () => {
  stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Tin', count: 120 })
  const ids = stage.sandbox.ledger().map(row => row.id)
  let calls = 0
  const fetch: typeof stage.way.fetch = (input, init) => {
    if (String(input).includes('batchGetStats') && ++calls === 2)
      stage.sandbox.settings.quotas['videos.batchGetStats'] = 0
    return stage.way.fetch(input, init)
  }
  const { readings, later } = await youtube.metrics(stage.session({ fetch }), ids)
  expect(readings.map(reading => reading.is)).toEqual([...Array(50).fill('read'), ...Array(70).fill('unread')])
  expect(later).toMatchObject({ why: { code: expect.stringMatching(/^youtube\.quota/) } })
  expect([calls, stage.count('videos.list')]).toEqual([2, 0])
})

test('trouble says how long to wait, and whom to ask', async () => {
  const { id } = stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Một' })
  stage.sandbox.pull({ what: 'html', status: 503, on: 'stats' })
  expect(await youtube.metrics(stage.session(), [id])).toMatchObject({ later: { retryAfter: 60_000 } })
  stage.sandbox.settings.quotas['videos.batchGetStats'] = 0
  expect(await youtube.metrics(stage.session(), [id])).toMatchObject({ later: { retryAfter: 6 * 3_600_000 } })
  stage.sandbox.settings.quotas['videos.batchGetStats'] = 10_000
  stage.sandbox.withdraw(stage.channel.id)
  const dead = stage.session({ ledger: { spend: async () => ({ is: 'spent', units: 1 }), close: async () => {} } })
  expect(await youtube.metrics(dead, [id])).toMatchObject({ reconnect: { code: 'youtube.token_dead' } })
})

test('a correction and a removal of what is not there are absent, and a lost one is unknown', async () => {
  expect(await youtube.update?.(stage.session(), { id: 'AAAAAAAAAAA' }, content())).toEqual({ is: 'absent' })
  expect(await youtube.remove?.(stage.session(), { id: 'AAAAAAAAAAA' })).toEqual({ is: 'absent' })
  const { id } = stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Một' })
  stage.sandbox.pull({ what: 'lose', on: 'change' })
  expect((await youtube.remove?.(stage.session(), { id }))?.is).toBe('unknown')
  expect(await youtube.remove?.(stage.session(), { id })).toEqual({ is: 'absent' })
})
