import { expect, test } from 'vitest'
import { z } from 'zod'
import { deliver } from '../../jobs/deliver.ts'
import { measure } from '../../jobs/measure.ts'
import type { AnyNetwork, Json, Reading, Readings } from '../../src/ports/network.ts'
import { approved, days, hours, minutes, type StageSettings, setStage } from '../support/stage.ts'
import { toy } from '../support/toy/index.ts'

/** The toy network, counting in a list: `page` posts a page, newest first, and two pages a call at the most. */
async function setListed(posts: number, { batch = 100, page = 2 }: { batch?: number; page?: number } = {}) {
  const asked: { count: number; mark: Json | undefined }[] = []
  const said: { next?: Partial<Readings>; always?: Readings; pages: number } = { pages: 0 }
  const listed: AnyNetwork = {
    ...toy,
    about: { ...toy.about, traits: { ...toy.about.traits, metricsBatch: batch } },
    metrics: async (_from, remotes, mark) => {
      asked.push({ count: remotes.length, mark })
      const all = stage.toy.posts.map(post => post.id).reverse()
      let at = z.number().catch(0).parse(mark)
      const read: string[] = []
      for (let pages = 0; pages < 2 && at < all.length && remotes.some(one => !read.includes(one)); pages++) {
        said.pages += 1
        read.push(...all.slice(at, at + page))
        at += page
      }
      const readings: Reading[] = read.map(remote => ({ is: 'read', remote, values: { views: at } }))
      if (at >= all.length) {
        for (const remote of remotes)
          if (!read.includes(remote)) readings.push({ is: 'unread', remote, why: { code: 'toy.busy' } })
      }
      const { next } = said
      said.next = undefined
      return { readings, mark: at, ...next, ...said.always }
    },
  }
  const given: StageSettings = { toy: listed, jobs: [deliver], sameChannel: true }
  const stage = await setStage({ ...given, posts: Array.from({ length: posts }, () => approved({ on: 'toy' })) })
  await stage.tick()
  const turn = (after = 0, items = 1000) =>
    measure.run(
      { ...stage.ctx, now: () => new Date(stage.now().getTime() + after) },
      { items, signal: new AbortController().signal },
    )
  const looked = (after = 0) =>
    stage.db
      .selectFrom('remote')
      .select('id')
      .where('looked_at', '=', new Date(stage.now().getTime() + after))
      .execute()
  const kept = () => stage.db.selectFrom('channel').select(['mark', 'mark_until']).executeTakeFirstOrThrow()
  return { ...stage, asked, said, turn, looked, kept }
}

test('a list is read once a turn whatever the groups, and what comes along unasked is kept', async () => {
  const stage = await setListed(12, { batch: 3 })
  await stage.turn()
  expect(await stage.looked()).toHaveLength(12)
  expect(stage.said.pages).toBe(6)
  expect(await stage.kept()).toEqual({ mark: null, mark_until: null })
  const snapshots = await stage.db.selectFrom('snapshot').select('values').execute()
  expect(snapshots).toHaveLength(12)
  // None of them is due again before its own time.
  expect(await stage.turn(minutes(44))).toEqual({ items: 0, more: false })
})

test('what was not reached is asked for again at once, from the mark on', async () => {
  const stage = await setListed(12)
  await stage.turn()
  expect(stage.asked).toEqual([
    { count: 12, mark: undefined },
    { count: 8, mark: 4 },
    { count: 4, mark: 8 },
  ])
})

test('a turn that its budget ends is gone on with by the next, which need not be of the same process', async () => {
  const stage = await setListed(12, { batch: 4 })
  expect(await stage.turn(0, 4)).toEqual({ items: 4, more: true })
  expect(await stage.kept()).toEqual({ mark: 4, mark_until: new Date(stage.now().getTime() + minutes(5)) })
  while ((await stage.turn(0, 4)).more);
  expect(stage.said.pages).toBe(6)
  expect(await stage.looked()).toHaveLength(12)
})

test('a mark that is too old is not gone on from: what is new stands before it', async () => {
  const stage = await setListed(12, { batch: 4 })
  await stage.turn(0, 4)
  await stage.turn(minutes(6))
  expect(stage.asked[1]).toMatchObject({ mark: undefined })
})

test('told to wait in the middle of the list, it goes on there afterwards', async () => {
  const stage = await setListed(12)
  stage.said.next = { later: { retryAfter: minutes(1), why: { code: 'toy.busy' } } }
  await stage.turn()
  expect(stage.asked).toHaveLength(1)
  await stage.turn(minutes(1))
  expect(stage.asked[1]).toEqual({ count: 8, mark: 4 })
  expect(stage.said.pages).toBe(6)
})

test('a mark that does not move leads nowhere: what was not reached is looked at again later', async () => {
  const stage = await setListed(3)
  stage.said.always = { readings: [], mark: 7 }
  await stage.turn(0, 20)
  expect(stage.asked.map(call => call.mark)).toEqual([undefined, 7])
  const due = await stage.db.selectFrom('remote').select('look_at').execute()
  expect(due.map(row => row.look_at)).toEqual(Array(3).fill(new Date(stage.now().getTime() + hours(1))))
})

test('of what came along unasked only counters are believed, and only of copies that stand', async () => {
  const stage = await setListed(4, { page: 4 })
  const rows = await stage.db.selectFrom('remote').select(['id', 'remote']).orderBy('id').execute()
  const [first, second, third, fourth] = rows
  if (!first || !second || !third || !fourth) throw new Error('four are live')
  await stage.db
    .updateTable('remote')
    .set({ look_at: new Date(stage.now().getTime() + days(1)) })
    .where('id', '!=', first.id)
    .execute()
  await stage.db
    .updateTable('remote')
    .set({ ended_at: stage.now(), look_at: null })
    .where('id', '=', fourth.id)
    .execute()
  stage.said.next = {
    readings: [
      { is: 'read', remote: first.remote, values: { views: 1 } },
      { is: 'gone', remote: second.remote },
      { is: 'read', remote: third.remote, values: { views: 3 } },
      { is: 'read', remote: fourth.remote, values: { views: 4 } },
      { is: 'read', remote: 'of-somebody-else', values: { views: 5 } },
    ],
  }
  await stage.turn()
  const after = await stage.db.selectFrom('remote').select(['counters', 'missed_at']).orderBy('id').execute()
  expect(after).toEqual([
    { counters: { views: 1 }, missed_at: null },
    { counters: {}, missed_at: null },
    { counters: { views: 3 }, missed_at: null },
    { counters: {}, missed_at: null },
  ])
})
