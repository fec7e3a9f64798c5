import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pieceOf, planOf } from '../../../adapters/tiktok/plan.ts'
import { film, pieceOfFilm, video } from './builders.ts'
import { type Stage, setTiktok } from './live.ts'
import { plans, sizes } from './vectors.ts'

let tt: Stage
beforeEach(async () => {
  tt = await setTiktok({ settings: { minuteLimits: false, pendingPerDay: 99, processingMs: 1000, moderationMs: 0 } })
})
afterEach(() => tt.close())

const large = film({ form: 'video_direct', video: video({ bytes: 70_000_000 }) })

/** The ranges that were sent, in their order. */
async function ranges(content = large, from = tt.session()) {
  const seen: string[] = []
  const fetch: typeof tt.way.fetch = (input, init) => {
    const range = new Headers(init?.headers).get('content-range')
    if (range) seen.push(range)
    return tt.way.fetch(input, init)
  }
  const one = tt.delivery()
  const published = await one.publish(content, { ...from, fetch })
  return { one, seen, published }
}

describe('1: how a file is cut', () => {
  test.each(sizes)('1: a file of %i bytes goes in a plan that the network takes', async size => {
    const plan = planOf(size)
    const source = {
      source: 'FILE_UPLOAD',
      video_size: plan.size,
      chunk_size: plan.chunk,
      total_chunk_count: plan.count,
    }
    expect(await tt.call('/v2/post/publish/inbox/video/init/', { source_info: source })).toMatchObject({ code: 'ok' })
    expect(plan.count).toBe(Math.max(1, Math.floor(size / plan.chunk)))
    const pieces = Array.from({ length: plan.count }, (_, at) => pieceOf(plan, at))
    expect(pieces[0]?.first).toBe(0)
    expect(pieces.at(-1)?.last).toBe(size - 1)
    for (const [at, piece] of pieces.entries()) if (at > 0) expect(piece.first).toBe((pieces[at - 1]?.last ?? 0) + 1)
    expect(Math.max(...pieces.map(({ first, last }) => last - first + 1))).toBeLessThanOrEqual(64_000_000)
  })
  test.each(plans)('1: $video_size in $total_chunk_count pieces of $chunk_size: $valid', async plan => {
    const { valid: _, ...source } = plan
    const { video_size, chunk_size, total_chunk_count } = source
    const given = { source: 'FILE_UPLOAD', video_size, chunk_size, total_chunk_count }
    const answer = await tt.call('/v2/post/publish/inbox/video/init/', { source_info: given })
    expect(answer.code).toBe(plan.valid ? 'ok' : 'invalid_params')
    if ('message' in plan) expect(answer.body.error.message).toBe(plan.message)
  })
  test('1: the rest is glued to the last piece, and the last answer is 201', async () => {
    const { seen, published } = await ranges(film({ form: 'video_direct', video: video({ bytes: 70_000_123 }) }))
    expect(published.is).toBe('accepted')
    expect(seen).toHaveLength(7)
    expect(seen[0]).toBe('bytes 0-9999999/70000123')
    expect(seen.at(-1)).toBe('bytes 60000000-70000122/70000123')
    const puts = tt.sandbox.calls().filter(call => call.method === 'PUT')
    expect(puts.map(call => call.status)).toEqual([206, 206, 206, 206, 206, 206, 201])
  })
})

