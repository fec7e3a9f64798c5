import { hash } from './random.ts'
import type { Post } from './types.ts'
import { isPublic, shownAt, type World } from './world.ts'

export interface Engagement {
  reactions: number
  byType: Record<string, number>
  comments: number
  shares: number
  views: number
  viewers: number
  clicks: number
}

const sixHours = 6 * 3_600_000

/**
 * A simulated public: how much each post will ever draw follows from its id, how much of that is there follows from the
 * clock, so two readings at one moment agree and a later one is never smaller.
 */
export function engagementOf(world: World, post: Post): Engagement {
  const age = isPublic(world, post) ? Math.max(0, world.now() - shownAt(post)) : 0
  const grown = (most: number) => Math.floor(most * (1 - Math.exp(-age / sixHours)))
  const draw = (name: string, most: number) => hash(`${post.id} ${name}`) % (most + 1)
  const reactions = grown(8 + draw('reactions', 180))
  const viewers = grown(120 + draw('viewers', 4000)) + reactions
  return {
    reactions,
    byType: split(reactions),
    comments: grown(draw('comments', 24)),
    // Some posts are never shared, so that an absent count is met.
    shares: grown(Math.max(0, draw('shares', 40) - 8)),
    views: viewers + Math.floor(viewers / 3),
    viewers,
    clicks: Math.floor(viewers / 9),
  }
}

function split(reactions: number): Record<string, number> {
  const love = Math.floor(reactions / 5)
  const care = Math.floor(reactions / 12)
  const wow = Math.floor(reactions / 20)
  return { LIKE: reactions - love - care - wow, LOVE: love, CARE: care, WOW: wow }
}
