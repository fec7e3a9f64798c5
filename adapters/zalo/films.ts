import type { Video } from '../../src/ports/network.ts'
import { limits } from './limits.ts'

/** Why a file is no video for Zalo, by the codes of our issues: "avi or mp4, at most 50 MB". */
export function filmTroubles(video: Video): string[] {
  const limit = limits.videos
  if (!limit) return []
  return [
    ...(limit.mimes.includes(video.mime) ? [] : ['zalo.video_type']),
    ...(video.bytes > limit.bytes ? ['zalo.video_big'] : []),
  ]
}
