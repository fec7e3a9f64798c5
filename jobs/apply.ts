import { applyOverlooked } from '../src/posts/apply-rules.ts'
import type { Job } from './run.ts'

/** Rules are applied as items are read; this finds the ones whose reader ended in between. */
export const apply: Job = {
  name: 'apply',
  every: 60,
  needs: 'node',
  run: (ctx, { items }) => applyOverlooked(ctx, Math.min(items, 200)),
}
