import { expect, test } from 'vitest'
import { cancel, confirmLive, discard, giveUp, retryFailed, sendAgain } from '../../src/deliveries/decide.ts'
import { cancelVoided } from '../../src/deliveries/queries/voided.ts'
import { lift } from '../../src/holds/place.ts'
import { addPerson, addUnit } from '../support/build.ts'
import { approved, days, hours, minutes, seconds, setStage } from '../support/stage.ts'
import { toy } from '../support/toy/index.ts'
import { Unsent } from '../support/toy/sandbox.ts'

const mute = { ...toy, reconcile: async () => ({ is: 'unproved', why: { code: 'toy.silent' } }) as const }

test('what the network accepted is looked at until it is live', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  stage.toy.acceptLater(minutes(3))
  await stage.tick()
  expect(await stage.delivery()).toMatchObject({ state: 'settling', awaits: 'network' })
  await stage.tick({ after: minutes(1) })
  expect(await stage.delivery()).toMatchObject({ state: 'settling', looks: 1 })
  await stage.tick({ after: minutes(3) })
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 1 })
})

test('a copy that failed on the network is removed before the delivery is failed', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  stage.toy.acceptLater(seconds(5), 'failed_copy')
  await stage.tick()
  await stage.tick({ after: minutes(1) })
  expect(await stage.delivery()).toMatchObject({ state: 'failed', why: { code: 'toy.failed' } })
  expect(stage.toy.posts).toMatchObject([{ removed: true }])
})

test('a time the network named is kept to', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  stage.toy.rateLimit(1, 90)
  await stage.tick()
  expect(await stage.delivery()).toMatchObject({ state: 'queued', why: { code: 'toy.busy', status: 429 } })
  await stage.tick({ after: seconds(89) })
  expect(stage.toy.requests).toHaveLength(1)
  await stage.tick({ after: seconds(1) })
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 2 })
})

test('lists that are slow do not make a second post', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  stage.toy.slowLists(seconds(19))
  stage.toy.loseReplies(1)
  await stage.tick()
  for (let n = 0; n < 10; n++) await stage.tick({ after: seconds(6) })
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 1 })
  expect(stage.toy.posts).toHaveLength(1)
})

test('a post that appears after its request timed out is found, not repeated', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  stage.toy.next({ is: 'late', milliseconds: seconds(20) })
  await stage.tick()
  for (let n = 0; n < 10; n++) await stage.tick({ after: seconds(6) })
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 1 })
  expect(stage.toy.posts).toHaveLength(1)
})

test('an approver who asks for sending again does not sign it, and an editor never does', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }), toy: mute })
  stage.toy.next({ is: 'swallow' })
  await stage.tick()
  const id = stage.deliveries[0] ?? 0
  await stage.tick({ after: days(1) })
  await stage.tick({ after: hours(1) })
  expect(await sendAgain(stage.ctx, stage.approver, id, 'không có')).toEqual({ is: 'asked' })
  expect(await sendAgain(stage.ctx, stage.approver, id, 'không có')).toEqual({ is: 'own' })
  expect(await sendAgain(stage.ctx, stage.author, id, 'đồng ý')).toEqual({ is: 'missing' })
  expect(await stage.delivery()).toMatchObject({ state: 'unknown' })
  expect(await sendAgain(stage.ctx, stage.admin, id, 'đồng ý')).toEqual({ is: 'done', state: 'queued' })
  const audit = await stage.db.selectFrom('audit').select(['verb', 'person_id']).orderBy('id').execute()
  expect(audit.filter(({ person_id }) => person_id !== null)).toEqual([
    { verb: 'delivery.resend_asked', person_id: stage.approver.id },
    { verb: 'delivery.queued', person_id: stage.admin.id },
  ])
})

test('where lists never prove absence, a person is asked after a day and nothing is sent before', async () => {
  const never = { ...toy, about: { ...toy.about, traits: { ...toy.about.traits, listDelay: undefined } } }
  const stage = await setStage({ post: approved({ on: 'toy' }), toy: never })
  stage.toy.next({ is: 'swallow' })
  await stage.tick()
  const id = stage.deliveries[0] ?? 0
  for (let n = 0; n < 23; n++) await stage.tick({ after: hours(1) })
  expect(await stage.delivery()).toMatchObject({ state: 'unknown', ask_at: null })
  expect(await sendAgain(stage.ctx, stage.approver, id, 'đã xem trên mạng')).toEqual({
    is: 'not_now',
    state: 'unknown',
  })
  await stage.tick({ after: hours(2) })
  expect(await stage.delivery()).toMatchObject({ state: 'unknown', ask_at: expect.any(Date) })
  expect(stage.toy.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
  expect(await sendAgain(stage.ctx, stage.author, id, 'tôi không thấy bài')).toEqual({ is: 'asked' })
  expect(await sendAgain(stage.ctx, stage.author, id, 'gửi đi')).toEqual({ is: 'own' })
  expect(await stage.delivery()).toMatchObject({ state: 'unknown', resend_by: stage.author.id })
  expect(await sendAgain(stage.ctx, stage.approver, id, 'đã xem trên mạng')).toEqual({ is: 'done', state: 'queued' })
  expect(await stage.delivery()).toMatchObject({ resend_by: null, resend_at: null, resend_why: null })
  await stage.tick()
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 2 })
  const signed = await stage.db.selectFrom('audit').selectAll().where('person_id', '=', stage.approver.id).execute()
  expect(signed).toMatchObject([{ verb: 'delivery.queued', detail: { reason: 'đã xem trên mạng', from: 'unknown' } }])
})

