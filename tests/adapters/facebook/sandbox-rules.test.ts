import { afterEach, beforeEach, expect, test } from 'vitest'
import { setGraph } from '../../support/graph.ts'
import { png } from '../../support/pictures.ts'

let graph: Awaited<ReturnType<typeof setGraph>>
beforeEach(async () => {
  graph = await setGraph()
})
afterEach(() => graph.close())

const seconds = (ahead: number) => Math.floor(graph.sandbox.now().getTime() / 1000) + ahead
const link = 'https://example.gov.vn/tin'

async function storePhoto(): Promise<string> {
  const { body } = await graph.call('POST', `${graph.page.id}/photos`, { source: png(), published: 'false' })
  return String(body.id)
}
const attach = (ids: string[]) => ids.map(media_fbid => ({ media_fbid }))

/** What the documents forbid in one post, one thing at a time; the same post without it passes. */
const forbidden: [string, () => Record<string, unknown>, () => Record<string, unknown>][] = [
  [
    'a backdated time that lies ahead',
    () => ({ backdated_time: seconds(60) }),
    () => ({ backdated_time: seconds(-60) }),
  ],
  [
    'a backdated time on a scheduled post',
    () => ({ published: false, scheduled_publish_time: seconds(3600), backdated_time: seconds(-60) }),
    () => ({ published: false, scheduled_publish_time: seconds(3600) }),
  ],
  [
    'the type SCHEDULED without a time',
    () => ({ published: false, unpublished_content_type: 'SCHEDULED' }),
    () => ({ published: false, unpublished_content_type: 'SCHEDULED', scheduled_publish_time: seconds(3600) }),
  ],
  [
    'an unpublished type on a published post',
    () => ({ unpublished_content_type: 'DRAFT' }),
    () => ({ published: false, unpublished_content_type: 'DRAFT' }),
  ],
  ['tags without a place', () => ({ tags: ['1'] }), () => ({ tags: ['1'], place: '2' })],
  [
    'a call to action without a link',
    () => ({ call_to_action: { type: 'LEARN_MORE' } }),
    () => ({ call_to_action: { type: 'LEARN_MORE', value: { link } }, link }),
  ],
  ['a picture without a link', () => ({ picture: 'https://example.gov.vn/a.jpg' }), () => ({})],
  ['the deprecated caption', () => ({ link, caption: 'x' }), () => ({ link })],
]

test.each(forbidden)('%s is refused, and nothing is posted', async (_, wrong, right) => {
  expect((await graph.post('Tin', wrong())).error.code).toBe(100)
  expect(graph.sandbox.ledger()).toEqual([])
  expect((await graph.post('Tin', right())).status).toBe(200)
})

test('a link and photos do not go together', async () => {
  const attached_media = attach([await storePhoto()])
  expect((await graph.post('Tin', { attached_media, link })).error.code).toBe(100)
  expect((await graph.post('Tin', { attached_media })).status).toBe(200)
})

test('the same photo twice in one post is refused', async () => {
  const id = await storePhoto()
  expect((await graph.post('Tin', { attached_media: attach([id, id]) })).error.error_subcode).toBe(1366051)
})

test('ten photos pass and eleven do not', async () => {
  const ids: string[] = []
  for (let i = 0; i < 11; i++) ids.push(await storePhoto())
  expect((await graph.post('Mười một', { attached_media: attach(ids) })).error.code).toBe(100)
  expect((await graph.post('Mười', { attached_media: attach(ids.slice(1)) })).status).toBe(200)
})

test('a photo that was published by itself cannot be attached', async () => {
  const { body } = await graph.call('POST', `${graph.page.id}/photos`, { source: png() })
  expect((await graph.post('Tin', { attached_media: attach([String(body.id)]) })).error.error_subcode).toBe(1366051)
})

test('a temporary photo must be unpublished, and bytes and an address do not go together', async () => {
  const upload = (more: Record<string, unknown>) =>
    graph.call('POST', `${graph.page.id}/photos`, { source: png(), ...more })
  expect((await upload({ temporary: 'true' })).error.code).toBe(100)
  expect((await upload({ url: 'http://127.0.0.1/a.png' })).error.message).toContain('not both')
  expect(graph.sandbox.ledger()).toEqual([])
})

test('a photo without bytes and without an address is 324', async () => {
  expect((await graph.call('POST', `${graph.page.id}/photos`, { caption: 'x' })).error.code).toBe(324)
})

