import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { facebookSandbox } from '../../../adapters/facebook/sandbox.ts'
import { setGraph } from '../../support/graph.ts'
import { png } from '../../support/pictures.ts'

let graph: Awaited<ReturnType<typeof setGraph>>
beforeEach(async () => {
  graph = await setGraph()
})
afterEach(() => graph.close())

const tokenWithout = (scope: string) =>
  graph.sandbox.mintToken({
    app: graph.app.id,
    person: graph.person.id,
    page: graph.page.id,
    scopes: ['pages_show_list', 'pages_read_engagement', 'pages_read_user_content', 'pages_manage_posts'].filter(
      name => name !== scope,
    ),
  })

test('a call without a token is 2500', async () => {
  expect((await graph.call('GET', 'me', {}, null)).error).toMatchObject({ code: 2500, type: 'OAuthException' })
})

test('a token that nobody minted is 190 without a subcode', async () => {
  const { status, error } = await graph.call('GET', 'me', {}, 'EAAnothing')
  expect({ status, code: error.code, subcode: error.error_subcode }).toEqual({
    status: 401,
    code: 190,
    subcode: undefined,
  })
})

test.each([458, 459, 460, 464, 467, 490, 492])('a token killed with subcode %i says so', async subcode => {
  graph.sandbox.levers.killToken({ page: graph.page.id, subcode })
  expect((await graph.post('Tin')).error).toMatchObject({ code: 190, error_subcode: subcode })
})

test('a Page token dies with the user token it was made from', async () => {
  const token = (await graph.call('GET', graph.page.id, { fields: 'access_token' }, graph.userToken)).body.access_token
  graph.sandbox.levers.killToken({ token: graph.userToken, subcode: 460 })
  expect((await graph.call('GET', 'me', {}, String(token))).error).toMatchObject({ code: 190, error_subcode: 460 })
})

test('a Page token from a short user token ends with it, one from a long token does not', async () => {
  const { app, person, page, sandbox } = graph
  const short = sandbox.mintToken({ app: app.id, person: person.id, page: page.id, life: 'short' })
  sandbox.advance(5_400_000)
  expect((await graph.call('GET', 'me', {}, short)).error).toMatchObject({ code: 190, error_subcode: 463 })
  sandbox.advance(100 * 86_400_000)
  expect((await graph.call('GET', 'me', {}, graph.token)).status).toBe(200)
})

test('a person who lost the role on the Page makes its token 190/492', async () => {
  graph.sandbox.levers.dropRole(graph.page.id, graph.person.id)
  expect((await graph.post('Tin')).error).toMatchObject({ code: 190, error_subcode: 492 })
})

test('publishing with a user token is refused: a Page token is needed', async () => {
  const { error } = await graph.call('POST', `${graph.page.id}/feed`, { message: 'Tin' }, graph.userToken)
  expect(error).toMatchObject({ code: 190, error_subcode: 2069032 })
})

test('storing a photo with a user token is 403 with code 200', async () => {
  const photo = { source: png(), published: 'false' }
  const { status, error } = await graph.call('POST', `${graph.page.id}/photos`, photo, graph.userToken)
  expect({ status, code: error.code }).toEqual({ status: 403, code: 200 })
  expect(error.message).toContain('must be posted to a page as the page itself')
})

test('the token of another Page does not publish here', async () => {
  const other = graph.sandbox.addPage({ roles: { [graph.person.id]: ['CREATE_CONTENT'] } })
  const token = graph.sandbox.mintToken({ app: graph.app.id, person: graph.person.id, page: other.id })
  expect((await graph.call('POST', `${graph.page.id}/feed`, { message: 'Tin' }, token)).error.code).toBe(100)
})

