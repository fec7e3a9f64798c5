import { afterEach, beforeEach, expect, test } from 'vitest'
import { setGraph } from '../../support/graph.ts'

let graph: Awaited<ReturnType<typeof setGraph>>
beforeEach(async () => {
  graph = await setGraph()
})
afterEach(() => graph.close())

/** The raw answer, because these are no JSON. */
const send = (message: string, signal?: AbortSignal) =>
  fetch(`${graph.served.url}/v26.0/${graph.page.id}/feed`, {
    method: 'POST',
    headers: { authorization: `Bearer ${graph.token}` },
    body: new URLSearchParams({ message }),
    signal: signal ?? null,
  })

test('a proxy page comes with 502, and the post exists', async () => {
  graph.sandbox.levers.html502(1)
  const response = await send('Tin')
  expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8'])
  expect(graph.sandbox.ledger()).toHaveLength(1)
})

test.each([
  ['truncated', (text: string) => text.startsWith('{') && !text.endsWith('}')],
  ['empty', (text: string) => text === ''],
  ['huge', (text: string) => text.length > 10_000_000],
] as const)('a %s body comes with 200, and the post exists', async (form, looks) => {
  graph.sandbox.levers.garbage(form)
  const response = await send('Tin')
  expect(response.status).toBe(200)
  expect(looks(await response.text())).toBe(true)
  expect(graph.sandbox.ledger()).toHaveLength(1)
})

test('an answer can be cut in its middle', async () => {
  graph.sandbox.levers.garbage('cut')
  const response = await send('Tin')
  await expect(response.text()).rejects.toThrow()
})

test('an answer can come too late for whoever waits', async () => {
  graph.sandbox.levers.hang(60_000)
  const caller = new AbortController()
  const sent = send('Tin', caller.signal)
  await expect.poll(() => graph.sandbox.ledger()).toHaveLength(1)
  caller.abort(new DOMException('the limit of the caller: timeout', 'TimeoutError'))
  await expect(sent).rejects.toThrow(/timeout|aborted/)
})

test('an answer can drip', async () => {
  graph.sandbox.levers.pull({ what: 'drip', ms: 1 })
  expect(await (await send('Tin')).json()).toEqual({ id: expect.any(String) })
})

test('posting too fast blocks the Page for a day, and each further try begins it anew', async () => {
  graph.sandbox.levers.tooFast()
  expect((await graph.post('Một')).error).toMatchObject({ code: 368, error_subcode: 1390008 })
  graph.sandbox.advance(23 * 3_600_000)
  expect((await graph.post('Hai')).error.code).toBe(368)
  graph.sandbox.advance(23 * 3_600_000)
  expect((await graph.post('Ba')).error.code).toBe(368)
  graph.sandbox.advance(24 * 3_600_000)
  expect((await graph.post('Bốn')).status).toBe(200)
})

test('a heavy read passes when it is made smaller', async () => {
  graph.sandbox.levers.tooMuchData(10)
  const read = (limit: number) => graph.call('GET', `${graph.page.id}/published_posts`, { limit })
  expect(await read(20)).toMatchObject({ status: 500, error: { code: 1, error_subcode: 99 } })
  expect(await read(20)).toMatchObject({ status: 500 })
  expect(await read(10)).toMatchObject({ status: 200 })
})

test('usage is told in percent', async () => {
  graph.sandbox.levers.usage(graph.page.id, 97)
  const { headers } = await graph.call('GET', 'me')
  expect(JSON.parse(headers.get('x-business-use-case-usage') ?? '{}')).toMatchObject({
    [graph.page.id]: [{ type: 'pages', call_count: 97, estimated_time_to_regain_access: 0 }],
  })
})

test('a quiet Page gets no usage header', async () => {
  expect((await graph.call('GET', 'me')).headers.get('x-business-use-case-usage')).toBeNull()
})

test('80001 tells the minutes, and calling meanwhile lengthens them', async () => {
  graph.sandbox.levers.block80001(graph.page.id, 12)
  const minutes = async () => {
    const { error, headers } = await graph.call('GET', 'me')
    expect(error.code).toBe(80001)
    return JSON.parse(headers.get('x-business-use-case-usage') ?? '{}')[graph.page.id][0]
      .estimated_time_to_regain_access
  }
  expect(await minutes()).toBe(13)
  expect(await minutes()).toBe(14)
})

test('a Page that used up its allowance is blocked', async () => {
  graph.page.calls.set(Math.floor(graph.sandbox.now().getTime() / 3_600_000), 4800 * graph.page.engaged)
  expect((await graph.call('GET', 'me')).error.code).toBe(80001)
})

test('a lever may be meant for one Page', async () => {
  graph.sandbox.levers.failBefore(1, 2, { account: '1' })
  expect((await graph.post('Tin')).status).toBe(200)
})

