import { expect, test } from 'vitest'
import { createRunner } from '../../jobs/index.ts'
import { makeApp } from '../../src/app.tsx'
import { hmacSha256Hex } from '../../src/kit/crypto.ts'
import { parseJson } from '../../src/kit/json.ts'
import type { AnyNetwork, Hint } from '../../src/ports/network.ts'
import { approved, hours, minutes, setStage } from '../support/stage.ts'
import { toy } from '../support/toy/index.ts'

const secret = 'toy-app-secret'

/** A toy network that signs its knocks; what it says inside is what it wants looked at. */
const telling: AnyNetwork = {
  ...toy,
  hear: async (app, knock) => {
    const challenge = knock.query.get('challenge')
    if (knock.method === 'GET' && challenge) return { is: 'answer', body: challenge }
    const wanted = await hmacSha256Hex(app.secret, knock.body)
    if (knock.headers.get('x-toy-signature') !== wanted) return { is: 'forged', why: { code: 'toy.forged' } }
    return { is: 'hints', hints: parseJson(new TextDecoder().decode(knock.body)) as Hint[] }
  },
}

async function setDoor() {
  const stage = await setStage({ toy: telling, post: approved({ on: 'toy' }) })
  const nudged: string[] = []
  const app = makeApp({ ...stage.ctx, nudge: job => void nudged.push(job) })
  const at = 'http://desk.test/hooks/toy'
  const knock = async (hints: readonly unknown[], given: { signature?: string; at?: string } = {}) => {
    const body = JSON.stringify(hints)
    const signature = given.signature ?? (await hmacSha256Hex(secret, body))
    const headers = { 'x-toy-signature': signature, 'content-type': 'application/json' }
    return (await app.request(given.at ?? at, { method: 'POST', body, headers })).status
  }
  const counts = () => stage.db.selectFrom('hook_day').select(['heard', 'repeated', 'forged']).execute()
  const account = stage.channels[0]?.account ?? ''
  const doubt = async (ticket: unknown) => {
    await stage.db
      .updateTable('delivery')
      .set({
        state: 'settling',
        look_at: new Date(stage.now().getTime() + hours(1)),
        doubt_at: stage.now(),
        awaits: 'network',
        ticket: JSON.stringify(ticket),
      })
      .execute()
  }
  const due = async () => ((await stage.delivery()).look_at?.getTime() ?? 0) <= stage.now().getTime()
  return { stage, app, at, knock, counts, account, doubt, due, nudged }
}

test('a knock makes the look due now at the delivery that it means, and at no other', async () => {
  const { knock, doubt, due, account, nudged } = await setDoor()
  await doubt({ step: { publish: ['p-77', 'x'] } })
  expect(await knock([{ is: 'look', account, ticket: 'p-78' }])).toBe(200)
  expect(await due()).toBe(false)
  expect(await knock([{ is: 'look', account: 'another', ticket: 'p-77' }])).toBe(200)
  expect(await due()).toBe(false)
  expect(await knock([{ is: 'look', account, ticket: 'p-77' }])).toBe(200)
  expect(await due()).toBe(true)
  expect(nudged).toContain('settle')
})

test('it moves no state by itself, whatever it says', async () => {
  const { stage, knock, doubt, account } = await setDoor()
  await doubt({ publish: 'p-77' })
  await knock([{ is: 'look', account, ticket: 'p-77', state: 'live' }])
  expect(await stage.delivery()).toMatchObject({ state: 'settling', live_at: null })
})

test('a forged knock is refused, counted, and does nothing', async () => {
  const { knock, counts, doubt, due, account } = await setDoor()
  await doubt({ publish: 'p-77' })
  for (const signature of ['', 'f'.repeat(64), (await hmacSha256Hex('another key', '[]')).toUpperCase()])
    expect(await knock([{ is: 'look', account, ticket: 'p-77' }], { signature })).toBe(401)
  expect(await due()).toBe(false)
  expect(await counts()).toEqual([{ heard: 0, repeated: 0, forged: 3 }])
})

test('one knock five times is done once and answered five times', async () => {
  const { stage, knock, counts, doubt, due, account } = await setDoor()
  await doubt({ publish: 'p-77' })
  const answers = await Promise.all(Array.from({ length: 5 }, () => knock([{ is: 'look', account, ticket: 'p-77' }])))
  expect(answers).toEqual([200, 200, 200, 200, 200])
  expect(await counts()).toEqual([{ heard: 1, repeated: 4, forged: 0 }])
  await stage.db
    .updateTable('delivery')
    .set({ look_at: new Date(stage.now().getTime() + minutes(30)) })
    .execute()
  await knock([{ is: 'look', account, ticket: 'p-77' }])
  expect(await due()).toBe(false)
})

test('the answer does not wait for the work that the knock makes due', async () => {
  const { stage, doubt, account } = await setDoor()
  await doubt({ publish: 'p-77' })
  // The work ends only when the answer is there: a door that waited for it would never give one.
  const answered = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const run = async () => {
    begun.resolve()
    await answered.promise
    return { items: 1, more: false }
  }
  const runner = createRunner(() => stage.ctx, [{ name: 'settle', every: 5, needs: 'web', run }])
  const app = makeApp({ ...stage.ctx, nudge: runner.nudge })
  const body = JSON.stringify([{ is: 'look', account, ticket: 'p-77' }])
  const headers = { 'x-toy-signature': await hmacSha256Hex(secret, body) }
  const reply = await app.request('http://desk.test/hooks/toy', { method: 'POST', body, headers })
  expect(reply.status).toBe(200)
  await begun.promise
  answered.resolve()
  await runner.rest()
})

test('a connection that may have ended is looked at now', async () => {
  const { stage, knock, account, nudged } = await setDoor()
  await stage.db.updateTable('channel').set({ inspected_at: stage.now() }).execute()
  await knock([{ is: 'inspect', account: 'another' }])
  const seen = () => stage.db.selectFrom('channel').select('inspected_at').executeTakeFirstOrThrow()
  expect((await seen()).inspected_at).not.toBeNull()
  await knock([{ is: 'inspect', account }])
  expect((await seen()).inspected_at).toBeNull()
  expect(nudged).toContain('renew')
})

test('a question is answered as it wants, a long body is cut off, and other doors stay shut', async () => {
  const { app, at, knock, counts } = await setDoor()
  const asked = await app.request(`${at}?challenge=42`)
  expect([asked.status, await asked.text()]).toEqual([200, '42'])
  expect(await knock(['x'.repeat(1_100_000)])).toBe(413)
  expect(await knock([], { at: 'http://desk.test/hooks/nobody' })).toBe(404)
  expect((await app.request('http://desk.test/hooks/toy', { method: 'DELETE' })).status).toBe(404)
  expect(await counts()).toEqual([])
})
