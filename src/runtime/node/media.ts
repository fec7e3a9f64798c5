import type { Sharp, SharpOptions } from 'sharp'
import type { Looked, Media } from '../../ports/media.ts'

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
      let side = limit.longestSide
      for (;;) {
        for (const quality of [88, 80, 70, 60, 50]) {
          const { data, info } = await (await read(bytes))
            .autoOrient()
            .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
            .flatten({ background: '#ffffff' })
            .toColourspace('srgb')
            .jpeg({ quality, progressive: true })
            .toBuffer({ resolveWithObject: true })
          if (data.length <= limit.bytes || side < 64)
            return { bytes: new Uint8Array(data), info: { mime: 'image/jpeg', width: info.width, height: info.height } }
        }
        side = Math.floor(side * 0.75)
      }
    },
  }
}

async function read(bytes: Uint8Array): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  // One picture at a time keeps the memory of the process flat.
  sharp.cache(false)
  sharp.concurrency(1)
  const options: SharpOptions = { limitInputPixels: mostPixels, failOn: 'truncated' }
  return sharp(bytes, options)
}
