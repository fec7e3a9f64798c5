import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Content, Found } from '../../../src/ports/network.ts'
import { same } from '../../support/films.ts'
import { filmPost } from './builders.ts'
import { type Stage, setPage } from './live.ts'
import { NOW } from './script.ts'

/**
 * What a careless client gets wrong with videos and reels, by the numbers of our Facebook reference (§13), against a
 * strict Graph over real sockets.
 */

let stage: Stage
beforeEach(async () => {
  stage = await setPage({ now: () => NOW })
})
afterEach(() => stage.close())

const size = { bytes: 2_621_441 }
const video = (n = 1, given = {}): Content => filmPost({ text: `Video số ${n}`, video: stage.film(n, given) })
const reel = (n = 1, given = {}): Content =>
  filmPost({
    form: 'reel',
    text: `Thước phim số ${n}`,
    video: stage.film(n, { width: 1080, height: 1920, seconds: 30, ...given }),
  })
const both = [
  ['video', video],
  ['reel', reel],
] as const

const paths = (method: string) =>
  stage.sandbox
    .calls()
    .filter(call => call.method === method)
    .map(call => call.path)
const finishes = () => stage.sandbox.calls().filter(call => call.kind === 'publish').length
const filmIn = (ticket: unknown) => (ticket as { film: { id: string; whole?: boolean; finishing?: boolean } }).film
const live = (found: Found) => {
  if (found.is !== 'live') throw new Error(JSON.stringify(found))
  return found.remote
}

