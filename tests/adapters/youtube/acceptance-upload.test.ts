import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { content, film, MIB, video } from './builders.ts'
import { type Stage, setChannel } from './live.ts'

/** The checks of the reference that a lazy client fails, by their numbers there: those of the upload itself. */

let stage: Stage
beforeEach(async () => {
  stage = await setChannel()
})
afterEach(() => stage.close())

const KIB256 = 262_144
const small = { pieceBytes: 2 * KIB256 }
const digest = '1'.repeat(64)

/** The file of the recorded exchange: two parts of 524,288 bytes, one after a partial commit, and a rest. */
function bigFilm(size = 1_311_720) {
  const bytes = film(size, 7)
  stage.kept.set(digest, bytes)
  return {
    what: content({ video: video({ digest, bytes: size }) }),
    hash: createHash('sha256').update(bytes).digest('hex'),
  }
}

describe('3: resuming after a partial commit', () => {
  test('of 524,288 bytes the server keeps 262,144 and answers 503: the finished file is the same file', async () => {
    const { what, hash } = bigFilm()
    stage.sandbox.pull({ what: 'partial', bytes: KIB256, on: 'send' })
    const one = stage.delivery({ settings: small })
    expect((await one.publish(what)).is).toBe('live')
    expect(stage.sandbox.ledger()).toMatchObject([{ sha256: hash, bytes: 1_311_720 }])
    expect(one.progress).toEqual([0, KIB256, 3 * KIB256, 5 * KIB256])
  })
  test.each([1, 100, 262_143, 262_145, 524_287])('%i bytes kept, then the connection is cut', async bytes => {
    const { what, hash } = bigFilm()
    stage.sandbox.pull({ what: 'partial', bytes, answers: 'cut', on: 'send' })
    expect((await stage.delivery({ settings: small }).publish(what)).is).toBe('live')
    expect(stage.sandbox.ledger()).toMatchObject([{ sha256: hash }])
  })
  test('a part of the ending part is kept: unknown, then unfinished, then the rest', async () => {
    const { what, hash } = bigFilm()
    stage.sandbox.pull({ what: 'partial', bytes: 400, on: 'finish' })
    const one = stage.delivery({ settings: small })
    expect((await one.publish(what)).is).toBe('unknown')
    expect(await one.reconcile(what)).toEqual({ is: 'unfinished' })
    expect((await one.publish(what)).is).toBe('live')
    expect(stage.sandbox.ledger()).toMatchObject([{ sha256: hash }])
    expect(stage.count('videos.insert')).toBe(1)
  })
})

describe('4: 308 without Range', () => {
  test('means that nothing is stored: it begins at the first byte, in the same session', async () => {
    const { what, hash } = bigFilm()
    stage.sandbox.pull({ what: 'forget', on: 'send' })
    const one = stage.delivery({ settings: small })
    expect((await one.publish(what)).is).toBe('live')
    expect(one.progress.slice(0, 3)).toEqual([0, 0, 2 * KIB256])
    expect(stage.sandbox.ledger()).toMatchObject([{ sha256: hash }])
    expect(stage.count('videos.insert')).toBe(1)
  })
  test('a server that forgets again and again is left alone for a while, with the session kept', async () => {
    const { what } = bigFilm()
    stage.sandbox.pull({ what: 'forget', on: 'send', times: 3 })
    const one = stage.delivery({ settings: small })
    expect(await one.publish(what)).toMatchObject({ is: 'unsent', why: { code: 'youtube.no_progress' } })
    expect((await one.publish(what)).is).toBe('live')
    expect(stage.count('videos.insert')).toBe(1)
  })
  test('a Location beside it moves the session, and the old address is used no more', async () => {
    const { what, hash } = bigFilm()
    stage.sandbox.pull({ what: 'move', on: 'send' })
    const one = stage.delivery({ settings: small })
    expect((await one.publish(what)).is).toBe('live')
    expect(stage.sandbox.ledger()).toMatchObject([{ sha256: hash }])
    expect(stage.sandbox.calls().filter(call => call.status === 404)).toEqual([])
  })
})

