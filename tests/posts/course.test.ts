import { expect, test } from 'vitest'
import { approve } from '../../src/posts/approve.ts'
import { createPost } from '../../src/posts/create.ts'
import { drop } from '../../src/posts/drop.ts'
import { reschedule } from '../../src/posts/reschedule.ts'
import { returnPost } from '../../src/posts/return.ts'
import { saveRendition } from '../../src/posts/save-rendition.ts'
import { submit } from '../../src/posts/submit.ts'
import { withdraw } from '../../src/posts/withdraw.ts'
import { addPerson, addUnit } from '../support/build.ts'
import { hands, withPost } from '../support/desk-posts.ts'
import { addItem } from '../support/items.ts'
import { minutes, setStage } from '../support/stage.ts'

const noon = new Date('2026-11-23T05:00:00Z')

test('moving only the time keeps the approval, moves what waits and is recorded', async () => {
  const { stage, post, sendAndApprove, deliveries } = await withPost({ dueAt: noon })
  await sendAndApprove()
  const later = new Date('2026-11-23T09:00:00Z')
  const moved = await reschedule(stage.ctx, stage.author, post, { dueAt: later })
  expect(moved).toEqual({ is: 'rescheduled', state: 'approved' })
  expect(await deliveries()).toMatchObject([{ state: 'queued', due_at: later }])
  const audit = stage.db.selectFrom('audit').select('detail').where('verb', '=', 'post.rescheduled')
  expect(await audit.execute()).toMatchObject([{ detail: { from: noon.toISOString(), to: later.toISOString() } }])
  const past = new Date('2026-11-22T00:00:00Z')
  expect(await reschedule(stage.ctx, stage.author, post, { dueAt: past })).toEqual({ is: 'impossible' })
})

test('unapproved at its time means expired; a new time puts it before the approvers again', async () => {
  const { stage, post, read, send } = await withPost({ dueAt: new Date('2026-11-23T02:10:00Z') })
  await send()
  await stage.tick({ after: minutes(9) })
  expect((await read()).state).toBe('submitted')
  await stage.tick({ after: minutes(1) })
  expect((await read()).state).toBe('expired')
  const { digest } = await read()
  expect(await approve(stage.ctx, stage.approver, post, digest)).toEqual({ is: 'expired' })
  const moved = await reschedule(stage.ctx, stage.author, post, { dueAt: noon })
  expect(moved).toEqual({ is: 'rescheduled', state: 'submitted' })
  expect(await approve(stage.ctx, stage.approver, post, digest)).toMatchObject({ is: 'approved' })
})

test('returning needs words; withdrawing takes it back; a returned post is submitted again', async () => {
  const { stage, post, read, send } = await withPost()
  await send()
  expect(await returnPost(stage.ctx, stage.approver, post, ' ')).toEqual({ is: 'unsaid' })
  expect(await returnPost(stage.ctx, stage.author, post, 'x')).toEqual({ is: 'forbidden' })
  expect(await returnPost(stage.ctx, stage.approver, post, 'Sửa số hiệu văn bản')).toEqual({ is: 'returned' })
  expect(await read()).toMatchObject({ state: 'returned', note: 'Sửa số hiệu văn bản' })
  expect(await send()).toEqual({ is: 'submitted' })
  expect(await withdraw(stage.ctx, stage.author, post)).toEqual({ is: 'withdrawn' })
  expect(await withdraw(stage.ctx, stage.author, post)).toEqual({ is: 'stale' })
})

test('dropping cancels what waits and says what stays on its network', async () => {
  const { stage, post, rewrite, sendAndApprove, deliveries } = await withPost({ dueAt: noon })
  await sendAndApprove()
  const dropped = await drop(stage.ctx, stage.author, post, 'Tin cũ')
  expect(dropped).toEqual({ is: 'dropped', cancelled: 1, stopping: 0, live: 0 })
  expect(await deliveries()).toMatchObject([{ state: 'cancelled', why: { code: 'post.dropped' } }])
  expect(await drop(stage.ctx, stage.author, post, 'x')).toEqual({ is: 'stale' })
  expect(await rewrite('x')).toEqual({ is: 'dropped' })
})

