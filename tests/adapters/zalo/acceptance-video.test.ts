import { afterEach, beforeEach, expect, test } from 'vitest'
import { zalo } from '../../../adapters/zalo/index.ts'
import { same } from '../../support/films.ts'
import { film, filmed, picture } from './builders.ts'
import { FILM, type Stage, setOa } from './live.ts'

/**
 * What a careless client gets wrong with videos, by the numbers of our Zalo reference (§14), against a strict Zalo over
 * real sockets.
 */

let oa: Stage
beforeEach(async () => {
  oa = await setOa({ settings: { convertFromMs: 20_000, convertToMs: 20_000 } })
})
afterEach(() => oa.close())

const content = (given: Parameters<typeof filmed>[0] = {}) => filmed({ video: film({ bytes: FILM.length }), ...given })
const uploads = () => oa.count('/preparevideo')
const creates = () => oa.count('/create')
const filmIn = (ticket: unknown) => (ticket as { film: { token: string; id?: string; creating?: boolean } }).film
const again = async (one: ReturnType<Stage['delivery']>) => {
  oa.sandbox.advance(20_000)
  expect(await one.reconcile(content())).toEqual({ is: 'unfinished' })
  return one.publish(content())
}

test('31: the file goes up whole, is waited for unseen, and becomes one video', async () => {
  const one = oa.delivery()
  expect(await one.publish(content())).toMatchObject({ is: 'accepted', awaits: 'network', lookAfter: 5_000 })
  expect(one.progress).toEqual([0, 1_048_576, 2_097_152, 3_000_000])
  expect(await one.reconcile(content())).toEqual({ is: 'pending', awaits: 'network', lookAfter: 5_000 })
  expect(creates()).toBe(0)
  const live = await again(one)
  const [row] = oa.visible()
  expect(live).toMatchObject({ is: 'live', remote: { id: row?.id, url: expect.stringContaining(row?.id ?? '-') } })
  expect(row).toMatchObject({ type: 'video', title: 'Video: Khởi công cầu Bến Lội', author: '', body: [] })
  expect(same(oa.sandbox.film(row?.video?.id ?? ''), FILM)).toBe(true)
  expect([uploads(), creates()]).toEqual([1, 1])
  expect(JSON.stringify(live)).not.toContain(filmIn(one.ticket()).token)
})

test('31: an upload whose answer is lost is sent again, and nothing of the first ever shows', async () => {
  oa.sandbox.pull({ what: 'lose', on: 'upload' })
  const one = oa.delivery()
  expect(await one.publish(content())).toMatchObject({ is: 'unsent', retryAfter: 60_000, why: { code: 'net.reset' } })
  expect((await one.publish(content())).is).toBe('accepted')
  expect((await again(one)).is).toBe('live')
  expect([uploads(), creates(), oa.visible().length]).toEqual([2, 1, 1])
})

test('7: a video whose create is answered into the void is found by its own id, and is there once', async () => {
  const one = oa.delivery()
  await one.publish(content())
  oa.sandbox.pull({ what: 'lose' })
  expect(await again(one)).toMatchObject({ is: 'unknown' })
  expect(filmIn(one.ticket())).toMatchObject({ creating: true })
  const ours = oa.visible()[0]?.id ?? ''
  // Another program posts another film under the same words.
  Object.assign(oa.sandbox.settings, { convertFromMs: 0, convertToMs: 0 })
  oa.app.requireProof = false
  const theirs = (await oa.state(await oa.prepare(FILM))).body.data?.video_id
  const { title, description } = content()
  const avatar = 'https://portal.example.vn/a.png'
  await oa.call('/v2.0/article/create', { type: 'video', title, description, avatar, video_id: theirs, status: 'show' })
  expect(oa.visible()).toHaveLength(2)
  expect(await one.reconcile(content())).toMatchObject({ is: 'live', remote: { id: ours } })
  expect([uploads(), creates()]).toEqual([2, 2])
  expect((await oa.delivery(oa.visible().map(row => row.id)).reconcile(content())).is).toBe('absent')
})

