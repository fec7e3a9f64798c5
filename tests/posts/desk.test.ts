import { expect, test } from 'vitest'
import { createUnit } from '../../src/units/create.ts'
import { addChannel } from '../support/build.ts'
import { freshDatabase } from '../support/database.ts'
import { type Desk, deskContext, openDesk, type Seated } from '../support/desk.ts'

async function office() {
  const { db } = await freshDatabase()
  const desk = await openDesk(await deskContext(db))
  const channel = (await addChannel(db, { unit: desk.root, network: 'toy', name: 'Trang của tỉnh' })).id
  const editor = await desk.seat('Biên tập viên', ['editor'])
  const approver = await desk.seat('Người duyệt', ['approver'])
  return { desk, db, channel, editor, approver }
}

const written = { title: 'Lịch cấp nước', text: 'Từ thứ Hai, nước được cấp luân phiên.' }

async function draft(desk: Desk, editor: Seated, channel: number): Promise<number> {
  const made = await desk.post(
    '/posts',
    { ...written, unit: String(desk.root), 'channels[]': [String(channel)] },
    editor,
  )
  expect(made.status).toBe(303)
  return Number(/^\/posts\/(\d+)$/.exec(made.headers.get('location') ?? '')?.[1])
}

const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

async function submitted(desk: Desk, editor: Seated, channel: number): Promise<number> {
  const id = await draft(desk, editor, channel)
  const html = await (await desk.get(`/posts/${id}?tab=${channel}`, editor)).text()
  const text = 'Lịch cấp nước từ thứ Hai'
  const form = { tab: String(channel), seen: hidden(html, 'seen'), text, act: 'submit' }
  const sent = await desk.post(`/posts/${id}`, form, editor)
  expect(sent.headers.get('location')).toBe(`/posts/${id}?tab=${channel}&done=submitted`)
  return id
}

test('a post goes from its author through another person to a delivery', async () => {
  const { desk, db, channel, editor, approver } = await office()
  const id = await submitted(desk, editor, channel)
  const review = await (await desk.get(`/approvals/${id}`, approver)).text()
  expect(review).toContain('Lịch cấp nước từ thứ Hai')
  const approved = await desk.post(`/approvals/${id}/approval`, { seen: hidden(review, 'seen') }, approver)
  expect(approved.headers.get('location')).toBe('/approvals?done=approved&n=1')
  expect(await db.selectFrom('delivery').select(['post_id', 'state']).execute()).toEqual([
    { post_id: id, state: 'queued' },
  ])
  expect(await (await desk.get('/deliveries', approver)).text()).toContain('Lịch cấp nước')
})

test('a form that was sent twice acts once and shows the first result', async () => {
  const { desk, db, channel, editor } = await office()
  const form = { ...written, unit: String(desk.root), 'channels[]': [String(channel)], operation: crypto.randomUUID() }
  const [first, second] = [await desk.post('/posts', form, editor), await desk.post('/posts', form, editor)]
  expect(second.status).toBe(303)
  expect(second.headers.get('location')).toBe(first.headers.get('location'))
  expect(await db.selectFrom('post').select('id').execute()).toHaveLength(1)
})

test('two submissions of one form at the same moment make one post', async () => {
  const { desk, db, channel, editor } = await office()
  const form = { ...written, unit: String(desk.root), 'channels[]': [String(channel)], operation: crypto.randomUUID() }
  await Promise.all([desk.post('/posts', form, editor), desk.post('/posts', form, editor)])
  expect(await db.selectFrom('post').select('id').execute()).toHaveLength(1)
})

test('somebody else’s key is of no use, and a form without one does nothing', async () => {
  const { desk, db, channel, editor } = await office()
  const other = await desk.seat('Người khác', ['editor'])
  const form = { ...written, unit: String(desk.root), 'channels[]': [String(channel)], operation: crypto.randomUUID() }
  await desk.post('/posts', form, editor)
  expect((await desk.post('/posts', form, other)).status).toBe(400)
  expect((await desk.post('/posts', { ...form, operation: '' }, editor)).status).toBe(400)
  expect(await db.selectFrom('post').select('id').execute()).toHaveLength(1)
})

test('nobody approves their own post, and the page says so', async () => {
  const { desk, db, channel } = await office()
  const both = await desk.seat('Hai vai', ['editor', 'approver'])
  const id = await submitted(desk, both, channel)
  const page = await (await desk.get(`/approvals/${id}`, both)).text()
  expect(page).toContain('Bài của anh/chị: người khác duyệt.')
  expect(page).not.toContain('/approval"')
  const { digest } = await db.selectFrom('post').select('digest').where('id', '=', id).executeTakeFirstOrThrow()
  const tried = await desk.post(`/approvals/${id}/approval`, { seen: digest }, both)
  expect(tried.status).toBe(403)
  expect(await db.selectFrom('delivery').select('id').execute()).toEqual([])
})

