/** Three clocks have to agree before anything is claimed: this machine's, the database's, and the network's (F17). */
import { expect, test } from 'vitest'
import type { Ctx } from '../../src/context.ts'
import { deliverDue } from '../../src/deliveries/deliver.ts'
import { settleDue } from '../../src/deliveries/settle.ts'
import { approved, hours, minutes, type Stage, seconds, setStage } from '../support/stage.ts'

const budget = () => ({ items: 1000, signal: new AbortController().signal })

/** A network whose replies carry the time of its own clock, seen by a process that has heard nothing yet. */
function dated(stage: Stage, clock: { ahead: number }, besides: Readonly<Record<string, string>> = {}) {
  const wall = { ahead: 0 }
  const ctx: Ctx = {
    ...stage.ctx,
    clocks: new Map(),
    wall: () => Date.now() + wall.ahead,
    outbound: {
      ...stage.ctx.outbound,
      networks: async (input, init) => {
        const reply = await stage.ctx.outbound.networks(input, init)
        const date = new Date(Date.now() + clock.ahead).toUTCString()
        return new Response(reply.body, { status: reply.status, headers: { ...besides, date } })
      },
    },
  }
  const pass = (milliseconds: number) => {
    wall.ahead += milliseconds
  }
  return { ctx, pass }
}

const methods = (stage: Stage) => stage.toy.requests.map(({ method }) => method)
const openHolds = (stage: Stage) =>
  stage.db.selectFrom('hold').select(['scope', 'network', 'reason']).where('lifted_at', 'is', null).execute()

test.each([
  ['ahead', hours(-24)],
  ['behind', minutes(6)],
])('a machine whose clock is %s of the network sends nothing: one read tells it', async (_way, ahead) => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  const { ctx } = dated(stage, { ahead })
  await deliverDue(ctx, budget())
  await deliverDue(ctx, budget())
  expect(methods(stage)).toEqual(['GET'])
  expect(await stage.delivery()).toMatchObject({ state: 'queued', attempts: 0 })
  expect(await openHolds(stage)).toEqual([{ scope: 'network', network: 'toy', reason: 'network.clock' }])
  expect(stage.logged).toContainEqual(expect.objectContaining({ level: 'error', event: 'clock.network_differs' }))
})

test('it is read again a minute later, and goes on by itself when the clocks agree', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  const clock = { ahead: hours(1) }
  const { ctx, pass } = dated(stage, clock)
  await deliverDue(ctx, budget())
  clock.ahead = seconds(20)
  pass(minutes(1))
  await deliverDue(ctx, budget())
  expect(await openHolds(stage)).toEqual([])
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 1 })
})

test('a clock that begins to differ in the middle of a turn stops the claims of that turn', async () => {
  const stage = await setStage()
  const channel = await stage.addChannel()
  for (let n = 0; n < 3; n++) await stage.add(approved({ on: 'toy' }), channel)
  const clock = { ahead: 0 }
  const { ctx } = dated(stage, clock)
  stage.toy.onRequest(method => {
    if (method === 'POST') clock.ahead = minutes(10)
  })
  await deliverDue(ctx, budget())
  expect(methods(stage)).toEqual(['GET', 'POST'])
  const rows = await stage.db.selectFrom('delivery').select('state').orderBy('id').execute()
  expect(rows.map(({ state }) => state)).toEqual(['live', 'queued', 'queued'])
})

test('nothing is looked at either: a list since our time would prove an absence that is none', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  stage.toy.loseReplies(1)
  await stage.tick()
  expect(await stage.delivery()).toMatchObject({ state: 'unknown' })
  const { ctx } = dated(stage, { ahead: hours(-1) })
  await settleDue({ ...ctx, now: () => new Date(stage.now().getTime() + minutes(5)) }, budget())
  expect(await stage.delivery()).toMatchObject({ state: 'unknown', looks: 0 })
  expect(stage.toy.requests.filter(({ path }) => path.endsWith('/posts'))).toHaveLength(1)
})

test('within five minutes, from a cache, or without a date it goes out', async () => {
  for (const [clock, besides] of [
    [{ ahead: minutes(4) }, {}],
    [{ ahead: hours(-5) }, { age: '18000' }],
    [{ ahead: Number.NaN }, {}],
  ] as const) {
    const stage = await setStage({ post: approved({ on: 'toy' }) })
    const { ctx } = Number.isNaN(clock.ahead)
      ? { ctx: { ...stage.ctx, clocks: new Map() } }
      : dated(stage, clock, besides)
    await deliverDue(ctx, budget())
    expect(await stage.delivery()).toMatchObject({ state: 'live' })
  }
})

test('a network that was heard is not read again, until our own clock was set or an hour went by', async () => {
  const stage = await setStage({ posts: [0, 1, 2].map(n => approved({ on: 'toy', dueIn: minutes(n) })) })
  const { ctx, pass } = dated(stage, { ahead: 0 })
  const at = (n: number) => ({ ...ctx, now: () => new Date(stage.now().getTime() + minutes(n)) })
  await deliverDue(at(0), budget())
  await deliverDue(at(1), budget())
  expect(methods(stage)).toEqual(['GET', 'POST', 'POST'])
  pass(minutes(4))
  await deliverDue(at(2), budget())
  expect(methods(stage)).toEqual(['GET', 'POST', 'POST', 'GET', 'POST'])
})
