import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { youtube } from '../../../adapters/youtube/index.ts'
import type { Fetch } from '../../../src/ports/network.ts'
import { content, picture, short } from './builders.ts'
import { type Stage, setChannel } from './live.ts'
import { clientOf } from './served.ts'

/** The checks of the reference that a lazy client fails, by their numbers there: rights, figures and lists. */

let stage: Stage
beforeEach(async () => {
  stage = await setChannel()
})
afterEach(() => stage.close())

const day = 86_400_000
const valuesOf = async (id: string, fetch: Fetch = stage.way.fetch) => {
  const { readings } = await youtube.metrics(stage.session({ fetch }), [id])
  return readings[0]?.is === 'read' ? readings[0].values : readings[0]
}

describe('13: each method wants its own right', () => {
  test('a token for uploading reads no comments, no lists, and changes nothing', async () => {
    const grant = stage.sandbox.mintGrant({ app: stage.app.id, channel: stage.channel.id, scopes: ['youtube.upload'] })
    const client = clientOf(stage, grant.access)
    for (const path of ['commentThreads?part=id&videoId=x', 'videos?part=id&id=x', 'captions?part=id&videoId=x']) {
      const response = await client.call('GET', `/youtube/v3/${path}`)
      expect(response.status).toBe(403)
      expect(await client.reason(response)).toBe('insufficientPermissions')
    }
    expect((await client.start({ snippet: { title: 'x', categoryId: '25' }, status: {} })).status).toBe(200)
    const cred = { ...stage.cred, access: grant.access }
    expect(await youtube.auth.inspect(stage.session({ cred }))).toMatchObject({
      is: 'reconnect',
      why: { code: 'youtube.permission' },
    })
  })
})

describe('14: figures are strings, and what is missing is no zero', () => {
  test('hidden likes and closed comments are absent', async () => {
    const hidden = stage.sandbox.addVideo({
      channel: stage.channel.id,
      title: 'Kín',
      likesHidden: true,
      commentsOff: true,
    })
    const open = stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Mở' })
    stage.sandbox.advance(30 * 60_000)
    expect(Object.keys((await valuesOf(hidden.id)) ?? {})).toEqual(['views'])
    const values = (await valuesOf(open.id)) as Record<string, number>
    expect(Object.keys(values).sort()).toEqual(['comments', 'reactions', 'views'])
    expect(Object.values(values).every(Number.isSafeInteger)).toBe(true)
  })
})

/** What the Analytics API answers instead, for one call. */
const reporting =
  (answer: object, status = 200): Fetch =>
  async (input, init) =>
    new URL(input).host === 'youtubeanalytics.googleapis.com'
      ? new Response(JSON.stringify(answer), { status })
      : stage.way.fetch(input, init)

describe('15: reports', () => {
  test('columns are read by their names, in whatever order they come', async () => {
    const { id } = stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Một' })
    const columnHeaders = ['shares', 'video', 'engagedViews', 'views'].map(name => ({ name }))
    const values = await valuesOf(id, reporting({ columnHeaders, rows: [[7, id, 40, 90]] }))
    expect(values).toMatchObject({ shares: 7, engaged: 40, views: 0 })
  })
  test('no rows at all is no fault: shares are absent', async () => {
    const { id } = stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Mới' })
    expect(Object.keys((await valuesOf(id)) ?? {})).not.toContain('shares')
    expect(stage.notes).toEqual([])
  })
  test('a report that is refused costs no counter, and is told', async () => {
    const { id } = stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Một' })
    const error = { code: 403, message: 'no', errors: [{ reason: 'forbidden', message: 'no' }] }
    expect(await valuesOf(id, reporting({ error }, 403))).toMatchObject({ views: 0 })
    expect(stage.notes).toMatchObject([{ is: 'warning', why: { code: 'youtube.no_reports' } }])
  })
  test('the sandbox refuses video with day, and video without a falling order', async () => {
    const client = clientOf(stage)
    const get = (query: string) =>
      client.call('GET', `/v2/reports?ids=channel==MINE&startDate=2026-11-01&endDate=2026-11-20&${query}`)
    expect((await get('metrics=views&dimensions=video,day')).status).toBe(400)
    expect((await get('metrics=views&dimensions=video&maxResults=10')).status).toBe(400)
    expect((await get('metrics=views&dimensions=video&sort=-views&maxResults=201')).status).toBe(400)
    expect((await get('metrics=views&dimensions=video&sort=-views&maxResults=200')).status).toBe(200)
    const bare = await get('dimensions=video')
    expect(await client.reason(bare)).toBe('required')
  })
})