test('a rendition follows the common text until it is edited, and again when it is told to', async () => {
  const { stage, post, read, rewrite, two } = await withPost({}, 2)
  const [first] = await two()
  const save = (seen: string, given: Parameters<typeof saveRendition>[5]) =>
    saveRendition(stage.ctx, stage.author, post, first.channel.id, seen, given)
  expect(await save(first.digest, { text: 'Riêng cho kênh này' })).toMatchObject({ is: 'saved' })
  expect(await save(first.digest, { text: 'Người lưu sau' })).toEqual({ is: 'stale' })
  await rewrite('Tiêu đề mới')
  const texts = async () => (await read()).renditions.map(each => [each.edited, each.content?.text.split('\n')[0]])
  expect(await texts()).toEqual([
    [true, 'Riêng cho kênh này'],
    [false, 'Tiêu đề mới'],
  ])
  await save((await two())[0].digest, { inherit: true })
  expect(await texts()).toEqual([
    [false, 'Tiêu đề mới'],
    [false, 'Tiêu đề mới'],
  ])
})

test('what a limit, the guard or an ended channel blocks is not submitted, and each says where', async () => {
  const { stage, post, read, send, two } = await withPost({}, 2)
  const [first, second] = await two()
  const write = (of: typeof first, text: string) =>
    saveRendition(stage.ctx, stage.author, post, of.channel.id, of.digest, { text })
  await write(first, 'chữ '.repeat(100))
  await write(second, 'Liên hệ ông Nguyễn Văn An, CCCD 010085001234')
  await stage.db.updateTable('channel').set({ ended_at: stage.now() }).where('id', '=', first.channel.id).execute()
  expect(await send()).toMatchObject({
    is: 'blocked',
    issues: [
      { channel: first.channel.id, code: 'toy.too_long', blocks: true },
      { channel: first.channel.id, code: 'channel.ended', blocks: true },
      { channel: second.channel.id, code: 'guard.P1', blocks: true, with: { masked: '0100******34' } },
    ],
  })
  expect((await read()).state).toBe('draft')
})

test('a post of a publication is made once, unless a second is asked for; a withdrawn source blocks it', async () => {
  const stage = await setStage()
  const channel = await stage.addChannel()
  const item = await addItem(stage.db, { unit: stage.unit, title: 'Nghị quyết số 18/NQ-HĐND' })
  const given = { unit: stage.unit, publication: item.publication, channels: [channel.id] }
  const created = await createPost(stage.ctx, stage.author, given)
  if (created.is !== 'created') throw new Error(created.is)
  expect(await createPost(stage.ctx, stage.author, given)).toEqual({ is: 'already', post: created.post })
  expect(await createPost(stage.ctx, stage.author, { ...given, again: true })).toMatchObject({ is: 'created' })
  const { read, send } = hands(stage, created.post)
  expect((await read()).draft).toMatchObject({ source: { url: item.url, name: 'Cổng thông tin' } })
  await stage.db.updateTable('publication').set({ state: 'withdrawn' }).execute()
  expect(await send()).toMatchObject({ is: 'blocked', issues: [{ code: 'post.source_withdrawn' }] })
  expect(await createPost(stage.ctx, stage.author, given)).toEqual({ is: 'withdrawn' })
})

test('another unit’s post, publication and channel are not there', async () => {
  const { stage, post } = await withPost()
  const elsewhere = await addUnit(stage.db)
  const stranger = await addPerson(stage.db, { unit: elsewhere, role: 'editor' })
  const item = await addItem(stage.db, { unit: stage.unit })
  const channels = stage.channels.map(each => each.id)
  const brief = { title: 'x' }
  expect(await submit(stage.ctx, stranger, post)).toEqual({ is: 'missing' })
  expect(await drop(stage.ctx, stranger, post, 'x')).toEqual({ is: 'missing' })
  const make = (given: Partial<Parameters<typeof createPost>[2]>) =>
    createPost(stage.ctx, stranger, { unit: elsewhere, brief, channels, ...given })
  expect(await make({ unit: stage.unit })).toEqual({ is: 'forbidden' })
  expect(await make({})).toEqual({ is: 'no_channel', channels })
  const own = await stage.db
    .insertInto('channel')
    .values({ unit_id: elsewhere, network: 'toy', account: '9', name: 'x', created_at: stage.now() })
    .returning('id')
    .executeTakeFirstOrThrow()
  expect(await make({ publication: item.publication, channels: [own.id] })).toEqual({ is: 'missing' })
})

test('what failed asks nobody for anything once a mended text went out in its place', async () => {
  const { stage, sendAndApprove, rewrite, deliveries } = await withPost()
  await sendAndApprove()
  stage.toy.next({ is: 'refuse' })
  await stage.tick()
  expect(await deliveries()).toMatchObject([{ state: 'failed' }])
  await rewrite('Hỗ trợ toàn bộ học phí')
  expect(await deliveries()).toMatchObject([{ state: 'failed' }])
  await sendAndApprove()
  await stage.tick()
  expect(await deliveries()).toMatchObject([
    { state: 'cancelled', why: { code: 'delivery.replaced' } },
    { state: 'live' },
  ])
})
