import { expect, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { type Desk, deskContext, openDesk, type Seated } from '../support/desk.ts'
import { fetchOf } from '../support/toy/fetch.ts'
import { toy } from '../support/toy/index.ts'
import { createToyServer } from '../support/toy/sandbox.ts'

async function setDesk(settings: Record<string, string> = {}) {
  const { db } = await freshDatabase()
  const server = createToyServer(() => new Date())
  const fetch = fetchOf(server)
  const networks = new Map([['toy', toy]])
  const desk = await openDesk(
    await deskContext(db, { networks, outbound: { networks: fetch, portals: fetch }, settings }),
  )
  const admin = await desk.seat('Trần Quản Trị', ['admin'])
  const editor = await desk.seat('Lê Biên Tập', ['editor'])
  return { db, server, desk, admin, editor }
}

/** Where the network's consent page is said to be, and the state it carries. */
async function beginAt(desk: Desk, as: Seated, form: Record<string, string>) {
  const answer = await desk.post('/channels/consent', { network: 'toy', ...form }, as)
  const to = new URL(/url=(.*)$/.exec(answer.headers.get('refresh') ?? '')?.[1] ?? 'none:')
  return { answer, to, state: to.searchParams.get('state') ?? '' }
}

test('from the consent page to a chosen page to a card that says it is well', async () => {
  const { desk, admin, server } = await setDesk()
  const { answer, to, state } = await beginAt(desk, admin, { unit: String(desk.root) })
  expect(answer.status).toBe(200)
  expect(to.origin).toBe('https://toy.example')
  const token = server.grant('111222', 'Trang Tỉnh Thử')
  const back = await desk.get(`/channels/back?state=${state}&token=${token}`, admin)
  const choice = await back.text()
  expect(choice).toContain('Trang Tỉnh Thử')
  expect(choice).not.toContain(token)
  const chosen = await desk.post('/channels/choice', { state, account: '111222' }, admin)
  expect(chosen.headers.get('location')).toBe('/channels?done=connected')
  const list = await (await desk.get('/channels', admin)).text()
  expect(list).toContain('Trang Tỉnh Thử')
  expect(list).toContain('lt-tag-done')
  expect(list).not.toContain(token)
})

test('in test mode the consent page is the one of the server that answers for the network', async () => {
  const { desk, admin } = await setDesk({ LANTOA_HOSTS: 'toy.example=http://127.0.0.1:9105' })
  const { to } = await beginAt(desk, admin, { unit: String(desk.root) })
  expect(to.origin).toBe('http://127.0.0.1:9105')
  expect(to.pathname).toBe('/consent')
})

test('a token given by hand connects, and is neither shown again nor kept readable', async () => {
  const { db, desk, admin, server } = await setDesk()
  const token = server.grant('333', 'Sở Y tế')
  const form = { network: 'toy', unit: String(desk.root), 'cred.token': token }
  const done = await desk.post('/channels/hand', form, admin)
  expect(done.headers.get('location')).toBe('/channels?done=connected')
  expect(await db.selectFrom('channel').select(['account', 'name']).execute()).toEqual([
    { account: '333', name: 'Sở Y tế' },
  ])
  const wrong = await desk.post('/channels/hand', { ...form, 'cred.token': 'not-a-token' }, admin)
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).not.toContain('not-a-token')
})

test('reconnecting takes the same account only and names both where it is another', async () => {
  const { desk, admin, server, db } = await setDesk()
  const first = server.grant('333', 'Sở Y tế')
  await desk.post('/channels/hand', { network: 'toy', unit: String(desk.root), 'cred.token': first }, admin)
  const { id } = await db.selectFrom('channel').select('id').executeTakeFirstOrThrow()
  const { state } = await beginAt(desk, admin, { channel: String(id) })
  const other = server.grant('444', 'Sở Xây dựng')
  await desk.get(`/channels/back?state=${state}&token=${other}`, admin)
  const refused = await desk.post('/channels/choice', { state, account: '444' }, admin)
  expect(refused.status).toBe(422)
  const words = await refused.text()
  expect(words).toContain('Sở Y tế')
  expect(words).toContain('Sở Xây dựng')
})

test('a network without an application says which settings to make', async () => {
  const { desk, admin } = await setDesk({ TOY_APP_ID: '', TOY_APP_SECRET: '' })
  const answer = await desk.post('/channels/consent', { network: 'toy', unit: String(desk.root) }, admin)
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain('TOY_APP_ID')
})

test('an editor sees the channels and may not connect; a channel of another unit is not found', async () => {
  const { db, desk, admin, editor, server } = await setDesk()
  expect((await desk.get('/channels', editor)).status).toBe(200)
  expect((await desk.get('/channels/new', editor)).status).toBe(403)
  const token = server.grant('333', 'Sở Y tế')
  await desk.post('/channels/hand', { network: 'toy', unit: String(desk.root), 'cred.token': token }, admin)
  const { id } = await db.selectFrom('channel').select('id').executeTakeFirstOrThrow()
  const outside = await db
    .insertInto('unit')
    .values({ name: 'Xã Khác', kind: 'commune', parent_id: null, from_at: null, until_at: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  const stranger = await desk.seat('Người Khác', ['admin'], outside.id)
  expect((await desk.get(`/channels/${id}/connect`, stranger)).status).toBe(404)
  expect((await desk.post(`/channels/${id}/inspection`, {}, stranger)).status).toBe(404)
})
