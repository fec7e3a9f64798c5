import { expect, test } from 'vitest'
import { auth, PERMISSIONS } from '../../../adapters/facebook/auth.ts'
import { FetchFault } from '../../../src/kit/http.ts'
import { PAGE } from './builders.ts'
import { APP, failure, json, type Line, type Reply, Script, stage, TOKEN } from './script.ts'

const REDIRECT = 'https://lantoa.example.gov.vn/channels/facebook/back?x=1'
const EXCHANGE = 'GET /oauth/access_token'
const DEBUG = 'GET /debug_token'
const ACCOUNTS = 'GET /me/accounts'

const token = (value: string): Line => ({ call: EXCHANGE, reply: json({ access_token: value, token_type: 'bearer' }) })
const permissions = (lost: readonly string[] = []): Line => ({
  call: 'GET /me/permissions',
  reply: json({
    data: PERMISSIONS.map(permission => ({ permission, status: lost.includes(permission) ? 'declined' : 'granted' })),
  }),
})
const account = (given: object = {}) => ({
  id: PAGE,
  name: 'Cổng TTĐT tỉnh Phước Long',
  access_token: TOKEN,
  tasks: ['ANALYZE', 'CREATE_CONTENT'],
  ...given,
})
const accounts = (data: unknown[]): Line => ({ call: ACCOUNTS, reply: json({ data }) })
const inspected = (given: object = {}): Line => ({
  call: DEBUG,
  reply: json({
    data: {
      app_id: APP.id,
      type: 'PAGE',
      is_valid: true,
      expires_at: 0,
      data_access_expires_at: 1_830_000_000,
      profile_id: PAGE,
      scopes: [...PERMISSIONS],
      granular_scopes: [{ scope: 'pages_manage_posts', target_ids: [PAGE] }],
      ...given,
    },
  }),
})
const app = (policy: string | undefined = 'https://phuoclong.example.gov.vn/rieng-tu'): Line => ({
  call: `GET /${APP.id}`,
  reply: json({ id: APP.id, ...(policy !== undefined && { privacy_policy_url: policy }) }),
})
const page = (given: object = {}): Line => ({
  call: `GET /${PAGE}`,
  reply: json({ id: PAGE, name: 'Cổng TTĐT tỉnh Phước Long', is_published: true, ...given }),
})

async function finish(lines: readonly Line[], back = 'code=AQB&state=s') {
  const script = new Script(lines)
  const { to } = stage(script.fetch)
  const result = await auth.finish(to, new URLSearchParams(back), REDIRECT)
  script.done()
  return { result, calls: script.calls }
}

async function adopt(lines: readonly Line[], given = TOKEN) {
  const script = new Script(lines)
  const { to } = stage(script.fetch)
  const result = await auth.adopt(to, { token: given })
  script.done()
  return { result, calls: script.calls }
}

async function inspect(lines: readonly Line[]) {
  const script = new Script(lines)
  const { to, notes } = stage(script.fetch)
  const result = await auth.inspect(to)
  script.done()
  return { result, notes, calls: script.calls }
}

test('the consent page is asked for what we need, with our state and our address, character by character', async () => {
  const { url } = await auth.begin(APP, REDIRECT, 'st&te')
  const at = new URL(url)
  expect(at.origin + at.pathname).toBe('https://www.facebook.com/v26.0/dialog/oauth')
  expect(Object.fromEntries(at.searchParams)).toEqual({
    client_id: APP.id,
    redirect_uri: REDIRECT,
    state: 'st&te',
    response_type: 'code',
    scope: [...PERMISSIONS, 'pages_manage_metadata'].join(','),
    auth_type: 'rerequest',
  })
  expect(url).not.toContain(APP.secret)
})

test('a code becomes an account by way of a long-lived token', async () => {
  const { result, calls } = await finish([
    token('short'),
    token('long'),
    permissions(),
    accounts([account()]),
    app(),
    inspected(),
  ])
  expect(result).toEqual({
    is: 'accounts',
    accounts: [
      {
        id: PAGE,
        name: 'Cổng TTĐT tỉnh Phước Long',
        cred: { token: TOKEN },
        warnings: [{ code: 'facebook.look_as_stranger' }],
      },
    ],
  })
  expect(calls[0]?.url.searchParams.get('redirect_uri')).toBe(REDIRECT)
  expect(calls[0]?.headers.has('authorization')).toBe(false)
  expect(calls[1]?.url.searchParams.get('fb_exchange_token')).toBe('short')
  expect(calls[2]?.headers.get('authorization')).toBe('Bearer long')
  expect(calls[5]?.headers.get('authorization')).toBe(`Bearer ${APP.id}|${APP.secret}`)
})