test('a missing scope is named, for writing and for reading', async () => {
  const write = await graph.call('POST', `${graph.page.id}/feed`, { message: 'x' }, tokenWithout('pages_manage_posts'))
  expect(write.error).toMatchObject({ code: 200, message: expect.stringContaining('pages_manage_posts') })
  for (const scope of ['pages_read_engagement', 'pages_read_user_content']) {
    const read = await graph.call('GET', `${graph.page.id}/published_posts`, {}, tokenWithout(scope))
    expect(read.error).toMatchObject({ code: 10, message: expect.stringContaining(scope) })
  }
})

test('a scope granted for another Page only does not count here', async () => {
  const { app, person, page, sandbox } = graph
  const token = sandbox.mintToken({ app: app.id, person: person.id, page: page.id, targets: ['1'] })
  expect((await graph.call('POST', `${page.id}/feed`, { message: 'x' }, token)).error.code).toBe(200)
})

test('a person without the task CREATE_CONTENT cannot publish', async () => {
  graph.page.roles.set(graph.person.id, ['ANALYZE'])
  expect((await graph.post('Tin')).error).toMatchObject({
    code: 200,
    message: expect.stringContaining('CREATE_CONTENT'),
  })
})

test('a proof is checked when it comes and demanded when the app says so', async () => {
  const proof = (secret: string) => createHmac('sha256', secret).update(graph.token).digest('hex')
  expect((await graph.call('GET', 'me', { appsecret_proof: proof(graph.app.secret) })).status).toBe(200)
  expect((await graph.call('GET', 'me', { appsecret_proof: proof('other') })).error.code).toBe(100)
  graph.app.requireProof = true
  expect((await graph.call('GET', 'me')).error.code).toBe(104)
})

test('the proof agrees with the published vector', async () => {
  // Computed with two other implementations from an invented secret and token.
  const proof = await facebookSandbox().proofOf('0123456789abcdef0123456789abcdef', 'EAATESTpagetoken0001')
  expect(proof).toBe('8b4106c8f438cfada441da4ef568865176f087ef6c78887dbf9c6aef51719e55')
})

test('the token works in a parameter too', async () => {
  expect((await graph.call('GET', 'me', { access_token: graph.token }, null)).body.id).toBe(graph.page.id)
})

test('accounts give the Pages with their tasks and tokens', async () => {
  const { body } = await graph.call(
    'GET',
    'me/accounts',
    { fields: 'id,name,access_token,tasks,category' },
    graph.userToken,
  )
  expect(body.data).toEqual([
    {
      id: graph.page.id,
      name: graph.page.name,
      category: 'Government organization',
      tasks: ['CREATE_CONTENT', 'MODERATE', 'ANALYZE', 'MANAGE'],
      access_token: expect.stringMatching(/^EAA/),
    },
  ])
})

test('an account without the tasks comes without a token', async () => {
  graph.page.roles.set(graph.person.id, ['ANALYZE'])
  const { body } = await graph.call('GET', 'me/accounts', {}, graph.userToken)
  expect(body.data?.[0]).not.toHaveProperty('access_token')
})

test('no Page chosen is an empty list with 200', async () => {
  const token = graph.sandbox.mintToken({ app: graph.app.id, person: graph.person.id, targets: [] })
  expect((await graph.call('GET', 'me/accounts', {}, token)).body).toEqual({ data: [] })
})

test('debug_token describes a live token', async () => {
  const as = `${graph.app.id}|${graph.app.secret}`
  const { body } = await graph.call('GET', 'debug_token', { input_token: graph.token }, as)
  expect(body.data).toMatchObject({ type: 'PAGE', is_valid: true, expires_at: 0, profile_id: graph.page.id })
})

test('debug_token answers 200 for a dead token, with the cause under subcode', async () => {
  graph.sandbox.levers.killToken({ token: graph.token, subcode: 460 })
  const as = `${graph.app.id}|${graph.app.secret}`
  const { status, body } = await graph.call('GET', 'debug_token', { input_token: graph.token }, as)
  expect(status).toBe(200)
  expect(body.data).toMatchObject({ is_valid: false, error: { code: 190, subcode: 460 }, scopes: [] })
})

