import { afterEach, beforeEach, expect, test } from 'vitest'
import { setGraph } from '../../support/graph.ts'
import { png } from '../../support/pictures.ts'

let graph: Awaited<ReturnType<typeof setGraph>>
beforeEach(async () => {
  graph = await setGraph()
})
afterEach(() => graph.close())

const list = (params: Record<string, unknown> = {}, edge = 'published_posts') =>
  graph.call('GET', `${graph.page.id}/${edge}`, params)

async function publish(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    const { status, body } = await graph.post(`Tin số ${i} lúc ${graph.sandbox.now().toISOString()}`)
    expect(status).toBe(200)
    ids.push(String(body.id))
    graph.sandbox.advance(1000)
  }
  return ids
}

test('pages run newest first, with an empty one in the middle that is not the end', async () => {
  const ids = await publish(5)
  const pages: string[][] = []
  let answer = await list({ fields: 'id', limit: 2 })
  for (;;) {
    pages.push((answer.body.data ?? []).map(row => row.id))
    const next = answer.body.paging?.next
    if (!next) break
    answer = await graph.call('GET', next.replace('https://graph.facebook.com', graph.served.url))
  }
  expect(pages).toEqual([[ids[4], ids[3]], [], [ids[2], ids[1]], [ids[0]]])
})

test('next holds the token only if it came as a parameter, and never the proof', async () => {
  await publish(2)
  expect((await list({ limit: 1 })).body.paging?.next).not.toContain('access_token')
  const appsecret_proof = await graph.sandbox.proofOf(graph.app.secret, graph.token)
  const params = { limit: 1, access_token: graph.token, appsecret_proof }
  const { body } = await graph.call('GET', `${graph.page.id}/feed`, params, null)
  expect(body.paging?.next).toContain(`access_token=${graph.token}`)
  expect(body.paging?.next).not.toContain(appsecret_proof)
})

test('a cursor is opaque, expires, and belongs to its list', async () => {
  await publish(2)
  const { body } = await list({ limit: 1 })
  const after = body.paging?.cursors?.after
  expect((await list({ after }, 'feed')).error.code).toBe(100)
  expect((await list({ after })).status).toBe(200)
  graph.sandbox.advance(3_600_000)
  expect((await list({ after })).error.code).toBe(100)
})

test('a limit over 100 is an error', async () => {
  expect((await list({ limit: 101 })).error.code).toBe(100)
  expect((await list({ limit: 100 })).status).toBe(200)
})

test('since and until bound the time of the post', async () => {
  const start = Math.floor(graph.sandbox.now().getTime() / 1000)
  await publish(1)
  graph.sandbox.advance(100_000)
  const [late] = await publish(1)
  expect((await list({ since: start + 60, fields: 'id' })).body.data).toEqual([{ id: late }])
  expect((await list({ until: start + 60 })).body.data).toHaveLength(1)
})

test('a list lags behind, a node does not', async () => {
  graph.sandbox.levers.slowLists(30_000)
  const [id] = await publish(1)
  expect((await list()).body.data).toEqual([])
  expect((await graph.call('GET', String(id))).status).toBe(200)
  graph.sandbox.advance(30_000)
  expect((await list()).body.data).toHaveLength(1)
})

test('a post whose commit is late does not exist until then', async () => {
  graph.sandbox.levers.delayCommit(60_000)
  await expect(graph.post('Đến muộn')).rejects.toThrow('fetch failed')
  expect((await list()).body.data).toEqual([])
  expect(graph.sandbox.ledger()).toMatchObject([{ pending: true, visible: false }])
  graph.sandbox.advance(60_000)
  expect((await list()).body.data).toMatchObject([{ message: 'Đến muộn' }])
})

test('an unknown field fails the whole read', async () => {
  expect((await list({ fields: 'id,foo' })).error.message).toBe(
    '(#100) Tried accessing nonexisting field (foo) on node type (PagePost)',
  )
})

