import type { Ctx } from '../src/context.ts'
import { applyRules } from '../src/posts/apply-rules.ts'
import { followHints } from '../src/publications/follow-hints.ts'
import { look } from '../src/publications/look.ts'
import { claimLook } from '../src/publications/queries/look.ts'
import { readList } from '../src/publications/read-list.ts'
import { claimDue } from '../src/sources/queries.ts'
import { findWake } from '../src/sources/queries-manners.ts'
import type { Budget, Job, Turn } from './run.ts'

/** Lists and pages at once; each portal gives one at a time. */
const lanes = 6

/** Learns what portals publish: follows their hints, reads due lists, then the pages of what is new or due for a second look. */
export const watch: Job = { name: 'watch', every: 5, needs: 'node', run: watchDue }

async function watchDue(ctx: Ctx, budget: Budget): Promise<Turn> {
  let items = await followHints(ctx)
  const room = () => items < budget.items && !budget.signal.aborted
  const all = async (step: () => Promise<boolean>) => {
    const lane = async () => {
      while (room() && (await step())) items++
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  }
  const first: number[] = []
  const lists = async () => {
    const source = await claimDue(ctx.db, ctx.now())
    if (source) await readList(ctx, source)
    return source !== undefined
  }
  const pages = async (which: 'any' | 'never') => {
    const due = await claimLook(ctx.db, ctx.now(), which)
    const looked = due && (await look(ctx, due))
    if (looked?.is === 'read' && looked.first) first.push(looked.publication)
    // Rules see together what came together; a page that keeps one lane waiting keeps no other back.
    if (!due && first.length > 0) await applyRules(ctx, first.splice(0))
    return due !== undefined
  }
  // Each installation gives one answer every few seconds: what was never read takes it first, and a coin decides between
  // lists and pages read before, so that neither starves where there is more to ask than time.
  await all(() => pages('never'))
  const [one, other] = Math.random() < 0.5 ? [lists, () => pages('any')] : [() => pages('any'), lists]
  await all(one)
  await all(other)
  // What the lists just made due.
  if (one !== lists) await all(() => pages('any'))
  if (first.length > 0) await applyRules(ctx, first)
  const now = ctx.now()
  const wake = await findWake(ctx.db, now)
  const again = wake && Math.max(50, (wake.getTime() - now.getTime()) / ctx.config.clockSpeed)
  const full = items >= budget.items
  return { items, more: !budget.signal.aborted && full, ...(again === undefined ? {} : { again }) }
}
