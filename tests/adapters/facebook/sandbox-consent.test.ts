import { afterEach, beforeEach, expect, test } from 'vitest'
import { setGraph } from '../../support/graph.ts'

let graph: Awaited<ReturnType<typeof setGraph>>
beforeEach(async () => {
  graph = await setGraph()
})
afterEach(() => graph.close())

const back = 'https://desk.example/facebook/back'
const scope = 'pages_show_list,pages_read_engagement,pages_manage_posts'

function dialog(change: Record<string, string> = {}) {
  const url = new URL(`${graph.served.url}/v26.0/dialog/oauth`)
  const asked = { client_id: graph.app.id, redirect_uri: back, state: 'a b&c', response_type: 'code', scope, ...change }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return url
}

/** Reads the form as a browser would and sends it with what the person left ticked. */
async function agree(leave: (name: string, value: string) => boolean = () => true, decision = 'allow'): Promise<URL> {
  const html = await (await fetch(dialog())).text()
  const form = new URLSearchParams({ decision })
  for (const [input] of html.matchAll(/<input[^>]*>/g)) {
    const read = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1]?.replaceAll('&amp;', '&') ?? ''
    if (read('type') === 'hidden' || leave(read('name'), read('value'))) form.append(read('name'), read('value'))
  }
  const response = await fetch(dialog(), { method: 'POST', body: form, redirect: 'manual' })
  expect(response.status).toBe(302)
  return new URL(response.headers.get('location') ?? '')
}

const exchange = (code: string, change: Record<string, string> = {}) =>
  graph.call(
    'GET',
    'oauth/access_token',
    { client_id: graph.app.id, client_secret: graph.app.secret, redirect_uri: back, code, ...change },
    null,
  )

const codeOf = (url: URL) => url.searchParams.get('code') ?? ''

test('the dialog speaks Vietnamese, lists Pages and permissions, and runs no script', async () => {
  const response = await fetch(dialog())
  const html = await response.text()
  expect(html).toMatch(/^<!DOCTYPE html>/)
  expect(html).toContain('lang="vi"')
  expect(html).toContain(graph.page.name)
  expect(html).toContain('Tạo, sửa và xóa bài viết của Trang')
  expect(html).not.toMatch(/<script|style=/)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('agreeing leads back with a code and the state, and on to a Page token that works', async () => {
  const url = await agree()
  expect([url.origin + url.pathname, url.searchParams.get('state'), url.hash]).toEqual([back, 'a b&c', '#_=_'])
  const short = await exchange(codeOf(url))
  expect(short.body).toMatchObject({ token_type: 'bearer', expires_in: 5400 })
  const long = await graph.call(
    'GET',
    'oauth/access_token',
    {
      grant_type: 'fb_exchange_token',
      client_id: graph.app.id,
      client_secret: graph.app.secret,
      fb_exchange_token: String(short.body.access_token),
    },
    null,
  )
  expect(long.body.expires_in).toBe(5_184_000)
  const accounts = await graph.call('GET', 'me/accounts', {}, String(long.body.access_token))
  const token = String(accounts.body.data?.[0]?.access_token)
  expect((await graph.call('POST', `${graph.page.id}/feed`, { message: 'Tin' }, token)).status).toBe(200)
})

test('refusing leads back with access_denied', async () => {
  const url = await agree(() => true, 'deny')
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    error: 'access_denied',
    error_reason: 'user_denied',
    state: 'a b&c',
  })
})

test('a permission that was unticked is declined', async () => {
  const url = await agree((_, value) => value !== 'pages_manage_posts')
  const { body } = await exchange(codeOf(url))
  const token = String(body.access_token)
  const permissions = await graph.call('GET', 'me/permissions', {}, token)
  expect(permissions.body.data).toContainEqual({ permission: 'pages_manage_posts', status: 'declined' })
  expect(permissions.body.data).toContainEqual({ permission: 'pages_show_list', status: 'granted' })
})

test('a Page that was unticked is not among the accounts', async () => {
  const url = await agree(name => name !== 'page')
  const { body } = await exchange(codeOf(url))
  expect((await graph.call('GET', 'me/accounts', {}, String(body.access_token))).body).toEqual({ data: [] })
})

test('a code works once', async () => {
  const code = codeOf(await agree())
  expect((await exchange(code)).status).toBe(200)
  expect((await exchange(code)).error).toMatchObject({ code: 100, error_subcode: 36009 })
})

test('a code works for ten minutes', async () => {
  const code = codeOf(await agree())
  graph.sandbox.advance(600_000)
  expect((await exchange(code)).error).toMatchObject({ code: 100, error_subcode: 36007 })
})

test('the address must be the same, character by character', async () => {
  const code = codeOf(await agree())
  expect((await exchange(code, { redirect_uri: `${back}/` })).error).toMatchObject({ code: 100, error_subcode: 36008 })
})

test('a wrong secret gets nothing', async () => {
  expect((await exchange(codeOf(await agree()), { client_secret: 'x' })).error.message).toContain('client secret')
})

test('an expired token cannot be exchanged for a long one', async () => {
  const { body } = await exchange(codeOf(await agree()))
  graph.sandbox.advance(5_400_000)
  const { error } = await graph.call(
    'GET',
    'oauth/access_token',
    {
      grant_type: 'fb_exchange_token',
      client_id: graph.app.id,
      client_secret: graph.app.secret,
      fb_exchange_token: String(body.access_token),
    },
    null,
  )
  expect(error).toMatchObject({ code: 190, error_subcode: 463 })
})

test.each([
  ['an address that is not registered', { redirect_uri: `${back}/x` }],
  ['an unknown app', { client_id: '1' }],
  ['an unknown permission', { scope: 'pages_manage_everything' }],
  ['another response type', { response_type: 'token' }],
])('%s is told to the person and sends nobody back', async (_, change) => {
  const response = await fetch(dialog(change), { redirect: 'manual' })
  expect(response.status).toBe(400)
  expect(await response.text()).toContain('Không tiếp tục được')
})

test('with several people the dialog asks who it is', async () => {
  graph.sandbox.addPerson({ name: 'Trần Thị Hoa' })
  const html = await (await fetch(dialog())).text()
  expect(html).toContain('Bạn là ai?')
  expect(html).toContain('Trần Thị Hoa')
})
