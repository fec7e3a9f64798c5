import { afterEach, beforeEach, expect, test } from 'vitest'
import { article, BACK, type Served, setZalo, VERIFIER } from './served.ts'

let zalo: Served
beforeEach(async () => {
  zalo = await setZalo()
})
afterEach(() => zalo.close())

const minute = 60_000
const day = 86_400_000

test('a call without the token, with another, a bearer or one in the address is refused', async () => {
  const oa = '/v2.0/oa/getoa'
  expect((await zalo.call(oa)).body).toMatchObject({ error: 0, data: { oa_id: zalo.oa.id, oaid: zalo.oa.id } })
  expect((await zalo.call(oa, undefined, { access_token: '' })).body.error).toBe(-216)
  expect((await zalo.call(oa, undefined, { access_token: 'x' })).body.error).toBe(-216)
  expect((await zalo.call(oa, undefined, { authorization: `Bearer ${zalo.pair.access}` })).body.error).toBe(-216)
  expect((await zalo.call(`${oa}?access_token=${zalo.pair.access}`)).body.error).toBe(-216)
})

test('an access token ends after 25 hours, and a grant can be taken back', async () => {
  zalo.sandbox.advance(25 * 60 * minute - 1)
  expect((await zalo.list()).body.error).toBe(0)
  zalo.sandbox.advance(1)
  expect((await zalo.list()).body.error).toBe(-220)
  const { access_token } = (await zalo.refresh()).body
  expect((await zalo.call('/v2.0/oa/getoa', undefined, { access_token: String(access_token) })).body.error).toBe(0)
  zalo.sandbox.withdraw(zalo.oa.id)
  expect((await zalo.call('/v2.0/oa/getoa', undefined, { access_token: String(access_token) })).body.error).toBe(-216)
})

test('29: a refresh gives a new pair, seconds as text, and ends the old access token at once', async () => {
  const { status, body } = await zalo.refresh()
  expect(status).toBe(200)
  expect(body).toEqual({ access_token: expect.any(String), refresh_token: expect.any(String), expires_in: '90000' })
  expect((await zalo.list()).body.error).toBe(-216)
})

test('4: a spent refresh token is refused with HTTP 200 and harms nobody', async () => {
  const first = await zalo.refresh()
  const again = await zalo.refresh()
  expect(again).toMatchObject({ status: 200, body: { error: -14020, error_name: 'Invalid refresh token' } })
  expect(again.body).not.toHaveProperty('message')
  const headers = { access_token: String(first.body.access_token) }
  expect((await zalo.call('/v2.0/oa/getoa', undefined, headers)).body.error).toBe(0)
})

test('where reuse kills, the pair that came of it is dead too', async () => {
  zalo.sandbox.settings.reuseKills = true
  const first = await zalo.refresh()
  await zalo.refresh()
  const headers = { access_token: String(first.body.access_token) }
  expect((await zalo.call('/v2.0/oa/getoa', undefined, headers)).body.error).toBe(-216)
})

test('a refresh token ends after 90 days', async () => {
  zalo.sandbox.advance(90 * day - 1)
  expect((await zalo.refresh()).body.error).toBeUndefined()
  const late = await setZalo()
  late.sandbox.advance(90 * day)
  expect((await late.refresh()).body.error).toBe(-14020)
  await late.close()
})

