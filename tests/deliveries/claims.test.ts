import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { deliver } from '../../jobs/deliver.ts'
import { createRunner } from '../../jobs/run.ts'
import { openDatabase } from '../../src/db/open.ts'
import { deliverDue } from '../../src/deliveries/deliver.ts'
import { claimDue } from '../../src/deliveries/queries/claim.ts'
import { settleDue } from '../../src/deliveries/settle.ts'
import { approved, hours, minutes, type Stage, seconds, setStage } from '../support/stage.ts'
import { toy } from '../support/toy/index.ts'

const budget = () => ({ items: 1000, signal: new AbortController().signal })

/** Stops the world at the first publishing request until `go`, as a frozen process would. */
function freeze(stage: Stage) {
  let go: () => void = () => {}
  let reached: () => void = () => {}
  const arrived = new Promise<void>(done => {
    reached = done
  })
  const gate = new Promise<void>(done => {
    go = done
  })
  stage.toy.onRequest(method => {
    if (method !== 'POST') return
    stage.toy.onRequest(undefined)
    reached()
    return gate
  })
  return { arrived, go }
}

test('five workers on the same rows send each of them once, in order on each channel', async () => {
  const stage = await setStage()
  for (let n = 0; n < 8; n++) {
    const channel = await stage.addChannel()
    for (let m = 0; m < 4; m++) await stage.add(approved({ on: 'toy' }), channel)
  }
  await Promise.all(Array.from({ length: 5 }, () => deliverDue(stage.ctx, budget())))
  const rows = await stage.db.selectFrom('delivery').select(['state', 'attempts']).execute()
  expect(rows).toEqual(Array.from({ length: 32 }, () => ({ state: 'live', attempts: 1 })))
  expect(stage.toy.posts).toHaveLength(32)
  for (const { account } of stage.channels) {
    const texts = stage.toy.posts
      .filter(post => post.account === account)
      .map(({ text }) => Number(text.split(' ').at(-1)))
    expect(texts).toEqual([...texts].sort((a, b) => a - b))
  }
})

test('workers with more channels than places never have two of one channel on the wire, and keep its order', async () => {
  const stage = await setStage()
  const channels = await Promise.all(Array.from({ length: 20 }, () => stage.addChannel()))
  for (let n = 0; n < 2; n++) for (const channel of channels) await stage.add(approved({ on: 'toy' }), channel)
  const open = new Map<string, number>()
  let most = 0
  const watched = {
    ...toy,
    publish: async (...given: Parameters<typeof toy.publish>) => {
      const { account } = given[0]
      open.set(account, (open.get(account) ?? 0) + 1)
      most = Math.max(most, open.get(account) ?? 0)
      const begun = await stage.db
        .selectFrom('attempt')
        .select('id')
        .where('delivery_id', '=', given[2].delivery)
        .execute()
      expect(begun).toHaveLength(1)
      const answer = await toy.publish(...given)
      open.set(account, (open.get(account) ?? 0) - 1)
      return answer
    },
  }
  const ctx = { ...stage.ctx, networks: new Map([['toy', watched]]) }
  await Promise.all(Array.from({ length: 3 }, () => deliverDue(ctx, budget())))
  const rows = await stage.db.selectFrom('delivery').select(['state', 'attempts']).execute()
  expect(rows).toEqual(Array.from({ length: 40 }, () => ({ state: 'live', attempts: 1 })))
  expect(most).toBe(1)
  for (const { account } of stage.channels) {
    const texts = stage.toy.posts
      .filter(post => post.account === account)
      .map(({ text }) => Number(text.split(' ').at(-1)))
    expect(texts).toHaveLength(2)
    expect(texts).toEqual([...texts].sort((a, b) => a - b))
  }
})

test('a claim takes no more of a network than is left for it, and the rest of another', async () => {
  const stage = await setStage({ posts: [0, 1, 2, 3].map(() => approved({ on: 'toy' })) })
  const asked = { most: 10, pictures: true }
  expect(await claimDue(stage.db, stage.now(), stage.ctx.networks, { ...asked, left: () => 0 })).toEqual([])
  const some = await claimDue(stage.db, stage.now(), stage.ctx.networks, { ...asked, left: () => 3 })
  expect(some.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(stage.deliveries.slice(0, 3))
})

test('what is approved while another channel is still sending a film goes out at the nudge', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  const ice = freeze(stage)
  const runner = createRunner(() => stage.ctx, [deliver])
  runner.nudge('deliver')
  await ice.arrived
  const other = await stage.add(approved({ on: 'toy' }))
  const sent = new Promise<void>(done => stage.toy.onRequest(method => void (method === 'POST' && done())))
  runner.nudge('deliver')
  await sent
  expect(await stage.delivery()).toMatchObject({ state: 'publishing' })
  ice.go()
  await runner.rest()
  for (const id of [undefined, other]) expect(await stage.delivery(id)).toMatchObject({ state: 'live', attempts: 1 })
})

test('at most one delivery of a channel is in flight, urgent first, then the oldest', async () => {
  const stage = await setStage()
  const channel = await stage.addChannel()
  const plain = await stage.add(approved({ on: 'toy' }), channel)
  const urgent = await stage.add(approved({ on: 'toy', urgent: true }), channel)
  const ice = freeze(stage)
  const turn = deliverDue(stage.ctx, budget())
  await ice.arrived
  expect(await stage.delivery(urgent)).toMatchObject({ state: 'publishing' })
  expect(await stage.delivery(plain)).toMatchObject({ state: 'queued' })
  expect(await deliverDue(stage.ctx, budget())).toEqual({ items: 0, more: false })
  ice.go()
  await turn
  expect(await stage.delivery(plain)).toMatchObject({ state: 'live' })
})

