import { afterEach, beforeEach, expect, test } from 'vitest'
import { zalo } from '../../../adapters/zalo/index.ts'
import { challengeOf, makeVerifier } from '../../../src/kit/pkce.ts'
import type { Json } from '../../../src/ports/network.ts'
import { type Stage, setOa } from './live.ts'
import { BACK, VERIFIER } from './served.ts'

let oa: Stage
beforeEach(async () => {
  oa = await setOa()
})
afterEach(() => oa.close())

const { auth } = zalo
const app = () => ({ id: oa.app.id, secret: oa.app.secret })

/** Agrees in the consent page; what it leads back with. */
async function agree(url: string, form: Record<string, string> = {}): Promise<URLSearchParams> {
  const { pathname, search } = new URL(url)
  const body = new URLSearchParams([
    ['oa', form.oa ?? oa.oa.id],
    ['decision', 'allow'],
    ['group', 'articles'],
    ['group', 'account'],
  ])
  const response = await fetch(`${oa.served.url}${pathname}${search}`, { method: 'POST', body, redirect: 'manual' })
  return new URL(response.headers.get('location') ?? 'https://nowhere.example').searchParams
}

test('the consent page is asked with exactly four parameters, in their order, and a challenge of its own', async () => {
  const { url, keep } = await auth.begin(app(), BACK, 'st8')
  expect(url.startsWith('https://oauth.zaloapp.com/v4/oa/permission?')).toBe(true)
  const names = [...new URL(url).searchParams.keys()]
  expect(names).toEqual(['app_id', 'redirect_uri', 'code_challenge', 'state'])
  const { verifier } = keep as { verifier: string }
  expect(verifier).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(new URL(url).searchParams.get('code_challenge')).toBe(await challengeOf(verifier))
  expect(makeVerifier()).not.toBe(makeVerifier())
  expect(await challengeOf(VERIFIER)).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
})

test('5: a consent becomes the OA with its pair, which ends in 25 hours', async () => {
  const { url, keep } = await auth.begin(app(), BACK, 'st8')
  const back = await agree(url)
  const connected = await auth.finish(oa.session(), back, BACK, keep)
  const end = new Date(oa.sandbox.now().getTime() + 25 * 3_600_000)
  expect(connected).toEqual({
    is: 'accounts',
    accounts: [
      {
        id: oa.oa.id,
        name: oa.oa.name,
        cred: { access: expect.any(String), refresh: expect.any(String), expiresAt: end.getTime() },
        expiresAt: end,
        warnings: [],
      },
    ],
  })
})

test('6: another OA than the page named, a wrong verifier, an old or a used code are refused', async () => {
  const refused = async (change: (back: URLSearchParams) => void, kept?: Json) => {
    const { url, keep } = await auth.begin(app(), BACK, 'st8')
    const back = await agree(url)
    change(back)
    const connected = await auth.finish(oa.session(), back, BACK, kept ?? keep)
    return connected.is === 'refused' ? connected.why.code : connected.is
  }
  expect(await refused(back => back.set('oa_id', '1'))).toBe('zalo.other_account')
  expect(await refused(() => {}, { verifier: VERIFIER })).toBe('zalo.code_refused')
  expect(await refused(() => oa.sandbox.advance(10 * 60_000))).toBe('zalo.code_refused')
  expect(await refused(back => back.set('code', 'x'))).toBe('zalo.code_refused')
  expect(await refused(back => back.delete('code'))).toBe('zalo.consent_failed')
  expect(await refused(() => {}, {})).toBe('zalo.consent_failed')
  oa.app.secret = 'changed'
  const { url, keep } = await auth.begin(app(), BACK, 'st8')
  const session = oa.session({ app: { id: oa.app.id, secret: 'wrong' } })
  expect(await auth.finish(session, await agree(url), BACK, keep)).toMatchObject({ why: { code: 'zalo.app_unknown' } })
})

test('a pair given by hand is looked at, not spent, and taken for nearly over', async () => {
  const cred = { access: oa.pair.access, refresh: oa.pair.refresh }
  const connected = await auth.adopt(oa.session(), cred)
  const end = new Date(oa.sandbox.now().getTime() + 3_600_000)
  expect(connected).toMatchObject({ is: 'accounts', accounts: [{ id: oa.oa.id, expiresAt: end, cred }] })
  expect(oa.count('/access_token')).toBe(0)
  expect(await auth.adopt(oa.session(), { ...cred, access: 'x' })).toMatchObject({ why: { code: 'zalo.token_dead' } })
})

test('what stands in the way of publishing is said when it connects and every day after', async () => {
  oa.oa.verified = false
  oa.oa.packageUntil = '24/11/2026'
  const warnings = [{ code: 'zalo.account_unverified' }, { code: 'zalo.package_over', with: { date: '24/11/2026' } }]
  expect(await auth.adopt(oa.session(), oa.cred)).toMatchObject({ accounts: [{ warnings }] })
  expect(await auth.inspect(oa.session())).toEqual({
    is: 'well',
    expiresAt: new Date(oa.cred.expiresAt ?? 0),
    warnings,
  })
  oa.oa.packageUntil = '25/11/2026'
  expect(await auth.inspect(oa.session())).toMatchObject({ warnings: [{ code: 'zalo.account_unverified' }] })
})

test('another OA behind the token, a dead one and one that cannot be asked are told apart', async () => {
  expect(await auth.inspect(oa.session({ account: '1' }))).toEqual({
    is: 'reconnect',
    why: { code: 'zalo.other_account' },
  })
  oa.sandbox.pull({ what: 'html', on: 'read' })
  expect(await auth.inspect(oa.session())).toMatchObject({ is: 'unknown' })
  oa.sandbox.advance(25 * 3_600_000)
  expect(await auth.inspect(oa.session())).toMatchObject({ is: 'reconnect', why: { code: 'zalo.token_expired' } })
})

test('4: a renewal is one request and a new pair; the spent token is refused as such', async () => {
  const renewed = await auth.refresh?.(oa.session())
  if (renewed?.is !== 'renewed') throw new Error(renewed?.is)
  expect(renewed.expiresAt).toEqual(new Date(oa.sandbox.now().getTime() + 90_000_000))
  expect(oa.count('/access_token')).toBe(1)
  expect(await auth.inspect(oa.session({ cred: renewed.cred }))).toMatchObject({ is: 'well' })
  expect(await auth.refresh?.(oa.session())).toMatchObject({ is: 'reconnect', why: { code: 'zalo.refresh_refused' } })
  expect(await auth.refresh?.(oa.session({ cred: renewed.cred }))).toMatchObject({ is: 'renewed' })
})

test('a renewal without an answer leaves us not knowing, and its words hold no token', async () => {
  for (const lever of [{ what: 'lose' }, { what: 'html' }, { what: 'garbage', form: 'truncated' }] as const) {
    const one = await setOa()
    one.sandbox.pull({ ...lever, on: 'token' })
    const renewed = await auth.refresh?.(one.session())
    expect(renewed).toMatchObject({ is: 'unknown' })
    expect(JSON.stringify(renewed)).not.toMatch(/[A-Za-z0-9_-]{40}/)
    await one.close()
  }
})
