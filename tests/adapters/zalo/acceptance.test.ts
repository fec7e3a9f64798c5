import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { check } from '../../../adapters/zalo/check.ts'
import { format } from '../../../adapters/zalo/format.ts'
import { zalo } from '../../../adapters/zalo/index.ts'
import { FetchFault } from '../../../src/kit/http.ts'
import { article, brief, picture } from './builders.ts'
import { type Stage, setOa } from './live.ts'

/** The checks of the reference that a lazy client fails, by their numbers there. */

let oa: Stage
beforeEach(async () => {
  oa = await setOa()
})
afterEach(() => oa.close())

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

describe('1: the envelope decides', () => {
  test('HTTP 200 with -201 is a refusal that carries the text', async () => {
    oa.sandbox.settings.titleMost = 5
    expect(await oa.delivery().publish(article())).toMatchObject({
      is: 'refused',
      why: { code: 'zalo.invalid', status: 200, detail: 'title allow 1 to 50 characters' },
    })
  })
  test('a positive number is a failure too', async () => {
    oa.sandbox.pull({ what: 'refuse', error: 112, message: "Your app don't link with any Official Account" })
    expect(await oa.delivery().publish(article())).toMatchObject({
      is: 'reconnect',
      why: { code: 'zalo.app_unlinked' },
    })
  })
  test('a number that no page names is refused with it, and not tried blindly', async () => {
    oa.sandbox.pull({ what: 'refuse', error: -9999, message: 'Something new' })
    expect(await oa.delivery().publish(article())).toMatchObject({
      is: 'refused',
      why: { code: 'zalo.odd', with: { code: '-9999' }, detail: 'Something new' },
    })
  })
  test.each([
    ['a page of a gateway', { what: 'html', status: 502 }],
    ['a page of a gateway under 200', { what: 'html', status: 200 }],
    ['an answer without a number', { what: 'garbage', form: 'noNumber' }],
    ['an empty answer', { what: 'garbage', form: 'empty' }],
    ['half an answer', { what: 'garbage', form: 'cut' }],
    ['an endless answer', { what: 'garbage', form: 'huge' }],
  ] as const)('%s leaves us not knowing', async (_, lever) => {
    oa.sandbox.pull(lever)
    expect((await oa.delivery().publish(article())).is).toBe('unknown')
  })
})

describe('7 and 8: create is a token, verify tells', () => {
  test('7: a create whose answer is lost leaves one article after recovery', async () => {
    oa.sandbox.pull({ what: 'lose' })
    const one = oa.delivery()
    expect((await one.publish(article())).is).toBe('unknown')
    const found = await one.reconcile(article())
    expect(found).toMatchObject({ is: 'live', remote: { id: oa.visible()[0]?.id } })
    expect(oa.count('/create')).toBe(1)
  })
  test('8: three looks pending, then done; the id kept is the article’s and the token is no id', async () => {
    await oa.close()
    oa = await setOa({ settings: { processingFromMs: 10_000, processingToMs: 10_000 } })
    const one = oa.delivery()
    const taken = await one.publish(article())
    expect(taken).toMatchObject({ is: 'accepted', awaits: 'network', lookAfter: 3_000 })
    for (let look = 0; look < 3; look++) {
      oa.sandbox.advance(3_000)
      expect(await one.reconcile(article())).toEqual({ is: 'pending', awaits: 'network', lookAfter: 3_000 })
      expect(oa.visible()).toEqual([])
    }
    oa.sandbox.advance(3_000)
    const found = await one.reconcile(article())
    const [row] = oa.visible()
    expect(found).toEqual({
      is: 'live',
      remote: { id: row?.id, url: `https://officialaccount.me/d?id=${row?.id}&pageId=${oa.oa.id}` },
      at: new Date(row?.createdAt ?? ''),
    })
    expect(JSON.stringify(found)).not.toContain((one.ticket() as { token: string }).token)
  })
  test('a job that is processed for ever is pending for ever, asked at ease, and never sent again', async () => {
    const one = oa.delivery()
    oa.sandbox.pull({ what: 'stuck' })
    expect((await one.publish(article())).is).toBe('accepted')
    for (const [after, lookAfter] of [
      [minute, 15_000],
      [9 * minute, 30_000],
      [10 * hour, 300_000],
    ] as const) {
      oa.sandbox.advance(after)
      expect(await one.reconcile(article())).toEqual({ is: 'pending', awaits: 'network', lookAfter })
    }
    expect((await one.publish(article())).is).toBe('accepted')
    expect(oa.count('/create')).toBe(1)
  })
  test('9: a token with signs that an address would spoil comes back as it was', async () => {
    const one = oa.delivery()
    expect((await one.publish(article())).is).toBe('live')
    expect((one.ticket() as { token: string }).token).toMatch(/\+.*\/.*==$/)
    const verify = oa.sandbox.calls().find(call => call.path.endsWith('/verify'))
    expect(verify).toMatchObject({ method: 'POST', error: 0 })
  })
})

