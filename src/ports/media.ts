import type { PictureLimits } from './network.ts'

export interface PictureInfo {
  mime: string
  width: number
  height: number
}

export type Looked =
  | { is: 'picture'; info: PictureInfo }
  | { is: 'unfit'; code: 'media.not_a_picture' | 'media.too_big' }

/** Pictures: looked at, turned upright, freed of location data and fitted. Only Node can do it. */
export interface Media {
  look(bytes: Uint8Array): Promise<Looked>
  /** Upright sRGB JPEG without metadata within the limits; a white border where the proportions want it. */
  jpeg(
    bytes: Uint8Array,
    limit: Pick<PictureLimits, 'longestSide' | 'shorterSide' | 'bytes' | 'ratio'>,
  ): Promise<{ bytes: Uint8Array; info: PictureInfo }>
}