test('a scheduled photo has a post at once, which shows when its time comes', async () => {
  const photo = { source: png(), published: 'false', scheduled_publish_time: seconds(3600) }
  const { body } = await graph.call('POST', `${graph.page.id}/photos`, photo)
  expect(graph.sandbox.ledger()).toMatchObject([{ postId: body.post_id, kind: 'scheduled', visible: false }])
  graph.sandbox.advance(3_600_000)
  expect(graph.sandbox.ledger()).toMatchObject([{ visible: true }])
})

test('deleting the only photo of a post takes the post along', async () => {
  const { body } = await graph.call('POST', `${graph.page.id}/photos`, { source: png() })
  expect((await graph.call('DELETE', String(body.id))).status).toBe(200)
  expect(graph.sandbox.ledger()).toMatchObject([{ removed: true, visible: false }])
})

test('deleting one of two photos leaves the post', async () => {
  const ids = [await storePhoto(), await storePhoto()]
  await graph.post('Tin', { attached_media: attach(ids) })
  await graph.call('DELETE', String(ids[0]))
  expect(graph.sandbox.ledger()).toMatchObject([{ removed: false, photos: [{ id: ids[1] }] }])
})

/** A second app with its own token for the same person and Page. */
function otherToken(): string {
  const app = graph.sandbox.addApp({ name: 'Khác' })
  return graph.sandbox.mintToken({ app: app.id, person: graph.person.id, page: graph.page.id })
}

test('the photo and the post of another app cannot be deleted', async () => {
  const id = await storePhoto()
  const { body } = await graph.post('Tin')
  const token = otherToken()
  expect((await graph.call('DELETE', id, {}, token)).error.code).toBe(100)
  expect((await graph.call('DELETE', String(body.id), {}, token)).error.code).toBe(10)
  graph.sandbox.settings.deleteOthers = true
  expect((await graph.call('DELETE', String(body.id), {}, token)).status).toBe(200)
})

test('a token cannot be looked into by another app, nor made longer by it', async () => {
  const app = graph.sandbox.addApp({})
  const as = `${app.id}|${app.secret}`
  expect((await graph.call('GET', 'debug_token', { input_token: graph.token }, as)).error.code).toBe(100)
  const given = {
    grant_type: 'fb_exchange_token',
    client_id: app.id,
    client_secret: app.secret,
    fb_exchange_token: graph.userToken,
  }
  expect((await graph.call('GET', 'oauth/access_token', given, null)).error.code).toBe(190)
})

test('debug_token says of a word that is no token that it is not valid', async () => {
  const as = `${graph.app.id}|${graph.app.secret}`
  const { status, body } = await graph.call('GET', 'debug_token', { input_token: 'x' }, as)
  expect([status, body.data]).toEqual([200, expect.objectContaining({ is_valid: false, scopes: [] })])
})

test('an app token with a wrong secret is 190', async () => {
  const as = `${graph.app.id}|wrong`
  expect((await graph.call('GET', 'debug_token', { input_token: graph.token }, as)).error.code).toBe(190)
})

test('an app token reads no posts', async () => {
  const as = `${graph.app.id}|${graph.app.secret}`
  expect((await graph.call('GET', `${graph.page.id}/published_posts`, {}, as)).error.code).toBe(10)
})

test('a person without a role on the Page reads none of its posts', async () => {
  const person = graph.sandbox.addPerson({ name: 'Người ngoài' })
  const token = graph.sandbox.mintToken({ app: graph.app.id, person: person.id })
  expect((await graph.call('GET', `${graph.page.id}/published_posts`, {}, token)).error.code).toBe(10)
})

test('accounts need pages_show_list', async () => {
  const token = graph.sandbox.mintToken({ app: graph.app.id, person: graph.person.id, scopes: ['pages_manage_posts'] })
  expect((await graph.call('GET', 'me/accounts', {}, token)).error.message).toContain('pages_show_list')
})

test('a system user mints a Page token that never ends', async () => {
  const { app, page, sandbox } = graph
  const system = sandbox.addPerson({ kind: 'system', name: 'Hệ thống' })
  page.roles.set(system.id, ['CREATE_CONTENT'])
  const user = sandbox.mintToken({ app: app.id, person: system.id })
  const token = String((await graph.call('GET', page.id, { fields: 'access_token' }, user)).body.access_token)
  sandbox.advance(1000 * 86_400_000)
  expect((await graph.call('POST', `${page.id}/feed`, { message: 'Tin' }, token)).status).toBe(200)
})

