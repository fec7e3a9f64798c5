import { inspectDue } from '../src/channels/inspect.ts'
import { renewDue } from '../src/channels/renew.ts'
import type { Job } from './run.ts'

/** Renews connections that end soon, then looks at each once a day. */
export const renew: Job = {
  name: 'renew',
  every: 60,
  needs: 'web',
  run: async (ctx, budget) => {
    const renewed = await renewDue(ctx, budget)
    const inspected = await inspectDue(ctx, { ...budget, items: budget.items - renewed.items })
    return { items: renewed.items + inspected.items, more: renewed.more || inspected.more }
  },
}
