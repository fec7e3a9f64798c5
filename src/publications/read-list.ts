import type { Ctx } from '../context.ts'
import { never } from '../kit/never.ts'
import { poll } from '../sources/poll.ts'
import { endRead } from '../sources/queries.ts'
import { type Claimed, waitAfter } from '../sources/source.ts'
import { take } from './take.ts'

/** One claimed source: its list read, its items recorded, and the next time set. True when pages became due. */
export async function readList(ctx: Ctx, source: Claimed, luck = Math.random()): Promise<boolean> {
  const polled = await poll(ctx, source)
  const now = ctx.now()
  const after = (failures: number, retryAfter?: number) =>
    new Date(now.getTime() + waitAfter(source.every_seconds, failures, luck, retryAfter))
  switch (polled.is) {
    case 'unchanged': {
      const { validators } = polled
      await endRead(ctx.db, source, { due_at: after(0), read_at: now, failures: 0, problem: null, validators })
      return false
    }
    case 'list': {
      const taken = await take(ctx, source, polled.feed, polled.warnings)
      // An empty list may be a fault of the portal: it is no baseline, or the return of its history would look new.
      const isSight = polled.feed.entries.length > 0
      const nameless = taken.nameless > 0 ? { code: 'source.nameless', with: { n: taken.nameless } } : null
      const silent = !isSight && source.baseline_at !== null ? { code: 'source.empty' } : null
      await endRead(ctx.db, source, {
        due_at: after(0),
        read_at: now,
        failures: 0,
        problem: nameless ?? silent,
        // Kept only after the items are: a crash before this line reads the list again.
        validators: polled.validators,
        ...(polled.full ? { full_read_at: now } : {}),
        ...(source.baseline_at === null && isSight ? { baseline_at: now } : {}),
        ...(taken.added > 0 ? { item_at: now } : {}),
      })
      if (taken.state === 'held' && taken.added > 0)
        ctx.log.warn('source.held', { source: source.id, items: taken.added })
      return taken.state === 'new' ? taken.added + taken.touched > 0 : taken.touched > 0
    }
    case 'gone':
      ctx.log.warn('source.gone', { source: source.id })
      await endRead(ctx.db, source, {
        due_at: after(1),
        state: 'stopped',
        failures: source.failures + 1,
        problem: polled.why,
      })
      return false
    case 'failed': {
      const failures = source.failures + 1
      ctx.log.warn('source.failed', { source: source.id, code: polled.why.code, failures })
      await endRead(ctx.db, source, { due_at: after(failures, polled.retryAfter), failures, problem: polled.why })
      return false
    }
    default:
      return never(polled)
  }
}