describe('16: small rules', () => {
  test('at most fifty ids in one call', async () => {
    const client = clientOf(stage)
    const ids = Array.from({ length: 51 }, (_, n) => `id${n}`)
    expect(await client.reason(await client.call('GET', `/youtube/v3/videos?part=id&id=${ids}`))).toBe('invalidFilters')
    expect((await client.call('GET', `/youtube/v3/videos:batchGetStats?part=id&id=${ids}`)).status).toBe(400)
    expect((await client.call('GET', `/youtube/v3/videos:batchGetStats?part=id&id=${ids.slice(1)}`)).status).toBe(200)
    stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Tin', count: 51 })
    const before = stage.count('videos.batchGetStats')
    const all = await youtube.metrics(
      stage.session(),
      stage.sandbox.ledger().map(row => row.id),
    )
    expect(new Set(all.readings.map(reading => reading.is))).toEqual(new Set(['read']))
    expect(stage.count('videos.batchGetStats') - before).toBe(2)
  })
  test('a Short gets its still after it was processed, not before', async () => {
    await stage.close()
    stage = await setChannel({ settings: { processingFromMs: 60_000, processingToMs: 60_000 } })
    stage.sandbox.pull({ what: 'fate', short: true })
    const what = content({ form: 'short', video: short(), pictures: [picture()] })
    expect((await stage.delivery().publish(what)).is).toBe('accepted')
    expect(stage.count('thumbnails.set')).toBe(0)
    expect(stage.notes).toMatchObject([{ why: { code: 'youtube.short_still_later' } }])
    const [{ id = '' } = {}] = stage.sandbox.ledger()
    const client = clientOf(stage)
    const set = () =>
      fetch(`${stage.served.url}/upload/youtube/v3/thumbnails/set?videoId=${id}&uploadType=media`, {
        method: 'POST',
        headers: { authorization: `Bearer ${stage.pair.access}`, 'content-type': 'image/png' },
        body: stage.kept.get('a'.repeat(64)) ?? null,
      })
    expect(await client.reason(await set())).toBe('failedPrecondition')
    stage.sandbox.advance(61_000)
    expect((await set()).status).toBe(200)
  })
  test('nobody is banned without a rejection, and 204 has no body to read', async () => {
    const client = clientOf(stage)
    const moderate = (query: string) => client.call('POST', `/youtube/v3/comments/setModerationStatus?id=a&${query}`)
    expect(await client.reason(await moderate('moderationStatus=published&banAuthor=true'))).toBe('banWithoutReject')
    expect((await moderate('moderationStatus=rejected&banAuthor=true')).status).toBe(204)
    const { id } = stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Một' })
    expect(await youtube.remove?.(stage.session(), { id })).toEqual({ is: 'done' })
  })
})

test('18: the older, stricter count stands beside the one that begins at the start', async () => {
  const { id } = stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Một' })
  stage.sandbox.settings.accessLifeMs = 1e12
  const { access } = stage.sandbox.mintGrant({ app: stage.app.id, channel: stage.channel.id })
  stage.sandbox.advance(5 * day)
  const { readings } = await youtube.metrics(stage.session({ cred: { ...stage.cred, access } }), [id])
  const values = readings[0]?.is === 'read' ? readings[0].values : {}
  expect(values.views).toBeGreaterThan(0)
  expect(values.engaged).toBeGreaterThan(0)
  expect(values.engaged).toBeLessThan(values.views ?? 0)
})