test('a person who finds it on the network ends the doubt with its address', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }), toy: mute })
  stage.toy.loseReplies(1)
  await stage.tick()
  const id = stage.deliveries[0] ?? 0
  expect(await confirmLive(stage.ctx, stage.author, id, 'toy.example/p/1')).toEqual({ is: 'no_address' })
  const url = 'https://toy.example/p/1'
  expect(await confirmLive(stage.ctx, stage.author, id, url)).toEqual({ is: 'done', state: 'live' })
  expect(await stage.db.selectFrom('remote').select(['remote', 'url']).execute()).toEqual([{ remote: url, url }])
  const other = await stage.add(approved({ on: 'toy' }), stage.channels[0])
  stage.toy.loseReplies(1)
  await stage.tick()
  expect(await confirmLive(stage.ctx, stage.author, other, url)).toEqual({ is: 'taken' })
  expect(await stage.delivery(other)).toMatchObject({ state: 'unknown' })
})

test('a delivery of another unit is not there', async () => {
  const stage = await setStage({ post: approved({ on: 'toy', dueIn: days(1) }) })
  const stranger = await addPerson(stage.db, { unit: await addUnit(stage.db), role: 'admin' })
  expect(await cancel(stage.ctx, stranger, stage.deliveries[0] ?? 0, 'x')).toEqual({ is: 'missing' })
})

test('a stop asked while the outcome is unknown becomes a proposed removal when it is found live', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  stage.toy.loseReplies(1)
  await stage.tick()
  const id = stage.deliveries[0] ?? 0
  expect(await cancel(stage.ctx, stage.author, id, 'sai ảnh')).toEqual({ is: 'done', state: 'unknown' })
  await stage.tick({ after: minutes(2) })
  expect(await stage.delivery()).toMatchObject({ state: 'live', stop_asked_by: stage.author.id })
  const changes = await stage.db.selectFrom('change').select(['kind', 'state', 'delivery_id']).execute()
  expect(changes).toEqual([{ kind: 'removal', state: 'proposed', delivery_id: id }])
})

test('a stop asked while the outcome is unknown ends it when it is proved absent', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  stage.toy.next({ is: 'swallow' })
  await stage.tick()
  await cancel(stage.ctx, stage.author, stage.deliveries[0] ?? 0, 'sai ảnh')
  await stage.tick({ after: minutes(2) })
  expect(await stage.delivery()).toMatchObject({ state: 'cancelled', why: { code: 'delivery.stopped' } })
  expect(stage.toy.posts).toHaveLength(0)
})

/** A network that hands drafts to a person, as long as `draft` says what became of it. */
const drafting = (draft: { finished: boolean }) => ({
  ...toy,
  publish: async () => ({ is: 'accepted', awaits: 'person', ticket: { draft: 1 }, lookAfter: 1000 }) as const,
  reconcile: async () =>
    draft.finished
      ? ({ is: 'live', remote: { id: '1' }, at: new Date('2026-11-23T03:00:00Z') } as const)
      : ({ is: 'pending', awaits: 'person', lookAfter: 1000 } as const),
})

test('a draft waits for its person, who says that it was posted, or thrown away', async () => {
  const draft = { finished: false }
  const posts = [approved({ on: 'toy' }), approved({ on: 'toy' }), approved({ on: 'toy' })]
  const stage = await setStage({ posts, toy: drafting(draft) })
  for (let n = 0; n < 4; n++) await stage.tick({ after: minutes(1) })
  const [first = 0, second = 0, third = 0] = stage.deliveries
  for (const id of stage.deliveries)
    expect(await stage.delivery(id)).toMatchObject({ state: 'settling', awaits: 'person' })
  expect(await confirmLive(stage.ctx, stage.author, first, 'https://toy.example/p/77')).toMatchObject({ is: 'done' })
  expect(await discard(stage.ctx, stage.author, second, 'ảnh mờ')).toEqual({ is: 'done', state: 'cancelled' })
  expect(await stage.delivery(second)).toMatchObject({ why: { code: 'delivery.discarded' } })
  expect(await discard(stage.ctx, stage.author, first, 'x')).toEqual({ is: 'not_now', state: 'live' })
  draft.finished = true
  await stage.tick({ after: minutes(1) })
  expect(await stage.delivery(third)).toMatchObject({ state: 'live', attempts: 1 })
})

