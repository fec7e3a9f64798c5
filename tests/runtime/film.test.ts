import { expect, test } from 'vitest'
import { makeFilm } from '../../src/demo/film.ts'
import { probeFilm } from '../../src/runtime/node/film.ts'

const film = await makeFilm([{ scene: 'river', number: 3 }])

/** A film of 1.2 GB that is nowhere: its tables at the front as they are, and after them bytes nobody asks for. */
test('a large film is probed by few and small pieces', async () => {
  const bytes = 1_200_000_000
  const pieces: number[] = []
  const piece = async (from: number, to: number) => {
    pieces.push(to - from)
    const out = new Uint8Array(to - from)
    if (from < film.length) out.set(film.subarray(from, Math.min(to, film.length)))
    return out
  }
  const probed = await probeFilm({ bytes, piece })
  expect(probed).toMatchObject({ is: 'video', info: { bytes, width: 640, height: 360, seconds: 2 } })
  expect(Math.max(...pieces)).toBeLessThan(2_000_000)
  expect(pieces.reduce((sum, one) => sum + one, 0)).toBeLessThan(8_000_000)
})

test('a disk that fails is not a damaged film', async () => {
  const fault = Object.assign(new Error('EIO'), { syscall: 'read' })
  const piece = () => Promise.reject(fault)
  await expect(probeFilm({ bytes: 5000, piece })).rejects.toThrow('EIO')
})
