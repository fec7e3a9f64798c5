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
  // One claim alone tells whether there is anything to do; only then the other lanes begin.
  const all = async <T>(
    claim: () => Promise<T | undefined>,
    work: (one: T) => Promise<unknown>,
    idle?: () => Promise<unknown>,
  ) => {
    const next = async () => (room() ? claim() : undefined)
    const lane = async (given?: T) => {
      for (let one = given ?? (await next()); one !== undefined; one = await next()) {
        items++
        await work(one)
      }
      await idle?.()
    }
    const found = await next()
    if (found !== undefined) await Promise.all([lane(found), ...Array.from({ length: lanes - 1 }, () => lane())])
  }
  const lists = () =>
    all(
      () => claimDue(ctx.db, ctx.now()),
      source => readList(ctx, source),
    )
  const first: number[] = []
  // Rules see together what came together; a page that keeps one lane waiting keeps no other back.
  const ruled = async () => first.length > 0 && applyRules(ctx, first.splice(0))
  const pages = (which: 'any' | 'never') =>
    all(
      () => claimLook(ctx.db, ctx.now(), which),
      async due => {
        const looked = await look(ctx, due)
        if (looked.is !== 'read' || !looked.first) return
        first.push(looked.publication)
        ctx.nudge('pictures')
      },
      ruled,
    )
  // Each installation gives one answer every few seconds: what was never read takes it first, and a coin decides between
  // lists and pages read before, so that neither starves where there is more to ask than time.
  await pages('never')
  const listsFirst = Math.random() < 0.5
  if (!listsFirst) await pages('any')
  await lists()
  await pages('any')
  const now = ctx.now()
  const wake = await findWake(ctx.db, now)
  const again = wake && Math.max(50, (wake.getTime() - now.getTime()) / ctx.config.clockSpeed)
  const full = items >= budget.items
  return { items, more: !budget.signal.aborted && full, ...(again === undefined ? {} : { again }) }
}
