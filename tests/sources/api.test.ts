import { expect, test } from 'vitest'
import { makeApp } from '../../src/app.tsx'
import { hmacSha256Hex } from '../../src/kit/crypto.ts'
import { createToken } from '../../src/people/token.ts'
import { setWatch } from '../support/watching.ts'

async function setApi() {
  const watch = await setWatch()
  const app = makeApp(watch.ctx)
  const made = await createToken(watch.ctx, undefined, { email: watch.admin.email, role: 'admin', name: 'Thử' })
  const token = made.is === 'made' ? made.token : ''
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await app.request(path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return {
      status: response.status,
      body: (await response.json()) as Record<string, unknown>,
      headers: response.headers,
    }
  }
  return { ...watch, app, call }
}

test('a portal pushes by token: 202, once per event, and its page is read', async () => {
  const { call, source, portal, turn, publications } = await setApi()
  portal.page({ id: 7, title: 'Thông báo nghỉ học do mưa lũ' })
  const event = { event: 'bai-7', url: `${portal.url}/tin/bai-7.html` }
  expect(await call('POST', `/api/v1/sources/${source}/push`, event)).toMatchObject({
    status: 202,
    body: { accepted: true, repeated: false },
  })
  expect(await call('POST', `/api/v1/sources/${source}/push`, event)).toMatchObject({
    status: 202,
    body: { repeated: true },
  })
  await turn()
  expect(await publications()).toMatchObject([{ title: 'Thông báo nghỉ học do mưa lũ', state: 'new' }])
})

test('a portal pushes by signature over the very bytes it sends', async () => {
  const { app, call, clock, source, portal } = await setApi()
  const given = await call('POST', `/api/v1/sources/${source}/secret`)
  expect(given.status).toBe(201)
  const secret = String(given.body.secret)
  const body = `{ "event" : "bai-7",  "url": "${portal.url}/tin/bai-7.html" }`
  const at = String(Math.floor(clock.wall / 1000))
  const send = async (signature: string) =>
    (
      await app.request(`/api/v1/sources/${source}/push`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-lantoa-timestamp': at, 'x-lantoa-signature': signature },
        body,
      })
    ).status
  expect(await send(`sha256=${await hmacSha256Hex(secret, `${at}.${body}`)}`)).toBe(202)
  expect(await send(`sha256=${await hmacSha256Hex(secret, `${at}.${body} `)}`)).toBe(401)
})

test('no token, a wrong body, another host and another source are refused', async () => {
  const { call, source, portal } = await setApi()
  const event = { event: 'e', url: `${portal.url}/1.html` }
  const status = async (...args: Parameters<typeof call>) => (await call(...args)).status
  expect(await status('POST', `/api/v1/sources/${source}/push`, event, { authorization: 'Bearer lt_x' })).toBe(401)
  expect(await status('POST', `/api/v1/sources/${source}/push`, { url: 'x' })).toBe(422)
  expect(await status('POST', `/api/v1/sources/${source}/push`, '{')).toBe(400)
  expect(await status('POST', `/api/v1/sources/${source}/push`, { ...event, url: 'https://khac.example/1' })).toBe(422)
  expect(await status('POST', '/api/v1/sources/999/push', event)).toBe(404)
  expect(await status('GET', '/api/v1/nothing')).toBe(404)
})

test('sources are listed with their health in words, added and read on demand', async () => {
  const { call, source, unit, portal, turn } = await setApi()
  portal.answer('/rss', { body: '<html><form><input type="password"></form></html>' })
  await turn()
  const listed = await call('GET', '/api/v1/sources')
  expect(listed.body.sources).toMatchObject([
    {
      id: source,
      problem: { code: 'source.feed.login_page', says: 'Cổng trả về trang đăng nhập thay cho danh sách tin.' },
    },
  ])
  const given = {
    unit,
    portal: { name: 'Sở Y tế', url: 'https://syt.example' },
    name: 'Tin tức',
    url: 'https://syt.example/rss',
  }
  const added = await call('POST', '/api/v1/sources', given)
  expect(added).toMatchObject({ status: 201, body: { id: expect.any(Number) } })
  expect((await call('POST', '/api/v1/sources', given)).status).toBe(409)
  expect((await call('POST', `/api/v1/sources/${source}/reading`)).status).toBe(202)
})

