import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { titled } from '../channels/channel.ts'
import { channelCards } from '../channels/queries.ts'
import { endsSoon } from '../channels/standing.ts'
import { boardCounts, boardRows } from '../deliveries/queries/board.ts'
import { resendsToSign } from '../deliveries/queries/resend.ts'
import type { Env } from '../http/env.ts'
import { can, may } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { dayOf, findStartOfDay } from '../kit/time.ts'
import { problemShape } from '../ports/content.ts'
import { countOutdated } from '../posts/approve-again.ts'
import { touchedBy } from '../posts/queries/desk.ts'
import { postsSeen } from '../posts/queries/find.ts'
import { rulesSeen } from '../rules/queries.ts'
import { waiting } from '../rules/rule.ts'
import { isSilent } from '../sources/pages-one.tsx'
import { sourcesOf } from '../sources/queries.ts'
import { Icon } from '../ui/icon.tsx'
import { Today } from './pages.tsx'
import { openHolds, waitingFor } from './queries.ts'

/** What every page shows around itself: open holds and the work waiting for this person. */
export const frame = createMiddleware<Env>(async (c, next) => {
  const { ctx, actor } = c.var
  const now = ctx.now()
  const [holds, counts] = await Promise.all([openHolds(ctx.db, actor, now), waitingFor(ctx.db, actor, now)])
  c.set('frame', { holds, waiting: counts, now })
  await next()
})

export const today = new Hono<Env>().get('/', can('see_reach'), async c => {
  const { ctx, actor, words: w, roles, frame: around } = c.var
  const now = ctx.now()
  const start = findStartOfDay(dayOf(now)) ?? now
  const seesWork = may(roles, 'see_work')
  const lane = (which: 'needs' | 'person' | 'waiting' | 'live', most: number) =>
    seesWork ? boardRows(ctx.db, actor, now, start, which, 0, most) : []
  const [counts, needs, person, next, out, submitted, returned, rules, again, toSign, unwell] = await Promise.all([
    boardCounts(ctx.db, actor, now, start),
    lane('needs', 5),
    lane('person', 5),
    lane('waiting', 5),
    lane('live', 5),
    may(roles, 'approve') ? postsSeen(ctx.db, actor.id, { states: ['submitted'], order: 'due', most: 10 }) : [],
    may(roles, 'write') ? postsSeen(ctx.db, actor.id, { states: ['returned'], author: actor.id, most: 5 }) : [],
    may(roles, 'approve_rule') ? rulesSeen(ctx.db, actor.id) : [],
    may(roles, 'approve') ? countOutdated(ctx, actor, 20) : 0,
    seesWork ? resendsToSign(ctx.db, actor.id, 10) : [],
    unwellOf(c, now),
  ])
  const own = await touchedBy(
    ctx.db,
    actor.id,
    submitted.map(post => post.id),
  )
  return page(
    c,
    {
      title: w.t('today.title'),
      beside: <span>{w.t('common.read_at', { time: w.moment(now, now) })}</span>,
      actions: may(roles, 'stop') ? (
        <a class="btn lt-danger-outline" href="/holds">
          <Icon name="stop" /> {w.t('common.holds')}
        </a>
      ) : undefined,
    },
    <Today
      w={w}
      now={now}
      networks={ctx.networks}
      needs={[...needs, ...person]}
      needsTotal={counts.needs + counts.person}
      next={next}
      nextTotal={counts.waiting}
      out={out}
      outTotal={counts.live}
      toApprove={submitted.filter(post => !own.has(post.id))}
      returned={returned}
      again={again}
      toSign={toSign}
      arrivals={around.waiting.publications ?? 0}
      rules={rules.filter(rule => !rule.endedAt && (waiting(rule)?.writtenBy.id ?? actor.id) !== actor.id)}
      unwell={unwell}
      seesWork={seesWork}
      mayLift={may(roles, 'stop')}
    />,
  )
})

/** Channels that are lost or run out soon, and sources that cannot be read. */
async function unwellOf(c: Context<Env>, now: Date): Promise<{ text: string; href: string; open: string }[]> {
  const { ctx, actor, words: w } = c.var
  const [channels, sources] = await Promise.all([channelCards(ctx.db, actor.id), sourcesOf(ctx.db, actor.id)])
  const called = titled(ctx.networks)
  const open = { channels: w.t('common.channels'), source: w.t('today.source_open') }
  return [
    ...channels
      .filter(channel => !channel.ended_at)
      .flatMap(channel => {
        const at = { href: '/channels', open: open.channels }
        if (channel.reconnect_since || !channel.connected)
          return [{ text: w.t('today.channel_lost', { name: called(channel), n: Number(channel.waiting) }), ...at }]
        if (channel.expires_at && endsSoon(channel, ctx.networks.get(channel.network), now))
          return [
            { text: w.t('today.channel_soon', { name: called(channel), date: w.day(channel.expires_at) }), ...at },
          ]
        return []
      }),
    ...sources.flatMap(source => {
      const problem = problemShape.safeParse(source.problem)
      const at = { href: `/sources/${source.id}`, open: open.source }
      if (!problem.success && isSilent(source, now))
        return [
          {
            text: source.item_at
              ? w.t('today.source_silent', { name: source.name, time: w.moment(source.item_at, now) })
              : w.t('today.source_never', { name: source.name }),
            ...at,
          },
        ]
      return problem.success
        ? [
            {
              text: w.t('today.source', { name: source.name, reason: w.say(problem.data) }),
              ...at,
            },
          ]
        : []
    }),
  ].slice(0, 10)
}
