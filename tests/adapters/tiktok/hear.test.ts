import { afterEach, beforeEach, expect, test } from 'vitest'
import { hear } from '../../../adapters/tiktok/hear.ts'
import type { Knock } from '../../../src/ports/network.ts'
import { film } from './builders.ts'
import { type Stage, setTiktok } from './live.ts'
import { hook } from './vectors.ts'

const app = { id: 'awthu', secret: hook.secret }
const at = (seconds: number) => new Date(seconds * 1000)
const knock = (body: string, header: string | null, name = 'TikTok-Signature'): Knock => ({
  method: 'POST',
  query: new URLSearchParams(),
  headers: new Headers(header === null ? {} : { [name]: header }),
  body: new TextEncoder().encode(body),
})
const signed = `t=${hook.t},s=${hook.mac}`

test('16: the signature is over the bytes as they came, whatever the case of its name', async () => {
  for (const name of ['TikTok-Signature', 'tiktok-signature', 'TIKTOK-SIGNATURE'])
    expect((await hear(app, knock(hook.body, signed, name), at(hook.t))).is).toBe('hints')
  const again = JSON.stringify(JSON.parse(hook.body))
  expect(again).not.toBe(hook.body)
  expect(await hear(app, knock(again, signed), at(hook.t))).toMatchObject({
    is: 'forged',
    why: { code: 'tiktok.hook_forged' },
  })
})

test('16: one byte, another secret, another time or no signature is forged', async () => {
  const forged = async (body: string, header: string | null, secret = hook.secret, now = hook.t) =>
    (await hear({ ...app, secret }, knock(body, header), at(now))).is
  expect(await forged(hook.body.replace('awthu', 'awthv'), signed)).toBe('forged')
  expect(await forged(hook.body, signed, 'khac')).toBe('forged')
  expect(await forged(hook.body, signed.replace(String(hook.t), String(hook.t + 1)))).toBe('forged')
  expect(await forged(hook.body, signed, hook.secret, hook.t + 301)).toBe('forged')
  expect(await forged(hook.body, signed, hook.secret, hook.t - 301)).toBe('forged')
  expect(await forged(hook.body, null)).toBe('forged')
  expect(await forged(hook.body, `t=${hook.t},s=${hook.mac.slice(1)}`)).toBe('forged')
  expect(await forged('{}', signed, '')).toBe('forged')
})

test('16: what stands inside is JSON once more, and its ids stay digits', async () => {
  const heard = await hear(app, knock(hook.body, signed), at(hook.t))
  expect(heard).toEqual({
    is: 'hints',
    hints: [{ is: 'look', account: '-000thu', ticket: 'v_pub_file~v2-1.7493784938978805793' }],
  })
})

let tt: Stage
beforeEach(async () => {
  tt = await setTiktok({ settings: { processingMs: 1000, moderationMs: 60_000 } })
})
afterEach(() => tt.close())

const heardOf = async (event: ReturnType<Stage['sandbox']['events']>[number]) => {
  const { body, header } = await tt.sandbox.sign(event)
  return hear({ id: tt.app.id, secret: tt.app.secret }, knock(body, header), tt.sandbox.now())
}

test('17: told five times, or before its time, a message only says where to look: one state comes of it', async () => {
  const one = tt.delivery()
  await one.publish(film({ form: 'video_direct' }))
  await tt.sandbox.advance(90_000)
  const events = tt.sandbox.events()
  expect(events.map(event => event.event)).toEqual(['post.publish.complete', 'post.publish.publicly_available'])
  const { publish } = one.ticket() as { publish: string }
  for (const event of [...events].reverse())
    for (let n = 0; n < 5; n++)
      expect(await heardOf(event)).toEqual({
        is: 'hints',
        hints: [{ is: 'look', account: tt.account.id, ticket: publish }],
      })
  for (let n = 0; n < 5; n++) expect((await one.reconcile(film({ form: 'video_direct' }))).is).toBe('live')
  expect(tt.visible()).toHaveLength(1)
})

test('a grant that was taken back makes the connection be looked at', async () => {
  tt.sandbox.withdraw(tt.account.id)
  const [event] = tt.sandbox.events()
  if (!event) throw new Error('no event')
  expect(await heardOf(event)).toEqual({ is: 'hints', hints: [{ is: 'inspect', account: tt.account.id }] })
})

test('a message of a kind that we do not know is nothing to do, and no forgery', async () => {
  for (const event of ['tiktok.ping', 'video.publish.completed', 'post.publish.no_longer_publicaly_available']) {
    const body = {
      client_key: tt.app.id,
      event,
      create_time: 1,
      user_openid: tt.account.id,
      content: '{"reason":"thử"}',
    }
    expect(await heardOf(body)).toEqual({ is: 'hints', hints: [] })
  }
})
