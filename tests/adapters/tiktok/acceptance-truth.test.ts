import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tiktok } from '../../../adapters/tiktok/index.ts'
import { film, photos } from './builders.ts'
import { type Stage, setTiktok } from './live.ts'

const hour = 3_600_000
const day = 24 * hour
let tt: Stage
beforeEach(async () => {
  tt = await setTiktok({ settings: { processingMs: 20_000, moderationMs: 60_000, accessSeconds: 864_000 } })
})
afterEach(() => tt.close())

const direct = film({ form: 'video_direct' })

describe('2 and 3: a good status with a bad answer', () => {
  test.each([
    ['spam_risk_too_many_posts', 'unsent', 'tiktok.too_many_posts'],
    ['reached_active_user_cap', 'unsent', 'tiktok.user_cap'],
    ['spam_risk_user_banned_from_posting', 'refused', 'tiktok.banned'],
  ])('2: 200 with %s is no leave to post', async (code, is, word) => {
    tt.sandbox.pull({ what: 'refuse', on: 'creator', code, status: 200 })
    expect(await tt.delivery().publish(direct)).toMatchObject({ is, why: { code: word } })
    expect(tt.sandbox.tasks()).toEqual([])
  })
  test.each([200, 400] as const)('3: an OAuth error with %i is never stored as a token', async status => {
    tt.sandbox.settings.oauthErrorStatus = status
    const renewed = await tiktok.auth.refresh?.(tt.session({ cred: { ...tt.cred, refresh: 'rft.unknown!1.va' } }))
    expect(renewed).toMatchObject({ is: 'reconnect', why: { code: 'tiktok.refresh_refused', status } })
    const back = new URLSearchParams({ code: 'used', scopes: 'user.info.basic,video.upload', state: 's' })
    const finished = await tiktok.auth.finish(tt.session(), back, 'https://desk.example/tiktok/back')
    expect(finished).toMatchObject({ is: 'refused', why: { code: 'tiktok.code_refused' } })
  })
  test('3: a 200 without tokens leaves us not knowing', async () => {
    tt.sandbox.pull({ what: 'garbage', form: 'noError', on: 'token' })
    expect(await tiktok.auth.refresh?.(tt.session())).toMatchObject({ is: 'unknown' })
  })
})

describe('4 and 5: tokens', () => {
  test('4: a refresh token works once, and what comes back is another', async () => {
    const first = await tiktok.auth.refresh?.(tt.session())
    if (first?.is !== 'renewed') throw new Error(first?.is)
    expect(first.cred.refresh).not.toBe(tt.cred.refresh)
    expect(await tiktok.auth.refresh?.(tt.session())).toMatchObject({ is: 'reconnect' })
    expect((await tiktok.auth.refresh?.(tt.session({ cred: first.cred })))?.is).toBe('renewed')
    expect((await tt.token({ grant_type: 'refresh_token', refresh_token: tt.cred.refresh })).body.error).toBe(
      'invalid_grant',
    )
  })
  test('4: a lost answer may have spent it', async () => {
    tt.sandbox.pull({ what: 'lose', on: 'token' })
    expect((await tiktok.auth.refresh?.(tt.session()))?.is).toBe('unknown')
    expect(await tiktok.auth.refresh?.(tt.session())).toMatchObject({ is: 'reconnect' })
  })
  test.each([60, 7200, 86_400])('5: a token of %i seconds ends when it says', async seconds => {
    tt.sandbox.settings.accessSeconds = seconds
    tt.sandbox.settings.refreshSeconds = seconds * 100
    const renewed = await tiktok.auth.refresh?.(tt.session())
    if (renewed?.is !== 'renewed') throw new Error(renewed?.is)
    expect(renewed.expiresAt).toEqual(new Date(tt.sandbox.now().getTime() + seconds * 1000))
    expect(renewed.cred.refreshUntil).toBe(tt.sandbox.now().getTime() + seconds * 100_000)
    await tt.sandbox.advance(seconds * 1000)
    expect(await tiktok.auth.inspect(tt.session({ cred: renewed.cred }))).toMatchObject({
      is: 'reconnect',
      why: { code: 'tiktok.token_dead' },
    })
  })
})

