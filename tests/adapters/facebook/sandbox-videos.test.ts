import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mp4, same } from '../../support/films.ts'
import { setGraph } from '../../support/graph.ts'
import { NOW } from './script.ts'

const root = resolve(import.meta.dirname, '../../..')
const vectors = join(
  resolve(root, process.env.REFERENCE_DIR ?? '../shared'),
  'platforms/data/facebook/test-vectors.json',
)

let graph: Awaited<ReturnType<typeof setGraph>>
beforeEach(async () => {
  // A clock that stands still: the windows of schedules are told to the second.
  graph = await setGraph({ now: () => NOW })
})
afterEach(() => graph.close())

const videos = (params: Record<string, unknown>) => graph.call('POST', `${graph.page.id}/videos`, params)
const reels = (params: Record<string, unknown>) => graph.call('POST', `${graph.page.id}/video_reels`, params)
const status = async (id: unknown, fields = 'status,post_id,permalink_url,published') =>
  (await graph.call('GET', String(id), { fields })).body

/** All phases of a video but the last. */
async function uploaded(film: Uint8Array<ArrayBuffer>) {
  const { body } = await videos({ upload_phase: 'start', file_size: film.length })
  const { upload_session_id, video_id } = body
  let { start_offset: from, end_offset: to } = body
  while (from !== to) {
    const chunk = film.slice(Number(from), Number(to))
    const next = await videos({
      upload_phase: 'transfer',
      upload_session_id,
      start_offset: from,
      video_file_chunk: chunk,
    })
    from = next.body.start_offset
    to = next.body.end_offset
  }
  return { upload_session_id, video_id: String(video_id) }
}

async function bytesTo(id: unknown, body: Uint8Array<ArrayBuffer>, headers: Record<string, string>) {
  const response = await fetch(`${graph.served.url}/video-upload/v26.0/${id}`, {
    method: 'POST',
    headers: { authorization: `OAuth ${graph.token}`, ...headers },
    body,
  })
  return { status: response.status, body: await response.json() }
}

async function reel(film: Uint8Array<ArrayBuffer>, more: Record<string, unknown> = {}) {
  const { body } = await reels({ upload_phase: 'start' })
  await bytesTo(body.video_id, film, { offset: '0', file_size: String(film.length) })
  const finished = await reels({ upload_phase: 'finish', video_id: body.video_id, video_state: 'PUBLISHED', ...more })
  return { id: String(body.video_id), finished }
}

test('the server names the bytes it wants, as text, and anew each time', async () => {
  const film = mp4({ bytes: 2_621_441 })
  const { body } = await videos({ upload_phase: 'start', file_size: film.length })
  const seen = [[body.start_offset, body.end_offset]]
  for (let [from, to] = [0, 1_048_576]; from !== to; [from, to] = (seen.at(-1) ?? []).map(Number) as [number, number]) {
    const { upload_session_id } = body
    const params = {
      upload_phase: 'transfer',
      upload_session_id,
      start_offset: from,
      video_file_chunk: film.slice(from, to),
    }
    const next = (await videos(params)).body
    seen.push([next.start_offset, next.end_offset])
  }
  const plan = [
    [0, 1_048_576],
    [1_048_576, 2_097_152],
    [2_097_152, 2_621_441],
    [2_621_441, 2_621_441],
  ]
  expect(seen).toEqual(plan.map(pair => pair.map(String)))
  expect(same(graph.sandbox.film(String(body.video_id)), film)).toBe(true)
})

