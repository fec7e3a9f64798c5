import { expect, test } from 'vitest'
import { deliver } from '../../jobs/deliver.ts'
import { measure } from '../../jobs/measure.ts'
import type { Counters } from '../../src/metrics/metric.ts'
import type { AnyNetwork, Readings } from '../../src/ports/network.ts'
import { approved, days, hours, minutes, type Stage, type StageSettings, seconds, setStage } from '../support/stage.ts'
import { toy } from '../support/toy/index.ts'

/** The toy network, counting: what the next readings show is in the hands of the test. */
async function setCounting(given: StageSettings = {}, batch = 100) {
  const counts = new Map<string, Counters>()
  const calls: string[][] = []
  const said: { next?: Partial<Readings> | Error; gone: Set<string> } = { gone: new Set() }
  const counting: AnyNetwork = {
    ...toy,
    about: { ...toy.about, traits: { ...toy.about.traits, metricsBatch: batch } },
    metrics: async (_from, remotes) => {
      calls.push([...remotes])
      const { next } = said
      said.next = undefined
      if (next instanceof Error) throw next
      const readings = remotes.map(remote =>
        said.gone.has(remote)
          ? ({ is: 'gone', remote } as const)
          : ({ is: 'read', remote, values: counts.get(remote) ?? {} } as const),
      )
      return { readings, ...next }
    },
  }
  const stage = await setStage({ toy: counting, jobs: [deliver, measure], ...given })
  await stage.tick()
  return { ...stage, counts, calls, said }
}

const one = { post: approved({ on: 'toy' }) }
const remotes = (stage: Stage) => stage.db.selectFrom('remote').selectAll().orderBy('id').execute()
const snapshots = (stage: Stage) => stage.db.selectFrom('snapshot').selectAll().orderBy('at').execute()
const firstRemote = async (stage: Stage) => {
  const [remote] = await remotes(stage)
  if (!remote) throw new Error('nothing is live')
  return remote
}
const why = { code: 'toy.busy' }

test('a post that went live is looked at once, and then every 45 minutes', async () => {
  const stage = await setCounting(one)
  expect(stage.calls).toHaveLength(1)
  await stage.tick({ after: minutes(30) })
  expect(stage.calls).toHaveLength(1)
  await stage.tick({ after: minutes(15) })
  expect(stage.calls).toHaveLength(2)
})

test('a snapshot is written only when a counter changed; the look is remembered always', async () => {
  const stage = await setCounting(one)
  const { remote } = await firstRemote(stage)
  expect(await snapshots(stage)).toEqual([])
  expect((await firstRemote(stage)).looked_at).toEqual(stage.now())

  stage.counts.set(remote, { reactions: 3, comments: 0 })
  await stage.tick({ after: minutes(45) })
  await stage.tick({ after: minutes(45) })
  stage.counts.set(remote, { reactions: 4, comments: 0 })
  await stage.tick({ after: minutes(45) })
  expect((await snapshots(stage)).map(row => row.values)).toEqual([
    { reactions: 3, comments: 0 },
    { reactions: 4, comments: 0 },
  ])
  expect((await firstRemote(stage)).looked_at).toEqual(stage.now())
})

test('a counter that the network stops giving is absent from the snapshot and keeps its last known value', async () => {
  const stage = await setCounting(one)
  const { remote } = await firstRemote(stage)
  stage.counts.set(remote, { reactions: 3, views: 80 })
  await stage.tick({ after: minutes(45) })
  stage.counts.set(remote, { reactions: 5 })
  await stage.tick({ after: minutes(45) })
  expect((await snapshots(stage)).at(-1)?.values).toEqual({ reactions: 5 })
  expect((await firstRemote(stage)).counters).toEqual({ reactions: 5, views: 80 })
})

test('a counter that goes down is kept as it was said: nothing is subtracted, and nothing is held up', async () => {
  const stage = await setCounting(one)
  const { remote } = await firstRemote(stage)
  for (const views of [90, 40]) {
    stage.counts.set(remote, { views })
    await stage.tick({ after: minutes(45) })
  }
  expect((await snapshots(stage)).map(row => row.values)).toEqual([{ views: 90 }, { views: 40 }])
  expect((await firstRemote(stage)).counters).toEqual({ views: 40 })
})