describe('5: killed around the last byte', () => {
  test('after the last PUT, before its answer is read: one video, under the right id', async () => {
    const { what, hash } = bigFilm()
    stage.sandbox.pull({ what: 'lose' })
    const one = stage.delivery({ settings: small })
    expect((await one.publish(what)).is).toBe('unknown')
    const [made] = stage.sandbox.ledger()
    expect(await one.reconcile(what)).toMatchObject({ is: 'live', remote: { id: made?.id } })
    expect(stage.sandbox.ledger()).toMatchObject([{ sha256: hash }])
  })
  test('killed after the answer was stored: the same video is live without another byte', async () => {
    const { what } = bigFilm()
    const one = stage.delivery({ settings: small })
    one.killAfter(3)
    await expect(one.publish(what)).rejects.toThrow('killed')
    one.revive()
    const parts = stage.count('upload.put')
    expect(await one.publish(what)).toMatchObject({ is: 'live', remote: { id: stage.visible()[0]?.id } })
    expect(stage.count('upload.put')).toBe(parts)
    expect(stage.sandbox.ledger()).toHaveLength(1)
  })
  test('a process frozen with a session in hand finds what another made of it', async () => {
    const { what } = bigFilm()
    const one = stage.delivery({ settings: small })
    one.killAfter(1)
    await expect(one.publish(what)).rejects.toThrow('killed')
    one.revive()
    const early = one.ticket()
    expect((await one.publish(what)).is).toBe('live')
    const late = stage.delivery({ settings: small })
    late.killAfter(99)
    // The frozen one still holds the first ticket.
    const found = await (await import('../../../adapters/youtube/index.ts')).youtube.publish(
      stage.session({ settings: small }),
      what,
      { ...attemptWith(early), delivery: 7 },
      {},
    )
    expect(found).toMatchObject({ is: 'live', remote: { id: stage.visible()[0]?.id } })
    expect(stage.sandbox.ledger()).toHaveLength(1)
  })
})

const attemptWith = (ticket: ReturnType<ReturnType<Stage['delivery']>['ticket']>) => ({
  number: 1,
  beganAt: stage.sandbox.now(),
  firstBeganAt: stage.sandbox.now(),
  ...(ticket !== undefined && { ticket }),
  save: async () => {},
  progress: async () => {},
  taken: async () => new Set<string>(),
})

describe('6: the session is over', () => {
  test.each([404, 410] as const)(
    '%i at 60 %%: a new session, one video, two inserts in our ledger and in theirs',
    async status => {
      const { what, hash } = bigFilm()
      const one = stage.delivery({ settings: small })
      // The second part, after 40 %, meets an ended session.
      stage.sandbox.pull({ what: 'partial', bytes: 2 * KIB256, on: 'send' })
      stage.sandbox.pull({ what: 'expire', status, on: 'ask' })
      expect((await one.publish(what)).is).toBe('live')
      expect(stage.sandbox.ledger()).toMatchObject([{ sha256: hash }])
      expect(stage.count('videos.insert')).toBe(2)
      expect(stage.counted.spent('videos.insert')).toBe(2)
      expect(stage.sandbox.spent(stage.app.id, 'videos.insert')).toBe(2)
    },
  )
  test('over when its end may have been sent: the uploads are read, the video is found by our mark', async () => {
    const { what } = bigFilm()
    stage.sandbox.pull({ what: 'lose' })
    const one = stage.delivery({ settings: small })
    expect((await one.publish(what)).is).toBe('unknown')
    stage.sandbox.settings.sessionLifeMs = 1
    stage.sandbox.advance(10)
    // Somebody edited it meanwhile: the name of the file is not theirs to edit.
    const [made] = stage.sandbox.ledger()
    expect(await one.publish(what)).toMatchObject({ is: 'unknown', why: { code: 'youtube.session_gone' } })
    expect(await one.reconcile(what)).toMatchObject({ is: 'live', remote: { id: made?.id } })
    expect(stage.sandbox.ledger()).toHaveLength(1)
    expect(stage.count('videos.insert')).toBe(1)
  })
  test('over, and nothing came of it: absent, and a new session makes the only video', async () => {
    const { what } = bigFilm()
    stage.sandbox.pull({ what: 'lose', commit: false })
    const one = stage.delivery({ settings: small })
    expect((await one.publish(what)).is).toBe('unknown')
    stage.sandbox.settings.sessionLifeMs = 1
    stage.sandbox.advance(10)
    expect(await one.reconcile(what)).toEqual({ is: 'absent' })
    stage.sandbox.settings.sessionLifeMs = 7 * 86_400_000
    expect((await one.publish(what)).is).toBe('live')
    expect(stage.sandbox.ledger()).toHaveLength(1)
  })
})

test('a file larger than one part of the usual size goes over whole', async () => {
  const { what, hash } = bigFilm(18 * MIB + 5)
  const one = stage.delivery()
  expect((await one.publish(what)).is).toBe('live')
  expect(one.progress).toEqual([0, 4 * MIB, 8 * MIB, 12 * MIB, 16 * MIB])
  expect(stage.sandbox.ledger()).toMatchObject([{ sha256: hash }])
})
