import { Hono } from 'hono'
import { z } from 'zod'
import type { Env } from '../http/env.ts'
import { field, readQuery } from '../http/forms.ts'
import { can } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { unitsOf } from '../units/queries.ts'
import { Reach, ReadAt } from './pages.tsx'
import { before, periodOf } from './period.ts'
import { bestPosts, reachByChannel, reachByDay, reachBySection, reachTotals } from './queries.ts'

const day = field.day().optional().catch(undefined)
const filters = z.object({ from: day, to: day, unit: field.id().optional().catch(undefined) })

/** Period and unit stand in the address: a link shows the same thing to whoever may see it. */
export const reach = new Hono<Env>().get('/reach', can('see_reach'), async c => {
  const { ctx, actor, words } = c.var
  const now = ctx.now()
  const asked = readQuery(c, filters)
  const units = await unitsOf(ctx.db, actor.id)
  // A unit that is not theirs is as if it had not been asked for.
  const unit = units.find(one => one.id === asked.unit)
  const period = periodOf(asked, now)
  const earlier = before(period)
  const seen = { person: actor.id, unit: unit?.id }
  const [totals, totalsBefore, days, daysBefore, sections, channels, best] = await Promise.all([
    reachTotals(ctx.db, seen, period),
    reachTotals(ctx.db, seen, earlier),
    reachByDay(ctx.db, seen, period),
    reachByDay(ctx.db, seen, earlier),
    reachBySection(ctx.db, seen, period),
    reachByChannel(ctx.db, seen, period),
    bestPosts(ctx.db, seen, period, 10),
  ])
  return page(
    c,
    { title: words.t('reach.title'), beside: <ReadAt w={words} at={totals.read_at} now={now} /> },
    <Reach
      w={words}
      now={now}
      networks={ctx.networks}
      units={units}
      unit={unit}
      period={period}
      earlier={earlier}
      totals={totals}
      totalsBefore={totalsBefore}
      days={days}
      daysBefore={daysBefore}
      sections={sections}
      channels={channels}
      best={best}
    />,
  )
})