test('a refusal waits for a person; retried unchanged it goes out, given up it does not', async () => {
  const stage = await setStage({ posts: [approved({ on: 'toy' }), approved({ on: 'toy' })] })
  stage.toy.refuse(2)
  await stage.tick()
  const [first = 0, second = 0] = stage.deliveries
  expect(await stage.delivery(first)).toMatchObject({ state: 'failed', why: { code: 'toy.refused' } })
  expect(await giveUp(stage.ctx, stage.approver, first, 'x')).toEqual({ is: 'not_now', state: 'failed' })
  expect(await retryFailed(stage.ctx, stage.approver, first, 'đã sửa quyền')).toEqual({ is: 'done', state: 'queued' })
  expect(await cancel(stage.ctx, stage.author, second, 'thôi')).toEqual({ is: 'done', state: 'cancelled' })
  await stage.tick({ after: days(1) })
  expect(await stage.delivery(first)).toMatchObject({ state: 'live', attempts: 2 })
  expect(stage.toy.posts).toHaveLength(1)
})

test('voiding an approval cancels what is queued in the same transaction', async () => {
  const stage = await setStage({ post: approved({ on: 'toy', dueIn: hours(1) }) })
  const { approval_id } = await stage.delivery()
  const done = await stage.db.transaction().execute(async trx => {
    await trx.updateTable('approval').set({ voided_at: stage.now() }).where('id', '=', approval_id).execute()
    return cancelVoided(trx, approval_id, stage.now(), { person: stage.author.id, via: 'desk' })
  })
  expect(done).toEqual({ cancelled: 1, beyond: 0 })
  expect(await stage.delivery()).toMatchObject({ state: 'cancelled', why: { code: 'delivery.approval_void' } })
})

test('past its last hour it is held with the reason, and goes out when a person says so', async () => {
  const stage = await setStage({ post: approved({ on: 'toy', notAfterIn: minutes(1) }) })
  stage.toy.rateLimit(1, 3600)
  await stage.tick()
  await stage.tick({ after: hours(2) })
  expect(await stage.delivery()).toMatchObject({ state: 'queued' })
  const hold = await stage.db.selectFrom('hold').selectAll().executeTakeFirstOrThrow()
  expect(hold).toMatchObject({ scope: 'delivery', reason: 'delivery.too_late' })
  expect(await lift(stage.ctx, stage.approver, hold.id)).toEqual({ is: 'lifted' })
  await stage.tick()
  expect(await stage.delivery()).toMatchObject({ state: 'live' })
})

test('an equal rendition on one channel within a week is held until a person wants it', async () => {
  const stage = await setStage()
  const channel = await stage.addChannel()
  const content = { text: 'Thông báo nghỉ lễ' }
  await stage.add(approved({ on: 'toy', content }), channel)
  const twin = await stage.add(approved({ on: 'toy', content }), channel)
  await stage.tick()
  await stage.tick({ after: minutes(1) })
  expect(stage.toy.posts).toHaveLength(1)
  const hold = await stage.db.selectFrom('hold').selectAll().executeTakeFirstOrThrow()
  expect(hold).toMatchObject({ delivery_id: twin, reason: 'delivery.twin' })
  await lift(stage.ctx, stage.approver, hold.id)
  await stage.tick({ after: minutes(1) })
  expect(await stage.delivery(twin)).toMatchObject({ state: 'live' })
  expect(stage.toy.posts).toHaveLength(2)
})

test('five sends in a row of which no byte left hold the network, and one read frees it', async () => {
  const stage = await setStage()
  for (let n = 0; n < 6; n++) await stage.add(approved({ on: 'toy' }), await stage.addChannel())
  // The way is down altogether: not even a read gets through.
  let down = true
  stage.toy.onRequest(() => {
    if (down) throw new Unsent()
  })
  await stage.tick()
  const holds = () => stage.db.selectFrom('hold').select(['scope', 'network', 'reason', 'lifted_at']).execute()
  expect(await holds()).toMatchObject([{ scope: 'network', network: 'toy', reason: 'network.unreachable' }])
  const tries = stage.toy.requests.length
  await stage.tick({ after: minutes(2) })
  expect(await holds()).toMatchObject([{ lifted_at: null }])
  expect(stage.toy.requests.slice(tries).map(({ method }) => method)).toEqual(['GET'])
  down = false
  await stage.tick({ after: minutes(2) })
  expect(await holds()).toMatchObject([{ lifted_at: expect.any(Date) }])
  await stage.tick({ after: minutes(2) })
  expect(stage.toy.posts).toHaveLength(6)
})

test('an adapter that throws leaves the outcome unknown', async () => {
  const broken = {
    ...toy,
    publish: async () => {
      throw new TypeError('a fault of ours')
    },
  }
  const stage = await setStage({ post: approved({ on: 'toy' }), toy: broken })
  await stage.tick()
  expect(await stage.delivery()).toMatchObject({ state: 'unknown', why: { code: 'delivery.adapter_failed' } })
})