test('taking the app away kills its tokens with 458', async () => {
  expect((await graph.call('DELETE', 'me/permissions', {}, graph.userToken)).body).toEqual({ success: true })
  expect((await graph.post('Tin')).error).toMatchObject({ code: 190, error_subcode: 458 })
})

test.each([
  ['v26.0', 'v26.0'],
  ['v24.0', 'v24.0'],
  ['v18.0', 'v21.0'],
  ['v27.0', 'v21.0'],
])('version %s is served by %s', async (asked, served) => {
  const at = new Date('2026-11-25T00:00:00Z')
  const other = await setGraph({ now: () => at })
  const { headers, status } = await other.call('GET', `${other.served.url}/${asked}/me`)
  expect([status, headers.get('facebook-api-version')]).toEqual([200, served])
  await other.close()
})

test('an absurd version is no path', async () => {
  expect((await graph.call('GET', `${graph.served.url}/v99.0/me`)).error).toMatchObject({
    code: 2500,
    message: 'Unknown path components: /me',
  })
})

test('without a version the default of the app is served', async () => {
  graph.app.defaultVersion = 'v25.0'
  const { headers } = await graph.call('GET', `${graph.served.url}/me`)
  expect(headers.get('facebook-api-version')).toBe('v25.0')
})

test('a downgrade shows in the header only', async () => {
  graph.sandbox.levers.downgradeVersion('v21.0')
  const { headers, status } = await graph.post('Tin')
  expect([status, headers.get('facebook-api-version')]).toEqual([200, 'v21.0'])
})

test('what v26 took away is refused in every version, and there is no ETag', async () => {
  expect((await graph.call('GET', `${graph.served.url}/v24.0/me?date_format=U`)).error.code).toBe(100)
  expect((await graph.call('GET', `${graph.served.url}/v24.0/?ids=1,2`)).error.code).toBe(100)
  expect((await graph.call('GET', 'me')).headers.get('etag')).toBeNull()
})

test('a path, an alias and an edge that do not exist are refused', async () => {
  expect((await graph.call('GET', 'no-such-page')).error.code).toBe(803)
  expect((await graph.call('GET', `${graph.page.id}/fead`)).error.code).toBe(2500)
  expect((await graph.call('GET', '12345')).error).toMatchObject({
    code: 100,
    error_subcode: 33,
    type: 'GraphMethodException',
  })
  expect((await graph.call('GET', `${graph.page.id}/feed/x`)).error.code).toBe(2500)
})

test('an edge that exists but is not covered says so', async () => {
  expect((await graph.call('POST', `${graph.page.id}/videos`)).error.code).toBe(3)
})

test('an unknown parameter is refused, and ignored where the real Graph is wanted', async () => {
  expect((await graph.post('Tin', { mesage: 'x' })).error.message).toContain('mesage')
  graph.sandbox.settings.strict = false
  expect((await graph.post('Tin', { mesage: 'x' })).status).toBe(200)
})

test.each([
  ['published', 'maybe'],
  ['attached_media', '{"media_fbid":"1"'],
  ['targeting', '[]'],
  ['scheduled_publish_time', 'tomorrow'],
  ['unpublished_content_type', 'LATER'],
])('%s is checked for its type', async (name, value) => {
  expect((await graph.post('Tin', { [name]: value })).error.code).toBe(100)
})

test('a JSON body is as good as a form', async () => {
  const response = await fetch(`${graph.served.url}/v26.0/${graph.page.id}/feed?access_token=${graph.token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message: 'Bằng JSON', id: graph.page.id, fields: ['id', 'message'] }),
  })
  expect(await response.json()).toMatchObject({ message: 'Bằng JSON' })
})

test('answers escape what is not ASCII, as Graph does', async () => {
  const { body } = await graph.post('Tiếng Việt')
  const response = await fetch(`${graph.served.url}/v26.0/${body.id}?fields=message&access_token=${graph.token}`)
  const text = await response.text()
  expect(text).toContain('Ti\\u1ebfng')
  expect(JSON.parse(text).message).toBe('Tiếng Việt')
})
