import { afterEach, beforeEach, expect, test } from 'vitest'
import { youtube } from '../../../adapters/youtube/index.ts'
import type { Content, Ticket } from '../../../src/ports/network.ts'
import { content, picture, short } from './builders.ts'
import { type Stage, setChannel } from './live.ts'

/** What stands beside a video that is up: set later where YouTube was too busy or too early, given up where it refused. */

let stage: Stage
beforeEach(async () => {
  stage = await setChannel()
})
afterEach(() => stage.close())

const dressed = () => content({ section: 'Thời sự', pictures: [picture()] })
const busy = { what: 'refuse', status: 429, reason: 'uploadRateLimitExceeded', times: 2 } as const
const hour = 3_600_000

async function complete(what: Content, settings = {}, ticket?: Ticket) {
  const [{ id = '' } = {}] = stage.sandbox.ledger()
  return youtube.complete?.(stage.session({ settings }), { id }, what, {}, ticket)
}

test('a thumbnail that YouTube was too busy for is left open, told when, and set by the next try alone', async () => {
  const list = stage.sandbox.addPlaylist({ channel: stage.channel.id, title: 'Thời sự' })
  const settings = { playlists: { 'Thời sự': list.id } }
  stage.sandbox.pull({ ...busy, on: 'thumbnail' })
  expect((await stage.delivery({ settings }).publish(dressed())).is).toBe('live')
  expect(stage.notes).toMatchObject([
    { is: 'incomplete', why: { code: 'youtube.thumbnail_later', status: 429 }, retryAfter: hour },
  ])
  expect(stage.sandbox.ledger()).toMatchObject([{ thumbnail: null, playlists: [list.id] }])
  expect(await complete(dressed(), settings, { video: 'x', done: ['playlist'] })).toEqual({ is: 'done' })
  expect(stage.sandbox.ledger()).toMatchObject([{ thumbnail: expect.any(Number), playlists: [list.id] }])
  expect(list.items).toHaveLength(1)
  expect(stage.count('playlistItems.insert')).toBe(1)
})

test('what was refused is no matter of time: a warning, and nothing left open', async () => {
  stage.sandbox.pull({ what: 'refuse', status: 403, reason: 'forbidden', on: 'thumbnail' })
  await stage.delivery().publish(dressed())
  expect(stage.notes).toMatchObject([{ is: 'warning', why: { code: 'youtube.thumbnail_failed' } }])
})

test('a Short that is still being processed gets its thumbnail afterwards', async () => {
  await stage.close()
  stage = await setChannel({ settings: { processingFromMs: 60_000, processingToMs: 60_000 } })
  stage.sandbox.pull({ what: 'fate', short: true })
  const what = content({ form: 'short', video: short(), pictures: [picture()] })
  await stage.delivery().publish(what)
  expect(await complete(what)).toMatchObject({ is: 'later', why: { code: 'youtube.short_still_later' } })
  expect(stage.count('thumbnails.set')).toBe(0)
  stage.sandbox.advance(61_000)
  expect(await complete(what)).toEqual({ is: 'done' })
  expect(stage.count('thumbnails.set')).toBe(1)
})

test('a lost answer and a spent quota wait, a dead token is to be renewed; a video that somebody removed needs nothing', async () => {
  await stage.delivery().publish(content())
  stage.sandbox.pull({ what: 'lose', on: 'thumbnail', times: 2 })
  expect(await complete(dressed())).toMatchObject({ is: 'later', why: { code: 'youtube.thumbnail_later' } })
  const bare = stage.session({ cred: { access: 'gone', refresh: 'gone', expiresAt: 0 } })
  const [{ id = '' } = {}] = stage.sandbox.ledger()
  expect(await youtube.complete?.(bare, { id }, dressed(), {}, undefined)).toMatchObject({
    is: 'reconnect',
    why: { code: 'youtube.token_dead' },
  })
  expect(await youtube.complete?.(stage.session(), { id: 'nothingHere' }, dressed(), {}, undefined)).toEqual({
    is: 'done',
  })
  stage.sandbox.pull({ what: 'refuse', status: 403, reason: 'quotaExceeded', domain: 'youtube.quota', on: 'thumbnail' })
  // 02:00 UTC is six hours before midnight in Los Angeles.
  expect(await complete(dressed())).toMatchObject({ is: 'later', retryAfter: 6 * hour })
})