for (const [name, make] of both) {
  test(`a ${name} goes over whole, is waited for, and gets its address`, async () => {
    const one = stage.delivery()
    const content = make(1, size)
    expect(await one.publish(content)).toMatchObject({ is: 'accepted', awaits: 'network', lookAfter: 5_000 })
    const { id } = filmIn(one.ticket())
    expect(same(stage.sandbox.film(id), stage.kept.get(content.video?.digest ?? '') ?? new Uint8Array())).toBe(true)
    expect(one.progress.at(0)).toBe(0)
    expect(one.progress.every((at, place) => place === 0 || at >= (one.progress[place - 1] ?? 0))).toBe(true)
    expect(await one.reconcile(content)).toMatchObject({ is: 'pending', awaits: 'network', lookAfter: 5_000 })
    stage.sandbox.advance(30_000)
    const remote = live(await one.reconcile(content))
    // A relative address is completed.
    const url = name === 'reel' ? `/reel/${id}/` : `/${stage.page.id}/videos/${id}/`
    expect(remote).toEqual({ id, url: `https://www.facebook.com${url}` })
    expect(stage.visible()).toMatchObject([{ video: { id, form: name, title: 'Khởi công cầu Bến Lội' } }])
  })

  test(`§13.2: a ${name} whose finishing answer is dropped is found by its id, and is there once`, async () => {
    stage.sandbox.levers.loseReplies(1)
    const one = stage.delivery()
    expect(await one.publish(make())).toMatchObject({ is: 'unknown', why: { code: 'net.reset' } })
    expect((await one.reconcile(make())).is).toBe('pending')
    stage.sandbox.advance(60_000)
    const remote = live(await one.reconcile(make()))
    expect(stage.visible()).toMatchObject([{ video: { id: remote.id } }])
    expect(finishes()).toBe(1)
    expect(paths('GET').some(path => path.endsWith('/published_posts'))).toBe(false)
  })

  test(`§13.2: a ${name} whose ticket was never stored is found in the list it belongs to, and there only`, async () => {
    const lost = stage.delivery()
    await lost.publish(make())
    stage.sandbox.advance(60_000)
    const found = await stage.delivery().reconcile(make())
    expect(live(found).id).toBe(filmIn(lost.ticket()).id)
    expect(paths('GET').at(-1)).toBe(`/${stage.page.id}/${name === 'reel' ? 'video_reels' : 'videos'}`)
    expect((await stage.delivery([live(found).id]).reconcile(make())).is).toBe('absent')
  })

  test(`a ${name} whose finishing call never arrived is finished by the next attempt, not sent again`, async () => {
    stage.sandbox.levers.loseCalls(1)
    const one = stage.delivery()
    expect((await one.publish(make())).is).toBe('unknown')
    // A late one would have shown within minutes: until then nothing is said.
    expect((await one.reconcile(make())).is).toBe('pending')
    stage.sandbox.advance(5 * 60_000)
    expect(await one.reconcile(make())).toEqual({ is: 'unfinished' })
    const { id } = filmIn(one.ticket())
    const uploads = stage.sandbox.calls().filter(call => call.kind === 'upload').length
    expect((await one.publish(make())).is).toBe('accepted')
    expect(stage.sandbox.calls().filter(call => call.kind === 'upload')).toHaveLength(uploads)
    stage.sandbox.advance(60_000)
    expect(live(await one.reconcile(make())).id).toBe(id)
    expect(stage.visible()).toHaveLength(1)
  })

  test(`a ${name} whose finishing call works a minute late is finished again in vain, and is there once`, async () => {
    stage.sandbox.levers.delayCommit(60_000)
    const one = stage.delivery()
    expect((await one.publish(make())).is).toBe('unknown')
    // Even an attempt that comes too early does no harm: it is the same video.
    expect((await one.publish(make())).is).toBe('unknown')
    stage.sandbox.advance(5 * 60_000)
    live(await one.reconcile(make()))
    expect(stage.visible()).toHaveLength(1)
  })

  test(`§13.17: a ${name} that fails after "success" is refused with the reason, and is not published`, async () => {
    stage.sandbox.levers.unfit(1363128)
    const one = stage.delivery()
    expect((await one.publish(make())).is).toBe('accepted')
    stage.sandbox.advance(60_000)
    expect(await one.reconcile(make())).toMatchObject({
      is: 'refused',
      why: { code: 'facebook.video_refused_length', detail: '1363128: The video duration is not supported.' },
    })
    expect(stage.visible()).toEqual([])
    // A person sends it again: another video, because this one is spoilt.
    const { id } = filmIn(one.ticket())
    expect((await one.publish(make())).is).toBe('accepted')
    expect(filmIn(one.ticket()).id).not.toBe(id)
    stage.sandbox.advance(60_000)
    live(await one.reconcile(make()))
    expect(stage.visible()).toHaveLength(1)
  })

  test(`§13.18: the words of the guides are understood for a ${name}: completed, bytes_transfered, error`, async () => {
    stage.sandbox.settings.statusWords = 'guide'
    const one = stage.delivery()
    const content = make(1, size)
    stage.sandbox.levers.cutUpload(1_000_000)
    await one.publish(content)
    stage.sandbox.advance(60_000)
    live(await one.reconcile(content))
    const { id } = filmIn(one.ticket())
    expect(same(stage.sandbox.film(id), stage.kept.get(content.video?.digest ?? '') ?? new Uint8Array())).toBe(true)
    stage.sandbox.levers.unfit(1363040)
    const failing = stage.delivery()
    await failing.publish(make(2))
    stage.sandbox.advance(60_000)
    expect(await failing.reconcile(make(2))).toMatchObject({
      is: 'refused',
      why: { code: 'facebook.video_refused', detail: 'The video duration is not supported.' },
    })
  })

  test(`a ${name} cut in its upload goes on where Facebook has it`, async () => {
    stage.sandbox.levers.cutUpload(700_001)
    const one = stage.delivery()
    const content = make(1, size)
    expect((await one.publish(content)).is).toBe('accepted')
    expect(one.progress).toContain(700_001)
    const { id } = filmIn(one.ticket())
    expect(same(stage.sandbox.film(id), stage.kept.get(content.video?.digest ?? '') ?? new Uint8Array())).toBe(true)
  })

  test(`a ${name} killed after each of its saves ends up there once, byte for byte`, async () => {
    for (let saves = 1, killed = true; killed; saves++) {
      const before = stage.visible().length
      const content = make(saves, size)
      const one = stage.delivery(stage.visible().map(row => row.video?.id ?? ''))
      one.killAfter(saves)
      const published = await one.publish(content).catch(() => undefined)
      killed = published === undefined
      stage.sandbox.advance(5 * 60_000)
      let found = await one.reconcile(content)
      if (found.is !== 'live') {
        expect(['unfinished', 'absent']).toContain(found.is)
        expect((await one.publish(content)).is).toBe('accepted')
        stage.sandbox.advance(60_000)
        found = await one.reconcile(content)
      }
      const bytes = stage.kept.get(content.video?.digest ?? '') ?? new Uint8Array()
      expect(same(stage.sandbox.film(live(found).id), bytes)).toBe(true)
      expect(stage.visible()).toHaveLength(before + 1)
    }
  })

  test(`a ${name} is corrected and removed by its own id, and its views are counted`, async () => {
    const one = stage.delivery()
    await one.publish(make())
    stage.sandbox.advance(7_200_000)
    const remote = live(await one.reconcile(make()))
    const { facebook } = await import('../../../adapters/facebook/index.ts')
    const corrected = { ...make(), title: 'Tên đã sửa', text: 'Chữ đã sửa' }
    expect(await facebook.update?.(stage.session(), remote, corrected)).toEqual({ is: 'done' })
    expect(stage.visible()).toMatchObject([{ message: 'Chữ đã sửa', video: { title: 'Tên đã sửa' } }])
    const { readings } = await facebook.metrics(stage.session(), [remote.id])
    expect(readings).toMatchObject([
      {
        is: 'read',
        remote: remote.id,
        values: { views: expect.any(Number), reactions: expect.any(Number), comments: expect.any(Number) },
      },
    ])
    expect(await facebook.remove?.(stage.session(), remote)).toEqual({ is: 'done' })
    expect(await facebook.remove?.(stage.session(), remote)).toEqual({ is: 'absent' })
    expect((await facebook.metrics(stage.session(), [remote.id])).readings).toEqual([{ is: 'gone', remote: remote.id }])
  })
}

