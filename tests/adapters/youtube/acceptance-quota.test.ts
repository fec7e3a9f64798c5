import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { youtube } from '../../../adapters/youtube/index.ts'
import { bucketOf, costOf, pacificMidnight } from '../../../adapters/youtube/quota.ts'
import { content, picture } from './builders.ts'
import { type Stage, setChannel } from './live.ts'

/** The checks of the reference that a lazy client fails, by their numbers there: quotas, limits and renewals. */

let stage: Stage
beforeEach(async () => {
  stage = await setChannel()
})
afterEach(() => stage.close())

const hour = 3_600_000
/** 02:00 UTC on 25 November is 18:00 of the 24th in Los Angeles: six hours are left. */
const toMidnight = 6 * hour

describe('9: a spent quota waits for midnight in Los Angeles', () => {
  test('403 quotaExceeded is told once, remembered, and not asked again', async () => {
    stage.sandbox.settings.quotas['videos.insert'] = 0
    const first = await stage.delivery().publish(content())
    expect(first).toMatchObject({ is: 'unsent', retryAfter: toMidnight, why: { code: 'youtube.quota' } })
    expect(first.is === 'unsent' && first.why.detail).toContain('exceeded your quota')
    const calls = stage.sandbox.calls().length
    const second = await stage.delivery().publish(content())
    expect(second).toMatchObject({ is: 'unsent', retryAfter: toMidnight, why: { code: 'youtube.quota_spent' } })
    expect(stage.sandbox.calls()).toHaveLength(calls)
  })
  test('after midnight it goes on by itself', async () => {
    stage.sandbox.settings.accessLifeMs = 1e12
    const { access } = stage.sandbox.mintGrant({ app: stage.app.id, channel: stage.channel.id })
    stage.sandbox.settings.quotas['videos.insert'] = 1
    const to = () => stage.session({ cred: { ...stage.cred, access } })
    expect((await stage.delivery().publish(content({ title: 'Một' }), to())).is).toBe('live')
    expect((await stage.delivery().publish(content({ title: 'Hai' }), to())).is).toBe('unsent')
    stage.sandbox.advance(toMidnight)
    expect((await stage.delivery().publish(content({ title: 'Hai' }), to())).is).toBe('live')
  })
  test('400 uploadLimitExceeded is a limit of the channel: a day, and everything else goes on', async () => {
    const live = await stage.delivery().publish(content())
    if (live.is !== 'live') throw new Error(live.is)
    stage.channel.uploadsADay = 1
    const limited = { is: 'unsent', retryAfter: 24 * hour, why: { code: 'youtube.upload_limit' } }
    expect(await stage.delivery().publish(content({ title: 'Hai' }))).toMatchObject(limited)
    const begun = stage.count('videos.insert')
    expect(await stage.delivery().publish(content({ title: 'Ba' }))).toMatchObject(limited)
    expect(stage.count('videos.insert')).toBe(begun)
    expect(await youtube.update?.(stage.session(), live.remote, content({ title: 'Sửa' }))).toEqual({ is: 'done' })
    expect((await youtube.metrics(stage.session(), [live.remote.id])).readings).toMatchObject([{ is: 'read' }])
    const other = stage.sandbox.addChannel()
    const grant = stage.sandbox.mintGrant({ app: stage.app.id, channel: other.id })
    const elsewhere = stage.session({ account: other.id, cred: { access: grant.access, refresh: grant.refresh } })
    expect((await stage.delivery().publish(content(), elsewhere)).is).toBe('live')
  })
  test.each([
    ['summer, 14:00 in Viet Nam', '2026-07-01T12:00:00Z', '2026-07-02T07:00:00Z'],
    ['winter, 15:00 in Viet Nam', '2026-12-01T12:00:00Z', '2026-12-02T08:00:00Z'],
    ['the eve of the long day', '2026-10-31T20:00:00Z', '2026-11-01T07:00:00Z'],
    ['the long day before its clock is turned', '2026-11-01T08:30:00Z', '2026-11-02T08:00:00Z'],
    ['the long day after its clock was turned', '2026-11-01T09:30:00Z', '2026-11-02T08:00:00Z'],
    ['the eve of the short day', '2026-03-07T20:00:00Z', '2026-03-08T08:00:00Z'],
    ['the short day before', '2026-03-08T09:30:00Z', '2026-03-09T07:00:00Z'],
    ['the short day after', '2026-03-08T10:30:00Z', '2026-03-09T07:00:00Z'],
    ['a moment before midnight', '2026-11-25T07:59:59.999Z', '2026-11-25T08:00:00Z'],
    ['midnight itself', '2026-11-25T08:00:00Z', '2026-11-26T08:00:00Z'],
  ])('midnight of %s', (_, now, midnight) => {
    expect(pacificMidnight(new Date(now)).toISOString()).toBe(new Date(midnight).toISOString())
  })
})

