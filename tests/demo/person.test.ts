import { afterEach, beforeEach, expect, test } from 'vitest'
import { tiktok } from '../../adapters/tiktok/index.ts'
import { finishDrafts } from '../../src/demo/person.ts'
import { film, photos } from '../adapters/tiktok/builders.ts'
import { type Stage, setTiktok } from '../adapters/tiktok/live.ts'

let tt: Stage
beforeEach(async () => {
  tt = await setTiktok({ settings: { processingMs: 1000, moderationMs: 1000 } })
})
afterEach(() => tt.close())

test('the person of the demonstration finishes drafts, oldest first, and leaves the newest for whoever looks on', async () => {
  const sandbox = { url: tt.served.url }
  expect(await finishDrafts(sandbox)).toBe(0)
  for (const content of [photos({ text: 'Lời bài ảnh' }), film(), film()]) {
    expect((await tt.delivery({ settings: tiktok.shape.settings.parse({}) }).publish(content)).is).toBe('accepted')
    await tt.sandbox.advance(2_000)
  }
  expect(await finishDrafts(sandbox)).toBe(2)
  await tt.sandbox.advance(2_000)
  expect(tt.visible()).toHaveLength(2)
  expect(JSON.stringify(tt.visible())).toContain('Lời bài ảnh')
  expect(tt.sandbox.drafts(tt.account.id)).toHaveLength(1)
  expect(await finishDrafts(sandbox)).toBe(0)
})
