import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { zalo } from '../../../adapters/zalo/index.ts'
import { makeApp } from '../../../src/app.tsx'
import type { AnyNetwork } from '../../../src/ports/network.ts'
import { testConfig, testContext } from '../../support/context.ts'
import { freshDatabase } from '../../support/database.ts'

const given = { id: '2200000000000000001', secret: 'app secret', hook: 'OA secret of the webhook page' }
const time = '1764000000123'
const event = (name: string) =>
  `{"event_name":"${name}","app_id":"${given.id}","oa_id":"3880000000000000001","follower":{"id":"9007199254740993123"},"timestamp":"${time}"}`
const sign = (body: string) =>
  `mac=${createHash('sha256')
    .update(given.id + body + time + given.hook)
    .digest('hex')}`

/** The door as it stands in the service, and what goes on behind it. */
async function setDoor() {
  const { db } = await freshDatabase()
  const behind: string[] = []
  const silent = (input: string | URL) => {
    behind.push(String(input))
    return new Promise<never>(() => {})
  }
  const ctx = await testContext(db, {
    config: { ...testConfig(), apps: new Map([['zalo', given]]) },
    networks: new Map<string, AnyNetwork>([['zalo', zalo]]),
    outbound: { networks: silent, portals: silent },
    nudge: job => void behind.push(job),
  })
  const app = makeApp(ctx)
  const knock = async (body: string, signature = sign(body)) => {
    const headers = { 'content-type': 'application/json', 'x-zevent-signature': signature }
    return (await app.request('http://desk.test/hooks/zalo', { method: 'POST', body, headers })).status
  }
  const counts = () => db.selectFrom('hook_day').select(['heard', 'repeated', 'forged']).execute()
  return { knock, counts, behind }
}

// Zalo gives up after two seconds. What is answered without asking anybody is never late by somebody else's fault.
test('20: the answer waits for no network and no job: none is asked, and what was heard is counted', async () => {
  const { knock, counts, behind } = await setDoor()
  expect(await knock(event('follow'))).toBe(200)
  expect(behind).toEqual([])
  expect(await counts()).toEqual([{ heard: 1, repeated: 0, forged: 0 }])
})

test('20: one event five times is processed once; a forged one is refused and counted', async () => {
  const { knock, counts } = await setDoor()
  const five = await Promise.all(Array.from({ length: 5 }, () => knock(event('unfollow'))))
  expect(five).toEqual([200, 200, 200, 200, 200])
  for (const signature of [sign(event('follow')), sign(event('unfollow')).toUpperCase(), ''])
    expect(await knock(event('unfollow'), signature)).toBe(401)
  expect(await counts()).toEqual([{ heard: 1, repeated: 4, forged: 3 }])
})