test('the same seed strikes the same calls', async () => {
  const run = async () => {
    const other = await setGraph({ seed: 7 })
    other.sandbox.levers.pull({ what: 'fail', commit: false, chance: 0.5 })
    const ends: number[] = []
    for (let i = 0; i < 12; i++) ends.push((await other.post(`Tin ${i}`)).status)
    await other.close()
    return ends
  }
  const ends = await run()
  expect(new Set(ends)).toEqual(new Set([200, 500]))
  expect(await run()).toEqual(ends)
})

const batch = (parts: unknown[]) => graph.call('POST', `${graph.served.url}/v26.0/`, { batch: parts })

test('a batch answers each part in order, whatever the others do', async () => {
  const { status, body } = await batch([
    { method: 'POST', relative_url: `v26.0/${graph.page.id}/feed`, body: 'message=Xin%20ch%C3%A0o' },
    { method: 'GET', relative_url: `v26.0/${graph.page.id}/published_posts?fields=id,foo` },
    { method: 'GET', relative_url: 'me?fields=name' },
  ])
  const parts = body as unknown as { code: number; body: string }[]
  expect([status, parts.map(part => part.code)]).toEqual([200, [200, 400, 200]])
  expect(JSON.parse(parts[2]?.body ?? '')).toMatchObject({ name: graph.page.name })
  expect(graph.sandbox.ledger()).toMatchObject([{ message: 'Xin chào' }])
})

test('a part can be null, and its effect stands', async () => {
  graph.sandbox.levers.pull({ what: 'null' })
  const { body } = await batch([{ method: 'POST', relative_url: `${graph.page.id}/feed`, body: 'message=a' }])
  expect(body).toEqual([null])
  expect(graph.sandbox.ledger()).toHaveLength(1)
})

test('a batch of 51 is refused as a whole', async () => {
  const part = { method: 'GET', relative_url: 'me' }
  expect((await batch(Array.from({ length: 51 }, () => part))).error.code).toBe(100)
  expect((await batch(Array.from({ length: 50 }, () => part))).status).toBe(200)
})

test('each part counts as a call', async () => {
  await batch([1, 2, 3].map(() => ({ method: 'GET', relative_url: 'me' })))
  expect([...graph.page.calls.values()].reduce((sum, calls) => sum + calls, 0)).toBe(4)
})

const control = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(`${graph.served.url}/_sandbox/${path}`, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  })

test('a process of its own is steered over HTTP', async () => {
  await control('POST', 'levers', { what: 'fail', commit: true, account: graph.page.id })
  await control('POST', 'levers', { what: 'slowLists', ms: 1000 })
  expect((await graph.post('Tin')).status).toBe(500)
  expect(await (await control('GET', 'ledger')).json()).toMatchObject([{ message: 'Tin', visible: true }])
  expect(await (await control('GET', 'calls')).json()).toMatchObject([{ kind: 'publish', status: 500, code: 2 }])
  await control('POST', 'clock', { advanceMs: 3_600_000 })
  expect(graph.sandbox.now().getTime()).toBeGreaterThan(Date.now() + 3_500_000)
  await control('POST', 'reset')
  expect(graph.sandbox.ledger()).toEqual([])
})

test('506 is answered to a post that was made', async () => {
  graph.sandbox.levers.pull({ what: 'duplicate' })
  expect((await graph.post('Tin')).error).toMatchObject({ code: 506 })
  expect(graph.sandbox.ledger()).toMatchObject([{ message: 'Tin' }])
})

test('429 comes without an envelope, says how long to wait, and makes nothing', async () => {
  graph.sandbox.levers.pull({ what: 'tooMany', seconds: 90 })
  const response = await send('Tin')
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '90'])
  expect(graph.sandbox.ledger()).toEqual([])
  expect(await (await control('GET', 'levers')).json()).toMatchObject([{ what: 'tooMany', left: 0, struck: 1 }])
})

test('a lever that does not exist is refused with words', async () => {
  const response = await control('POST', 'levers', { what: 'explode' })
  expect([response.status, await response.json()]).toEqual([400, { error: expect.any(String) }])
})

test('a web page cannot pull levers', async () => {
  expect((await control('GET', 'ledger', undefined, { origin: 'https://evil.example' })).status).toBe(403)
})

test('a name that is not this machine does not reach the control', async () => {
  const response = await graph.sandbox.app.request('http://evil.example/_sandbox/ledger')
  expect(response.status).toBe(403)
})

test('everything a run needs can be made over HTTP', async () => {
  const made = async (path: string, body: unknown) => (await control('POST', path, body)).json()
  const app = await made('apps', { name: 'Khác' })
  const person = await made('people', { name: 'Trần Thị Hoa' })
  const page = await made('pages', { name: 'Trang khác', roles: { [person.id]: ['CREATE_CONTENT'] } })
  const { value } = await made('tokens', { app: app.id, person: person.id, page: page.id })
  expect((await graph.call('POST', `${page.id}/feed`, { message: 'Tin' }, value)).status).toBe(200)
})
