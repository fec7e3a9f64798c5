import { afterEach, beforeEach, expect, test } from 'vitest'
import { recognise } from '../../../adapters/youtube/recognise.ts'
import { content, video } from './builders.ts'
import { type Stage, setChannel } from './live.ts'

let stage: Stage
beforeEach(async () => {
  stage = await setChannel()
})
afterEach(() => stage.close())

const ours = `lantoa-7-${video().digest.slice(0, 16)}.mp4`
const add = (given: Partial<Parameters<Stage['sandbox']['addVideo']>[0]> = {}) =>
  stage.sandbox.addVideo({
    channel: stage.channel.id,
    title: content().title ?? '',
    description: content().text,
    ...given,
  })

test('a video is ours by the name of its file, whatever was edited since', async () => {
  const { id } = add({ fileName: ours, title: 'Đã sửa tay', description: '' })
  expect(await stage.delivery().reconcile(content())).toMatchObject({ is: 'live', remote: { id } })
})

test('a video of the same words with another file is somebody else’s', async () => {
  add({ fileName: 'phong-su.mp4' })
  expect(await stage.delivery().reconcile(content())).toEqual({ is: 'absent' })
})

test('where YouTube no longer tells the file, title and description decide together', async () => {
  stage.sandbox.settings.fileDetails = false
  add({ description: 'Khác' })
  expect(await stage.delivery().reconcile(content())).toMatchObject({ is: 'unproved', why: { code: 'youtube.alike' } })
  const { id } = add()
  expect(await stage.delivery().reconcile(content())).toMatchObject({ is: 'live', remote: { id } })
})

test('what is older than the first attempt is not ours', async () => {
  add({ fileName: ours })
  stage.sandbox.advance(10 * 60_000)
  expect(await stage.delivery().reconcile(content())).toEqual({ is: 'absent' })
})

test('of several the oldest is taken, and the others are named', async () => {
  const { id } = add({ fileName: ours })
  add({ fileName: ours })
  expect(await stage.delivery().reconcile(content())).toMatchObject({ is: 'live', remote: { id } })
  expect(stage.notes).toMatchObject([{ is: 'warning', why: { code: 'youtube.several', with: { count: 2 } } }])
})

test('a long list is read page by page, back to the first attempt', async () => {
  const { id } = add({ fileName: ours })
  add({ title: 'Khác', count: 120 })
  expect(await stage.delivery().reconcile(content())).toMatchObject({ is: 'live', remote: { id } })
  expect(stage.count('playlistItems.list')).toBe(3)
})

test('a page that cannot be read proves nothing', async () => {
  add({ title: 'Khác', count: 60 })
  stage.sandbox.pull({ what: 'html', status: 503, on: 'read', times: 9 })
  expect(await stage.delivery().reconcile(content())).toMatchObject({ is: 'later' })
})

test.each([
  ['https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=5', 'dQw4w9WgXcQ'],
  ['https://youtu.be/dQw4w9WgXcQ?si=x', 'dQw4w9WgXcQ'],
  ['https://m.youtube.com/shorts/dQw4w9WgXcQ', 'dQw4w9WgXcQ'],
  ['https://studio.youtube.com/video/dQw4w9WgXcQ/edit', 'dQw4w9WgXcQ'],
  ['https://www.youtube.com/live/dQw4w9WgXcQ', 'dQw4w9WgXcQ'],
  ['https://www.youtube.com/@LacGiang', undefined],
  ['https://www.youtube.com/playlist?list=PLx', undefined],
  ['https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ', undefined],
  ['https://youtu.be/short', undefined],
  ['không phải địa chỉ', undefined],
])('%s is recognised as %s', (address, id) => {
  expect(recognise(address)).toBe(id)
})
