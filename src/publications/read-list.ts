import type { Ctx } from '../context.ts'
import { never } from '../kit/never.ts'
import type { Entry } from '../ports/portal.ts'
import { heed, hintsOf } from '../sources/hints.ts'
import { followMove } from '../sources/move.ts'
import { unlessBusy } from '../sources/polite.ts'
import { poll } from '../sources/poll.ts'
import { endRead, keepParts, partsOf, postpone } from '../sources/queries.ts'
import { addRead } from '../sources/queries-reads.ts'
import { type Claimed, listRulesOf, waitAfter } from '../sources/source.ts'
import { namesOfUrl } from './identity.ts'
import { learnRhythm } from './queries/rhythm.ts'
import { knownBy } from './queries/take.ts'
import { take } from './take.ts'

/** One claimed source: its list read, its items recorded, and the next time set. True when pages became due. */
export async function readList(ctx: Ctx, source: Claimed, luck = Math.random()): Promise<boolean> {
  if (source.kind === 'push') throw new Error(`source ${source.id} tells us itself`)
  const asked = { ...source, kind: source.kind }
  const parts = source.kind === 'sitemap' ? await partsOf(ctx.db, source.id) : []
  const polled = await unlessBusy(poll(ctx, { ...asked, parts }, entries => knows(ctx, source, entries)))
  // Nothing was asked, so nothing is said of the list.
  if (polled.is === 'busy') {
    await postpone(ctx.db, source, polled.until)
    return false
  }
  const now = ctx.now()
  const after = (failures: number, retryAfter?: number) =>
    new Date(now.getTime() + waitAfter(source.every_seconds, failures, luck, retryAfter))
  const usual = (hints: unknown) => heed(hints, now, after(0))
  switch (polled.is) {
    case 'unchanged': {
      const { validators } = polled
      await addRead(ctx.db, source.id, { at: now, outcome: 'unchanged', problem: null })
      await endRead(ctx.db, source, {
        due_at: usual(source.hints),
        read_at: now,
        failures: 0,
        problem: null,
        validators,
      })
      return false
    }
    case 'list': {
      const taken = await take(ctx, source, polled.feed, polled.warnings)
      // An empty list may be a fault of the portal: it is no baseline, or the return of its history would look new.
      const isSight = polled.feed.entries.length > 0
      const nameless = taken.skipped.find(({ code }) => code === 'row.nameless')
      const silent = !isSight && source.baseline_at !== null && source.kind !== 'wordpress' && source.kind !== 'sitemap'
      const problem = nameless
        ? { code: 'source.nameless', with: { n: nameless.n } }
        : silent
          ? { code: 'source.empty' }
          : null
      const { sights } = polled
      const hints = hintsOf(polled.feed)
      await addRead(ctx.db, source.id, {
        at: now,
        outcome: 'list',
        problem,
        sights,
        facts: { ...taken, pages: sights.length },
      })
      // Kept only after the items are: a crash before these lines reads the list again.
      await keepParts(ctx.db, source.id, polled.parts, now)
      await endRead(ctx.db, source, {
        due_at: usual(hints),
        hints: hints ? JSON.stringify(hints) : null,
        read_at: now,
        failures: 0,
        problem,
        validators: polled.validators,
        ...(polled.full ? { full_read_at: now } : {}),
        ...(source.baseline_at === null && isSight ? { baseline_at: now, baseline_why: null } : {}),
        ...(taken.added > 0 ? { item_at: now } : {}),
      })
      await followMove(ctx, source, polled.movedTo)
      if (taken.added > 0) await learnRhythm(ctx.db, source.id, now)
      if (taken.as === 'held' && taken.added > 0) ctx.log.warn('source.held', { source: source.id, items: taken.added })
      return taken.as === 'new' ? taken.added + taken.touched > 0 : taken.touched > 0
    }
    case 'gone':
      ctx.log.warn('source.gone', { source: source.id })
      await addRead(ctx.db, source.id, { at: now, outcome: 'gone', problem: polled.why, sights: polled.sights })
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
      await addRead(ctx.db, source.id, { at: now, outcome: 'failed', problem: polled.why, sights: polled.sights })
      await endRead(ctx.db, source, { due_at: after(failures, polled.retryAfter), failures, problem: polled.why })
      return false
    }
    default:
      return never(polled)
  }
}

/** Whether any of these items was recorded before; before the baseline nothing was. */
async function knows(ctx: Ctx, source: Claimed, entries: readonly Entry[]): Promise<boolean> {
  if (source.baseline_at === null) return false
  const naming = { rules: listRulesOf(source.settings), identity: ctx.readers.identity }
  const names = entries.flatMap(({ url }) => (url === null ? [] : namesOfUrl(url, naming)))
  return (await knownBy(ctx.db, source.portal_id, names)).size > 0
}
