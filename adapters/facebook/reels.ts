import type { Published, Session } from '../../src/ports/network.ts'
import type { Graph } from './graph.ts'
import { DAY, REEL } from './limits.ts'
import type { Cred } from './shape.ts'
import { listVideos } from './videos.ts'

/**
 * "30 reels per Page in 24 hours" (Reels guide), whoever made them: the Page's own list counts, not ours. What cannot be
 * read does not stop a reel, for Facebook refuses by itself.
 */
export async function reelsToday(to: Session<Cred>, graph: Graph): Promise<Published | undefined> {
  const now = to.now().getTime()
  const read = await listVideos(graph, to.account, 'reel', new Date(now - DAY), 100)
  if (read.is !== 'answer') return undefined
  const times = read.value.data
    .flatMap(video => (video.published !== false && video.created_time ? [video.created_time.getTime()] : []))
    .filter(at => at > now - DAY)
    .sort((a, b) => b - a)
  const oldest = times[REEL.aDay - 1]
  if (oldest === undefined) return undefined
  return {
    is: 'unsent',
    why: { code: 'facebook.reels_day', with: { most: REEL.aDay } },
    retryAfter: oldest + DAY - now,
  }
}