test('the last known counters are the snapshots laid over one another', async () => {
  const stage = await setCounting(one)
  const { remote } = await firstRemote(stage)
  for (const values of [{ views: 1 }, { views: 2, shares: 0 }, { shares: 1 }, {}, { views: 1 }]) {
    stage.counts.set(remote, values)
    await stage.tick({ after: minutes(45) })
  }
  const laid = Object.assign({}, ...(await snapshots(stage)).map(row => row.values))
  expect((await firstRemote(stage)).counters).toEqual(laid)
  expect(laid).toEqual({ views: 1, shares: 1 })
})

test('many posts of one channel are read in groups of what the network takes', async () => {
  const posts = Array.from({ length: 7 }, () => approved({ on: 'toy' }))
  const stage = await setCounting({ posts, sameChannel: true }, 3)
  expect(stage.calls.map(call => call.length)).toEqual([3, 3, 1])
  expect(new Set(stage.calls.flat()).size).toBe(7)
})

test('a group is filled up with what is due soon, and not begun by it', async () => {
  const stage = await setCounting({ post: approved({ on: 'toy' }) })
  await stage.tick({ after: minutes(5) })
  await stage.add(approved({ on: 'toy' }), stage.channels[0])
  await stage.tick()
  expect(stage.calls.map(call => call.length)).toEqual([1, 1])
  await stage.tick({ after: minutes(39) })
  expect(stage.calls).toHaveLength(2)
  await stage.tick({ after: minutes(1) })
  expect(stage.calls.map(call => call.length)).toEqual([1, 1, 2])
})

test('a post that is gone twice has ended, with its last figures; once is not believed', async () => {
  const stage = await setCounting(one)
  const { remote } = await firstRemote(stage)
  stage.counts.set(remote, { reactions: 9 })
  await stage.tick({ after: minutes(45) })
  stage.said.gone.add(remote)
  await stage.tick({ after: minutes(45) })
  expect(await stage.delivery()).toMatchObject({ state: 'live' })
  await stage.tick({ after: minutes(10) })
  expect(await stage.delivery()).toMatchObject({ state: 'gone' })
  expect(await firstRemote(stage)).toMatchObject({ counters: { reactions: 9 }, ended_at: stage.now(), look_at: null })
  const calls = stage.calls.length
  await stage.tick({ after: days(8) })
  expect(stage.calls).toHaveLength(calls)
})

test('a post that was missed once and is found again goes on', async () => {
  const stage = await setCounting(one)
  const { remote } = await firstRemote(stage)
  stage.said.gone.add(remote)
  await stage.tick({ after: minutes(45) })
  stage.said.gone.clear()
  await stage.tick({ after: minutes(10) })
  expect(await firstRemote(stage)).toMatchObject({ missed_at: null, ended_at: null })
  stage.said.gone.add(remote)
  await stage.tick({ after: minutes(45) })
  expect(await stage.delivery()).toMatchObject({ state: 'live' })
})

test('a delivery with two copies is gone only when both are', async () => {
  const stage = await setCounting(one)
  const first = await firstRemote(stage)
  await stage.db
    .insertInto('remote')
    .values({ ...first, id: undefined, remote: '1221000000000000013', counters: '{}' } as never)
    .execute()
  stage.said.gone.add(first.remote)
  await stage.tick({ after: minutes(45) })
  await stage.tick({ after: minutes(10) })
  expect(await stage.delivery()).toMatchObject({ state: 'live' })
  stage.said.gone.add('1221000000000000013')
  await stage.tick({ after: minutes(45) })
  await stage.tick({ after: minutes(10) })
  expect(await stage.delivery()).toMatchObject({ state: 'gone' })
})

test('a channel that was told to wait rests from reading, and goes on publishing', async () => {
  const stage = await setCounting({ posts: [approved({ on: 'toy' }), approved({ on: 'toy' })] })
  const [channel] = stage.channels
  stage.said.next = { readings: [], later: { retryAfter: hours(2), why } }
  await stage.tick({ after: minutes(45) })
  expect(stage.calls).toHaveLength(4)
  await stage.tick({ after: minutes(60) })
  expect(stage.calls).toHaveLength(5)
  await stage.add(approved({ on: 'toy' }), channel)
  await stage.tick()
  expect(stage.toy.posts).toHaveLength(3)
  await stage.tick({ after: minutes(60) })
  expect(stage.calls.length).toBeGreaterThan(6)
})