describe('10: four buckets, not one counter', () => {
  test('each method goes to its own, and what is counted here is what is counted there', async () => {
    const list = stage.sandbox.addPlaylist({ channel: stage.channel.id, title: 'Thời sự' })
    const given = {
      settings: { playlists: { 'Thời sự': list.id } },
      options: { captions: 'WEBVTT\n\n00:00.000 --> 00:01.000\nXin chào' },
    }
    const live = await stage.delivery(given).publish(content({ section: 'Thời sự', pictures: [picture()] }))
    if (live.is !== 'live') throw new Error(live.is)
    await youtube.metrics(stage.session(), [live.remote.id])
    for (const bucket of ['default', 'videos.insert', 'videos.batchGetStats'] as const)
      expect(stage.counted.spent(bucket), bucket).toBe(stage.sandbox.spent(stage.app.id, bucket))
    // Captions 400, playlist 50 and a look at it 1, still 50, one look at the video 1.
    expect(stage.counted.spent('default')).toBe(502)
    expect(stage.counted.spent('videos.insert')).toBe(1)
    expect(stage.counted.spent('videos.batchGetStats')).toBe(1)
    expect(stage.notes).toEqual([])
  })
  test('a used-up day of everything else stops neither uploads nor counters', async () => {
    stage.sandbox.settings.quotas.default = 0
    const one = stage.delivery()
    expect((await one.publish(content())).is).toBe('accepted')
    const id = stage.visible()[0]?.id ?? ''
    expect((await youtube.metrics(stage.session(), [id])).readings).toMatchObject([{ is: 'read' }])
    expect(await one.reconcile(content())).toMatchObject({ is: 'later', retryAfter: toMidnight })
  })
  test('what an audited project may use is a setting of the channel', async () => {
    stage.sandbox.settings.quotas['videos.insert'] = 500
    const settings = { dailyUploads: 2 }
    for (const [title, is] of [
      ['Một', 'live'],
      ['Hai', 'live'],
      ['Ba', 'unsent'],
    ] as const)
      expect((await stage.delivery({ settings }).publish(content({ title }))).is).toBe(is)
  })
  test('a request that is wrong costs all the same', async () => {
    stage.sandbox.pull({ what: 'refuse', on: 'start', status: 400, reason: 'invalidTitle' })
    await stage.delivery().publish(content())
    expect(stage.counted.spent('videos.insert')).toBe(1)
    expect(stage.sandbox.spent(stage.app.id, 'videos.insert')).toBe(1)
  })
  test('costs and buckets are those of the table', () => {
    expect(costOf('captions.insert')).toBe(400)
    expect(bucketOf('videos.insert')).toBe('videos.insert')
    expect(bucketOf('videos.batchGetStats')).toBe('videos.batchGetStats')
    expect(bucketOf('videos.list')).toBe('default')
  })
})

describe('17: renewal', () => {
  test('the refresh token is not in the answer, and is kept', async () => {
    const renewed = await youtube.auth.refresh?.(stage.session())
    if (renewed?.is !== 'renewed') throw new Error(renewed?.is)
    const cred = renewed.cred as typeof stage.cred
    expect(cred.refresh).toBe(stage.pair.refresh)
    expect(cred.access).not.toBe(stage.pair.access)
    expect(renewed.expiresAt).toEqual(new Date(stage.sandbox.now().getTime() + 3_599_000))
    expect(await youtube.auth.inspect(stage.session({ cred }))).toMatchObject({ is: 'well' })
  })
  test('invalid_grant is final and asked once', async () => {
    stage.sandbox.withdraw(stage.channel.id)
    expect(await youtube.auth.refresh?.(stage.session())).toMatchObject({
      is: 'reconnect',
      why: { code: 'youtube.grant_over', detail: 'invalid_grant: Token has been expired or revoked.' },
    })
    expect(stage.count('oauth.token')).toBe(1)
  })
  test('an expired token in the middle of an upload asks to be renewed, and the session goes on', async () => {
    stage.sandbox.settings.accessLifeMs = 1000
    const { access } = stage.sandbox.mintGrant({ app: stage.app.id, channel: stage.channel.id })
    const slow: typeof stage.way.fetch = async (input, init) => {
      if (init?.method === 'PUT') stage.sandbox.advance(2000)
      return stage.way.fetch(input, init)
    }
    const one = stage.delivery()
    const to = (cred: typeof stage.cred) => stage.session({ cred, settings: { pieceBytes: 262_144 } })
    const early = { ...to({ ...stage.cred, access }), fetch: slow }
    expect(await one.publish(content(), early)).toMatchObject({ is: 'reconnect', why: { code: 'youtube.token_dead' } })
    const renewed = await youtube.auth.refresh?.(early)
    stage.sandbox.settings.accessLifeMs = 3_599_000
    const again = await youtube.auth.refresh?.(early)
    if (renewed?.is !== 'renewed' || again?.is !== 'renewed') throw new Error('not renewed')
    expect((await one.publish(content(), to(again.cred as typeof stage.cred))).is).toBe('live')
    expect(stage.count('videos.insert')).toBe(1)
  })
})