test.each(['link', 'name', 'caption', 'description', 'type', 'source', 'object_id'])(
  'the old field %s of a post is code 12',
  async field => {
    expect((await list({ fields: `id,${field}` })).error.code).toBe(12)
  },
)

test('attachments{description} is code 12 too', async () => {
  expect((await list({ fields: 'attachments{description}' })).error.code).toBe(12)
})

test('fields may be comma separated or a JSON list', async () => {
  await publish(1)
  expect((await list({ fields: ['id', 'is_published'] })).body.data).toEqual([
    { id: expect.any(String), is_published: true },
  ])
})

test('a broken fields expression is a syntax error', async () => {
  expect((await list({ fields: 'id,attachments{url' })).error.code).toBe(2500)
})

test('a link comes back as a redirect, and as it is only in unshimmed_url', async () => {
  const link = 'https://example.gov.vn/tin?id=1'
  await graph.post('Tin', { link })
  const { body } = await list({ fields: 'attachments{media_type,url,unshimmed_url},status_type,application' })
  expect(body.data).toMatchObject([
    {
      attachments: {
        data: [{ media_type: 'link', url: expect.stringContaining('l.facebook.com'), unshimmed_url: link }],
      },
      status_type: 'shared_story',
      application: { id: graph.app.id },
    },
  ])
})

test('a post of many photos is an album with its parts in order', async () => {
  const ids: string[] = []
  for (let i = 0; i < 2; i++) {
    const { body } = await graph.call('POST', `${graph.page.id}/photos`, { source: png(), published: 'false' })
    ids.push(String(body.id))
  }
  const { body } = await graph.post('Ảnh', { attached_media: ids.map(media_fbid => ({ media_fbid })) })
  const read = await graph.call('GET', String(body.id), { fields: 'attachments{type,subattachments{target}}' })
  expect(read.body.attachments).toMatchObject({
    data: [{ type: 'album', subattachments: { data: ids.map(id => ({ target: { id } })) } }],
  })
  const photo = await graph.call('GET', String(ids[0]), { fields: 'page_story_id,width,height' })
  expect(photo.body).toEqual({ page_story_id: body.id, width: 8, height: 6, id: ids[0] })
})

test('a post by another app and one by a visitor stand where they belong', async () => {
  graph.sandbox.addPost({ page: graph.page.id, message: 'Bằng tay' })
  graph.sandbox.addPost({ page: graph.page.id, message: 'Của khách', visitor: 'Lê Thị Bình' })
  const messages = async (edge: string) => (await list({}, edge)).body.data?.map(row => row.message)
  expect(await messages('published_posts')).toEqual(['Bằng tay'])
  expect(await messages('visitor_posts')).toEqual(['Của khách'])
  expect(await messages('feed')).toHaveLength(2)
})

test('counts grow with the clock and need their permission', async () => {
  const [id] = await publish(1)
  const fields = 'shares,reactions.limit(0).summary(total_count),comments.limit(0).summary(total_count)'
  const count = async () =>
    ((await graph.call('GET', String(id), { fields })).body.reactions as { summary: { total_count: number } }).summary
      .total_count
  const early = await count()
  graph.sandbox.advance(12 * 3_600_000)
  const late = await count()
  expect(late).toBeGreaterThan(early)
  expect(await count()).toBe(late)
  const scopes = ['pages_read_engagement']
  const token = graph.sandbox.mintToken({ app: graph.app.id, person: graph.person.id, page: graph.page.id, scopes })
  expect((await graph.call('GET', String(id), { fields }, token)).error.message).toContain('pages_read_user_content')
})

test('shares are absent when nobody shared', async () => {
  const [id] = await publish(1)
  expect((await graph.call('GET', String(id), { fields: 'shares' })).body).toEqual({ id })
})