test('a flood is answered over the API', async () => {
  const { call, source, portal, turn, publications } = await setApi()
  portal.list([{ id: 1, title: 'Tin số 1' }])
  await turn()
  portal.list(Array.from({ length: 30 }, (_, at) => ({ id: at + 2, title: `Tin số ${at + 2}` })))
  await turn(600_000)
  expect((await call('POST', `/api/v1/sources/${source}/release`, { how: 'all' })).status).toBe(422)
  const answer = await call('POST', `/api/v1/sources/${source}/release`, { how: 'record_only' })
  expect(answer).toMatchObject({ status: 200, body: { publications: 30 } })
  expect(new Set((await publications()).map(({ state }) => state))).toEqual(new Set(['baseline', 'ignored']))
})

test('the OpenAPI document names each of these resources', async () => {
  const { call } = await setApi()
  const { body } = await call('GET', '/api/openapi.json')
  expect(Object.keys(body.paths as object)).toEqual(
    expect.arrayContaining(['/api/v1/sources', '/api/v1/sources/{id}/push', '/api/v1/sources/{id}/reading']),
  )
})

test('ways are found, and a dry run shows what would be read, over the API too', async () => {
  const { call, db, portal, unit } = await setApi()
  portal.list([{ id: 1, title: 'Hội nghị của xã' }])
  const given = { unit, portal: { name: 'Xã', url: portal.url }, name: 'Tin', url: `${portal.url}/rss`, dryRun: true }
  const before = await db.selectFrom('source').select('id').execute()
  const dry = await call('POST', '/api/v1/sources', { ...given, url: `${portal.url}/rss?x=1` })
  expect(dry).toMatchObject({ status: 200, body: { reads: false, problem: { code: 'source.not_found' } } })
  expect((await call('POST', '/api/v1/sources', given)).body).toMatchObject({
    reads: true,
    total: 1,
    items: [{ id: 'tin_1', title: 'Hội nghị của xã', publishedAt: '2026-11-23T01:01:00Z' }],
  })
  expect(await db.selectFrom('source').select('id').execute()).toEqual(before)
  expect((await call('POST', '/api/v1/sources/ways', { address: `${portal.url}/rss` })).body).toMatchObject({
    family: 'generic',
    ways: [{ kind: 'feed', tried: { total: 1 } }],
  })
  expect((await call('POST', '/api/v1/sources/ways', { address: 'xin chào' })).status).toBe(422)
  const list = { ...given, dryRun: false, kind: 'list', settings: { list: { row: '.x' } } }
  expect(await call('POST', '/api/v1/sources', list)).toMatchObject({
    status: 422,
    body: { error: { code: 'list_unread' } },
  })
})

test('a table is imported, a source changed and its readings told, over the API', async () => {
  const { call, source, portal, turn } = await setApi()
  portal.list([{ id: 1, title: 'Tin số 1' }])
  await turn()
  expect((await call('GET', `/api/v1/sources/${source}`)).body).toMatchObject({
    id: source,
    kind: 'feed',
    readings: [{ outcome: 'list', rows: 1, added: 1, as: 'baseline', skipped: [] }],
  })
  const idPattern = String.raw`bai-(\d+)`
  expect(await call('PATCH', `/api/v1/sources/${source}`, { settings: { idPattern } })).toMatchObject({
    status: 200,
    body: { baseline: true },
  })
  expect((await call('PATCH', `/api/v1/sources/${source}`, { state: 'stopped' })).body).toEqual({ baseline: false })
  expect((await call('GET', `/api/v1/sources/${source}`)).body).toMatchObject({
    state: 'stopped',
    baselineWhy: 'rules',
    settings: { idPattern },
  })
  const csv = 'unit,kind,host,way,url\nXã Thử,commune,xa.tinh.gov.vn,feed,/rss\nXã Hai,làng,,,'
  expect((await call('POST', '/api/v1/sources/import', { csv, dryRun: true })).body).toMatchObject({
    saved: false,
    sources: 1,
    wrong: 1,
    lines: [
      { line: 2, does: 'add' },
      { line: 3, does: 'wrong', wrong: [{ code: 'import.level' }] },
    ],
  })
  expect((await call('POST', '/api/v1/sources/import', { csv, skipWrong: true })).body).toMatchObject({ saved: true })
})
