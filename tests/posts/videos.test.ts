import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FetchFault } from '../../src/kit/http.ts'
import { approve } from '../../src/posts/approve.ts'
import { commonDigest, saveCommon } from '../../src/posts/save.ts'
import { submit } from '../../src/posts/submit.ts'
import { asFile, film, setCinema, url } from '../support/cinema.ts'
import { minutes } from '../support/stage.ts'

test('a film is fetched once for all posts, probed, and stands in the text of networks that take films', async () => {
  const { stage, post, asked } = await setCinema()
  const [first, second] = [await post(), await post()]
  const [, waiting] = await first.two()
  expect(waiting).toMatchObject({ state: 'unfit', why: { code: 'video.wanted' } })
  await stage.tick()
  expect(asked).toEqual([url])
  for (const one of [first, second]) {
    const [text, shown] = await one.two()
    expect(text.content).toMatchObject({ form: 'text' })
    expect(shown.content?.video).toMatchObject({
      mime: 'video/mp4',
      bytes: film.length,
      width: 640,
      height: 360,
      seconds: 4,
      rate: 25,
      videoCodec: 'avc1.42c01e',
      origin: url,
    })
  }
  // A third finds it there.
  const [, third] = await (await post()).two()
  expect(third).toMatchObject({ state: 'fit' })
  await stage.tick()
  expect(asked).toHaveLength(1)
})

test('what people approved goes its way; a film that comes later waits for an approver, and nothing goes twice', async () => {
  const { stage, post, states, portal } = await setCinema(() => new Response('', { status: 503 }))
  const { id, read, sendAndApprove } = await post()
  await sendAndApprove()
  await stage.tick()
  expect(await states()).toEqual(['toy live'])
  portal.answer = asFile
  await stage.tick({ after: minutes(2) })
  const after = await read()
  expect(after.state).toBe('submitted')
  expect(await states()).toEqual(['toy live'])
  expect(await approve(stage.ctx, stage.approver, id, after.digest)).toMatchObject({ is: 'approved', deliveries: 1 })
  await stage.tick()
  expect(await states()).toEqual(['toy live', 'films live'])
  expect(stage.toy.posts).toHaveLength(2)
})

test('what waits for its hour stays queued while a film comes, and an edit still takes all of it back', async () => {
  const { stage, post, states, portal } = await setCinema(() => new Response('', { status: 503 }))
  const { id, read, sendAndApprove, deliveries } = await post()
  await stage.db
    .updateTable('post')
    .set({ due_at: new Date(stage.now().getTime() + minutes(60)) })
    .where('id', '=', id)
    .execute()
  await sendAndApprove()
  await stage.tick()
  portal.answer = asFile
  await stage.tick({ after: minutes(2) })
  expect(await states()).toEqual(['toy queued'])
  expect((await read()).state).toBe('submitted')
  await approve(stage.ctx, stage.approver, id, (await read()).digest)
  expect(await states()).toEqual(['toy queued', 'films queued'])
  const rows = await deliveries()
  expect(new Set(rows.map(row => row.approval_id)).size).toBe(1)
  const edited = await saveCommon(stage.ctx, stage.author, id, await commonDigest((await read()).draft), {
    title: 'Lễ cấp sắc của người Dao',
  })
  expect(edited).toMatchObject({ is: 'saved', voided: true })
  expect(await states()).toEqual(['toy cancelled', 'films cancelled'])
})

test('an edit while the film’s part waits for approval takes back what was approved before', async () => {
  const { stage, post, states, portal } = await setCinema(() => new Response('', { status: 503 }))
  const { id, read, sendAndApprove } = await post()
  await stage.db
    .updateTable('post')
    .set({ due_at: new Date(stage.now().getTime() + minutes(60)) })
    .where('id', '=', id)
    .execute()
  await sendAndApprove()
  await stage.tick()
  portal.answer = asFile
  await stage.tick({ after: minutes(2) })
  await saveCommon(stage.ctx, stage.author, id, await commonDigest((await read()).draft), { title: 'Khác hẳn' })
  expect(await states()).toEqual(['toy cancelled'])
  expect((await read()).state).toBe('draft')
})

test.each([
  ['a page with a player', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'not_a_file'],
  [
    'a film cut short',
    () => new Response(film.slice(0, 9000), { headers: { 'content-type': 'video/mp4' } }),
    'unreadable',
  ],
  [
    'noise',
    () => new Response(new Uint8Array(5000).fill(7), { headers: { 'content-type': 'video/mp4' } }),
    'unreadable',
  ],
  ['what is not there', () => new Response('', { status: 404 }), 'gone'],
  [
    'more than anybody takes',
    () => new Response(film, { headers: { 'content-type': 'video/mp4', 'content-length': '9000000000' } }),
    'too_big',
  ],
] as const)('%s is unfit and says so', async (_, answer, code) => {
  const { stage, post, folder } = await setCinema(answer)
  const { two, read } = await post()
  await stage.tick()
  const [text, shown] = await two()
  expect(shown).toMatchObject({ state: 'unfit', why: { code: `video.${code}` } })
  expect(text.state).toBe('fit')
  expect((await read()).state).toBe('draft')
  expect(await readdir(join(folder, 'files', '.parts')).catch(() => [])).toEqual([])
})

test('a portal that does not answer is asked four times, further apart each time, and then given up', async () => {
  const { stage, post, asked } = await setCinema(async () => {
    throw new FetchFault('timeout', true, 'too slow')
  })
  const { two } = await post()
  for (const wait of [0, 1, 10, 60, 600]) await stage.tick({ after: minutes(wait) })
  expect(asked).toHaveLength(4)
  expect((await two())[1]).toMatchObject({ state: 'unfit', why: { code: 'video.gone' } })
})

test('a post that nobody told of its film hears of it at the next turn', async () => {
  const { stage, post } = await setCinema()
  const { two } = await post()
  await stage.tick()
  await stage.db.updateTable('post_video').set({ told_at: null }).execute()
  const before = await two()
  await stage.tick()
  expect(await two()).toEqual(before)
})

test('submitting goes on while the film is fetched: only the other channel is asked for', async () => {
  const { stage, post } = await setCinema()
  const { id } = await post()
  expect(await submit(stage.ctx, stage.author, id)).toEqual({ is: 'submitted' })
})
