import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { facebook } from '../../../adapters/facebook/index.ts'
import type { Picture } from '../../../src/ports/network.ts'
import { fitPictures, picturesFor } from '../../../src/posts/fit-pictures.ts'
import { sharpMedia } from '../../../src/runtime/node/media.ts'
import { brief } from './builders.ts'
import { type Stage, setPage } from './live.ts'
import { NOW } from './script.ts'

let stage: Stage
beforeEach(async () => {
  stage = await setPage({ now: () => NOW })
})
afterEach(() => stage.close())

test('§13.33: a WebP of 6 MB with EXIF rotation and GPS goes out as an upright JPEG under 4 MB, without GPS, with its alternative text', async () => {
  const width = 1900
  const height = 1300
  const grain = { type: 'gaussian', mean: 128, sigma: 90 } as const
  const raw = await sharp({ create: { width, height, channels: 3, background: '#777', noise: grain } })
    .webp({ lossless: true, effort: 0 })
    .withExif({ IFD0: { Make: 'Camera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '21/1 2/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .toBuffer()
  expect(raw.length).toBeGreaterThan(6_000_000)
  expect((await sharp(raw).metadata()).orientation).toBe(6)

  const digest = 'd'.repeat(64)
  stage.kept.set(digest, new Uint8Array(raw))
  const files = {
    keep: async (bytes: Uint8Array) => {
      const name = String(stage.kept.size).padStart(64, 'c')
      stage.kept.set(name, new Uint8Array(bytes))
      return name
    },
    read: async (name: string) => stage.kept.get(name),
    piece: async () => undefined,
  }
  const whole: Picture = {
    digest,
    mime: 'image/webp',
    width: height,
    height: width,
    bytes: raw.length,
    alt: 'Cầu Bến Lội',
  }
  const networks = new Map([[facebook.about.id, facebook]])
  const fitted = await fitPictures({ networks, media: sharpMedia(), files }, [whole])
  const pictures = picturesFor({ pictures: [whole], fitted }, 'facebook')
  const fit = facebook.format(brief({ kind: 'photos', pictures }), {})
  if (fit.is !== 'fit') throw new Error(fit.why.code)
  expect(facebook.check(fit.content, {})).toEqual([])
  expect((await stage.delivery().publish(fit.content)).is).toBe('live')

  const [photo] = stage.visible()[0]?.photos ?? []
  expect(photo).toMatchObject({ type: 'image/jpeg', exif: false, alt: 'Cầu Bến Lội' })
  expect(photo?.bytes).toBeLessThan(4_000_000)
  // Lying on its side before, it stands upright now.
  expect([photo?.width, photo?.height]).toEqual([1300, 1900])
})
