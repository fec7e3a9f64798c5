import { tooFast, tooManyCalls } from './errors.ts'
import type { Page } from './types.ts'
import type { World } from './world.ts'

const hour = 3_600_000
const day = 24 * hour

/** 4800 calls for each engaged user in 24 hours (Rate limiting guide, read 2026-11-22). */
const allowance = (page: Page) => 4800 * Math.max(1, page.engaged)

/** Counts the call, and refuses it while the Page is blocked; calling while blocked lengthens the block. */
export function countCall(world: World, page: Page): void {
  const now = world.now()
  const slot = Math.floor(now / hour)
  page.calls.set(slot, (page.calls.get(slot) ?? 0) + 1)
  for (const old of page.calls.keys()) if (old <= slot - 24) page.calls.delete(old)
  if (page.blockedUntil > now) {
    page.blockedUntil += 60_000
    throw tooManyCalls()
  }
  if (countedPercent(page) >= 100) {
    page.blockedUntil = now + hour
    throw tooManyCalls()
  }
}

/** 368/1390008: stop for a day. Each further try starts the day anew. */
export function checkPace(world: World, page: Page): void {
  if (page.tooFastUntil <= world.now()) return
  page.tooFastUntil = world.now() + day
  throw tooFast()
}

export function blockForPace(world: World, page: Page): never {
  page.tooFastUntil = world.now() + day
  throw tooFast()
}

const countedPercent = (page: Page) =>
  (100 * [...page.calls.values()].reduce((sum, calls) => sum + calls, 0)) / allowance(page)

/** Percent of the allowance, not counts; sent only when there is something to report. */
export function usageHeaders(world: World, page: Page | null): Record<string, string> {
  if (!page) return {}
  const minutes = Math.max(0, Math.ceil((page.blockedUntil - world.now()) / 60_000))
  const percent = minutes > 0 ? 100 : Math.floor(page.usage ?? countedPercent(page))
  if (percent < 1) return {}
  const usage = {
    type: 'pages',
    call_count: percent,
    total_cputime: Math.floor(percent / 8),
    total_time: Math.floor(percent / 5),
    estimated_time_to_regain_access: minutes,
  }
  return { 'x-business-use-case-usage': JSON.stringify({ [page.id]: [usage] }) }
}
