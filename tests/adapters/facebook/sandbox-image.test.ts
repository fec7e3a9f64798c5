import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { readPicture } from '../../../adapters/facebook/sandbox/image.ts'
import { png } from '../../support/pictures.ts'

const blank = () => sharp({ create: { width: 31, height: 17, channels: 3, background: '#246' } })
const bytes = async (made: Sharp) => new Uint8Array(await made.toBuffer())

function bmp(): Uint8Array {
  const file = Buffer.alloc(54 + 31 * 4 * 17)
  file.write('BM', 'latin1')
  file.writeUInt32LE(file.length, 2)
  file.writeInt32LE(31, 18)
  file.writeInt32LE(-17, 22)
  return new Uint8Array(file)
}

const kinds: [string, () => Promise<Uint8Array>][] = [
  ['image/jpeg', () => bytes(blank().jpeg())],
  ['image/jpeg', () => bytes(blank().jpeg({ progressive: true }))],
  ['image/png', () => bytes(blank().png())],
  ['image/gif', () => bytes(blank().gif())],
  ['image/tiff', () => bytes(blank().tiff())],
  ['image/bmp', async () => bmp()],
]

test.each(kinds)('%s is known by its bytes, with its size', async (type, make) => {
  expect(readPicture(await make())).toMatchObject({ type, width: 31, height: 17, exif: false })
})

test.each(kinds)('%s cut short is no picture', async (_, make) => {
  const whole = await make()
  expect(readPicture(whole.subarray(0, 24))).toBeUndefined()
})

test.each(kinds)('%s without its last bytes is no picture', async (_, make) => {
  const whole = await make()
  expect(readPicture(whole.subarray(0, whole.length - 4))).toBeUndefined()
})

test.each(['webp', 'avif'] as const)('%s is not taken', async format => {
  expect(readPicture(await bytes(blank().toFormat(format)))).toBeUndefined()
})

test('an EXIF block is noticed', async () => {
  const made = await bytes(
    blank()
      .jpeg()
      .withExif({ IFD0: { Copyright: 'Sở Thông tin' } }),
  )
  expect(readPicture(made)).toMatchObject({ exif: true })
})

test('a PNG with one altered bit is no picture', () => {
  const altered = png()
  altered[20] = (altered[20] ?? 0) ^ 1
  expect(readPicture(altered)).toBeUndefined()
})

test('an SVG and an empty file are no pictures', () => {
  expect(
    readPicture(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')),
  ).toBeUndefined()
  expect(readPicture(new Uint8Array())).toBeUndefined()
})
