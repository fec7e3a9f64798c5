import { expect, test } from 'vitest'
import { deliver } from '../../jobs/deliver.ts'
import { settle } from '../../jobs/settle.ts'
import { callerOf } from '../support/api.ts'
import { addPerson, addUnit } from '../support/build.ts'
import { addItem } from '../support/items.ts'
import { hours, setStage } from '../support/stage.ts'

async function ready() {
  const stage = await setStage({ jobs: [deliver, settle] })
  const channel = await stage.addChannel()
  return {
    stage,
    channel,
    editor: await callerOf(stage.ctx, stage.author, 'editor'),
    approver: await callerOf(stage.ctx, stage.approver, 'approver'),
    admin: await callerOf(stage.ctx, stage.admin, 'admin'),
  }
}

test('a post goes its whole way by JSON: made, submitted, approved, live, measured', async () => {
  const { stage, channel, editor, approver } = await ready()
  const brief = { title: 'Hỗ trợ học phí', lead: 'Hội đồng nhân dân tỉnh thông qua.' }
  const created = await editor('POST', '/api/v1/posts', { unit: stage.unit, brief, channels: [channel.id] })
  expect(created).toMatchObject({ status: 201, body: { state: 'draft', issues: [] } })
  const post = `/api/v1/posts/${created.body.id}`
  expect(created.headers.get('location')).toBe(post)
  expect((await editor('POST', `${post}/submission`, {})).body).toMatchObject({ state: 'submitted' })
  const { body } = await approver('GET', post)
  expect(await approver('POST', `${post}/approval`, { seen: 'f'.repeat(64) })).toMatchObject({
    status: 409,
    body: { error: { code: 'stale', message: 'Nội dung vừa thay đổi. Chưa có gì được thực hiện.' } },
  })
  expect(await editor('POST', `${post}/approval`, { seen: body.digest })).toMatchObject({ status: 403 })
  expect(await approver('POST', `${post}/approval`, { seen: body.digest })).toMatchObject({
    status: 200,
    body: { deliveries: 1, post: { state: 'approved' } },
  })
  await stage.tick()
  const { deliveries } = (await editor('GET', `/api/v1/deliveries?post=${created.body.id}`)).body
  expect(deliveries).toMatchObject([
    { state: 'live', attempts: 1, remote: expect.any(String), url: expect.any(String) },
  ])
  expect((await editor('GET', `/api/v1/deliveries/${deliveries[0].id}`)).body).toMatchObject({
    content: { text: expect.stringContaining('Hỗ trợ học phí') },
    tries: [{ number: 1, answers: [{ step: 'publish', is: 'live', why: null }] }],
  })
  const { id } = await stage.db.selectFrom('remote').select('id').executeTakeFirstOrThrow()
  for (const [at, views] of [
    [hours(1), 10],
    [hours(2), 25],
  ] as const)
    await stage.db
      .insertInto('snapshot')
      .values({ remote_id: id, at: new Date(stage.now().getTime() + at), values: JSON.stringify({ views }) })
      .execute()
  const { readings } = (await editor('GET', '/api/v1/metrics')).body
  expect(readings).toMatchObject([{ delivery: deliveries[0].id, values: { views: 25 } }])
})

test('edits carry what they were made from; a second of the same is told that it is stale', async () => {
  const { stage, channel, editor } = await ready()
  const given = { unit: stage.unit, brief: { title: 'Một' }, channels: [channel.id] }
  const { body } = await editor('POST', '/api/v1/posts', given)
  const edit = { seen: body.commonDigest, title: 'Hai' }
  const saved = await editor('PATCH', `/api/v1/posts/${body.id}`, edit)
  expect(saved).toMatchObject({
    status: 200,
    body: { voided: false, corrections: [], post: { common: { title: 'Hai' } } },
  })
  expect((await editor('PATCH', `/api/v1/posts/${body.id}`, edit)).status).toBe(409)
  const rendition = `/api/v1/posts/${body.id}/renditions/${channel.id}`
  const seen = saved.body.post.renditions[0].digest
  const long = await editor('PATCH', rendition, { seen, text: 'chữ '.repeat(100) })
  expect(long.body.post.issues).toMatchObject([{ code: 'toy.too_long', blocks: true, channel: channel.id }])
  const refused = await editor('POST', `/api/v1/posts/${body.id}/submission`, {})
  expect(refused).toMatchObject({
    status: 422,
    body: { error: { code: 'blocked' }, issues: [{ code: 'toy.too_long' }] },
  })
  expect(refused.body.issues[0].says).toMatch(/^Dài \d+, nhiều nhất 280 ký tự/)
})