describe('6, 7 and 8: what a status says', () => {
  test.each([false, true])('6 and 7: an id beyond 2^53 stays its digits, as text: %s', async asText => {
    tt.sandbox.settings.idsAsText = asText
    const one = tt.delivery()
    await one.publish(direct)
    await tt.sandbox.advance(90_000)
    const found = await one.reconcile(direct)
    const [row] = tt.visible()
    expect(found).toMatchObject({ is: 'live', remote: { id: row?.id } })
    expect(Number.isSafeInteger(Number(row?.id))).toBe(false)
    expect(String(Number(row?.id))).not.toBe(row?.id)
  })
  test('7: the key is read as the service spells it', async () => {
    const one = tt.delivery()
    await one.publish(direct)
    await tt.sandbox.advance(90_000)
    const { publish } = one.ticket() as { publish: string }
    const answer = await tt.call('/v2/post/publish/status/fetch/', { publish_id: publish })
    expect(answer.text).toMatch(/"publicaly_available_post_id":\[\d{19}\]/)
    expect(answer.text).not.toContain('publicly_available')
  })
  test('8: complete without an id is neither live, failed nor sent again; with moderation over it is live', async () => {
    const one = tt.delivery()
    await one.publish(direct)
    await tt.sandbox.advance(30_000)
    expect(await one.reconcile(direct)).toMatchObject({ is: 'pending', awaits: 'network' })
    expect((await one.publish(direct)).is).toBe('accepted')
    expect(tt.sandbox.tasks()).toHaveLength(1)
    await tt.sandbox.advance(60_000)
    expect((await one.reconcile(direct)).is).toBe('live')
    expect(tt.visible()).toHaveLength(1)
  })
  test('8: after a day without an id, or for its own eyes, it is live under its publish_id', async () => {
    tt.sandbox.settings.moderationMs = 10 * day
    const one = tt.delivery()
    await one.publish(direct)
    await tt.sandbox.advance(30_000)
    await one.reconcile(direct)
    await tt.sandbox.advance(day)
    const { publish } = one.ticket() as { publish: string }
    expect(await one.reconcile(direct)).toMatchObject({ is: 'live', remote: { id: publish } })
    const quiet = tt.delivery({ options: { privacy: 'SELF_ONLY' } })
    await quiet.publish(direct)
    await tt.sandbox.advance(30_000)
    const kept = quiet.ticket() as { publish: string }
    expect(await quiet.reconcile(direct)).toMatchObject({ is: 'live', remote: { id: kept.publish } })
  })
  test('8: in the inbox it waits for a person, is never absent, and is live when that person posted it', async () => {
    const one = tt.delivery()
    await one.publish(film())
    await tt.sandbox.advance(30_000)
    expect(await one.reconcile(film())).toMatchObject({ is: 'pending', awaits: 'person' })
    await tt.sandbox.advance(3 * day)
    expect(await one.reconcile(film())).toMatchObject({ is: 'pending', awaits: 'person', lookAfter: 1_800_000 })
    const [draft] = tt.sandbox.drafts(tt.account.id)
    tt.sandbox.finish(draft?.id ?? '', { caption: 'Lời của người đăng' })
    expect(await one.reconcile(film())).toMatchObject({ is: 'pending', awaits: 'network' })
    await tt.sandbox.advance(60_000)
    expect(await one.reconcile(film())).toMatchObject({ is: 'live', remote: { id: tt.visible()[0]?.id } })
    expect(tt.visible()).toMatchObject([{ title: 'Lời của người đăng', publishId: draft?.id }])
  })
  test('8: a draft that was thrown away goes on waiting, for TikTok tells nobody', async () => {
    const one = tt.delivery()
    await one.publish(film())
    await tt.sandbox.advance(30_000)
    tt.sandbox.discard(tt.sandbox.drafts(tt.account.id)[0]?.id ?? '')
    await tt.sandbox.advance(3 * day)
    expect(await one.reconcile(film())).toMatchObject({ is: 'pending', awaits: 'person' })
  })
  test.each([
    ['duration_check_failed', 'tiktok.fail_duration'],
    ['spam_risk_text', 'tiktok.fail_spam_text'],
    ['video_bitrate_check_failed', 'tiktok.fail_other'],
  ])('a failure for %s is told, and one that no page names is final too', async (reason, code) => {
    tt.sandbox.pull({ what: 'fail', reason })
    const one = tt.delivery()
    await one.publish(direct)
    await tt.sandbox.advance(30_000)
    expect(await one.reconcile(direct)).toMatchObject({ is: 'refused', why: { code } })
    // Mended and sent again by a person: a new one, for the failed one never shows.
    expect((await one.publish(direct)).is).toBe('accepted')
    expect(tt.sandbox.tasks()).toHaveLength(2)
  })
  test('trouble of their own is tried again twice, then a person is told', async () => {
    tt.sandbox.pull({ what: 'fail', reason: 'internal', times: 9 })
    const one = tt.delivery()
    const found: string[] = []
    for (let n = 0; n < 3; n++) {
      await one.publish(direct)
      await tt.sandbox.advance(30_000)
      found.push((await one.reconcile(direct)).is)
    }
    expect(found).toEqual(['unfinished', 'unfinished', 'refused'])
  })
})