test('24: the token endpoint takes a form and the secret in its header, and nothing else', async () => {
  const fields = { grant_type: 'refresh_token', refresh_token: zalo.pair.refresh }
  expect((await zalo.token(fields, { secret_key: 'wrong' })).body.error).toBe(-14002)
  expect((await zalo.token({ ...fields, client_secret: zalo.app.secret })).body.error).toBe(-14012)
  expect((await zalo.token({ ...fields, app_secret: zalo.app.secret })).body.error).toBe(-14012)
  expect((await zalo.token({ ...fields, grant_type: 'password' })).body.error).toBe(-14012)
  expect((await zalo.token({ ...fields, app_id: '1' })).body.error).toBe(-14002)
  const json = await fetch(`${zalo.served.url}/v4/oa/access_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', secret_key: zalo.app.secret },
    body: JSON.stringify({ app_id: zalo.app.id, ...fields }),
  })
  expect(await json.json()).toMatchObject({ error: -14012 })
  expect((await zalo.token(fields)).body.error).toBeUndefined()
})

async function consent(change: Record<string, string> = {}, form: Record<string, string> = {}) {
  const url = new URL(`${zalo.served.url}/v4/oa/permission`)
  const asked = {
    app_id: zalo.app.id,
    redirect_uri: BACK,
    code_challenge: await zalo.sandbox.challengeOf(VERIFIER),
    state: 'st8',
    ...change,
  }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  const body = new URLSearchParams({ oa: zalo.oa.id, decision: 'allow', group: 'articles', ...form })
  const page = await fetch(url, { redirect: 'manual' })
  const response = await fetch(url, { method: 'POST', body, redirect: 'manual' })
  return { page, response, location: response.headers.get('location') ?? '' }
}

test('the consent page leads back with the code, the OA, the state and the challenge', async () => {
  const { page, location } = await consent()
  expect(await page.text()).toContain(zalo.oa.name)
  const back = new URL(location)
  expect(location.startsWith(`${BACK}?`)).toBe(true)
  expect(back.searchParams.get('oa_id')).toBe(zalo.oa.id)
  expect(back.searchParams.get('state')).toBe('st8')
  expect(back.searchParams.get('code_challenge')).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
  const code = back.searchParams.get('code') ?? ''
  const fields = { grant_type: 'authorization_code', code, code_verifier: VERIFIER }
  expect((await zalo.token({ ...fields, code_verifier: 'x'.repeat(43) })).body.error).toBe(-14012)
  expect((await zalo.token(fields)).body).toMatchObject({ expires_in: '90000' })
  expect((await zalo.token(fields)).body.error).toBe(-14012)
})

test.each<[string, Record<string, string>, number]>([
  ['an unknown app', { app_id: '1' }, -14002],
  ['another address', { redirect_uri: `${BACK}/` }, -14003],
  ['a short challenge', { code_challenge: 'x' }, -14012],
  ['a parameter of another flow', { response_type: 'code' }, -14012],
])('%s is shown as an error and leads nowhere', async (_, change, code) => {
  const { location } = await consent(change)
  expect(location).toBe(`/v4/oa/permission/error?error_code=${code}`)
})

test('a refusal leads nowhere, and the path without /oa is another product', async () => {
  expect((await consent({}, { decision: 'deny' })).location).toBe('')
  expect((await fetch(`${zalo.served.url}/v4/permission`)).status).toBe(404)
})

test('a code is good for ten minutes', async () => {
  const code = new URL((await consent()).location).searchParams.get('code') ?? ''
  zalo.sandbox.advance(10 * minute)
  const fields = { grant_type: 'authorization_code', code, code_verifier: VERIFIER }
  expect((await zalo.token(fields)).body.error).toBe(-14012)
})

test('what the administrator did not grant is refused', async () => {
  const code = new URL((await consent({}, { group: 'account' })).location).searchParams.get('code') ?? ''
  const { body } = await zalo.token({ grant_type: 'authorization_code', code, code_verifier: VERIFIER })
  const headers = { access_token: String(body.access_token) }
  expect((await zalo.call('/v2.0/oa/getoa', undefined, headers)).body.error).toBe(0)
  expect((await zalo.call('/v2.0/article/create', article(), headers)).body).toMatchObject({
    error: -223,
    message: 'Official Account has not authorized this API',
  })
})

test('the proof is an HMAC; wrong, or missing where the app demands it, it is refused', async () => {
  const vector = await zalo.sandbox.proofOf('app-secret-key', 'AT')
  expect(vector).toBe('8dcce7337e148412f17a126b36dbec05fecc55df6696318938508692ff4aeccf')
  const appsecret_proof = await zalo.sandbox.proofOf(zalo.app.secret, zalo.pair.access)
  expect((await zalo.call('/v2.0/oa/getoa', undefined, { appsecret_proof })).body.error).toBe(0)
  expect((await zalo.call('/v2.0/oa/getoa', undefined, { appsecret_proof: vector })).body.error).toBe(-242)
  zalo.app.requireProof = true
  expect((await zalo.call('/v2.0/oa/getoa')).body.error).toBe(-242)
})

test('an app that is off, an OA that is disabled or not verified are told apart', async () => {
  zalo.oa.verified = false
  expect((await zalo.create()).body.error).toBe(-221)
  zalo.oa.disabled = true
  expect((await zalo.create()).body.error).toBe(-204)
  zalo.app.active = false
  expect((await zalo.create()).body.error).toBe(-209)
})

test('calls are counted by the minute', async () => {
  zalo.sandbox.settings.callsPerMinute = 2
  expect((await zalo.list()).headers.get('x-ratelimit-remain')).toBe('1')
  await zalo.list()
  const third = await zalo.list()
  expect(third).toMatchObject({ status: 200, body: { error: -32 } })
  expect(third.headers.get('x-ratelimit-remain')).toBe('0')
  zalo.sandbox.advance(minute)
  expect((await zalo.list()).body.error).toBe(0)
})