test('a rule is written, approved by another, tried and ended', async () => {
  const { stage, channel, admin, approver } = await ready()
  const item = await addItem(stage.db, { unit: stage.unit })
  const spec = { when: { words: ['họp'] }, channels: [{ channel: channel.id }], mode: 'held' }
  const written = await admin('POST', '/api/v1/rules', { unit: stage.unit, name: 'Tin họp', spec })
  expect(written).toMatchObject({ status: 201, body: { version: 1 } })
  const rule = `/api/v1/rules/${written.body.rule}`
  const approval = { version: 1, seen: written.body.digest }
  expect(await admin('POST', `${rule}/approval`, approval)).toMatchObject({
    status: 403,
    body: { error: { code: 'own' } },
  })
  expect((await approver('POST', `${rule}/approval`, approval)).body).toMatchObject({
    inForce: { version: 1 },
    waiting: null,
  })
  expect((await admin('POST', `${rule}/trial`, {})).body.items).toMatchObject([
    { publication: item.publication, is: 'waits', because: 'held' },
  ])
  const wrong = await admin('POST', '/api/v1/rules', {
    unit: stage.unit,
    name: 'x',
    spec: { ...spec, mode: 'perhaps' },
  })
  expect(wrong).toMatchObject({ status: 422, body: { error: { code: 'invalid', fields: [{ path: 'spec.mode' }] } } })
  expect((await admin('DELETE', rule)).status).toBe(204)
  expect((await admin('DELETE', rule)).status).toBe(404)
})

test('a channel is connected with credentials given by hand, which are never shown', async () => {
  const { stage, admin, editor } = await ready()
  const token = stage.toy.grant('4711')
  const given = { unit: stage.unit, network: 'toy', credential: { token } }
  const made = await admin('POST', '/api/v1/channels', given)
  expect(made).toMatchObject({ status: 201, body: { id: expect.any(Number) } })
  expect(await editor('POST', '/api/v1/channels', given)).toMatchObject({ status: 403 })
  expect(await admin('POST', '/api/v1/channels', { ...given, credential: { token: 'x' } })).toMatchObject({
    status: 422,
  })
  expect(await admin('POST', '/api/v1/channels', { ...given, network: 'nosuch' })).toMatchObject({ status: 422 })
  const listed = await admin('GET', '/api/v1/channels')
  expect(listed.body.channels.find((channel: { id: number }) => channel.id === made.body.id)).toMatchObject({
    account: '4711',
    connected: true,
  })
  expect(JSON.stringify(listed.body)).not.toContain(token)
})

test('publications are listed and read, and a held one goes on only with a reason', async () => {
  const { stage, editor } = await ready()
  const item = await addItem(stage.db, {
    unit: stage.unit,
    title: 'Danh sách',
    html: '<p>CCCD 010085001234</p>',
    state: 'held',
  })
  const listed = await editor('GET', '/api/v1/publications?state=held')
  expect(listed.body.publications).toMatchObject([{ id: item.publication, title: 'Danh sách', state: 'held' }])
  const one = `/api/v1/publications/${item.publication}`
  expect((await editor('GET', one)).body.revision).toMatchObject({ number: 1, content: { title: 'Danh sách' } })
  expect(await editor('POST', `${one}/release`, { reason: ' ' })).toMatchObject({
    status: 422,
    body: { error: { code: 'unsaid' } },
  })
  expect((await editor('POST', `${one}/release`, { reason: 'Đã che số' })).status).toBe(204)
})