test('several Pages are offered, those without the right are left out, all pages of the list are read', async () => {
  const { result } = await finish([
    token('short'),
    token('long'),
    permissions(),
    {
      call: ACCOUNTS,
      reply: json({
        data: [account({ id: '1', access_token: undefined })],
        paging: { next: 'https://graph.facebook.com/v26.0/me/accounts?after=x' },
      }),
    },
    accounts([account(), account({ id: '2', tasks: ['ANALYZE'] }), account({ id: '3', name: 'Xã', tasks: undefined })]),
    app(),
    inspected(),
    inspected({ profile_id: '3', granular_scopes: [], expires_at: 1_800_000_000 }),
  ])
  expect(result).toMatchObject({
    is: 'accounts',
    accounts: [{ id: PAGE }, { id: '3', expiresAt: new Date(1_800_000_000_000) }],
  })
})

test.each<[string, readonly Line[], string, object]>([
  ['the person said no', [], 'error=access_denied&error_reason=user_denied', { code: 'facebook.consent_denied' }],
  ['Facebook gave no code', [], 'state=s', { code: 'facebook.consent_failed' }],
  [
    'the code was used',
    [{ call: EXCHANGE, reply: failure(100, 36009, 'used') }],
    'code=A',
    { code: 'facebook.code_refused' },
  ],
  [
    'the network is down',
    [{ call: EXCHANGE, reply: new FetchFault('name', false, 'x') }],
    'code=A',
    { code: 'net.name' },
  ],
  [
    'the long-lived token is refused',
    [token('s'), { call: EXCHANGE, reply: failure(190) }],
    'code=A',
    { code: 'facebook.token_dead' },
  ],
  [
    'permissions were unticked',
    [token('s'), token('l'), permissions(['pages_manage_posts', 'pages_read_user_content'])],
    'code=A',
    { code: 'facebook.permissions_missing', with: { permissions: 'pages_manage_posts, pages_read_user_content' } },
  ],
  ['no Page was chosen', [token('s'), token('l'), permissions(), accounts([])], 'code=A', { code: 'facebook.no_page' }],
  [
    'no Page may be published on',
    [token('s'), token('l'), permissions(), accounts([account({ name: 'Xã A', tasks: ['MODERATE'] })])],
    'code=A',
    { code: 'facebook.no_task', with: { pages: 'Xã A' } },
  ],
  [
    'the Page’s token lacks the Page',
    [
      token('s'),
      token('l'),
      permissions(),
      accounts([account()]),
      app(),
      inspected({ granular_scopes: [{ scope: 'pages_manage_posts', target_ids: ['9'] }] }),
    ],
    'code=A',
    { code: 'facebook.permissions_missing', with: { permissions: 'pages_manage_posts' } },
  ],
])('connecting is refused when %s', async (_, lines, back, why) => {
  expect((await finish(lines, back)).result).toMatchObject({ is: 'refused', why })
})

test('what the return address says about a failure is shown without secrets', async () => {
  const { result } = await finish(
    [],
    `error=server_error&error_description=${encodeURIComponent(`client_secret=${APP.secret} bad`)}`,
  )
  expect(JSON.stringify(result)).not.toContain(APP.secret)
})

test('a Page token given by hand becomes the account of its own Page', async () => {
  const { result } = await adopt([inspected(), page(), app()])
  expect(result).toEqual({
    is: 'accounts',
    accounts: [
      {
        id: PAGE,
        name: 'Cổng TTĐT tỉnh Phước Long',
        cred: { token: TOKEN },
        warnings: [{ code: 'facebook.look_as_stranger' }],
      },
    ],
  })
})