test('a claim that ended after an attempt began is unknown, and is settled by reading', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  const ice = freeze(stage)
  const frozen = deliverDue(stage.ctx, budget())
  await ice.arrived
  await stage.endClaims()
  await settleDue(stage.ctx, budget())
  expect(await stage.delivery()).toMatchObject({ state: 'unknown', why: { code: 'delivery.claim_ended' } })
  // The frozen process wakes: its live answer of the last attempt is the truth.
  ice.go()
  await frozen
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 1 })
  await stage.tick({ after: hours(1) })
  expect(stage.toy.posts).toHaveLength(1)
})

test('a claim that ended before any attempt is sent again', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  await sql`update delivery set state = 'publishing', claim = 1,
    claimed_until = clock_timestamp() - interval '1 second'`.execute(stage.db)
  await stage.tick()
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 1 })
})

test('a live answer of attempt 1 after attempt 2 began is an alarm, and both copies are in the ledger', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  const ice = freeze(stage)
  const frozen = deliverDue(stage.ctx, budget())
  await ice.arrived
  await stage.endClaims()
  await stage.tick()
  await stage.tick({ after: minutes(5) })
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 2 })
  ice.go()
  await frozen
  const holds = await stage.db.selectFrom('hold').select(['scope', 'reason']).execute()
  expect(holds).toEqual([{ scope: 'delivery', reason: 'delivery.doubled' }])
  expect(await stage.db.selectFrom('remote').selectAll().execute()).toHaveLength(2)
  const audit = await stage.db.selectFrom('audit').select('verb').where('verb', '=', 'delivery.doubled').execute()
  expect(audit).toHaveLength(1)
})

test('a settler that comes back with a stale answer moves nothing', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  stage.toy.next({ is: 'swallow' })
  await stage.tick()
  let release: () => void = () => {}
  const gate = new Promise<void>(done => {
    release = done
  })
  let stopped: () => void = () => {}
  const reading = new Promise<void>(done => {
    stopped = done
  })
  const { networks } = stage.ctx
  const toy = networks.get('toy')
  if (!toy) throw new Error('no toy')
  const slow = {
    ...stage.ctx,
    now: () => new Date(stage.now().getTime() + minutes(5)),
    networks: new Map([
      [
        'toy',
        {
          ...toy,
          reconcile: async (...given: Parameters<typeof toy.reconcile>) => {
            const found = await toy.reconcile(...given)
            stopped()
            await gate
            return found
          },
        },
      ],
    ]),
  }
  const stale = settleDue(slow, budget())
  await reading
  await stage.endClaims()
  await stage.tick({ after: minutes(5) })
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 2 })
  release()
  await stale
  await stage.tick({ after: hours(1) })
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 2 })
  expect(stage.toy.posts).toHaveLength(1)
})

test('a process frozen past its claim does not write to the network when it wakes', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  // Frozen between the intention and the request: the machine's clock went on.
  let wall = Date.now()
  const toy = stage.ctx.networks.get('toy')
  if (!toy) throw new Error('no toy')
  const frozen = {
    ...toy,
    publish: async (...given: Parameters<typeof toy.publish>) => {
      wall += 60_000
      await stage.endClaims()
      await settleDue(stage.ctx, budget())
      return toy.publish(...given)
    },
  }
  const ctx = { ...stage.ctx, wall: () => wall, networks: new Map([['toy', frozen]]) }
  await deliverDue(ctx, budget())
  expect(stage.toy.requests.filter(({ method }) => method === 'POST')).toHaveLength(0)
  expect(await stage.delivery()).toMatchObject({ state: 'unknown' })
  await stage.tick({ after: minutes(5) })
  expect(stage.toy.posts).toHaveLength(1)
})

test('a connection cut in the middle of a turn loses nothing', async () => {
  const stage = await setStage()
  for (let n = 0; n < 6; n++) await stage.add(approved({ on: 'toy' }))
  const other = openDatabase(stage.url, 4)
  const killer = openDatabase(stage.url, 1)
  let cut = false
  stage.toy.onRequest(async method => {
    if (method !== 'POST' || cut) return
    cut = true
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(killer.db)
  })
  await deliverDue({ ...stage.ctx, db: other.db }, budget()).catch(() => undefined)
  await other.end()
  await killer.end()
  expect(cut).toBe(true)
  await stage.endClaims()
  await stage.tick({ after: minutes(5) })
  await stage.tick({ after: minutes(5) })
  const rows = await stage.db.selectFrom('delivery').select('state').execute()
  expect(rows.map(({ state }) => state)).toEqual(Array(6).fill('live'))
  expect(stage.toy.posts).toHaveLength(6)
})

test('nothing is claimed while this clock and the database differ by more than five minutes', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  const wrong = { ...stage.ctx, wall: () => Date.now() + hours(1) }
  await expect(deliverDue(wrong, budget())).rejects.toThrow('clock')
  await expect(settleDue(wrong, budget())).rejects.toThrow('clock')
  expect(stage.toy.requests).toHaveLength(0)
  expect(stage.logged).toContainEqual(expect.objectContaining({ level: 'error', event: 'clock.differs' }))
  await deliverDue({ ...stage.ctx, wall: () => Date.now() + seconds(200) }, budget())
  expect(await stage.delivery()).toMatchObject({ state: 'live' })
})
