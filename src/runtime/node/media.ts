import type { Sharp, SharpOptions } from 'sharp'
import type { Looked, Media } from '../../ports/media.ts'
import type { PictureLimits } from '../../ports/network.ts'
import { probeFilm } from './film.ts'

/** A camera's 100 megapixels pass; a small file that unfolds to gigabytes does not. */
const mostPixels = 120_000_000

/** Formats that are pictures and nothing else: SVG and PDF can ask for other files. */
const mimes: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  heif: 'image/avif',
  tiff: 'image/tiff',
}

export function sharpMedia(): Media {
  return {
    film: probeFilm,
    async look(bytes): Promise<Looked> {
      try {
        const { format, autoOrient } = await (await read(bytes)).metadata()
        const mime = mimes[format]
        const { width, height } = autoOrient
        if (!mime || !width || !height) return { is: 'unfit', code: 'media.not_a_picture' }
        if (width * height > mostPixels) return { is: 'unfit', code: 'media.too_big' }
        // Read to the end: the header of a picture cut short looks healthy.
        await (await read(bytes)).resize(8, 8).raw().toBuffer()
        return { is: 'picture', info: { mime, width, height } }
      } catch (cause) {
        const tooBig = cause instanceof Error && /pixel limit/i.test(cause.message)
        return { is: 'unfit', code: tooBig ? 'media.too_big' : 'media.not_a_picture' }
      }
    },
    async jpeg(bytes, limit) {
      const { autoOrient } = await (await read(bytes)).metadata()
      let box = boxOf(autoOrient, limit)
      for (;;) {
        for (const quality of [88, 80, 70, 60, 50]) {
          const { data, info } = await (await read(bytes))
            .autoOrient()
            .resize({ ...box, fit: 'contain', background: '#ffffff' })
            .flatten({ background: '#ffffff' })
            .toColourspace('srgb')
            .jpeg({ quality, progressive: true })
            .toBuffer({ resolveWithObject: true })
          if (data.length <= limit.bytes || Math.max(box.width, box.height) < 64)
            return { bytes: new Uint8Array(data), info: { mime: 'image/jpeg', width: info.width, height: info.height } }
        }
        box = inside(scaled(box, 0.75), limit.ratio)
      }
    },
  }
}

interface Box {
  width: number
  height: number
}

/** The largest frame within the limits that is not larger than the picture, and has the picture's proportions or the nearest allowed. */
function boxOf({ width, height }: Box, limit: Pick<PictureLimits, 'longestSide' | 'shorterSide' | 'ratio'>): Box {
  const { least, most } = limit.ratio ?? { least: 0, most: Number.POSITIVE_INFINITY }
  const ratio = width / height
  // Rounded away from the bound, so that whole pixels stay inside it.
  const frame =
    ratio < least
      ? { width: Math.ceil(height * least), height }
      : ratio > most
        ? { width, height: Math.ceil(width / most) }
        : { width, height }
  const scale = Math.min(
    1,
    limit.longestSide / Math.max(frame.width, frame.height),
    (limit.shorterSide ?? Number.POSITIVE_INFINITY) / Math.min(frame.width, frame.height),
  )
  return inside(scaled(frame, scale), limit.ratio)
}

/** Whole pixels round a frame out of its proportions: the side that is too long gives one. */
function inside(box: Box, ratio: PictureLimits['ratio']): Box {
  let { width, height } = box
  while (ratio && width / height > ratio.most && width > 1) width--
  while (ratio && width / height < ratio.least && height > 1) height--
  return { width, height }
}

const scaled = ({ width, height }: Box, by: number): Box => ({
  width: Math.max(1, Math.floor(width * by + 1e-6)),
  height: Math.max(1, Math.floor(height * by + 1e-6)),
})

async function read(bytes: Uint8Array): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  // One picture at a time keeps the memory of the process flat.
  sharp.cache(false)
  sharp.concurrency(1)
  const options: SharpOptions = { limitInputPixels: mostPixels, failOn: 'truncated' }
  return sharp(bytes, options)
}