test('a connection that ended holds the channel, and what was due is read once it is connected again', async () => {
  const stage = await setCounting(one)
  const { remote } = await firstRemote(stage)
  stage.said.next = { readings: [{ is: 'unread', remote, why }], reconnect: why }
  await stage.tick({ after: minutes(45) })
  const hold = await stage.db.selectFrom('hold').selectAll().executeTakeFirstOrThrow()
  expect(hold).toMatchObject({ scope: 'channel', reason: 'channel.reconnect', lifted_at: null })
  await stage.tick({ after: hours(5) })
  expect(stage.calls).toHaveLength(2)
  await stage.db.updateTable('hold').set({ lifted_at: stage.now() }).execute()
  await stage.tick()
  expect(stage.calls).toHaveLength(3)
})

test('nothing is read under a hold on everything', async () => {
  const stage = await setCounting(one)
  await stage.db.insertInto('hold').values({ scope: 'all', reason: 'dừng', since: stage.now() }).execute()
  await stage.tick({ after: hours(2) })
  expect(stage.calls).toHaveLength(1)
})

test('an adapter that throws, leaves posts out or counts nonsense has shown nothing', async () => {
  const stage = await setCounting(one)
  const { remote } = await firstRemote(stage)
  for (const next of [
    new Error('out of order'),
    { readings: [] },
    { readings: [{ is: 'read', remote, values: { reactions: -4 } }] } satisfies Partial<Readings>,
  ]) {
    stage.said.next = next
    await stage.tick({ after: hours(1) })
    expect((await firstRemote(stage)).counters).toEqual({})
  }
  expect(stage.calls).toHaveLength(4)
  expect(await snapshots(stage)).toEqual([])
  expect(stage.logged.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['adapter.threw', 'metrics.odd_counters']),
  )
})

test('what a lost process took is due again, and two processes never read the same post at once', async () => {
  const stage = await setCounting(one)
  const budget = { items: 100, signal: new AbortController().signal }
  const slow = Promise.withResolvers<void>()
  const { metrics } = toy
  const ctx = {
    ...stage.ctx,
    now: () => new Date(stage.now().getTime() + minutes(45)),
    networks: new Map([
      [
        'toy',
        { ...toy, metrics: (...given: Parameters<typeof metrics>) => slow.promise.then(() => metrics(...given)) },
      ],
    ]),
  }
  const first = measure.run(ctx, budget)
  await expect.poll(async () => (await firstRemote(stage)).look_at).toEqual(new Date(ctx.now().getTime() + minutes(15)))
  expect(await measure.run(ctx, budget)).toEqual({ items: 0, more: false })
  slow.resolve()
  expect(await first).toEqual({ items: 1, more: false })
})

test('a turn keeps to its budget and asks for another', async () => {
  const posts = Array.from({ length: 5 }, () => approved({ on: 'toy' }))
  const stage = await setCounting({ posts, sameChannel: true })
  const ctx = { ...stage.ctx, now: () => new Date(stage.now().getTime() + hours(1)) }
  const budget = { items: 2, signal: AbortSignal.timeout(seconds(60)) }
  expect(await measure.run(ctx, budget)).toEqual({ items: 2, more: true })
  expect(await measure.run(ctx, budget)).toEqual({ items: 2, more: true })
  expect(await measure.run(ctx, budget)).toEqual({ items: 1, more: false })
})

test('a copy of which only the address is known, because a person pasted it, is never taken for gone', async () => {
  const stage = await setCounting(one)
  const address = 'https://toy.example/trang/bai-viet/77'
  await stage.db.updateTable('remote').set({ remote: address, url: address }).execute()
  stage.said.gone.add(address)
  for (let n = 0; n < 3; n++) await stage.tick({ after: hours(1) })
  expect(stage.calls.flat()).not.toContain(address)
  expect((await stage.delivery()).state).toBe('live')
})
