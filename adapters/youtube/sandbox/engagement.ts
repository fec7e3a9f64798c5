import { hash } from './random.ts'
import type { Video } from './types.ts'
import { isPublic, type World } from './world.ts'

const sixHours = 6 * 3_600_000

/**
 * A simulated public: how much each video will ever draw follows from its id, how much of that is there follows from the
 * clock, so two readings at one moment agree and a later one is never smaller. An engaged view is a play that went on
 * for a while: since 2026-08-27 a view is counted when playback starts.
 */
export function readsOf(world: World, video: Video, at = world.now()) {
  const since = Math.max(video.readyAt, video.status.publishAt ?? 0)
  const age = isPublic(world, video) ? Math.max(0, at - since) : 0
  const grown = (most: number) => Math.floor(most * (1 - Math.exp(-age / sixHours)))
  const draw = (name: string, most: number) => hash(`${video.id} ${name}`) % (most + 1)
  const most = 120 + draw('views', 9000)
  return {
    views: grown(most),
    engagedViews: grown(Math.floor(most * (0.4 + draw('engaged', 40) / 100))),
    likes: grown(draw('likes', 300)),
    comments: grown(draw('comments', 40)),
    shares: grown(draw('shares', 60)),
    estimatedMinutesWatched: grown(most * 2),
  }
}