test.skipIf(!existsSync(vectors))('uploads and schedules keep to the vectors', async () => {
  const { resumable_plan, schedule_window_seconds } = JSON.parse(readFileSync(vectors, 'utf8'))
  const [phases, resumed] = resumable_plan
  graph.sandbox.settings.videoChunk = phases.server_chunk
  const film = mp4({ bytes: phases.file_size })
  const { upload_session_id, video_id } = await uploaded(film)
  expect(same(graph.sandbox.film(video_id), film)).toBe(true)
  const now = Math.floor(graph.sandbox.now().getTime() / 1000)
  const [least, most] = schedule_window_seconds.sandbox_accepts.videos
  const finish = (delta: number) =>
    videos({ upload_phase: 'finish', upload_session_id, published: false, scheduled_publish_time: now + delta })
  expect((await finish(least - 1)).error.code).toBe(100)
  expect((await finish(most + 1)).error.code).toBe(100)
  expect((await finish(most)).body).toEqual({ success: true })

  const { body } = await reels({ upload_phase: 'start' })
  graph.sandbox.levers.cutUpload(resumed.interrupted_after)
  const size = String(resumed.file_size)
  await expect(bytesTo(body.video_id, film, { offset: '0', file_size: size })).rejects.toThrow()
  const { offset } = resumed.resume.headers
  expect((await status(body.video_id)).status).toMatchObject({ uploading_phase: { bytes_transferred: Number(offset) } })
  const rest = film.slice(Number(offset))
  expect(rest.length).toBe(resumed.resume.body_bytes)
  expect((await bytesTo(body.video_id, rest, { offset, file_size: size })).body).toEqual({ success: true })
  for (const one of schedule_window_seconds.cases) {
    const at = { scheduled_publish_time: Math.floor(graph.sandbox.now().getTime() / 1000) + one.delta }
    const answer =
      one.edge === 'feed'
        ? await graph.post(`Hẹn ${one.delta}`, { published: false, ...at })
        : await reels({ upload_phase: 'finish', video_id: body.video_id, video_state: 'SCHEDULED', ...at })
    expect(answer.error.code, JSON.stringify(one)).toBe(one.expect === 'ok' ? undefined : 100)
  }
})

test('a wrong offset is 1363037 and tells where to go on', async () => {
  const film = mp4({ bytes: 1_500_000 })
  const { body } = await videos({ upload_phase: 'start', file_size: film.length })
  const { upload_session_id } = body
  const send = (from: number, to: number) =>
    videos({ upload_phase: 'transfer', upload_session_id, start_offset: from, video_file_chunk: film.slice(from, to) })
  expect((await send(0, 1_048_576)).status).toBe(200)
  const again = await send(0, 1_048_576)
  expect(again.error).toMatchObject({ code: 6001, error_subcode: 1363037 })
  expect(again.error).toHaveProperty('error_data', { start_offset: 1_048_576, end_offset: 1_500_000 })
})

test('a session that expired is 1363041, and a file that is not whole cannot be finished', async () => {
  const { body } = await videos({ upload_phase: 'start', file_size: 5000 })
  const finish = () => videos({ upload_phase: 'finish', upload_session_id: body.upload_session_id })
  expect((await finish()).error.error_subcode).toBe(1363045)
  graph.sandbox.advance(graph.sandbox.settings.videoSessionMs)
  expect((await finish()).error.error_subcode).toBe(1363041)
})

test('a finished video is processed, then published: only then has it a post and a place on the wall', async () => {
  const { upload_session_id, video_id } = await uploaded(mp4())
  expect(await status(video_id)).toMatchObject({ status: { video_status: 'upload_complete' }, published: false })
  const done = await videos({
    upload_phase: 'finish',
    upload_session_id,
    title: 'Khánh thành cầu',
    description: 'Cầu dài.',
  })
  expect(done.body).toEqual({ success: true })
  expect(await status(video_id)).toMatchObject({ status: { processing_phase: { status: 'in_progress' } } })
  expect(graph.sandbox.ledger()).toMatchObject([{ visible: false, pending: true }])
  graph.sandbox.advance(30_000)
  const read = await status(video_id)
  expect(read).toMatchObject({
    status: { video_status: 'ready', publishing_phase: { status: 'complete', publish_status: 'published' } },
    post_id: expect.stringMatching(new RegExp(`^${graph.page.id}_\\d+$`)),
    permalink_url: `/${graph.page.id}/videos/${video_id}/`,
    published: true,
  })
  expect(graph.sandbox.ledger()).toMatchObject([{ visible: true, video: { id: video_id, title: 'Khánh thành cầu' } }])
  const wall = await (await fetch(`${graph.served.url}/wall/${graph.page.id}`)).text()
  expect(wall).toContain(`src="/wall/videos/${video_id}"`)
  expect(wall).toContain('Khánh thành cầu')
  const listed = (await graph.call('GET', `${graph.page.id}/published_posts`)).body.data
  expect(listed?.map(row => row.id)).toEqual([read.post_id])
})

test('a reel stands in no list of posts, and its post id lacks the Page', async () => {
  const { id } = await reel(mp4({ width: 1080, height: 1920 }), { description: 'Phim ngắn' })
  graph.sandbox.advance(30_000)
  expect(await status(id)).toMatchObject({ post_id: expect.stringMatching(/^\d+$/), permalink_url: `/reel/${id}/` })
  for (const edge of ['feed', 'posts', 'published_posts'])
    expect((await graph.call('GET', `${graph.page.id}/${edge}`)).body.data).toEqual([])
  const { data } = (await graph.call('GET', `${graph.page.id}/video_reels`, { fields: 'description' })).body
  expect(data).toEqual([{ id, description: 'Phim ngắn' }])
})