test('what changed after it was opened is not approved', async () => {
  const { desk, db, channel, editor, approver } = await office()
  const id = await submitted(desk, editor, channel)
  const seen = hidden(await (await desk.get(`/approvals/${id}`, approver)).text(), 'seen')
  await desk.post(`/posts/${id}/withdrawal`, {}, editor)
  const html = await (await desk.get(`/posts/${id}?tab=${channel}`, editor)).text()
  const form = { tab: String(channel), seen: hidden(html, 'seen'), text: 'Một câu khác', act: 'submit' }
  await desk.post(`/posts/${id}`, form, editor)
  const answer = await desk.post(`/approvals/${id}/approval`, { seen }, approver)
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain('Nội dung vừa thay đổi sau khi anh/chị mở. Chưa duyệt bài nào.')
  expect(await db.selectFrom('delivery').select('id').execute()).toEqual([])
})

test('a colleague who saved first loses nothing, and neither does the second', async () => {
  const { desk, channel, editor } = await office()
  const other = await desk.seat('Đồng nghiệp', ['editor'])
  const id = await draft(desk, editor, channel)
  const seen = hidden(await (await desk.get(`/posts/${id}?tab=${channel}`, editor)).text(), 'seen')
  const first = { tab: String(channel), seen, text: 'Bản của đồng nghiệp' }
  expect((await desk.post(`/posts/${id}`, first, other)).status).toBe(303)
  const answer = await desk.post(`/posts/${id}`, { ...first, text: 'Bản của tôi' }, editor)
  expect(answer.status).toBe(409)
  const text = await answer.text()
  expect(text).toContain('Bản của tôi')
  expect(text).toContain('Bản của đồng nghiệp')
  const again = await desk.post(`/posts/${id}`, { ...first, seen: hidden(text, 'seen'), text: 'Bản của tôi' }, editor)
  expect(again.status).toBe(303)
})

test('returning needs a note, and the author reads it', async () => {
  const { desk, channel, editor, approver } = await office()
  const id = await submitted(desk, editor, channel)
  const empty = await desk.post(`/approvals/${id}/return`, { note: '' }, approver)
  expect(empty.status).toBe(422)
  expect(await empty.text()).toContain('<title>Có lỗi:')
  const note = 'Kiểm tra lại ngày của văn bản'
  expect((await desk.post(`/approvals/${id}/return`, { note }, approver)).status).toBe(303)
  expect(await (await desk.get(`/posts/${id}`, editor)).text()).toContain(note)
})

test('another unit’s post and delivery are not there', async () => {
  const { desk, channel, editor, approver } = await office()
  const unit = await createUnit(desk.ctx, undefined, { name: 'Xã khác', kind: 'commune', parent: desk.root })
  const outside = await desk.seat('Xã', ['editor', 'approver'], unit)
  const id = await submitted(desk, editor, channel)
  const review = await (await desk.get(`/approvals/${id}`, approver)).text()
  await desk.post(`/approvals/${id}/approval`, { seen: hidden(review, 'seen') }, approver)
  const delivery = await desk.ctx.db.selectFrom('delivery').select('id').executeTakeFirstOrThrow()
  for (const path of [`/posts/${id}`, `/approvals/${id}`, `/deliveries/${delivery.id}`])
    expect([path, (await desk.get(path, outside)).status]).toEqual([path, 404])
  const cancelled = await desk.post(`/deliveries/${delivery.id}/cancellation`, { reason: 'thử xem' }, outside)
  expect(cancelled.status).toBe(404)
  expect(await desk.ctx.db.selectFrom('delivery').select('state').executeTakeFirst()).toEqual({ state: 'queued' })
})

test('a role that may not is told who may and who holds it', async () => {
  const { desk, channel, editor } = await office()
  const id = await submitted(desk, editor, channel)
  const answer = await desk.post(`/approvals/${id}/approval`, { seen: 'a'.repeat(64) }, editor)
  expect(answer.status).toBe(403)
  const text = await answer.text()
  expect(text).toContain('Việc này chỉ dành cho người duyệt.')
  expect(text).toContain('Liên hệ Người duyệt.')
})

test('a time in the past is refused and nothing typed is lost', async () => {
  const { desk, channel, editor } = await office()
  const id = await draft(desk, editor, channel)
  const seen = hidden(await (await desk.get(`/posts/${id}?tab=${channel}`, editor)).text(), 'seen')
  const form = { tab: String(channel), seen, text: 'Nội dung đã gõ', day: '1/1/2020', time: '8h00' }
  const answer = await desk.post(`/posts/${id}`, form, editor)
  expect(answer.status).toBe(422)
  const text = await answer.text()
  expect(text).toContain('Thời điểm này đã qua.')
  expect(text).toContain('Nội dung đã gõ')
})

test('markup in a text is shown as text', async () => {
  const { desk, channel, editor } = await office()
  const id = await draft(desk, editor, channel)
  const seen = hidden(await (await desk.get(`/posts/${id}?tab=${channel}`, editor)).text(), 'seen')
  const text = '<script>alert(1)</script> "quoted" & more'
  await desk.post(`/posts/${id}`, { tab: String(channel), seen, text }, editor)
  const html = await (await desk.get(`/posts/${id}?tab=${channel}`, editor)).text()
  expect(html).not.toContain('<script>alert')
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
})
