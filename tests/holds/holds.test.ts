import { expect, test } from 'vitest'
import { lift, place } from '../../src/holds/place.ts'
import { countUnder, holdOver, openHolds } from '../../src/holds/queries.ts'
import { addPerson, addPublication, addSource, addUnit } from '../support/build.ts'
import { approved, hours, minutes, setStage } from '../support/stage.ts'

test('stopping everything is one row, and lifting it frees what no other hold covers', async () => {
  const stage = await setStage({ posts: [approved({ on: 'toy' }), approved({ on: 'toy' })] })
  const [first] = stage.channels
  const all = await place(stage.ctx, stage.approver, { scope: 'all' }, { reason: '' })
  await place(stage.ctx, stage.approver, { scope: 'channel', channel: first?.id ?? 0 }, { reason: 'kiểm tra kênh' })
  await stage.tick()
  expect(stage.toy.posts).toHaveLength(0)
  expect(await openHolds(stage.db, stage.approver.id, stage.now())).toMatchObject([
    { scope: { scope: 'channel' }, waiting: 1, sending: 0, person: { name: 'Người duyệt' } },
    { scope: { scope: 'all' }, waiting: 2, sending: 0 },
  ])
  expect(await lift(stage.ctx, stage.approver, all.is === 'placed' ? all.hold : 0)).toEqual({ is: 'lifted' })
  await stage.tick()
  expect(stage.toy.posts).toHaveLength(1)
  expect(stage.toy.posts[0]?.account).not.toBe(first?.account)
})

test('a hold ends by itself at its time on the business clock', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  const until = new Date(stage.now().getTime() + hours(1))
  await place(stage.ctx, stage.approver, { scope: 'network', network: 'toy' }, { reason: 'quốc tang', until })
  await stage.tick({ after: minutes(59) })
  expect(await stage.delivery()).toMatchObject({ state: 'queued' })
  await stage.tick({ after: minutes(1) })
  expect(await stage.delivery()).toMatchObject({ state: 'live' })
})

test('a hold on a unit covers the units below it', async () => {
  const stage = await setStage()
  const commune = await addUnit(stage.db, { parent: stage.unit, kind: 'commune' })
  const below = await stage.add(approved({ on: 'toy' }))
  await stage.db.updateTable('delivery').set({ unit_id: commune }).where('id', '=', below).execute()
  expect(await countUnder(stage.db, { scope: 'unit', unit: stage.unit })).toEqual({ waiting: 1, sending: 0 })
  await place(stage.ctx, stage.approver, { scope: 'unit', unit: stage.unit }, { reason: 'dừng' })
  await stage.tick()
  expect(await stage.delivery(below)).toMatchObject({ state: 'queued' })
  expect(await holdOver(stage.db, below, stage.now())).toMatchObject({ reason: 'dừng' })
})

test('a hold on a source covers what came from it, and nothing else', async () => {
  const stage = await setStage({ posts: [approved({ on: 'toy' }), approved({ on: 'toy' })] })
  const source = await addSource(stage.db, { unit: stage.unit })
  const publication = await addPublication(stage.db, { unit: stage.unit, source })
  const [first = 0, second = 0] = stage.deliveries
  await stage.db.updateTable('delivery').set({ publication_id: publication }).where('id', '=', first).execute()
  await place(stage.ctx, stage.approver, { scope: 'source', source: source.id }, { reason: 'cổng bị tấn công' })
  await stage.tick()
  expect(await stage.delivery(first)).toMatchObject({ state: 'queued' })
  expect(await stage.delivery(second)).toMatchObject({ state: 'live' })
})

test('only approvers and administrators stop, and only what lies in their units', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  const commune = await addUnit(stage.db, { parent: stage.unit, kind: 'commune' })
  const local = await addPerson(stage.db, { unit: commune, role: 'approver' })
  expect(await place(stage.ctx, stage.author, { scope: 'all' }, { reason: '' })).toEqual({ is: 'forbidden' })
  expect(await place(stage.ctx, local, { scope: 'all' }, { reason: '' })).toEqual({ is: 'forbidden' })
  expect(await place(stage.ctx, local, { scope: 'unit', unit: stage.unit }, { reason: '' })).toEqual({
    is: 'forbidden',
  })
  expect(await place(stage.ctx, local, { scope: 'unit', unit: commune }, { reason: '' })).toMatchObject({
    is: 'placed',
  })
})
