import type { Video } from '../../src/ports/network.ts'
import { limits, RATIO, REEL } from './limits.ts'

/** Why a file is no video for Facebook, by the codes of our issues. */
export function filmTroubles(video: Video): string[] {
  const limit = limits.videos
  if (!limit) return []
  const ratio = video.width / video.height
  return [
    ...(limit.mimes.includes(video.mime) ? [] : ['facebook.video_type']),
    ...(video.bytes > limit.bytes ? ['facebook.video_big'] : []),
    ...(video.bytes < LEAST_BYTES ? ['facebook.video_small'] : []),
    ...(video.seconds > limit.seconds ? ['facebook.video_long'] : []),
    ...(video.seconds < 1 ? ['facebook.video_short'] : []),
    ...(ratio < RATIO.least - RATIO.slack || ratio > RATIO.most + RATIO.slack ? ['facebook.video_ratio'] : []),
  ]
}

export const isFilm = (video: Video): boolean => filmTroubles(video).length === 0

/** Why a file is no reel. What the file does not say of itself is not taken for right. */
export function reelTroubles(video: Video): string[] {
  const { width, height, seconds, rate } = video
  return [
    ...(Math.abs(width / height - REEL.ratio) > RATIO.slack ? ['facebook.reel_ratio'] : []),
    ...(width < REEL.width || height < REEL.height ? ['facebook.reel_small'] : []),
    ...(seconds < REEL.least || seconds > REEL.most ? ['facebook.reel_length'] : []),
    ...(rate === undefined || rate < REEL.slowest || rate > REEL.fastest ? ['facebook.reel_rate'] : []),
  ]
}

/** 1363022 and 1363025: under a kilobyte, under a second. */
const LEAST_BYTES = 1024