describe('19: an upload that went wrong', () => {
  test('19: what is cut in the middle is certainly not live, and goes on where it stopped', async () => {
    tt.sandbox.pull({ what: 'lose', on: 'upload', commit: false, times: 1 })
    const first = await ranges()
    expect(first.published).toMatchObject({ is: 'unsent' })
    const again = await first.one.publish(large)
    expect(again.is).toBe('accepted')
    expect(tt.count('/video/init/')).toBe(1)
    expect(first.one.progress.at(-1)).toBe(70_000_000)
  })
  test('19: a piece that arrived although its answer was lost is not sent twice', async () => {
    tt.sandbox.pull({ what: 'lose', on: 'upload' })
    const first = await ranges()
    expect(first.published.is).toBe('unsent')
    expect((await first.one.publish(large)).is).toBe('accepted')
    const puts = tt.sandbox.calls().filter(call => call.method === 'PUT')
    expect(puts.filter(call => call.status === 416)).toEqual([])
    expect(puts).toHaveLength(7)
  })
  test('19: after 416 it goes where the network says, and never sends the same piece for ever', async () => {
    const one = tt.delivery()
    tt.sandbox.pull({ what: 'lose', on: 'upload', commit: false })
    await one.publish(large)
    // A status that is behind: it names no byte, while two pieces are there.
    const upload = tt.sandbox.tasks()[0]?.upload
    if (!upload) throw new Error('no upload')
    upload.received = 20_000_000
    const fetch: typeof tt.way.fetch = async (input, init) => {
      const reply = await tt.way.fetch(input, init)
      if (!String(input).includes('/status/')) return reply
      return new Response((await reply.text()).replace(/"uploaded_bytes":\d+/, '"uploaded_bytes":0'), { status: 200 })
    }
    expect((await one.publish(large, tt.session({ fetch }))).is).toBe('accepted')
    const refused = tt.sandbox.calls().filter(call => call.status === 416)
    expect(refused).toHaveLength(1)
    upload.received = 0
  })
  test('19: a 416 that leads nowhere ends the attempt', async () => {
    tt.sandbox.pull({ what: 'refuse', on: 'upload', code: 'x', status: 416, times: 50 })
    const { published, seen } = await ranges()
    expect(published).toMatchObject({ is: 'unsent', why: { code: 'tiktok.upload_trouble' } })
    expect(seen).toHaveLength(1)
  })
  test('19: after an hour nothing is sent to the old address, and it begins anew once that is surely over', async () => {
    tt.sandbox.pull({ what: 'lose', on: 'upload', commit: false })
    const { one } = await ranges()
    await tt.sandbox.advance(3_600_000)
    expect(await one.reconcile(large)).toEqual({ is: 'unfinished' })
    expect(await one.publish(large)).toMatchObject({ is: 'unsent', retryAfter: 300_000 })
    expect(tt.sandbox.calls().filter(call => call.status === 403)).toEqual([])
    await tt.sandbox.advance(300_000)
    expect((await one.publish(large)).is).toBe('accepted')
    expect(tt.count('/video/init/')).toBe(2)
    await tt.sandbox.advance(2000)
    expect(tt.visible()).toHaveLength(1)
  })
  test('19: an address the network does not know any more is given up only after its status was read', async () => {
    tt.sandbox.pull({ what: 'refuse', on: 'upload', code: 'x', status: 403 })
    const { one, published } = await ranges()
    expect(published.is).toBe('unknown')
    expect(await one.reconcile(large)).toEqual({ is: 'unfinished' })
    expect((await one.publish(large)).is).toBe('accepted')
    await tt.sandbox.advance(2000)
    expect(tt.visible()).toHaveLength(1)
  })
  test('19: a 5xx on a piece sends the same piece again, on the last one reading comes first', async () => {
    tt.sandbox.pull({ what: 'html', on: 'upload', status: 503, commit: false })
    const { one, published } = await ranges()
    expect(published).toMatchObject({ is: 'unsent', retryAfter: expect.any(Number) })
    tt.sandbox.pull({ what: 'html', on: 'publish', status: 503, commit: false })
    expect((await one.publish(large)).is).toBe('unknown')
    expect(await one.reconcile(large)).toEqual({ is: 'unfinished' })
    expect((await one.publish(large)).is).toBe('accepted')
    await tt.sandbox.advance(2000)
    expect(tt.visible()).toHaveLength(1)
  })
  test('19: the address is used as it was given and gets no token of ours', async () => {
    const seen: { url: string; authorization: string | null }[] = []
    const fetch: typeof tt.way.fetch = (input, init) => {
      if (init?.method === 'PUT')
        seen.push({ url: String(input), authorization: new Headers(init.headers).get('authorization') })
      return tt.way.fetch(input, init)
    }
    const one = tt.delivery()
    await one.publish(film({ form: 'video_direct' }), tt.session({ fetch }))
    const { upload } = one.ticket() as { upload: { url: string } }
    expect(seen).toEqual([{ url: upload.url, authorization: null }])
    expect(upload.url).toContain('upload_token=')
  })
  test('a file that is not kept any more is refused, and the draft never becomes a post', async () => {
    const files = { read: async () => undefined, piece: async () => undefined }
    expect(await tt.delivery().publish(film(), tt.session({ files }))).toMatchObject({
      is: 'refused',
      why: { code: 'tiktok.video_missing' },
    })
  })
  test('a file that is lost while it goes out is refused, and what arrived of it never becomes a post', async () => {
    const piece = async (_: string, from: number, to: number) => (from < 3_000_000 ? pieceOfFilm(from, to) : undefined)
    const one = tt.delivery()
    const content = film({ form: 'video_direct', video: video({ bytes: 8_000_000 }) })
    const files = { read: async () => undefined, piece }
    expect(await one.publish(content, tt.session({ files }))).toMatchObject({
      is: 'refused',
      why: { code: 'tiktok.video_missing' },
    })
    await tt.sandbox.advance(10_000)
    expect(tt.sandbox.ledger()).toEqual([])
    expect(await one.reconcile(content)).toEqual({ is: 'unfinished' })
  })
  test('what is not a video fails after the upload, with its reason', async () => {
    const files = {
      read: async () => undefined,
      piece: async (_: string, from: number, to: number) => pieceOfFilm(from + 1, to + 1),
    }
    const one = tt.delivery()
    await one.publish(film(), tt.session({ files }))
    await tt.sandbox.advance(2000)
    expect(await one.reconcile(film())).toMatchObject({ is: 'refused', why: { code: 'tiktok.fail_format' } })
  })
})
