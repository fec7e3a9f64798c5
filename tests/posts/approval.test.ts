import { expect, test } from 'vitest'
import { approve } from '../../src/posts/approve.ts'
import { createPost } from '../../src/posts/create.ts'
import { reschedule } from '../../src/posts/reschedule.ts'
import { saveRendition } from '../../src/posts/save-rendition.ts'
import { submit } from '../../src/posts/submit.ts'
import { addPerson, addUnit } from '../support/build.ts'
import { hands, withPost } from '../support/desk-posts.ts'
import { minutes, setStage } from '../support/stage.ts'

const noon = new Date('2026-11-23T05:00:00Z')

test('a post goes from one person’s hands through another’s to the network; deliveries are born at approval', async () => {
  const { stage, post, read, send, deliveries } = await withPost()
  expect(await deliveries()).toEqual([])
  await send()
  expect(await deliveries()).toEqual([])
  const { digest, renditions } = await read()
  expect(await approve(stage.ctx, stage.approver, post, digest)).toEqual({ is: 'approved', deliveries: 1 })
  expect(await deliveries()).toMatchObject([{ state: 'queued', digest: renditions[0]?.digest, by_rule: false }])
  await stage.tick()
  expect(stage.toy.posts.map(each => each.text)).toEqual([
    'Hỗ trợ 100% học phí\nHội đồng nhân dân tỉnh thông qua nghị quyết.',
  ])
})

test('who may approve is another person with the right on the post and on every channel', async () => {
  const { stage, post, read, send } = await withPost()
  await send()
  const { digest } = await read()
  await stage.db
    .insertInto('seat')
    .values({ person_id: stage.author.id, unit_id: stage.unit, role: 'approver' })
    .execute()
  expect(await approve(stage.ctx, stage.author, post, digest)).toEqual({ is: 'own' })
  expect(await approve(stage.ctx, stage.admin, post, digest)).toEqual({ is: 'forbidden' })
  expect(await approve(stage.ctx, { ...stage.approver, role: 'editor' }, post, digest)).toEqual({ is: 'forbidden' })
  const elsewhere = await addPerson(stage.db, { unit: await addUnit(stage.db), role: 'approver' })
  expect(await approve(stage.ctx, elsewhere, post, digest)).toEqual({ is: 'missing' })
})

test('an approver of a commune does not publish on the province’s page', async () => {
  const stage = await setStage()
  const channel = await stage.addChannel()
  const commune = await addUnit(stage.db, { parent: stage.unit, kind: 'commune' })
  const author = await addPerson(stage.db, { unit: commune, role: 'contributor' })
  const approver = await addPerson(stage.db, { unit: commune, role: 'approver' })
  const brief = { title: 'Lịch cấp nước' }
  const created = await createPost(stage.ctx, author, { unit: commune, brief, channels: [channel.id] })
  if (created.is !== 'created') throw new Error(created.is)
  await submit(stage.ctx, author, created.post)
  const { digest } = await hands(stage, created.post).read()
  expect(await approve(stage.ctx, approver, created.post, digest)).toEqual({ is: 'forbidden' })
  expect(await approve(stage.ctx, stage.approver, created.post, digest)).toEqual({ is: 'approved', deliveries: 1 })
})

test('what was approved is what was seen: an edit in between answers that it changed', async () => {
  const { stage, post, read, send, rewrite, deliveries } = await withPost()
  await send()
  const { digest } = await read()
  await rewrite('Hỗ trợ 90% học phí')
  expect((await read()).state).toBe('draft')
  await send()
  expect(await approve(stage.ctx, stage.approver, post, digest)).toEqual({ is: 'stale' })
  expect(await deliveries()).toEqual([])
})

test('a channel whose settings changed since is not what was seen', async () => {
  const { stage, post, read, send } = await withPost()
  await send()
  const { digest } = await read()
  await stage.db
    .updateTable('channel')
    .set({ settings: JSON.stringify({ loud: true }) })
    .execute()
  expect(await approve(stage.ctx, stage.approver, post, digest)).toEqual({ is: 'stale' })
})

test('any edit voids the approval and cancels what waits; approved again it is born again', async () => {
  const { read, rewrite, sendAndApprove, deliveries, stage } = await withPost({ dueAt: noon })
  await sendAndApprove()
  expect(await rewrite('Hỗ trợ một nửa học phí')).toMatchObject({ is: 'saved', voided: true, corrections: [] })
  expect(await deliveries()).toMatchObject([{ state: 'cancelled', why: { code: 'delivery.approval_void' } }])
  expect(await read()).toMatchObject({ state: 'draft', hands: [stage.author.id] })
  await sendAndApprove()
  expect(await deliveries()).toMatchObject([
    { state: 'cancelled' },
    { state: 'queued', content: { text: expect.stringContaining('một nửa') } },
  ])
})

test('saving without a change keeps the approval and is nobody’s hand', async () => {
  const { read, rewrite, sendAndApprove } = await withPost({ dueAt: noon })
  await sendAndApprove()
  expect(await rewrite('Hỗ trợ 100% học phí')).toMatchObject({ is: 'saved', voided: false })
  expect(await read()).toMatchObject({ state: 'approved', hands: [] })
})

