import { afterEach, beforeEach, expect, test } from 'vitest'
import { article, type Served, setZalo } from './served.ts'

let zalo: Served
beforeEach(async () => {
  zalo = await setZalo()
})
afterEach(() => zalo.close())

const raw = () =>
  fetch(`${zalo.served.url}/v2.0/article/create`, {
    method: 'POST',
    headers: { access_token: zalo.pair.access, 'content-type': 'application/json' },
    body: JSON.stringify(article()),
  })

test('a lost reply leaves the article, a lost call leaves none', async () => {
  zalo.sandbox.pull({ what: 'lose' })
  await expect(raw()).rejects.toThrow()
  expect(zalo.sandbox.ledger()).toHaveLength(1)
  zalo.sandbox.pull({ what: 'lose', commit: false })
  await expect(raw()).rejects.toThrow()
  expect(zalo.sandbox.ledger()).toHaveLength(1)
  expect((await raw()).status).toBe(200)
})

test('a gateway answers with its own page, after the work or instead of it', async () => {
  zalo.sandbox.pull({ what: 'html', status: 500 })
  const reply = await raw()
  expect(reply.status).toBe(500)
  expect(await reply.text()).toContain('<html>')
  expect(zalo.sandbox.ledger()).toHaveLength(1)
  zalo.sandbox.pull({ what: 'html', commit: false })
  expect((await raw()).status).toBe(502)
  expect(zalo.sandbox.ledger()).toHaveLength(1)
})

test.each(['truncated', 'empty', 'noNumber', 'huge', 'cut'] as const)('an answer can be %s', async form => {
  zalo.sandbox.pull({ what: 'garbage', form })
  const whole = await raw()
    .then(reply => reply.text())
    .catch(() => 'cut off')
  switch (form) {
    case 'noNumber':
      expect(JSON.parse(whole)).toMatchObject({ error: null })
      break
    case 'huge':
      expect(whole.length).toBeGreaterThan(10_000_000)
      break
    case 'cut':
      expect(whole).toBe('cut off')
      break
    default:
      expect(() => JSON.parse(whole)).toThrow()
  }
  expect(zalo.sandbox.ledger()).toHaveLength(1)
})

test('any refusal of the tables can be had, once, without effect', async () => {
  zalo.sandbox.pull({ what: 'refuse', error: 112, message: "Your app don't link with any Official Account" })
  expect((await zalo.create()).body).toEqual({ error: 112, message: "Your app don't link with any Official Account" })
  expect(zalo.sandbox.ledger()).toEqual([])
  expect((await zalo.create()).body.error).toBe(0)
})

test('a lever strikes the kind of call and the OA it names', async () => {
  zalo.sandbox.pull({ what: 'refuse', error: -32, on: 'read' })
  zalo.sandbox.pull({ what: 'refuse', error: -248, account: '1' })
  expect((await zalo.create()).body.error).toBe(0)
  expect((await zalo.list()).body.error).toBe(-32)
  expect((await zalo.list()).body.error).toBe(0)
})

test('a refresh can be lost after the old token was spent', async () => {
  zalo.sandbox.pull({ what: 'lose', on: 'token' })
  await expect(zalo.refresh()).rejects.toThrow()
  expect((await zalo.refresh()).body.error).toBe(-14020)
})

test('a chance is drawn from the seed, so that a run can be repeated', async () => {
  const run = async () => {
    const one = await setZalo({ seed: 7 })
    one.sandbox.pull({ what: 'refuse', error: -32, chance: 0.5 })
    const errors: (number | null | undefined)[] = []
    for (let n = 0; n < 8; n++) errors.push((await one.create()).body.error)
    await one.close()
    return errors
  }
  const errors = await run()
  expect(new Set(errors)).toEqual(new Set([0, -32]))
  expect(await run()).toEqual(errors)
})

test('a job can take a minute, and is done after it', async () => {
  zalo.sandbox.pull({ what: 'slow', ms: 60_000 })
  await raw()
  zalo.sandbox.advance(59_000)
  expect(zalo.sandbox.ledger()).toEqual([])
  zalo.sandbox.advance(10_000)
  await zalo.sandbox.app.request('/wall')
  expect(zalo.sandbox.ledger()).toHaveLength(1)
})

test('the control API is for this machine and no web page, and shows no token', async () => {
  const control = (path: string, init: RequestInit = {}) => fetch(`${zalo.served.url}/_sandbox/${path}`, init)
  expect((await control('ledger', { headers: { origin: 'https://evil.example' } })).status).toBe(403)
  const post = (path: string, body: unknown) => control(path, { method: 'POST', body: JSON.stringify(body) })
  expect((await post('levers', { what: 'lose', on: 'read' })).status).toBe(200)
  expect(await (await control('levers')).json()).toMatchObject([{ what: 'lose', left: 1 }])
  await control('levers', { method: 'DELETE' })
  expect((await post('levers', { what: 'explode' })).status).toBe(400)
  await zalo.create()
  const calls = await (await control('calls')).text()
  expect(JSON.parse(calls)).toMatchObject([{ path: '/v2.0/article/create', kind: 'publish', error: 0 }])
  expect(calls).not.toContain(zalo.pair.access)
  expect(await (await control('ledger')).json()).toHaveLength(1)
  const settings = await control('settings', { method: 'PATCH', body: JSON.stringify({ titleMost: 150 }) })
  expect(await settings.json()).toMatchObject({ titleMost: 150 })
  const clock = await (await post('clock', { advanceMs: 60_000 })).json()
  expect(clock).toEqual({ now: '2026-11-25T02:01:00.000Z' })
  const oa = await (await post('accounts', { name: 'OA khác' })).json()
  expect(await (await post('tokens', { app: zalo.app.id, account: oa.id })).json()).toMatchObject({
    access: expect.any(String),
  })
  expect(await (await post('articles', { account: oa.id, title: 'Tin' })).json()).toMatchObject({
    id: expect.any(String),
  })
  expect(await (await control(`tokens/${oa.id}`, { method: 'DELETE' })).json()).toEqual({ withdrawn: 1 })
  await post('reset', {})
  expect(await (await control('ledger')).json()).toEqual([])
})