test('one dead metric fails the call, and a small Page has no insights', async () => {
  const [id] = await publish(1)
  const read = (metric: string) => graph.call('GET', `${id}/insights`, { metric, period: 'lifetime' })
  expect((await graph.call('GET', `${id}/insights`)).error).toMatchObject({ code: 3001, error_subcode: 1504028 })
  expect((await read('post_media_view,post_impressions')).error.message).toBe(
    '(#100) The value must be a valid insights metric',
  )
  expect((await read('post_media_view')).body.data).toMatchObject([{ name: 'post_media_view', period: 'lifetime' }])
  graph.page.likes = 99
  expect((await read('post_media_view')).body).toEqual({ data: [] })
})

test('a text is edited by the app that made it, and by no other', async () => {
  const [id] = await publish(1)
  expect((await graph.call('POST', String(id), { message: 'Đính chính' })).body).toEqual({ success: true })
  expect(graph.sandbox.ledger()).toMatchObject([{ message: 'Đính chính' }])
  const other = graph.sandbox.addPost({ page: graph.page.id, message: 'Bằng tay' })
  expect((await graph.call('POST', other.id, { message: 'x' })).error.code).toBe(10)
})

test('the link of a post cannot be changed', async () => {
  const [id] = await publish(1)
  expect((await graph.call('POST', String(id), { link: 'https://example.gov.vn/b' })).error.message).toContain('link')
})

test('a hidden post leaves the lists unless they are asked for it', async () => {
  const [id] = await publish(1)
  await graph.call('POST', String(id), { is_hidden: true })
  expect((await list()).body.data).toEqual([])
  expect((await list({ include_hidden: true })).body.data).toHaveLength(1)
  expect(graph.sandbox.ledger()).toMatchObject([{ hidden: true, visible: false }])
})

test('a scheduled post can be moved, shown at once, and not unpublished again', async () => {
  const at = Math.floor(graph.sandbox.now().getTime() / 1000)
  const { body } = await graph.post('Hẹn', { published: false, scheduled_publish_time: at + 3600 })
  expect((await graph.call('POST', String(body.id), { scheduled_publish_time: at + 10 })).error.code).toBe(100)
  expect((await graph.call('POST', String(body.id), { scheduled_publish_time: at + 7200 })).status).toBe(200)
  expect((await graph.call('POST', String(body.id), { is_published: true })).status).toBe(200)
  expect((await list()).body.data).toHaveLength(1)
  expect((await graph.call('POST', String(body.id), { is_published: false })).error.code).toBe(100)
})

test('deleting works once; again it is 100/33', async () => {
  const [id] = await publish(1)
  expect((await graph.call('DELETE', String(id))).body).toEqual({ success: true })
  expect((await graph.call('DELETE', String(id))).error).toMatchObject({
    code: 100,
    error_subcode: 33,
    type: 'GraphMethodException',
    message: expect.stringContaining('Unsupported delete request'),
  })
  expect((await graph.call('GET', String(id))).error.error_subcode).toBe(33)
})

test('a stored photo can be deleted, and then not be attached', async () => {
  const { body } = await graph.call('POST', `${graph.page.id}/photos`, { source: png(), published: 'false' })
  expect((await graph.call('DELETE', String(body.id))).status).toBe(200)
  expect((await graph.post('Ảnh', { attached_media: [{ media_fbid: body.id }] })).error.code).toBe(100)
})

test('a temporary photo is gone after a day', async () => {
  const photo = { source: png(), published: 'false', temporary: 'true' }
  const { body } = await graph.call('POST', `${graph.page.id}/photos`, photo)
  graph.sandbox.advance(86_400_000)
  expect((await graph.call('GET', String(body.id))).error.error_subcode).toBe(33)
})

test('a post of an app in development is listed, and no stranger sees it', async () => {
  graph.app.mode = 'development'
  await publish(1)
  expect((await list()).body.data).toHaveLength(1)
  expect(graph.sandbox.ledger()).toMatchObject([{ visible: false }])
})