test('a token of a person is made long-lived first, one of a system user is used as it is', async () => {
  const person = await adopt([
    inspected({ type: 'USER', profile_id: undefined, granular_scopes: [] }),
    token('long'),
    accounts([account()]),
    app(),
    inspected(),
  ])
  expect(person.result).toMatchObject({ is: 'accounts', accounts: [{ id: PAGE }] })
  const system = await adopt([
    inspected({ type: 'SYSTEM_USER', profile_id: undefined, granular_scopes: [] }),
    accounts([account()]),
    app(),
    inspected(),
  ])
  expect(system.result).toMatchObject({ is: 'accounts' })
})

test.each<[string, Line, object]>([
  [
    'a dead token',
    inspected({ is_valid: false, scopes: [], error: { code: 190, message: 'x', subcode: 460 } }),
    { code: 'facebook.password_changed' },
  ],
  ['a token of another app', inspected({ app_id: '9' }), { code: 'facebook.token_foreign' }],
  ['an app token', inspected({ type: 'APP', profile_id: undefined }), { code: 'facebook.token_kind' }],
  [
    'a token without a permission',
    inspected({ scopes: ['pages_show_list'] }),
    { code: 'facebook.permissions_missing' },
  ],
  ['wrong app settings', { call: DEBUG, reply: failure(190) }, { code: 'facebook.token_dead' }],
])('%s given by hand is refused', async (_, line, why) => {
  expect((await adopt([line])).result).toMatchObject({ is: 'refused', why })
})

test('ids in a look at a token may come as numbers', async () => {
  const { result } = await adopt([
    {
      call: DEBUG,
      reply: new Response(
        `{"data":{"app_id":${APP.id},"type":"PAGE","is_valid":true,"profile_id":${PAGE},"scopes":${JSON.stringify(PERMISSIONS)},"granular_scopes":[{"scope":"pages_manage_posts","target_ids":[${PAGE}]}]}}`,
      ),
    },
    page(),
    app(),
  ])
  expect(result).toMatchObject({ is: 'accounts', accounts: [{ id: PAGE }] })
})

test('a sound connection is well', async () => {
  expect((await inspect([inspected(), page(), app()])).result).toEqual({ is: 'well', warnings: [] })
})

test('the daily look warns of what stops nobody today', async () => {
  const { result } = await inspect([
    inspected({ expires_at: 1_797_000_000, data_access_expires_at: 1_795_400_000 }),
    page({ is_published: false }),
    app(''),
  ])
  expect(result).toEqual({
    is: 'well',
    expiresAt: new Date(1_797_000_000_000),
    warnings: [
      { code: 'facebook.development' },
      { code: 'facebook.data_access', with: { date: '23/11/2026' } },
      { code: 'facebook.page_hidden' },
    ],
  })
})

test('an app that cannot be asked about itself raises no alarm', async () => {
  const { result } = await inspect([inspected(), page(), { call: `GET /${APP.id}`, reply: failure(100) }])
  expect(result).toEqual({ is: 'well', warnings: [] })
})

test.each<[string, readonly Line[], object]>([
  [
    'a dead token',
    [inspected({ is_valid: false, error: { code: 190, subcode: 463, message: 'x' } })],
    { is: 'reconnect', why: { code: 'facebook.token_expired' } },
  ],
  [
    'a token of another Page',
    [inspected({ profile_id: '9' })],
    { is: 'reconnect', why: { code: 'facebook.other_page' } },
  ],
  ['a user’s token', [inspected({ type: 'USER' })], { is: 'reconnect', why: { code: 'facebook.token_kind' } }],
  [
    'a permission taken away',
    [inspected({ scopes: ['pages_show_list'] })],
    { is: 'reconnect', why: { code: 'facebook.permissions_missing' } },
  ],
  [
    'a Page out of sight',
    [inspected(), { call: `GET /${PAGE}`, reply: failure(100, 33) }],
    { is: 'reconnect', why: { code: 'facebook.page_gone' } },
  ],
  [
    'a token that died meanwhile',
    [inspected(), { call: `GET /${PAGE}`, reply: failure(190, 460) }],
    { is: 'reconnect' },
  ],
  ['Facebook in trouble', [{ call: DEBUG, reply: failure(2) as Reply }], { is: 'unknown' }],
  [
    'no network',
    [{ call: DEBUG, reply: new FetchFault('name', false, 'x') }],
    { is: 'unknown', why: { code: 'net.name' } },
  ],
])('the daily look at %s', async (_, lines, expected) => {
  expect((await inspect(lines)).result).toMatchObject(expected)
})