test('the Page token asked for twice is the same one', async () => {
  const read = async () => (await graph.call('GET', graph.page.id, { fields: 'access_token' }, graph.userToken)).body
  expect(await read()).toEqual(await read())
})

test('an id parameter that names another object than the path is refused', async () => {
  expect((await graph.post('Tin', { id: graph.page.id })).status).toBe(200)
  expect((await graph.post('Tin khác', { id: '1' })).error.code).toBe(100)
})

test('a path of three parts is unknown, except for one permission to be taken back', async () => {
  expect((await graph.call('GET', `${graph.page.id}/feed/1`)).error.message).toBe(
    `Unknown path components: /${graph.page.id}/feed/1`,
  )
  expect((await graph.call('DELETE', 'me/permissions/pages_manage_posts', {}, graph.userToken)).status).toBe(200)
  const { body } = await graph.call('GET', 'me/permissions', { status: 'declined' }, graph.userToken)
  expect(body.data).toEqual([{ permission: 'pages_manage_posts', status: 'declined' }])
})

test('comments and reactions are counted, never listed', async () => {
  const { body } = await graph.post('Tin')
  const fields = (text: string) => graph.call('GET', String(body.id), { fields: text })
  expect((await fields('comments{message}')).error.code).toBe(3)
  expect((await fields('comments.limit(0).summary(everything)')).error.code).toBe(100)
  expect((await graph.call('GET', `${body.id}/comments`, { limit: 0, summary: 'true' })).body).toMatchObject({
    data: [],
    summary: { total_count: 0, can_comment: true },
  })
})

test('reactions come by type under a name of their own, and add up', async () => {
  const { body } = await graph.post('Tin')
  graph.sandbox.advance(48 * 3_600_000)
  const one = (type: string) => `reactions.type(${type}).limit(0).summary(total_count).as(${type.toLowerCase()})`
  const fields = `reactions.limit(0).summary(total_count),${['LIKE', 'LOVE', 'CARE', 'WOW'].map(one).join()}`
  const { body: read } = await graph.call('GET', String(body.id), { fields })
  const total = (name: string) => (read[name] as { summary: { total_count: number } }).summary.total_count
  expect(total('reactions')).toBeGreaterThan(0)
  expect(total('like') + total('love') + total('care') + total('wow')).toBe(total('reactions'))
})

test('insights span at most 90 days', async () => {
  const { body } = await graph.post('Tin')
  const read = (days: number) =>
    graph.call('GET', `${body.id}/insights`, {
      metric: 'post_clicks',
      since: seconds(-days * 86_400),
      until: seconds(0),
    })
  expect((await read(91)).error.code).toBe(100)
  expect((await read(90)).status).toBe(200)
})

test('a batch serves its parts in its own version, and knows no named parts', async () => {
  const { body } = await graph.call('POST', `${graph.served.url}/v24.0/`, {
    batch: [
      { method: 'GET', relative_url: 'me?fields=id' },
      { method: 'GET', relative_url: 'me', name: 'p' },
      { method: 'PUT', relative_url: 'me' },
    ],
  })
  const parts = body as unknown as { code: number; headers: { name: string; value: string }[] }[]
  expect(parts.map(part => part.code)).toEqual([200, 400, 400])
  expect(parts[0]?.headers).toContainEqual({ name: 'facebook-api-version', value: 'v24.0' })
})

test('a batch that is no list is refused as a whole', async () => {
  expect((await graph.call('POST', `${graph.served.url}/v26.0/`, { batch: '{}' })).error.code).toBe(100)
})

test.each(['PUT', 'PATCH'])('the verb %s is refused', async method => {
  expect((await graph.call(method, graph.page.id)).error.code).toBe(100)
})

test('the verb in a parameter is refused: send the real one', async () => {
  const { body } = await graph.post('Tin')
  expect((await graph.call('POST', String(body.id), { method: 'delete' })).error.message).toContain('method')
})

test('a late post keeps its photo for itself from the call on', async () => {
  const id = await storePhoto()
  graph.sandbox.levers.delayCommit(60_000, { answer: 'fail' })
  expect((await graph.post('Muộn', { attached_media: attach([id]) })).error.code).toBe(2)
  expect((await graph.post('Lại', { attached_media: attach([id]) })).error.error_subcode).toBe(1366051)
  expect((await graph.call('GET', id, { fields: 'page_story_id' })).body).toEqual({ id })
  graph.sandbox.advance(60_000)
  expect((await graph.call('GET', id, { fields: 'page_story_id' })).body.page_story_id).toBe(
    graph.sandbox.ledger()[0]?.postId,
  )
})