describe('10 and 11: pictures', () => {
  const dead = article({ pictures: [picture({ origin: 'https://portal.example.vn/none.png' })] })
  test('10: a dead cover is refused at verify with its reason, never counted as published', async () => {
    expect(await oa.delivery().publish(dead)).toMatchObject({
      is: 'refused',
      why: { code: 'zalo.media_failed', detail: expect.stringContaining('Upload media failed') },
    })
    expect(oa.sandbox.ledger()).toEqual([])
  })
  test('10: so it is when only a later look learns of it, and what was mended can be sent again', async () => {
    await oa.close()
    oa = await setOa({ settings: { processingFromMs: 5_000, processingToMs: 5_000 } })
    const one = oa.delivery()
    expect((await one.publish(dead)).is).toBe('accepted')
    oa.sandbox.advance(5_000)
    expect(await one.reconcile(dead)).toMatchObject({ is: 'refused', why: { code: 'zalo.media_failed' } })
    expect((await one.publish(article())).is).toBe('accepted')
    oa.sandbox.advance(5_000)
    expect((await one.reconcile(article())).is).toBe('live')
    expect(oa.visible()).toHaveLength(1)
  })
  test('11: a picture of 1,048,577 bytes and a webp are stopped before the call', () => {
    const issues = (given: Parameters<typeof picture>[0]) =>
      check(article({ pictures: [picture(given)] }), {}).map(issue => [issue.code, issue.blocks])
    expect(issues({ bytes: 1_048_577 })).toEqual([['zalo.picture_big', true]])
    expect(issues({ bytes: 1_048_576 })).toEqual([])
    expect(issues({ mime: 'image/webp' })).toEqual([['zalo.picture_type', true]])
  })
  test('11: an address with a space and Vietnamese letters is sent as percent-encoded ASCII', async () => {
    const asked: string[] = []
    await oa.close()
    oa = await setOa({
      fetch: async url => {
        asked.push(url)
        return new Response(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))
      },
    })
    const origin = 'https://cổng.example.vn/ảnh đẹp/bìa 1.jpg#đầu'
    expect((await oa.delivery().publish(article({ pictures: [picture({ origin })] }))).is).toBe('live')
    expect(asked).toEqual(['https://xn--cng-qmz.example.vn/%E1%BA%A3nh%20%C4%91%E1%BA%B9p/b%C3%ACa%201.jpg'])
  })
  test('our own public copy goes before the portal’s, for it is what was approved', async () => {
    const files = {
      read: async () => undefined,
      piece: async () => undefined,
      address: (digest: string) => `https://portal.example.vn/b.png?${digest}`,
    }
    expect((await oa.delivery().publish(article(), oa.session({ files }))).is).toBe('live')
    expect(oa.visible()).toMatchObject([{ cover: `https://portal.example.vn/b.png?${'a'.repeat(64)}` }])
  })
  test('a picture that no stranger can fetch is refused in words of what to arrange', async () => {
    const own = { ...picture() }
    delete own.origin
    expect(await oa.delivery().publish(article({ pictures: [own] }))).toEqual({
      is: 'refused',
      why: { code: 'zalo.picture_unreachable', with: { n: 1 } },
    })
    expect(zalo.about.words.vi['zalo.picture_unreachable']).toContain('LANTOA_PUBLIC_URL')
    expect(oa.sandbox.calls()).toEqual([])
  })
  test('22: an uploaded attachment never stands for a picture', async () => {
    await oa.delivery().publish(article())
    expect(oa.sandbox.calls().map(call => call.path)).toEqual([
      '/v2.0/article/create',
      '/v2.0/article/verify',
      '/v2.0/article/getslice',
    ])
  })
})

