import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tiktok } from '../../../adapters/tiktok/index.ts'
import type { Content } from '../../../src/ports/network.ts'
import { choices, digestOf, film, photos, picture, video } from './builders.ts'
import { BACK, type Stage, setTiktok } from './live.ts'
import { lengths, verifier, verifierHex } from './vectors.ts'

let tt: Stage
beforeEach(async () => {
  tt = await setTiktok({ settings: { processingMs: 1000, moderationMs: 0 } })
})
afterEach(() => tt.close())

const direct = film({ form: 'video_direct' })
const blocking = (content: Content, options = {}) =>
  tiktok
    .check(content, options)
    .filter(issue => issue.blocks)
    .map(issue => issue.code)

/** What was sent to one path, as JSON. */
async function sent(path: string, content: Content, given: Parameters<Stage['delivery']>[0] = {}) {
  const bodies: Record<string, never>[] = []
  const fetch: typeof tt.way.fetch = (input, init) => {
    if (String(input).endsWith(path)) bodies.push(JSON.parse(String(init?.body)))
    return tt.way.fetch(input, init)
  }
  const published = await tt
    .delivery(given)
    .publish(content, tt.session({ fetch, settings: given.settings ?? { direct: true } }))
  return { published, body: bodies[0] as Record<string, Record<string, unknown>> | undefined }
}

describe('10 and 11: who may see it', () => {
  test('10: without an audit a public account and a public level are refused, and nothing is switched in silence', async () => {
    tt.app.audited = false
    expect(await tt.delivery().publish(direct)).toMatchObject({ is: 'refused', why: { code: 'tiktok.unaudited' } })
    expect(await tt.delivery({ options: { privacy: 'SELF_ONLY' } }).publish(direct)).toMatchObject({
      is: 'refused',
      why: { code: 'tiktok.unaudited' },
    })
    expect(tt.sandbox.tasks()).toEqual([])
    tt.account.isPrivate = true
    expect((await tt.delivery({ options: { privacy: 'SELF_ONLY' } }).publish(direct)).is).toBe('accepted')
    // A draft needs no audit.
    tt.account.isPrivate = false
    expect((await tt.delivery().publish(film())).is).toBe('accepted')
  })
  test('11: a level that the account does not offer any more is refused and chosen anew by a person', async () => {
    tt.account.isPrivate = true
    const { published, body } = await sent('/video/init/', direct)
    expect(published).toMatchObject({ is: 'refused', why: { code: 'tiktok.privacy_gone' } })
    expect(body).toBeUndefined()
  })
  test('11: the account is asked before every post, and again where it changed between the two calls', async () => {
    await tt.delivery().publish(direct)
    await tt.delivery().publish(direct)
    expect(tt.count('creator_info')).toBe(2)
    tt.sandbox.pull({ what: 'refuse', on: 'init', code: 'privacy_level_option_mismatch' })
    expect(await tt.delivery().publish(direct)).toMatchObject({ is: 'refused', why: { code: 'tiktok.privacy_gone' } })
  })
  test('privacy has no default, interactions are off, and what the account switched off stays off', async () => {
    expect(blocking(direct)).toEqual(['tiktok.privacy_missing'])
    expect(await tt.delivery({ options: {} }).publish(direct)).toMatchObject({
      is: 'refused',
      why: { code: 'tiktok.privacy_missing' },
    })
    const { body } = await sent('/video/init/', direct)
    expect(body?.post_info).toMatchObject({ disable_comment: true, disable_duet: true, disable_stitch: true })
    tt.account.commentDisabled = true
    const wished = await sent('/video/init/', direct, { options: { ...choices, comment: true, duet: true } })
    expect(wished.body?.post_info).toMatchObject({ disable_comment: true, disable_duet: false, disable_stitch: true })
    expect(blocking(direct, { privacy: 'SELF_ONLY', brand_content: true })).toEqual(['tiktok.branded_private'])
  })
  test('a channel that does not post directly refuses the direct form before any call', async () => {
    const { published } = await sent('/video/init/', direct, { settings: {} })
    expect(published).toMatchObject({ is: 'refused', why: { code: 'tiktok.direct_off' } })
    expect(tt.sandbox.calls()).toEqual([])
  })
  test('a video longer than this account may post is refused before it is sent', async () => {
    tt.account.maxSeconds = 180
    expect(await tt.delivery().publish({ ...direct, video: video({ seconds: 181 }) })).toMatchObject({
      is: 'refused',
      why: { code: 'tiktok.video_long', with: { max: 180 } },
    })
  })
})

