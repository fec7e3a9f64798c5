import { expect, test } from 'vitest'
import { zalo } from '../../../adapters/zalo/index.ts'
import { zaloSandbox } from '../../../adapters/zalo/sandbox.ts'
import type { Cred } from '../../../adapters/zalo/shape.ts'
import { openCredential, sealCredential } from '../../../src/channels/credential.ts'
import { connectionOf } from '../../../src/channels/queries.ts'
import { mend, renewDue } from '../../../src/channels/renew.ts'
import { openSession } from '../../../src/channels/session.ts'
import { addChannel, addUnit } from '../../support/build.ts'
import { testConfig, testContext } from '../../support/context.ts'
import { freshDatabase } from '../../support/database.ts'
import { testSealer } from '../../support/sealer.ts'
import { NOW } from './served.ts'

/** The pair of an OA in the hands of the service itself, by the numbers of our Zalo reference (§14). */

const hour = 3_600_000
const day = 24 * hour

async function setChannel() {
  const { db } = await freshDatabase()
  const sandbox = zaloSandbox({ now: () => NOW })
  const app = sandbox.addApp()
  const oa = sandbox.addAccount()
  const pair = sandbox.mintPair({ app: app.id, account: oa.id })
  const networks = new Map([['zalo', zalo]])
  const sealer = await testSealer()
  const process = () =>
    testContext(db, {
      sealer,
      now: sandbox.now,
      networks,
      config: { ...testConfig(), apps: new Map([['zalo', app]]) },
      outbound: {
        networks: async (input, init) => sandbox.app.fetch(new Request(input, init)),
        portals: () => Promise.reject(new Error('no portal')),
      },
    })
  const ctx = await process()
  const cred: Cred = { access: pair.access, refresh: pair.refresh, expiresAt: NOW.getTime() + 25 * hour }
  const { id } = await addChannel(db, {
    unit: await addUnit(db),
    network: 'zalo',
    account: oa.id,
    seal: channel => sealCredential(ctx, channel, cred),
    expiresAt: new Date(NOW.getTime() + 25 * hour),
    storedAt: new Date(NOW.getTime() - day),
  })
  const turn = async (after = 0) => {
    sandbox.advance(after)
    return renewDue(ctx, { items: 9, signal: new AbortController().signal })
  }
  const renewals = () => sandbox.calls().filter(call => call.path.endsWith('/access_token')).length
  const sealed = async () => (await connectionOf(db, id))?.sealed ?? null
  /** As a process that has just started finds it. */
  async function inspect() {
    const fresh = await process()
    const connection = await connectionOf(db, id)
    const opened = connection && (await openSession(fresh, zalo, connection, new AbortController().signal))
    if (opened?.is !== 'open') throw new Error('not readable')
    return zalo.auth.inspect(opened.session as never)
  }
  const kept = async () => (await openCredential(ctx, zalo, id, (await sealed()) ?? new Uint8Array()))?.cred as Cred
  const holds = () => db.selectFrom('hold').select(['reason', 'why']).execute()
  return { db, ctx, sandbox, app, oa, pair, id, turn, renewals, sealed, inspect, kept, holds }
}

test('2: two workers with an expired token make exactly one refresh call, and both go on with what came of it', async () => {
  const zl = await setChannel()
  zl.sandbox.advance(26 * hour)
  const used = await zl.sealed()
  const both = await Promise.all([1, 2].map(() => mend(zl.ctx, zl.id, zalo, used)))
  expect(both).toContain('newer')
  expect(both).not.toContain('no')
  expect(zl.renewals()).toBe(1)
  expect(await mend(zl.ctx, zl.id, zalo, used)).toBe('newer')
  expect(zl.renewals()).toBe(1)
  expect(await zl.inspect()).toMatchObject({ is: 'well' })
})

test('3: the new pair is in the store before anything is asked with it, and a process that starts then goes on', async () => {
  const zl = await setChannel()
  await zl.turn(21 * hour)
  const calls = zl.sandbox.calls()
  expect(calls.at(-1)?.path).toMatch(/access_token$/)
  const kept = await zl.kept()
  expect([kept.access, kept.refresh]).not.toContain(zl.pair.access)
  expect(kept.refresh).not.toBe(zl.pair.refresh)
  expect(await zl.inspect()).toMatchObject({ is: 'well' })
})

test('4: a refresh token that another program spent ends in a new consent: one attempt, one alert, no loop', async () => {
  const zl = await setChannel()
  const spent = await zl.sandbox.app.request('/v4/oa/access_token', {
    method: 'POST',
    headers: { secret_key: zl.app.secret, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ app_id: zl.app.id, grant_type: 'refresh_token', refresh_token: zl.pair.refresh }),
  })
  expect(await spent.json()).toMatchObject({ expires_in: '90000' })
  await zl.turn(21 * hour)
  for (let n = 0; n < 4; n++) await zl.turn(hour)
  expect(zl.renewals() - 1).toBe(1)
  expect(await zl.holds()).toMatchObject([{ reason: 'channel.reconnect' }])
})

test('5: seconds given as text are 25 hours; it is renewed ahead of them, and after 61 idle days still', async () => {
  const zl = await setChannel()
  await zl.turn(19 * hour)
  expect(zl.renewals()).toBe(0)
  await zl.turn(2 * hour)
  expect(zl.renewals()).toBe(1)
  expect((await zl.kept()).expiresAt).toBe(zl.sandbox.now().getTime() + 25 * hour)
  await zl.turn(61 * day)
  expect(zl.renewals()).toBe(2)
  expect(await zl.inspect()).toMatchObject({ is: 'well' })
  expect(await zl.holds()).toEqual([])
})
