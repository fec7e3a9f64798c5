import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Env } from '../http/env.ts'
import { badRequest, notFound } from '../http/errors.tsx'
import { field, idOf, once, readForm, readQuery } from '../http/forms.ts'
import { can, may } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { dayOf, findStartOfDay } from '../kit/time.ts'
import { holdsIn } from '../people/queries.ts'
import type { Errors, Values } from '../ui/form.tsx'
import { Icon } from '../ui/icon.tsx'
import { pageSize } from '../ui/pager.tsx'
import { cancel, confirmLive, discard, giveUp, type Resent, retryFailed, sendAgain } from './decide.ts'
import { BackToBoard, Detail } from './detail.tsx'
import { Board } from './pages.tsx'
import { boardCounts, boardRows, findOnBoard, lanes } from './queries/board.ts'
import { findCompletion } from './queries/completion.ts'
import { attemptsOf, remarksOf } from './queries/find.ts'
import { resendAsked } from './queries/resend.ts'

const filters = z.object({
  lane: z.enum(lanes).optional().catch(undefined),
  skip: z.coerce.number().int().min(0).max(100_000).catch(0),
  unfold: z.string().optional(),
  done: z.enum(['done', 'not_now', 'resend_asked', 'resend_own']).optional().catch(undefined),
})

const startOfToday = (now: Date): Date => findStartOfDay(dayOf(now)) ?? now

export const deliveries = new Hono<Env>()
  .get('/deliveries', can('see_work'), async c => {
    const { ctx, actor, words: w, roles } = c.var
    const now = ctx.now()
    const asked = readQuery(c, filters)
    const counts = await boardCounts(ctx.db, actor, now, startOfToday(now))
    // What needs a person is the first lane and the default while there is any.
    const lane = asked.lane ?? (counts.needs ? 'needs' : 'all')
    const rows = await boardRows(ctx.db, actor, now, startOfToday(now), lane, asked.skip, pageSize + 1)
    const shown = rows.slice(0, pageSize)
    const total = lane === 'past' ? asked.skip + rows.length : counts[lane]
    return page(
      c,
      {
        title: w.t('deliveries.title'),
        beside: (
          <span data-live-clock="" data-lost={w.t('deliveries.lost', { time: w.seconds(now) })}>
            {w.t('deliveries.updated', { time: w.seconds(now) })}
          </span>
        ),
        actions: may(roles, 'stop') ? (
          <a class="btn lt-danger-outline" href="/holds">
            <Icon name="stop" /> {w.t('common.holds')}
          </a>
        ) : undefined,
      },
      <Board
        w={w}
        now={now}
        networks={ctx.networks}
        lane={lane}
        counts={counts}
        rows={shown}
        skip={asked.skip}
        total={total}
        mayLift={may(roles, 'stop')}
        unfold={asked.unfold !== undefined}
      />,
    )
  })
  .get('/deliveries/:id', can('see_work'), async c => {
    const { done } = readQuery(c, filters)
    const w = c.var.words
    return detail(
      c,
      done && {
        notice: {
          kind: done === 'done' || done === 'resend_asked' ? 'success' : 'warning',
          text: w.t(`deliveries.${done}`),
        },
      },
    )
  })
  .post('/deliveries/:id/confirmation', can('settle'), c =>
    once(c, async () => {
      const { ctx, actor, words: w } = c.var
      const id = idOf(c)
      const form = await readForm(c, z.object({ address: field.text(2000) }))
      if (!id) return notFound(c)
      if (form.is === 'wrong') return wrong(c, 'confirmation', form.errors, form.values)
      const address = form.value.address
      const result = await confirmLive(ctx, actor, id, address)
      if (result.is === 'no_address' || result.is === 'taken')
        return wrong(c, 'confirmation', { address: w.t(`deliveries.${result.is}`) }, { address })
      return answer(c, id, result)
    }),
  )
  .post('/deliveries/:id/:act{resend|surrender|retry|cancellation|discard}', can('see_work'), c =>
    once(c, async () => {
      const { ctx, actor } = c.var
      const id = idOf(c)
      if (!id) return notFound(c)
      const act = c.req.param('act')
      const run = acts[act as keyof typeof acts]
      if (!run) return badRequest(c)
      const form = await readForm(c, z.object({ reason: field.text(500, 3) }))
      if (form.is === 'wrong') return wrong(c, act, form.errors, form.values)
      return answer(c, id, await run(ctx, actor, id, form.value.reason))
    }),
  )

const acts = { resend: sendAgain, surrender: giveUp, retry: retryFailed, cancellation: cancel, discard } as const

function answer(c: Context<Env>, id: number, result: Resent): Response | Promise<Response> {
  switch (result.is) {
    case 'missing':
      return notFound(c)
    case 'done':
      return c.redirect(`/deliveries/${id}?done=done`, 303)
    case 'not_now':
      return c.redirect(`/deliveries/${id}?done=not_now`, 303)
    case 'asked':
    case 'own':
      return c.redirect(`/deliveries/${id}?done=resend_${result.is}`, 303)
    default:
      return result satisfies never
  }
}

const wrong = (c: Context<Env>, act: string, errors: Errors, values: Values) =>
  detail(c, { errors, values: { ...values, act: `/deliveries/${idOf(c)}/${act}` } }, 422)

async function detail(
  c: Context<Env>,
  more: { notice?: { kind: 'success' | 'warning'; text: string }; errors?: Errors; values?: Values } = {},
  status: 200 | 422 = 200,
): Promise<Response> {
  const { ctx, actor, words: w } = c.var
  const now = ctx.now()
  const id = idOf(c)
  const row = id && (await findOnBoard(ctx.db, actor, id, now, startOfToday(now)))
  if (!row) return notFound(c)
  const [steps, completion, remarks, resend, mayAct, maySign] = await Promise.all([
    attemptsOf(ctx.db, row.id),
    findCompletion(ctx.db, row.id),
    remarksOf(ctx.db, row.id),
    resendAsked(ctx.db, row.id),
    holdsIn(ctx.db, actor, [row.unit_id], ['editor', 'approver', 'admin', 'contributor']),
    holdsIn(ctx.db, actor, [row.unit_id], ['approver', 'admin']),
  ])
  return page(
    c,
    {
      title: w.t('deliveries.one_title', { id: String(row.id) }),
      beside: <BackToBoard w={w} />,
      wrong: status === 422,
    },
    <Detail
      w={w}
      now={now}
      row={row}
      network={ctx.networks.get(row.network)}
      steps={steps}
      completion={row.state === 'live' ? completion : undefined}
      remarks={remarks}
      mayAct={mayAct}
      maySign={maySign}
      resend={resend}
      me={actor.id}
      {...more}
    />,
    status,
  )
}