test('7: a create that never arrived is absent, and the next attempt uses the same upload', async () => {
  // What another program made of another film under the same words neither is ours nor leaves a doubt.
  const theirs = oa.delivery()
  await theirs.publish(content())
  expect((await again(theirs)).is).toBe('live')
  const [other] = oa.visible()
  const one = oa.delivery()
  await one.publish(content())
  oa.sandbox.pull({ what: 'lose', commit: false })
  expect((await again(one)).is).toBe('unknown')
  expect(await one.reconcile(content())).toEqual({ is: 'absent' })
  expect((await one.publish(content())).is).toBe('live')
  expect([uploads(), creates(), oa.visible().length]).toEqual([2, 3, 2])
  expect(oa.visible().filter(row => row.id === other?.id)).toHaveLength(1)
})

test('31: a conversion that fails is refused with its reason; sent again, the file goes up anew', async () => {
  oa.sandbox.pull({ what: 'spoilt' })
  const one = oa.delivery()
  await one.publish(content())
  oa.sandbox.advance(20_000)
  expect(await one.reconcile(content())).toMatchObject({
    is: 'refused',
    why: { code: 'zalo.video_failed', detail: 'Convert video failed; convert_error_code 1' },
  })
  expect((await one.publish(content())).is).toBe('accepted')
  expect((await again(one)).is).toBe('live')
  expect([uploads(), oa.visible().length]).toEqual([2, 1])
  for (const [end, code] of [
    ['locked', 'zalo.video_locked'],
    ['deleted', 'zalo.video_deleted'],
  ] as const) {
    oa.sandbox.pull({ what: 'spoilt', end })
    const other = oa.delivery()
    await other.publish(content())
    oa.sandbox.advance(20_000)
    expect(await other.reconcile(content())).toMatchObject({ is: 'refused', why: { code } })
  }
})

test('a conversion that takes for ever is waited for at ease and uploaded once', async () => {
  oa.sandbox.pull({ what: 'stuck', on: 'upload' })
  const one = oa.delivery()
  await one.publish(content())
  for (const [after, lookAfter] of [
    [60_000, 15_000],
    [36_000_000, 300_000],
  ] as const) {
    oa.sandbox.advance(after)
    expect(await one.reconcile(content())).toEqual({ is: 'pending', awaits: 'network', lookAfter })
  }
  expect((await one.publish(content())).is).toBe('accepted')
  expect(uploads()).toBe(1)
})

test('an upload that Zalo has forgotten is made anew before an article was asked for', async () => {
  const one = oa.delivery()
  await one.publish(content())
  oa.sandbox.pull({ what: 'refuse', on: 'video', error: -201, message: 'token is invalid!', times: 2 })
  expect(await one.reconcile(content())).toEqual({ is: 'unfinished' })
  expect((await one.publish(content())).is).toBe('accepted')
  expect((await again(one)).is).toBe('live')
  expect([uploads(), creates()]).toEqual([2, 1])
})

test('10: a dead still is refused at verify, and what is mended goes out with the film that is there', async () => {
  const dead = content({ pictures: [picture({ origin: 'https://portal.example.vn/none.png' })] })
  const one = oa.delivery()
  await one.publish(dead)
  oa.sandbox.advance(20_000)
  expect(await one.publish(dead)).toMatchObject({ is: 'refused', why: { code: 'zalo.media_failed' } })
  expect((await one.publish(content())).is).toBe('live')
  expect([uploads(), oa.visible().length]).toEqual([1, 1])
})

test('hidden first: a video is made hidden and shown with the same film', async () => {
  const one = oa.delivery([], { hiddenFirst: true })
  await one.publish(content())
  oa.sandbox.advance(20_000)
  expect((await one.publish(content())).is).toBe('live')
  expect(oa.visible()).toMatchObject([{ type: 'video', video: { id: filmIn(one.ticket()).id } }])
  expect([oa.count('/create'), oa.count('/update')]).toEqual([1, 1])
})