describe('12, 13 and 14: what is in it', () => {
  test.each(lengths)('12: $form, $field: $ok of "$unit" fit and one more does not, there and here', async given => {
    const { field, form, unit, ok } = given
    const make = (n: number) => ({ ...(form === 'video' ? film() : photos()), [field]: unit.repeat(n) })
    expect(blocking(make(ok))).toEqual([])
    expect(blocking(make(ok + 1))).toEqual([`tiktok.${field}_long`])
    const way = form === 'video' ? 'video_direct' : 'photos_direct'
    tt.sandbox.settings.minuteLimits = false
    expect((await tt.delivery().publish({ ...make(ok), form: way })).is).toBe('accepted')
    expect(await tt.delivery().publish({ ...make(ok + 1), form: way })).toMatchObject({
      is: 'refused',
      why: { code: 'tiktok.invalid' },
    })
  })
  test('13: PNG, 36 pictures and too large ones are stopped here, and by the network', async () => {
    expect(blocking(photos({ pictures: [picture({ mime: 'image/png' })] }))).toEqual(['tiktok.picture_type'])
    expect(blocking(photos({ pictures: [picture({ width: 2048, height: 1365 })] }))).toEqual(['tiktok.picture_size'])
    expect(blocking(photos({ pictures: [picture({ width: 1600, height: 1200 })] }))).toEqual(['tiktok.picture_size'])
    expect(blocking(photos({ pictures: Array.from({ length: 36 }, () => picture()) }))).toEqual([
      'tiktok.pictures_many',
    ])
    expect(blocking(photos({ pictures: Array.from({ length: 35 }, () => picture()) }))).toEqual([])
    for (const [letter, code] of [
      ['c', 'tiktok.fail_picture_size'],
      ['d', 'tiktok.fail_format'],
      ['f', 'tiktok.fail_pull'],
    ] as const) {
      const content = photos({ pictures: [picture({ digest: digestOf(letter) })] })
      const one = tt.delivery()
      await one.publish(content)
      await tt.sandbox.advance(2000)
      expect(await one.reconcile(content)).toMatchObject({ is: 'refused', why: { code } })
    }
  })
  test.each([
    ['http://media.example.gov.vn/a.jpg', 'tiktok.picture_unreachable'],
    ['https://203.0.113.7/a.jpg', 'tiktok.picture_unreachable'],
    ['https://media.example.gov.vn@evil.test/a.jpg', 'tiktok.picture_unreachable'],
    ['https://media.example.gov.vn.evil.test/a.jpg', 'tiktok.domain_unverified'],
    ['https://evilexample.gov.vn/a.jpg', 'tiktok.domain_unverified'],
  ])('13: a picture at %s does not go out', async (address, code) => {
    const files = { read: async () => undefined, piece: async () => undefined, address: () => address }
    expect(await tt.delivery().publish(photos(), tt.session({ files }))).toMatchObject({ is: 'refused', why: { code } })
    expect(tt.sandbox.tasks()).toEqual([])
  })
  test('13: an address that leads elsewhere fails', async () => {
    const moved = {
      read: async () => undefined,
      piece: async () => undefined,
      address: () => 'https://media.example.gov.vn/moved.jpg',
    }
    const one = tt.delivery()
    await one.publish(photos(), tt.session({ files: moved }))
    await tt.sandbox.advance(2000)
    expect(await one.reconcile(photos())).toMatchObject({ is: 'refused', why: { code: 'tiktok.fail_pull' } })
  })
  test('13: a cover that is not among the photos, and 36 of them, are refused by the network', async () => {
    const body = (images: number, cover: number) => ({
      media_type: 'PHOTO',
      post_mode: 'MEDIA_UPLOAD',
      source_info: {
        source: 'PULL_FROM_URL',
        photo_images: Array.from({ length: images }, () => 'https://media.example.gov.vn/a.jpg'),
        photo_cover_index: cover,
      },
    })
    expect((await tt.call('/v2/post/publish/content/init/', body(2, 2))).code).toBe('invalid_params')
    expect((await tt.call('/v2/post/publish/content/init/', body(36, 0))).code).toBe('invalid_params')
    expect((await tt.call('/v2/post/publish/content/init/', body(35, 34))).code).toBe('ok')
  })
  test('14: the mark of AI stands at the top of photos and inside the post of a video; a draft has no post', async () => {
    const options = { ...choices, aigc: true }
    const ofVideo = await sent('/video/init/', direct, { options })
    expect(ofVideo.body?.post_info?.is_aigc).toBe(true)
    expect(Object.keys(ofVideo.body?.source_info ?? {})).not.toContain('video_cover_timestamp_ms')
    const ofPhotos = await sent('/content/init/', photos({ form: 'photos_direct' }), { options })
    expect(ofPhotos.body).toMatchObject({ is_aigc: true, post_mode: 'DIRECT_POST' })
    expect(ofPhotos.body?.post_info).not.toHaveProperty('is_aigc')
    expect(ofPhotos.body?.post_info).toMatchObject({ auto_add_music: false })
    const ofDraft = await sent('/inbox/video/init/', film(), { options })
    expect(Object.keys(ofDraft.body ?? {})).toEqual(['source_info'])
  })
})