test('an approver who edits becomes a hand; the first author may then approve what is new to them', async () => {
  const { stage, post, read, rewrite, sendAndApprove } = await withPost({ dueAt: noon })
  await sendAndApprove()
  for (const seat of [
    { person_id: stage.author.id, unit_id: stage.unit, role: 'approver' as const },
    { person_id: stage.approver.id, unit_id: stage.unit, role: 'editor' as const },
  ])
    await stage.db.insertInto('seat').values(seat).execute()
  await rewrite('Hỗ trợ học phí', stage.approver)
  await submit(stage.ctx, stage.approver, post)
  const { digest } = await read()
  expect(await approve(stage.ctx, stage.approver, post, digest)).toEqual({ is: 'own' })
  expect(await approve(stage.ctx, stage.author, post, digest)).toMatchObject({ is: 'approved' })
})

test('once a copy is out, an edit of it is a correction for somebody else to approve, and the approval stands', async () => {
  const { stage, read, rewrite, sendAndApprove, deliveries } = await withPost()
  await sendAndApprove()
  await stage.tick()
  const corrections = stage.channels.map(channel => channel.id)
  expect(await rewrite('Hỗ trợ 80% học phí')).toEqual({ is: 'saved', voided: false, corrections, busy: [] })
  const change = () => stage.db.selectFrom('change').selectAll().execute()
  const proposed = { kind: 'correction', state: 'proposed', proposed_by: stage.author.id }
  expect(await change()).toMatchObject([{ ...proposed, content: { text: expect.stringContaining('80%') } }])
  expect(await deliveries()).toMatchObject([{ state: 'live' }])
  expect(await read()).toMatchObject({ state: 'approved' })
  expect((await read()).renditions[0]?.content?.text).toContain('100%')
  await rewrite('Hỗ trợ 70% học phí')
  expect(await change()).toMatchObject([{ ...proposed, content: { text: expect.stringContaining('70%') } }])
})

test('with one copy out and one waiting, the waiting one is cancelled and the other gets a correction', async () => {
  const { stage, post, rewrite, sendAndApprove, deliveries, two } = await withPost({}, 2)
  const [first, second] = await two()
  await reschedule(stage.ctx, stage.author, post, { channel: second.channel.id, dueAt: noon })
  expect(await sendAndApprove()).toEqual({ is: 'approved', deliveries: 2 })
  await stage.tick()
  expect((await deliveries()).map(row => row.state)).toEqual(['live', 'queued'])
  expect(await rewrite('Hỗ trợ 80% học phí')).toMatchObject({ voided: true, corrections: [first.channel.id] })
  expect((await deliveries()).map(row => row.state)).toEqual(['live', 'cancelled'])
  await sendAndApprove()
  expect((await deliveries()).map(row => [row.channel_id, row.state])).toEqual([
    [first.channel.id, 'live'],
    [second.channel.id, 'cancelled'],
    [second.channel.id, 'queued'],
  ])
})

test('a copy on its way with the same words is carried over to the new approval', async () => {
  const { stage, post, sendAndApprove, deliveries, two } = await withPost({}, 2)
  const [, second] = await two()
  await reschedule(stage.ctx, stage.author, post, { channel: second.channel.id, dueAt: noon })
  await sendAndApprove()
  stage.toy.loseReplies(1)
  await stage.tick()
  expect((await deliveries())[0]?.state).toBe('unknown')
  await saveRendition(stage.ctx, stage.author, post, second.channel.id, second.digest, { text: 'Chữ khác' })
  await sendAndApprove()
  const standing = await stage.db.selectFrom('approval').select('id').where('voided_at', 'is', null).execute()
  expect((await deliveries())[0]).toMatchObject({ state: 'unknown', approval_id: standing[0]?.id })
  await stage.tick({ after: minutes(2) })
  expect((await deliveries())[0]).toMatchObject({ state: 'live', attempts: 1 })
})

test('a channel left out is not approved and gets no delivery', async () => {
  const { stage, post, sendAndApprove, deliveries, two } = await withPost({}, 2)
  const [first, second] = await two()
  await saveRendition(stage.ctx, stage.author, post, second.channel.id, second.digest, { leftOut: true })
  expect(await sendAndApprove()).toEqual({ is: 'approved', deliveries: 1 })
  expect((await deliveries()).map(row => row.channel_id)).toEqual([first.channel.id])
})

test('two approvals at once make one', async () => {
  const { stage, post, read, send, deliveries } = await withPost()
  const other = await addPerson(stage.db, { unit: stage.unit, role: 'approver' })
  await send()
  const { digest } = await read()
  const answers = await Promise.all([stage.approver, other].map(by => approve(stage.ctx, by, post, digest)))
  expect(answers.map(answer => answer.is).sort()).toEqual(['approved', 'stale'])
  expect(await deliveries()).toHaveLength(1)
})
