import { hash, makeRandom } from './random.ts'
import type { Post } from './types.ts'
import type { World } from './world.ts'

/** Counters that grow with time and never shrink, each post with a pull of its own. */
export function engagementOf(world: World, post: Post) {
  const random = makeRandom(world.seed ^ hash(post.id))
  const hours = Math.max(0, world.now() - post.publicAt) / 3_600_000
  const views = Math.floor((200 + random() * 4000) * (1 - Math.exp(-hours / 36)))
  return {
    view_count: views,
    like_count: Math.floor(views * (0.02 + random() * 0.05)),
    comment_count: Math.floor(views * random() * 0.006),
    share_count: Math.floor(views * random() * 0.01),
  }
}
