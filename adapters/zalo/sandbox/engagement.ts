import { hash } from './random.ts'
import type { Article } from './types.ts'
import { isPublic, type World } from './world.ts'

const sixHours = 6 * 3_600_000

/**
 * A simulated public: how much each article will ever draw follows from its id, how much of that is there follows from
 * the clock, so two readings at one moment agree and a later one is never smaller. Views and shares are all there is.
 */
export function readsOf(world: World, article: Article): { views: number; shares: number } {
  const since = article.shownAt ?? world.now()
  const age = isPublic(world, article) ? Math.max(0, world.now() - since) : 0
  const grown = (most: number) => Math.floor(most * (1 - Math.exp(-age / sixHours)))
  const draw = (name: string, most: number) => hash(`${article.id} ${name}`) % (most + 1)
  return { views: grown(60 + draw('views', 3000)), shares: grown(Math.max(0, draw('shares', 30) - 8)) }
}