test('where Zalo does not hear the state of a new video it is never called live; hidden first shows it', async () => {
  oa.sandbox.settings.videoStatusOnCreate = false
  const one = oa.delivery()
  await one.publish(content())
  expect(await again(one)).toMatchObject({ is: 'unknown', why: { code: 'zalo.hidden' } })
  expect(await one.reconcile(content())).toMatchObject({ is: 'unproved', why: { code: 'zalo.hidden' } })
  const other = oa.delivery([], { hiddenFirst: true })
  await other.publish(content({ title: 'Video khác' }))
  oa.sandbox.advance(20_000)
  expect((await other.publish(content({ title: 'Video khác' }))).is).toBe('live')
})

test('31: the token of an upload goes in the header, or in the address where a channel says so', async () => {
  oa.sandbox.settings.videoTokenIn = 'query'
  const header = oa.delivery()
  await header.publish(content())
  expect(await header.reconcile(content())).toEqual({ is: 'unfinished' })
  const query = oa.delivery([], { videoToken: 'query' })
  await query.publish(content())
  expect((await query.reconcile(content())).is).toBe('pending')
})

test('14: a correction keeps the film and the state; neither form becomes the other', async () => {
  const one = oa.delivery()
  await one.publish(content())
  const live = await again(one)
  if (live.is !== 'live') throw new Error(live.is)
  const fixed = content({ description: 'Cầu dài 330 m.' })
  expect(await zalo.update?.(oa.session(), live.remote, fixed)).toEqual({ is: 'done' })
  expect(oa.visible()).toMatchObject([{ description: 'Cầu dài 330 m.', video: { id: filmIn(one.ticket()).id } }])
  const wrong = await zalo.update?.(oa.session(), live.remote, { ...fixed, form: 'article', author: 'Cổng' })
  expect(wrong).toEqual({ is: 'refused', why: { code: 'zalo.form_changed' } })
  oa.sandbox.settings.videoDetailStatus = 'seen'
  expect(await zalo.update?.(oa.session(), live.remote, content())).toEqual({ is: 'done' })
  expect(await zalo.remove?.(oa.session(), live.remote)).toEqual({ is: 'done' })
  expect(oa.visible()).toEqual([])
})

test('15: both lists are read for the counters, each only as far back as it has to be', async () => {
  for (let n = 0; n < 25; n++) {
    oa.sandbox.addArticle({ account: oa.oa.id, title: `Tin ${n}` })
    oa.sandbox.advance(1000)
  }
  const one = oa.delivery()
  await one.publish(content())
  const live = await again(one)
  if (live.is !== 'live') throw new Error(live.is)
  const newest = oa.sandbox.addArticle({ account: oa.oa.id, title: 'Tin mới nhất' })
  const before = oa.count('/getslice')
  const { readings } = await zalo.metrics(oa.session(), [live.remote.id, newest.id])
  const told = new Map(readings.map(reading => [reading.remote, reading.is]))
  expect([told.get(live.remote.id), told.get(newest.id)]).toEqual(['read', 'read'])
  expect(oa.count('/getslice') - before).toBe(2)
  const gone = await zalo.metrics(oa.session(), ['ffffffffffffffffffff', live.remote.id])
  expect(gone.readings.filter(reading => reading.is !== 'read')).toEqual([
    { is: 'gone', remote: 'ffffffffffffffffffff' },
  ])
})

test('a copy of ours that is not whole any more is refused before anything could be made of it', async () => {
  const files = {
    read: async () => undefined,
    piece: async (_: string, from: number) => (from > 0 ? undefined : FILM.slice(0, 1_048_576)),
  }
  expect(await oa.delivery().publish(content(), oa.session({ files }))).toEqual({
    is: 'refused',
    why: { code: 'zalo.video_lost' },
  })
  expect(creates()).toBe(0)
})

test('no more than a piece of the film is asked for at a time', async () => {
  const asked: number[] = []
  const piece = async (_: string, from: number, to: number) => {
    asked.push(to - from)
    return FILM.slice(from, to)
  }
  await oa.delivery().publish(content(), oa.session({ files: { read: async () => undefined, piece } }))
  expect(asked).toEqual([1_048_576, 1_048_576, 902_848])
})
