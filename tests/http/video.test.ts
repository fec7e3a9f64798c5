import { expect, test } from 'vitest'
import { makeFilm } from '../../src/demo/film.ts'
import { folderFiles } from '../../src/runtime/node/files.ts'
import { freshDatabase } from '../support/database.ts'
import { deskContext, openDesk } from '../support/desk.ts'
import { freshFolder } from '../support/folder.ts'

test('a film of ours plays in pieces, for people who are signed in, and is nothing but a film', async () => {
  const { db } = await freshDatabase()
  const files = folderFiles(await freshFolder())
  const desk = await openDesk(await deskContext(db, { files }))
  const editor = await desk.seat('Biên tập viên', ['editor'])
  const film = await makeFilm([{ scene: 'river', number: 3 }])
  const path = `/videos/${await files.keep(film)}`
  const whole = await desk.get(path, editor)
  expect(whole.headers.get('content-type')).toBe('video/mp4')
  expect(new Uint8Array(await whole.arrayBuffer())).toEqual(film)
  const piece = async (range: string) => {
    const answer = await desk.get(path, editor, { range })
    return [answer.status, answer.headers.get('content-range'), (await answer.arrayBuffer()).byteLength]
  }
  expect(await piece('bytes=0-99')).toEqual([206, `bytes 0-99/${film.length}`, 100])
  expect(await piece('bytes=-10')).toEqual([206, `bytes ${film.length - 10}-${film.length - 1}/${film.length}`, 10])
  expect(await piece(`bytes=${film.length - 5}-`)).toEqual([
    206,
    `bytes ${film.length - 5}-${film.length - 1}/${film.length}`,
    5,
  ])
  expect((await piece(`bytes=${film.length}-`))[0]).toBe(416)
  expect((await piece('bytes=5-2'))[0]).toBe(416)
  expect((await piece('lines=1-2'))[0]).toBe(200)
  expect((await desk.get(path)).status).not.toBe(200)
  const page = `/videos/${await files.keep(new TextEncoder().encode('<!doctype html><script>alert(1)</script>'))}`
  expect((await desk.get(page, editor)).status).toBe(404)
})