test('§13.16: 1363037 in a transfer goes on at the given offset, and the file is the same', async () => {
  // All of the first part arrives and its answer is lost: sent again, it is not where the server stands.
  stage.sandbox.levers.cutUpload(1_048_576)
  const one = stage.delivery()
  const content = video(1, size)
  expect((await one.publish(content)).is).toBe('accepted')
  const uploads = stage.sandbox.calls().filter(call => call.kind === 'upload')
  // Begun once; the first part twice, the second and the third.
  expect(uploads.map(call => call.code)).toEqual([null, null, 6001, null, null])
  const bytes = stage.kept.get(content.video?.digest ?? '') ?? new Uint8Array()
  expect(same(stage.sandbox.film(filmIn(one.ticket()).id), bytes)).toBe(true)
})

test('a session that expired is given up, and another brings the one video', async () => {
  const one = stage.delivery()
  const content = video(1, size)
  one.killAfter(2)
  await expect(one.publish(content)).rejects.toThrow('killed')
  stage.sandbox.advance(stage.sandbox.settings.videoSessionMs)
  expect(await one.reconcile(content)).toEqual({ is: 'unfinished' })
  expect(await one.publish(content)).toMatchObject({ is: 'unsent', why: { code: 'facebook.upload_over' } })
  expect((await one.publish(content)).is).toBe('accepted')
  stage.sandbox.advance(60_000)
  live(await one.reconcile(content))
  expect(stage.visible()).toHaveLength(1)
})

test('an upload that brings nothing forward rests, and keeps what arrived', async () => {
  const one = stage.delivery()
  const content = reel(1, size)
  stage.sandbox.levers.pull({ what: 'partial', bytes: 0, times: 3 })
  expect(await one.publish(content)).toMatchObject({ is: 'unsent', why: { code: 'net.reset' }, retryAfter: 10_000 })
  expect((await one.publish(content)).is).toBe('accepted')
  expect(paths('POST').filter(path => path.endsWith('/video_reels'))).toHaveLength(2)
})

test('a video whose file is not kept any more is refused before anything is public', async () => {
  for (const content of [video(), reel()]) {
    stage.kept.clear()
    expect(await stage.delivery().publish(content)).toMatchObject({
      is: 'refused',
      why: { code: 'facebook.video_lost' },
    })
  }
  expect(finishes()).toBe(0)
})

test('bytes of a reel go to the host they belong to, and to no other', async () => {
  stage.sandbox.settings.uploads = 'https://rupload.example'
  const one = stage.delivery()
  expect(await one.publish(reel())).toMatchObject({ is: 'unsent', why: { code: 'facebook.answer_unexpected' } })
  expect(paths('POST').some(path => path.startsWith('/video-upload/'))).toBe(false)
})

test('the thirty-first reel of 24 hours waits until there is room, and is not even begun', async () => {
  for (let n = 1; n <= 30; n++) {
    await stage.delivery().publish(reel(n))
    stage.sandbox.advance(60_000)
  }
  const begun = paths('POST').length
  const waits = await stage.delivery().publish(reel(31))
  expect(waits).toMatchObject({ is: 'unsent', why: { code: 'facebook.reels_day', with: { most: 30 } } })
  expect(waits.is === 'unsent' && waits.retryAfter).toBe(86_400_000 - 30 * 60_000)
  expect(paths('POST')).toHaveLength(begun)
  expect((await stage.delivery().publish(video(32))).is).toBe('accepted')
})

test('a video that Facebook works on for longer than half an hour is told so, and watched on', async () => {
  stage.sandbox.settings.processingMs = 3_600_000
  const one = stage.delivery()
  await one.publish(video())
  stage.sandbox.advance(1_860_000)
  expect(await one.reconcile(video())).toMatchObject({ is: 'unproved', why: { code: 'facebook.video_slow' } })
  stage.sandbox.advance(3_600_000)
  live(await one.reconcile(video()))
})

test('a refusal of the finishing call is refused the first time, and settled by reading where it was asked before', async () => {
  const one = stage.delivery()
  stage.sandbox.settings.textLimit = 3
  expect((await one.publish(video())).is).toBe('refused')
  stage.sandbox.settings.textLimit = 63_206
  const two = stage.delivery()
  stage.sandbox.levers.loseCalls(1)
  expect((await two.publish(video(2))).is).toBe('unknown')
  stage.sandbox.settings.textLimit = 3
  expect((await two.publish(video(2))).is).toBe('unknown')
  expect((await two.reconcile(video(2))).is).toBe('pending')
  stage.sandbox.advance(5 * 60_000)
  expect(await two.reconcile(video(2))).toMatchObject({ is: 'refused', why: { code: 'facebook.text_refused_long' } })
  expect(stage.visible()).toEqual([])
})
