import type { Ctx } from '../context.ts'

/**
 * Remembers what a reply says of the time. A network without `Date` tells nothing and is not asked for it again and
 * again; a reply that a cache kept carries the time at which it was made (RFC 9111, 5.1, Age).
 */
export function hear(ctx: Pick<Ctx, 'clocks' | 'wall'>, network: string, reply: Pick<Response, 'headers'>): void {
  if (reply.headers.has('age')) return
  const wall = ctx.wall()
  const said = Date.parse(reply.headers.get('date') ?? '')
  const ahead = Number.isNaN(said) ? ctx.clocks.get(network)?.ahead : said - wall
  ctx.clocks.set(network, { ahead, wall, steady: performance.now() })
}
