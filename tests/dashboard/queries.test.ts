import { expect, test } from 'vitest'
import { bestPosts, reachByChannel, reachByDay, reachBySection, reachTotals } from '../../src/dashboard/queries.ts'
import type { Db } from '../../src/db/open.ts'
import type { Counters } from '../../src/metrics/metric.ts'
import { addApprovedPost, addChannel, addDelivery, addPerson, addPublication, addUnit } from '../support/build.ts'
import { freshDatabase } from '../support/database.ts'

const november = { from: '2026-11-01', to: '2026-11-30' }

interface Copy {
  unit: number
  channel: number
  live: string
  counters?: Counters
  section?: string
  post?: { post: number; approval: number }
}

async function setTable() {
  const { db } = await freshDatabase()
  const unit = await addUnit(db)
  const author = await addPerson(db, { unit, role: 'editor' })
  const leader = await addPerson(db, { unit, role: 'leader' })
  const approver = await addPerson(db, { unit, role: 'approver' })
  const channel = (await addChannel(db, { unit, network: 'toy', name: 'Trang tỉnh' })).id
  let serial = 0
  const addCopy = async (copy: Copy) => {
    const publication = copy.section ? await addPublication(db, { unit: copy.unit }) : undefined
    if (publication) await setSection(db, publication, copy.section)
    const people = { unit: copy.unit, author: author.id, approver: approver.id }
    const post = copy.post ?? (await addApprovedPost(db, { ...people, publication }))
    const delivery = await addDelivery(db, { ...post, unit: copy.unit, channel: copy.channel, publication })
    await db
      .insertInto('remote')
      .values({
        channel_id: copy.channel,
        remote: `r${++serial}`,
        delivery_id: delivery,
        url: `https://toy.example/r${serial}`,
        live_at: new Date(copy.live),
        looked_at: copy.counters ? new Date('2026-11-25T03:00:00Z') : null,
        counters: JSON.stringify(copy.counters ?? {}),
      } as never)
      .execute()
    return post
  }
  return { db, unit, leader, channel, addCopy, seen: { person: leader.id } }
}

const setSection = (db: Db, id: number, section?: string) =>
  db.updateTable('publication').set({ section }).where('id', '=', id).execute()

test('nothing in the period is nothing, not zero views', async () => {
  const { db, seen } = await setTable()
  expect(await reachTotals(db, seen, november)).toEqual({
    posts: 0,
    copies: 0,
    read: 0,
    channels: 0,
    views: null,
    reactions: null,
    comments: null,
    shares: null,
    read_at: null,
  })
  expect(await reachByDay(db, seen, november)).toEqual([])
  expect(await bestPosts(db, seen, november, 5)).toEqual([])
})

test('a post on two channels is one post with two copies; a counter that no copy has is absent', async () => {
  const { db, unit, channel, addCopy, seen } = await setTable()
  const other = (await addChannel(db, { unit, network: 'other', name: 'OA tỉnh' })).id
  const post = await addCopy({ unit, channel, live: '2026-11-10T03:00:00Z', counters: { reactions: 3, comments: 0 } })
  await addCopy({ unit, channel: other, live: '2026-11-10T03:01:00Z', counters: { reactions: 4 }, post })
  await addCopy({ unit, channel, live: '2026-11-11T03:00:00Z' })
  const totals = await reachTotals(db, seen, november)
  expect(totals).toMatchObject({ posts: 2, copies: 3, read: 2, channels: 2 })
  expect(totals).toMatchObject({ reactions: 7, comments: 0, shares: null, views: null })
  expect(totals.read_at).toEqual(new Date('2026-11-25T03:00:00Z'))
  expect((await reachByChannel(db, seen, november)).map(row => [row.channel, row.posts, row.comments])).toEqual([
    ['Trang tỉnh', 2, 0],
    ['OA tỉnh', 1, null],
  ])
})

test('days and periods are those of Viet Nam', async () => {
  const { db, unit, channel, addCopy, seen } = await setTable()
  for (const live of ['2026-10-31T16:59:59Z', '2026-10-31T17:00:00Z', '2026-11-30T16:59:59Z', '2026-11-30T17:00:00Z'])
    await addCopy({ unit, channel, live, counters: { shares: 1 } })
  expect((await reachByDay(db, seen, november)).map(row => [row.day, row.posts, row.shares])).toEqual([
    ['2026-11-01', 1, 1],
    ['2026-11-30', 1, 1],
  ])
})

test('sections are the portal’s; what has none stands apart', async () => {
  const { db, unit, channel, addCopy, seen } = await setTable()
  for (const section of ['Giáo dục', 'Giáo dục', 'Y tế', undefined])
    await addCopy({ unit, channel, live: '2026-11-10T03:00:00Z', section, counters: { reactions: 2 } })
  expect((await reachBySection(db, seen, november)).map(row => [row.section, row.posts, row.reactions])).toEqual([
    ['Giáo dục', 2, 4],
    ['Y tế', 1, 2],
    [null, 1, 2],
  ])
})

test('the best posts are those people did most with, over all copies of a post', async () => {
  const { db, unit, channel, addCopy, seen } = await setTable()
  const other = (await addChannel(db, { unit, network: 'other' })).id
  const live = '2026-11-10T03:00:00Z'
  const twice = await addCopy({ unit, channel, live, counters: { reactions: 3 } })
  await addCopy({ unit, channel: other, live, counters: { shares: 3 }, post: twice })
  const once = await addCopy({ unit, channel, live, counters: { reactions: 5, views: 9000 } })
  await addCopy({ unit, channel, live })
  const best = await bestPosts(db, seen, november, 5)
  expect(best.map(row => row.post_id)).toEqual([twice.post, once.post])
  expect(best[0]).toMatchObject({ url: 'https://toy.example/r1', title: 'Hội nghị trực tuyến toàn tỉnh', shares: 3 })
})

test('a person sees the figures of their own units and those below, and no others', async () => {
  const { db, unit, channel, addCopy, seen } = await setTable()
  const commune = await addUnit(db, { parent: unit, kind: 'commune' })
  const elsewhere = await addUnit(db)
  const contributor = await addPerson(db, { unit: commune, role: 'contributor' })
  const live = '2026-11-10T03:00:00Z'
  await addCopy({ unit, channel, live, counters: { reactions: 1 } })
  await addCopy({ unit: commune, channel, live, counters: { reactions: 10 } })
  await addCopy({ unit: elsewhere, channel, live, counters: { reactions: 100 } })
  const sum = async (who: Parameters<typeof reachTotals>[1]) => (await reachTotals(db, who, november)).reactions
  expect(await sum(seen)).toBe(11)
  expect(await sum({ ...seen, unit: commune })).toBe(10)
  expect(await sum({ ...seen, unit: elsewhere })).toBeNull()
  expect(await sum({ person: contributor.id })).toBe(10)
  expect(await sum({ ...seen, role: 'leader' })).toBe(11)
  expect(await sum({ ...seen, role: 'admin' })).toBeNull()
})
