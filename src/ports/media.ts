import type { PictureLimits, Video } from './network.ts'

export interface PictureInfo {
  mime: string
  width: number
  height: number
}

export type Looked =
  | { is: 'picture'; info: PictureInfo }
  | { is: 'unfit'; code: 'media.not_a_picture' | 'media.too_big' }

/** A file too large to hold, read in pieces. */
export interface Pieces {
  bytes: number
  piece(from: number, to: number): Promise<Uint8Array>
}

export type Probed = { is: 'video'; info: Omit<Video, 'digest' | 'origin'> } | { is: 'unfit'; code: 'video.unreadable' }

/** Pictures: looked at, turned upright, freed of location data and fitted. Only Node can do it. */
export interface Media {
  /** What a film is, without decoding it. Absent where only pictures can be worked on. */
  film?(file: Pieces): Promise<Probed>
  look(bytes: Uint8Array): Promise<Looked>
  /** Upright sRGB JPEG without metadata within the limits; a white border where the proportions want it. */
  jpeg(
    bytes: Uint8Array,
    limit: Pick<PictureLimits, 'longestSide' | 'shorterSide' | 'bytes' | 'ratio'>,
  ): Promise<{ bytes: Uint8Array; info: PictureInfo }>
}