test('what belongs to another unit is not there, and a token has no more than its role', async () => {
  const { stage, channel, editor } = await ready()
  const created = await editor('POST', '/api/v1/posts', {
    unit: stage.unit,
    brief: { title: 'Một' },
    channels: [channel.id],
  })
  const item = await addItem(stage.db, { unit: stage.unit })
  const stranger = await addPerson(stage.db, { unit: await addUnit(stage.db), role: 'admin' })
  const call = await callerOf(stage.ctx, stranger, 'admin')
  for (const path of [
    `posts/${created.body.id}`,
    `publications/${item.publication}`,
    'rules/1',
    'deliveries/1',
    'posts/999999999',
  ])
    expect((await call('GET', `/api/v1/${path}`)).status, path).toBe(404)
  expect((await call('POST', `/api/v1/posts/${created.body.id}/submission`, {})).status).toBe(404)
  expect((await call('GET', '/api/v1/posts')).body.posts).toEqual([])
  await stage.db
    .insertInto('seat')
    .values({ person_id: stage.author.id, unit_id: stage.unit, role: 'leader' })
    .execute()
  const leader = await callerOf(stage.ctx, stage.author, 'leader')
  expect((await leader('GET', '/api/v1/posts')).status).toBe(403)
  expect((await leader('GET', '/api/v1/metrics')).status).toBe(200)
  expect((await leader('POST', `/api/v1/posts/${created.body.id}/submission`, {})).status).toBe(403)
})

test('refusals have one shape, also for what is no request at all', async () => {
  const { stage, editor } = await ready()
  const nobody = await callerOf(stage.ctx)
  const shape = (code: string) => ({ error: { code, message: expect.any(String) } })
  expect(await nobody('GET', '/api/v1/posts')).toMatchObject({ status: 401, body: shape('unauthorized') })
  expect(await editor('GET', '/api/v1/nothing')).toMatchObject({ status: 404, body: shape('not_found') })
  expect(await editor('POST', '/api/v1/posts', '{')).toMatchObject({ status: 400, body: shape('bad_request') })
  expect(await editor('POST', '/api/v1/posts', { unit: 'x' })).toMatchObject({ status: 422, body: shape('invalid') })
  expect(await editor('GET', '/api/v1/posts/99999999999999')).toMatchObject({ status: 422, body: shape('invalid') })
})

test('the OpenAPI document names every resource, and each of them wants a token', async () => {
  const { stage } = await ready()
  const nobody = await callerOf(stage.ctx)
  const { body } = await nobody('GET', '/api/openapi.json')
  const paths = Object.entries(body.paths as Record<string, Record<string, unknown>>)
  for (const name of ['units', 'channels', 'sources', 'publications', 'rules', 'posts', 'deliveries', 'metrics'])
    expect(paths.map(([path]) => path)).toContain(`/api/v1/${name}`)
  for (const [path, methods] of paths)
    for (const method of Object.keys(methods)) {
      const answer = await nobody(
        method.toUpperCase(),
        path.replace(/\{\w+\}/g, '1'),
        method === 'get' ? undefined : {},
      )
      expect([answer.status, answer.body?.error?.code], `${method} ${path}`).toEqual([401, 'unauthorized'])
    }
})

test('a character that no database keeps is a wrong field with its place, and no fault of ours', async () => {
  const { stage, channel, editor } = await ready()
  const post = (title: string) =>
    editor('POST', '/api/v1/posts', { unit: stage.unit, brief: { title }, channels: [channel.id] })
  for (const title of ['Cầu\0 mới', 'Cầu \ud83d mới'])
    expect(await post(title)).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid', fields: [{ path: 'brief.title' }] } },
    })
  expect(await post('Cầu 🌉 mới')).toMatchObject({ status: 201 })
})