describe('12 and 13: what is sent', () => {
  test.each([149, 150, 151])('12: a title of %i code points is cut at 140, never inside a cluster', async length => {
    for (const [form, letter] of [
      ['NFC', 'ộ'],
      ['NFD', 'ộ'],
      ['NFC', '👨‍👩‍👧'],
      ['NFC', 'ő̈'],
    ] as const) {
      const title = `${letter.repeat(3)} `
        .repeat(length)
        .normalize(form)
        .slice(0, length * 4)
      const fit = format(brief({ title: [...title].slice(0, length).join('') }), {})
      if (fit.is !== 'fit') throw new Error(fit.why.code)
      const sent = fit.content.title ?? ''
      expect([...sent].length).toBeLessThanOrEqual(140)
      expect(sent).toBe(sent.normalize('NFC'))
      const clusters = [...new Intl.Segmenter('vi', { granularity: 'grapheme' }).segment(sent.replace(/…$/, ''))]
      const whole = new Set([letter.normalize('NFC'), ' '])
      if (length === 151) for (const { segment } of clusters.slice(0, -1)) expect(whole).toContain(segment)
      expect(check(fit.content, {}).filter(issue => issue.blocks)).toEqual([])
    }
  })
  test('13: the body is never empty, the cover has a state, the article says whether it shows', async () => {
    const bodies: Record<string, unknown>[] = []
    const fetch: typeof oa.way.fetch = (input, init) => {
      if (String(input).endsWith('/create')) bodies.push(JSON.parse(String(init?.body)))
      return oa.way.fetch(input, init)
    }
    const bare = format(brief({ blocks: [], lead: '', source: undefined as never }), { source: false })
    if (bare.is !== 'fit') throw new Error(bare.why.code)
    expect(check(bare.content, {})).toEqual([])
    await oa.delivery().publish(bare.content, oa.session({ fetch }))
    expect(bodies).toMatchObject([
      { type: 'normal', status: 'show', comment: 'show', cover: { cover_type: 'photo', status: 'show' } },
    ])
    expect(bodies[0]?.body).toEqual([{ type: 'text', content: '<p>Khởi công cầu Bến Lội</p>' }])
  })
})

describe('14: correcting and removing', () => {
  test('an update sends the whole article and leaves it as hidden or shown as it is', async () => {
    const live = await oa.delivery().publish(article())
    if (live.is !== 'live') throw new Error(live.is)
    expect(await zalo.update?.(oa.session(), live.remote, article({ title: 'Tin đã sửa' }))).toEqual({ is: 'done' })
    const [row] = oa.visible()
    expect(row).toMatchObject({ id: live.remote.id, title: 'Tin đã sửa', author: 'Cổng TTĐT tỉnh Lạc Giang' })
    const hidden = oa.sandbox.addArticle({ account: oa.oa.id, title: 'Ẩn', status: 'hide' })
    expect(await zalo.update?.(oa.session(), { id: hidden.id }, article())).toEqual({ is: 'done' })
    expect(oa.visible().map(one => one.id)).toEqual([live.remote.id])
  })
  test('what is not there is absent, and a dead picture changes nothing', async () => {
    expect(await zalo.update?.(oa.session(), { id: 'none' }, article())).toEqual({ is: 'absent' })
    expect(await zalo.remove?.(oa.session(), { id: 'none' })).toEqual({ is: 'absent' })
    const live = await oa.delivery().publish(article())
    if (live.is !== 'live') throw new Error(live.is)
    oa.sandbox.pull({ what: 'deadPictures', on: 'change' })
    const changed = await zalo.update?.(oa.session(), live.remote, article({ title: 'Tin đã sửa' }))
    expect(changed).toMatchObject({ is: 'refused', why: { code: 'zalo.media_failed' } })
    expect(oa.visible()).toMatchObject([{ title: 'Khởi công cầu Bến Lội' }])
  })
  test('an update that is still processed is unknown, and the same again comes to one article', async () => {
    const live = await oa.delivery().publish(article())
    if (live.is !== 'live') throw new Error(live.is)
    oa.sandbox.pull({ what: 'stuck', on: 'change' })
    const change = () => zalo.update?.(oa.session(), live.remote, article({ title: 'Tin đã sửa' }))
    expect(await change()).toMatchObject({ is: 'unknown', why: { code: 'zalo.processing' } })
    expect(await change()).toEqual({ is: 'done' })
    expect(oa.visible()).toHaveLength(1)
  })
})

