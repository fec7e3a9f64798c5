import { expireLate } from '../src/posts/expire.ts'
import type { Job } from './run.ts'

/** What was not approved by its time does not go out. */
export const expire: Job = {
  name: 'expire',
  every: 30,
  needs: 'web',
  run: async (ctx, { items }) => {
    const expired = await expireLate(ctx, items)
    return { items: expired, more: expired === items }
  },
}