test.each([
  [1363040, { width: 1280, height: 720 }],
  [1363127, { width: 360, height: 640 }],
  [1363128, { seconds: 91 }],
  [1363128, { seconds: 2 }],
  [1363129, { rate: 15 }],
] as const)('a reel beyond the rules succeeds, and ends in error %i while it is processed', async (code, film) => {
  const { id, finished } = await reel(mp4(film))
  expect(finished.body).toMatchObject({ success: true })
  graph.sandbox.advance(60_000)
  expect(await status(id)).toMatchObject({
    status: { video_status: 'error', processing_phase: { status: 'error', errors: [{ code }] } },
    published: false,
  })
  expect(graph.sandbox.ledger()).toEqual([])
})

test('what is no film is found out while it is processed, and larger files are counted, not kept', async () => {
  const { upload_session_id, video_id } = await uploaded(new Uint8Array(5000))
  await videos({ upload_phase: 'finish', upload_session_id })
  graph.sandbox.advance(60_000)
  expect(await status(video_id)).toMatchObject({ status: { processing_phase: { errors: [{ code: 1363024 }] } } })
  graph.sandbox.settings.videoKept = 10_000
  const large = await reel(mp4({ bytes: 50_000 }))
  graph.sandbox.advance(60_000)
  expect(graph.sandbox.film(large.id)).toBeUndefined()
  expect(graph.sandbox.ledger()).toMatchObject([{ visible: true, video: { bytes: 50_000 } }])
  expect(await (await fetch(`${graph.served.url}/wall/${graph.page.id}`)).text()).toContain('Thước phim, 1 MB')
})

test('the host of bytes wants both headers, the right offset and the token of the Page', async () => {
  const film = mp4()
  const { body } = await reels({ upload_phase: 'start' })
  const size = String(film.length)
  const refused = async (headers: Record<string, string>) =>
    (await bytesTo(body.video_id, film, headers)).body.debug_info.type
  expect(await refused({ file_size: size })).toBe('BadRequestError')
  expect(await refused({ offset: '0' })).toBe('BadRequestError')
  expect(await refused({ offset: '7', file_size: size })).toBe('OffsetInvalidError')
  expect(await refused({ offset: '0', file_size: String(film.length + 1) })).toBe('PartialRequestError')
  expect(await refused({ offset: '0', file_size: size, authorization: 'OAuth EAAnobody' })).toBe('NotAuthorizedError')
})

test('bytes go to the host of videos, and a transfer in one request is not covered', async () => {
  const told = (host: string) =>
    fetch(`${graph.served.url}/v26.0/${graph.page.id}/videos`, {
      method: 'POST',
      headers: { authorization: `Bearer ${graph.token}`, 'x-forwarded-host': host },
      body: new URLSearchParams({ upload_phase: 'start', file_size: '5000' }),
    })
  expect((await told('graph.facebook.com')).status).toBe(400)
  expect((await told('graph-video.facebook.com')).status).toBe(200)
  expect((await videos({ title: 'x' })).error.code).toBe(3)
})

test('a Page takes thirty reels in 24 hours', async () => {
  graph.sandbox.settings.reelsPerDay = 2
  for (const n of [1, 2]) expect((await reel(mp4(), { description: `Phim ${n}` })).finished.status).toBe(200)
  expect((await reel(mp4())).finished.error.code).toBe(613)
  graph.sandbox.advance(86_400_000)
  expect((await reel(mp4())).finished.status).toBe(200)
})

test('a video can be renamed and deleted once, and only by the app that made it', async () => {
  const { id } = await reel(mp4(), { description: 'Một' })
  graph.sandbox.advance(60_000)
  expect((await graph.call('POST', id, { name: 'Tên', description: 'Hai' })).body).toEqual({ success: true })
  expect(await status(id, 'title,description')).toMatchObject({ title: 'Tên', description: 'Hai' })
  const other = graph.sandbox.addApp()
  const foreign = graph.sandbox.mintToken({ app: other.id, person: graph.person.id, page: graph.page.id })
  expect((await graph.call('POST', id, { description: 'Ba' }, foreign)).error.code).toBe(10)
  expect((await graph.call('DELETE', id)).body).toEqual({ success: true })
  expect(graph.sandbox.ledger()).toMatchObject([{ removed: true, visible: false }])
  expect((await graph.call('DELETE', id)).error).toMatchObject({ code: 100, error_subcode: 33 })
})