describe('17: limits and allowances', () => {
  test('-32 waits for the next minute and rests what it names', async () => {
    oa.sandbox.pull({ what: 'refuse', error: -32, message: 'Your OA reached limit call api' })
    const at = new Date('2026-11-25T02:00:40Z')
    const limited = await oa.delivery().publish(article(), oa.session({ now: () => at }))
    expect(limited).toMatchObject({ is: 'unsent', retryAfter: 25_000, why: { code: 'zalo.too_many_calls' } })
    expect(oa.notes).toMatchObject([{ is: 'rest', of: 'channel', until: new Date('2026-11-25T02:01:05Z') }])
    oa.sandbox.settings.callsPerMinute = 0
    await oa.delivery().publish(article())
    expect(oa.notes.at(-1)).toMatchObject({ is: 'rest', of: 'app' })
  })
  test('-211 and a used-up quota of articles are parked for a day; a missing right asks for consent', async () => {
    oa.sandbox.settings.articlesPerMonth = 0
    expect(await oa.delivery().publish(article())).toMatchObject({
      is: 'unsent',
      retryAfter: day,
      why: { code: 'zalo.article_quota' },
    })
    oa.sandbox.pull({ what: 'refuse', error: -211, message: 'Out of quota' })
    expect(await oa.delivery().publish(article())).toMatchObject({ is: 'unsent', retryAfter: day })
    oa.sandbox.pull({ what: 'refuse', error: -223, message: 'Official Account has not authorized this API' })
    expect(await oa.delivery().publish(article())).toMatchObject({ is: 'reconnect', why: { code: 'zalo.permission' } })
  })
  test.each([
    [-204, 'zalo.account_disabled'],
    [-209, 'zalo.app_inactive'],
    [-212, 'zalo.api_unregistered'],
    [-216, 'zalo.token_dead'],
    [-220, 'zalo.token_expired'],
    [-221, 'zalo.account_unverified'],
    [-224, 'zalo.package'],
    [-242, 'zalo.proof'],
  ])('%i stops the channel and says why', async (error, code) => {
    oa.sandbox.pull({ what: 'refuse', error })
    expect(await oa.delivery().publish(article())).toMatchObject({ is: 'reconnect', why: { code } })
  })
})

test('21: no token and no secret stands in any answer, not even quoted by the network', async () => {
  const told: unknown[] = []
  for (const secret of [oa.pair.access, oa.pair.refresh, oa.app.secret, 'x'.repeat(300)]) {
    oa.sandbox.pull({ what: 'refuse', error: -201, message: `bad ${secret} here` })
    told.push(await oa.delivery().publish(article()))
  }
  const cut = async () => {
    throw new FetchFault('reset', true, `reset at ${oa.pair.access}`)
  }
  told.push(await oa.delivery().publish(article(), oa.session({ fetch: cut })))
  const text = JSON.stringify(told)
  for (const secret of [oa.pair.access, oa.app.secret, 'x'.repeat(100)]) expect(text).not.toContain(secret)
})

test('22: no v3.0 path, no bearer, no token in an address', async () => {
  const seen: { url: URL; headers: Headers }[] = []
  const fetch: typeof oa.way.fetch = (input, init) => {
    seen.push({ url: new URL(input), headers: new Headers(init?.headers) })
    return oa.way.fetch(input, init)
  }
  const to = oa.session({ fetch })
  const live = await oa.delivery().publish(article(), to)
  if (live.is !== 'live') throw new Error(live.is)
  await oa.delivery().reconcile(article(), to)
  await zalo.metrics(to, [live.remote.id])
  await zalo.auth.inspect(to)
  await zalo.auth.refresh?.(to)
  expect(seen.length).toBeGreaterThan(6)
  for (const { url, headers } of seen) {
    expect(headers.has('authorization')).toBe(false)
    expect(url.href).not.toContain(oa.pair.access)
    expect(url.pathname).not.toMatch(/^\/v3/)
    if (url.host === 'openapi.zalo.me') expect(headers.get('appsecret_proof')).toMatch(/^[0-9a-f]{64}$/)
  }
})