describe('9: a lost answer to the beginning', () => {
  test('9: of an upload nothing can have become public: sent again, and one post stands there', async () => {
    tt.sandbox.pull({ what: 'lose', on: 'init' })
    const one = tt.delivery()
    expect(await one.publish(direct)).toMatchObject({ is: 'unsent', retryAfter: expect.any(Number) })
    expect(await one.reconcile(direct)).toEqual({ is: 'unfinished' })
    expect((await one.publish(direct)).is).toBe('accepted')
    await tt.sandbox.advance(90_000)
    expect(tt.visible()).toHaveLength(1)
  })
  test('9: of what TikTok fetches it is unknown, and a public video is found in the list', async () => {
    const settings = { direct: true, pull: true }
    tt.sandbox.pull({ what: 'lose' })
    const one = tt.delivery({ settings })
    expect((await one.publish(direct)).is).toBe('unknown')
    expect(await one.reconcile(direct)).toMatchObject({ is: 'unproved', why: { code: 'tiktok.lost' } })
    await tt.sandbox.advance(90_000)
    expect(await one.reconcile(direct)).toMatchObject({ is: 'live', remote: { id: tt.visible()[0]?.id } })
    expect(tt.sandbox.tasks()).toHaveLength(1)
  })
  test('9: a draft of photos needs a person, and is never sent again by itself', async () => {
    tt.sandbox.pull({ what: 'lose' })
    const one = tt.delivery()
    expect((await one.publish(photos())).is).toBe('unknown')
    await tt.sandbox.advance(3 * day)
    expect(await one.reconcile(photos())).toMatchObject({ is: 'unproved', why: { code: 'tiktok.lost_draft' } })
    expect(tt.sandbox.tasks()).toHaveLength(1)
    expect(tiktok.about.traits.listDelay).toBeUndefined()
  })
  test('9: lost after an earlier one failed, it is not asked after under the failed one’s id: nothing is sent a third time', async () => {
    tt.sandbox.pull({ what: 'fail', reason: 'internal', times: 1 })
    const one = tt.delivery()
    expect((await one.publish(photos())).is).toBe('accepted')
    await tt.sandbox.advance(30_000)
    expect(await one.reconcile(photos())).toEqual({ is: 'unfinished' })
    tt.sandbox.pull({ what: 'lose', on: 'publish' })
    expect((await one.publish(photos())).is).toBe('unknown')
    await tt.sandbox.advance(30_000)
    expect(await one.reconcile(photos())).toMatchObject({ is: 'unproved', why: { code: 'tiktok.lost_draft' } })
    expect(tt.sandbox.tasks()).toHaveLength(2)
  })
  test('9: a stranger’s video and one that another delivery owns are not taken for ours', async () => {
    tt.sandbox.addPost({ account: tt.account.id, title: 'Video khác hẳn' })
    tt.sandbox.pull({ what: 'lose' })
    const settings = { direct: true, pull: true }
    const lost = tt.delivery({ settings })
    await lost.publish(direct)
    expect((await lost.reconcile(direct)).is).toBe('unproved')
    await tt.sandbox.advance(90_000)
    const mine = tt.visible().find(row => row.publishId !== null)
    const other = tt.delivery({ settings, owned: [mine?.id ?? ''] })
    expect((await other.reconcile(direct)).is).toBe('unproved')
  })
  test('a status that cannot be read moves nothing and begins nothing', async () => {
    const one = tt.delivery()
    await one.publish(direct)
    tt.sandbox.pull({ what: 'lose', on: 'status', times: 2 })
    expect((await one.reconcile(direct)).is).toBe('later')
    expect((await one.publish(direct)).is).toBe('unknown')
    expect(tt.sandbox.tasks()).toHaveLength(1)
  })
})
