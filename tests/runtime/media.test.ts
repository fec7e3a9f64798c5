import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { sharpMedia } from '../../src/runtime/node/media.ts'

const media = sharpMedia()

/** Left half red, right half blue, so that a turn shows. */
const picture = (width = 400, height = 200) =>
  sharp({ create: { width, height, channels: 3, background: '#0000ff' } }).composite([
    { input: { create: { width: width / 2, height, channels: 3, background: '#ff0000' } }, left: 0, top: 0 },
  ])

const noise = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: '#777', noise: { type: 'gaussian', mean: 128, sigma: 80 } },
  })
    .png()
    .toBuffer()

describe('a picture looked at', () => {
  test.each([
    ['jpeg', 'image/jpeg'],
    ['png', 'image/png'],
    ['webp', 'image/webp'],
    ['gif', 'image/gif'],
    ['avif', 'image/avif'],
    ['tiff', 'image/tiff'],
  ] as const)('is known as %s by its bytes', async (format, mime) => {
    const looked = await media.look(await picture().toFormat(format).toBuffer())
    expect(looked).toEqual({ is: 'picture', info: { mime, width: 400, height: 200 } })
  })

  test('has the size it will have upright', async () => {
    const turned = await picture().jpeg().withMetadata({ orientation: 6 }).toBuffer()
    expect(await media.look(turned)).toMatchObject({ info: { width: 200, height: 400 } })
  })

  test.each<[string, () => Promise<Uint8Array> | Uint8Array]>([
    ['a page', () => new TextEncoder().encode('<html><body>404')],
    ['nothing', () => new Uint8Array()],
    ['an SVG', () => new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['a document', () => new TextEncoder().encode('%PDF-1.7\n')],
    ['a JPEG cut short', async () => (await picture().jpeg().toBuffer()).subarray(0, 900)],
    ['a PNG cut short', async () => (await noise(200, 200)).subarray(0, 20_000)],
  ])('is none: %s', async (_, make) => {
    expect(await media.look(await make())).toEqual({ is: 'unfit', code: 'media.not_a_picture' })
  })

  test('is too big when a small file unfolds to more than a camera takes', async () => {
    expect(await media.look(hugePng(60_000, 60_000))).toEqual({ is: 'unfit', code: 'media.too_big' })
  })
})

describe('a picture fitted', () => {
  test('stands upright, in sRGB, without place or maker', async () => {
    const turned = await picture()
      .jpeg()
      .withExif({
        IFD0: { Make: 'Camera', Artist: 'Someone' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '21/1 2/1 0/1' },
      })
      .withMetadata({ orientation: 6 })
      .toBuffer()
    const fitted = await media.jpeg(turned, { longestSide: 2048, bytes: 1_000_000 })
    const { format, width, height, space, exif, icc, xmp, orientation } = await sharp(fitted.bytes).metadata()
    expect({ format, width, height, space }).toEqual({ format: 'jpeg', width: 200, height: 400, space: 'srgb' })
    expect([exif, xmp, icc, orientation]).toEqual([undefined, undefined, undefined, undefined])
    expect(fitted.info).toEqual({ mime: 'image/jpeg', width: 200, height: 400 })
    // Turned a quarter to the right, the red left half is on top.
    const { data } = await sharp(fitted.bytes).raw().toBuffer({ resolveWithObject: true })
    expect(data[0]).toBeGreaterThan(200)
    expect(data[data.length - 1]).toBeGreaterThan(200)
  })

  test('keeps within side and bytes, and is not blown up', async () => {
    const big = await noise(1600, 900)
    const fitted = await media.jpeg(big, { longestSide: 800, bytes: 60_000 })
    expect(fitted.bytes.length).toBeLessThanOrEqual(60_000)
    expect(Math.max(fitted.info.width, fitted.info.height)).toBeLessThanOrEqual(800)
    const small = await media.jpeg(await picture(100, 50).png().toBuffer(), { longestSide: 2048, bytes: 1_000_000 })
    expect(small.info).toMatchObject({ width: 100, height: 50 })
  })

  test('puts what is transparent on white', async () => {
    const clear = await sharp({ create: { width: 20, height: 20, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer()
    const { bytes } = await media.jpeg(clear, { longestSide: 100, bytes: 100_000 })
    expect((await sharp(bytes).raw().toBuffer())[0]).toBeGreaterThan(250)
  })

  test('comes out in sRGB from CMYK', async () => {
    const cmyk = await picture().toColourspace('cmyk').jpeg().toBuffer()
    const { bytes } = await media.jpeg(cmyk, { longestSide: 400, bytes: 1_000_000 })
    expect((await sharp(bytes).metadata()).space).toBe('srgb')
  })
})

/** A PNG that declares its size in a few hundred bytes. */
function hugePng(width: number, height: number): Uint8Array {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(10_000))),
    chunk('IEND'),
  ])
}

function chunk(name: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}