describe('15 and 20: consent', () => {
  test('15: scopes with commas, and what was unticked is said at once', async () => {
    const { url } = await tiktok.auth.begin({ id: tt.app.id, secret: tt.app.secret }, BACK, 'state')
    expect(new URL(url).searchParams.get('scope')).toBe('user.info.basic,video.list,video.upload,video.publish')
    const agree = async (ticked: string[]) => {
      const { pathname, search } = new URL(url)
      const form = new FormData()
      form.set('account', tt.account.id)
      form.set('decision', 'allow')
      for (const scope of ticked) form.append('scope', scope)
      const gone = await fetch(`${tt.served.url}${pathname}${search}`, {
        method: 'POST',
        body: form,
        redirect: 'manual',
      })
      return tiktok.auth.finish(tt.session(), new URL(gone.headers.get('location') ?? '').searchParams, BACK)
    }
    expect(await agree(['video.list'])).toMatchObject({ is: 'refused', why: { code: 'tiktok.scope_upload' } })
    const some = await agree(['video.upload'])
    expect(some).toMatchObject({ is: 'accounts', accounts: [{ id: tt.account.id, name: tt.account.nickname }] })
    if (some.is === 'accounts')
      expect(some.accounts[0]?.warnings.map(one => one.code)).toEqual(['tiktok.scope_publish', 'tiktok.scope_list'])
    const spaced = url.replace(/scope=[^&]*/, 'scope=user.info.basic%20video.upload')
    expect((await fetch(tt.served.url + new URL(spaced).pathname + new URL(spaced).search)).status).toBe(400)
  })
  test('20: a desktop application shows its challenge in hex, and base64url is refused', async () => {
    expect(await tt.sandbox.hexOf(verifier)).toBe(verifierHex)
    const desktop = tt.sandbox.addApp({ kind: 'desktop', redirects: [BACK] })
    const page = (challenge: string) => {
      const query = new URLSearchParams({
        client_key: desktop.id,
        scope: 'user.info.basic',
        response_type: 'code',
        redirect_uri: BACK,
        state: 's',
        code_challenge: challenge,
        code_challenge_method: 'S256',
      })
      return fetch(`${tt.served.url}/v2/auth/authorize/?${query}`)
    }
    expect((await page(verifierHex)).status).toBe(200)
    const base64url = Buffer.from(verifierHex, 'hex').toString('base64url')
    expect((await page(base64url)).status).toBe(400)
  })
})

describe('18: limits', () => {
  test('18: the seventh beginning in a minute waits for the window', async () => {
    for (let n = 0; n < 6; n++) expect((await tt.delivery().publish(direct)).is).toBe('accepted')
    const limited = await tt.delivery().publish(direct)
    expect(limited).toMatchObject({ is: 'unsent', retryAfter: 65_000, why: { code: 'tiktok.too_fast' } })
    await tt.sandbox.advance(60_000)
    expect((await tt.delivery().publish(direct)).is).toBe('accepted')
  })
  test('18: the 31st look in a minute moves nothing and rests reading', async () => {
    const one = tt.delivery()
    await one.publish(direct)
    for (let n = 0; n < 30; n++) expect((await one.reconcile(direct)).is).toBe('pending')
    expect(await one.reconcile(direct)).toMatchObject({ is: 'later', retryAfter: 65_000 })
    expect(tt.notes).toMatchObject([{ is: 'rest', what: 'reading', of: 'channel' }])
  })
  test('18: the 16th post of the day waits, for whichever application made the others', async () => {
    tt.sandbox.settings.minuteLimits = false
    for (let n = 0; n < 15; n++) expect((await tt.delivery().publish(direct)).is).toBe('accepted')
    expect(await tt.delivery().publish(direct)).toMatchObject({ is: 'unsent', why: { code: 'tiktok.too_many_posts' } })
    await tt.sandbox.advance(86_400_000)
    expect(
      (
        await tt
          .delivery({})
          .publish(
            direct,
            tt.session({ cred: { ...tt.cred, ...tt.sandbox.mintPair({ app: tt.app.id, account: tt.account.id }) } }),
          )
      ).is,
    ).toBe('accepted')
  })
  test('18: the sixth draft waits until a person posted one or threw one away', async () => {
    tt.sandbox.settings.minuteLimits = false
    for (let n = 0; n < 5; n++) expect((await tt.delivery().publish(film())).is).toBe('accepted')
    const full = await tt.delivery().publish(film())
    expect(full).toMatchObject({ is: 'unsent', why: { code: 'tiktok.inbox_full' }, retryAfter: 1_800_000 })
    expect(tiktok.about.words.vi['tiktok.inbox_full']).toContain('Hãy mở ứng dụng')
    await tt.sandbox.advance(2000)
    tt.sandbox.finish(tt.sandbox.drafts(tt.account.id)[0]?.id ?? '')
    expect((await tt.delivery().publish(film())).is).toBe('accepted')
  })
  test.each([
    ['app_version_check_failed', 400, 'refused', 'tiktok.app_too_old'],
    ['url_ownership_unverified', 403, 'refused', 'tiktok.domain_unverified'],
    ['scope_not_authorized', 401, 'reconnect', 'tiktok.scope_missing'],
    ['invalid_param', 400, 'refused', 'tiktok.invalid'],
    ['something_new', 403, 'refused', 'tiktok.odd'],
  ])('%s is told for what it is', async (code, status, is, word) => {
    tt.sandbox.pull({ what: 'refuse', code, status })
    expect(await tt.delivery().publish(photos())).toMatchObject({ is, why: { code: word } })
  })
})
