import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Env } from '../http/env.ts'
import { forbidden, notFound } from '../http/errors.tsx'
import { field, idOf, once, readForm, readQuery } from '../http/forms.ts'
import { abilities, can, may } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { never } from '../kit/never.ts'
import { holdsIn } from '../people/queries.ts'
import type { Errors, Values } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { pageSize } from '../ui/pager.tsx'
import { approve } from './approve.ts'
import { countOutdated } from './approve-again.ts'
import { issuesOfPost } from './issues.ts'
import { Review, Waiting } from './pages-approve.tsx'
import { goingOut } from './post.ts'
import { findCandidate } from './queries/candidates.ts'
import { lastApprovedAt, touchedBy } from './queries/desk.ts'
import { findPost, passesOf, postsSeen } from './queries/find.ts'
import { returnPost } from './return.ts'
import { approvers } from './roles.ts'

const done = z.object({
  done: z.enum(['approved', 'returned']).optional().catch(undefined),
  n: z.coerce.number().int().min(0).max(1000).catch(0),
})

export const approvals = new Hono<Env>()
  .get('/approvals', can('see_work'), async c => {
    const { ctx, actor, words: w } = c.var
    const found = await postsSeen(ctx.db, actor.id, { states: ['submitted'], order: 'due', most: pageSize })
    const own = await touchedBy(
      ctx.db,
      actor.id,
      found.map(post => post.id),
    )
    const lastAt = found.length ? undefined : await lastApprovedAt(ctx.db, actor.id)
    return page(
      c,
      { title: w.t('approvals.title'), beside: await wayAgain(c) },
      <>
        {told(c)}
        <Waiting w={w} now={ctx.now()} posts={found} own={own} lastAt={lastAt} />
      </>,
    )
  })
  .get('/approvals/:id', can('see_work'), c => review(c))
  .post('/approvals/:id/approval', can('approve'), c =>
    once(c, async () => {
      const { ctx, actor, words: w } = c.var
      const id = idOf(c)
      const form = await readForm(c, z.object({ seen: field.digest(), onward: z.literal('next').optional() }))
      if (!id || form.is === 'wrong') return notFound(c)
      const result = await approve(ctx, actor, id, form.value.seen)
      switch (result.is) {
        case 'approved': {
          const next = form.value.onward && (await nextFor(c, id))
          const said = `done=approved&n=${result.deliveries}`
          return c.redirect(next ? `/approvals/${next}?${said}` : `/approvals?${said}`, 303)
        }
        case 'missing':
          return notFound(c)
        case 'forbidden':
          return forbidden(c, abilities.approve)
        case 'own':
          return review(c, { notice: { kind: 'warning', text: w.t('approvals.own') } }, 403)
        case 'stale':
          return review(c, { notice: { kind: 'warning', text: w.t('approvals.changed') } }, 409)
        case 'expired':
          return review(c, { notice: { kind: 'warning', text: w.t('approvals.expired') } }, 409)
        case 'blocked':
          return review(c, { notice: { kind: 'danger', text: w.t('approvals.blocked') } }, 422)
        default:
          return never(result)
      }
    }),
  )
  .post('/approvals/:id/return', can('approve'), c =>
    once(c, async () => {
      const id = idOf(c)
      const form = await readForm(c, z.object({ note: field.text(2000, 3) }))
      if (!id) return notFound(c)
      if (form.is === 'wrong') return review(c, { errors: form.errors, values: form.values }, 422)
      const result = await returnPost(c.var.ctx, c.var.actor, id, form.value.note)
      switch (result.is) {
        case 'returned':
          return c.redirect('/approvals?done=returned', 303)
        case 'missing':
          return notFound(c)
        case 'forbidden':
          return forbidden(c, abilities.approve)
        case 'unsaid':
          return review(c, { errors: { note: c.var.words.t('errors.required') } }, 422)
        case 'stale':
          return review(c, { notice: { kind: 'warning', text: c.var.words.t('approvals.not_waiting') } }, 409)
        default:
          return never(result)
      }
    }),
  )

/** The way to what has to be approved again, where there is something. */
async function wayAgain(c: Context<Env>) {
  const { ctx, actor, roles, words: w } = c.var
  const n = may(roles, 'approve') ? await countOutdated(ctx, actor, 20) : 0
  return n > 0 ? <a href="/approvals/again">{w.t('again.waiting', { n })}</a> : undefined
}

const told = (c: Context<Env>) => {
  const { done: what, n } = readQuery(c, done)
  const w = c.var.words
  return what ? (
    <Notice kind="success">
      <p>{what === 'approved' ? w.t('approvals.approved', { n }) : w.t('approvals.returned')}</p>
    </Notice>
  ) : null
}

/** The next one that this person may decide on, soonest first. */
async function nextFor(c: Context<Env>, after: number): Promise<number | undefined> {
  const { ctx, actor } = c.var
  const found = await postsSeen(ctx.db, actor.id, { states: ['submitted'], order: 'due', most: pageSize })
  const own = await touchedBy(
    ctx.db,
    actor.id,
    found.map(post => post.id),
  )
  return found.find(post => post.id !== after && !own.has(post.id))?.id
}

async function review(
  c: Context<Env>,
  more: { notice?: { kind: 'warning' | 'danger'; text: string }; errors?: Errors; values?: Values } = {},
  status: 200 | 403 | 409 | 422 = 200,
): Promise<Response> {
  const { ctx, actor, words: w } = c.var
  const id = idOf(c)
  const post = id && (await findPost(ctx.db, actor.id, id))
  if (!post) return notFound(c)
  const now = ctx.now()
  const units = [post.unit.id, ...goingOut(post).map(rendition => rendition.channel.unit)]
  const [passes, source, mayDecide, next] = await Promise.all([
    passesOf(ctx.db, { post: post.id, publication: post.publication?.id }),
    post.publication ? findCandidate(ctx.db, actor.id, post.publication.id) : undefined,
    holdsIn(ctx.db, actor, units, approvers),
    nextFor(c, post.id),
  ])
  return page(
    c,
    {
      title: post.draft.title,
      beside: <a href="/approvals">{w.t('approvals.title')}</a>,
      wrong: status === 422,
      ownBar: mayDecide && post.state === 'submitted',
    },
    <>
      {status === 200 ? told(c) : null}
      <Review
        w={w}
        now={now}
        networks={ctx.networks}
        post={post}
        issues={issuesOfPost(ctx.networks, post, passes, now)}
        source={source}
        mayDecide={mayDecide}
        own={post.hands.includes(actor.id)}
        more={next !== undefined}
        {...more}
      />
    </>,
    status,
  )
}
