import { Hono } from 'hono'
import { z } from 'zod'
import type { Env } from '../http/env.ts'
import { badRequest } from '../http/errors.tsx'
import { once, readForm, readQuery } from '../http/forms.ts'
import { can } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { Notice } from '../ui/notice.tsx'
import { approveAgain, outdatedPosts } from './approve-again.ts'
import { Again, mayTick } from './pages-again.tsx'

/** Each is shown whole with its pictures: more of them would be a page that nobody reads to its end. */
const most = 20

const told = z.object({
  again: z.coerce.number().int().min(0).max(most).optional().catch(undefined),
  not: z.coerce.number().int().min(0).max(most).catch(0),
})

const given = z.object({
  'posts[]': z
    .array(
      z
        .string()
        .regex(/^[1-9]\d{0,9}:[0-9a-f]{64}$/)
        .transform(text => ({ id: Number(text.split(':')[0]), seen: text.split(':')[1] ?? '' })),
    )
    .max(most)
    .default([]),
})

/** Approving again, many at once, what a changed setting of a channel held back. */
export const approvalsAgain = new Hono<Env>()
  .get('/approvals/again', can('approve'), async c => {
    const { ctx, actor, words: w } = c.var
    const { again, not } = readQuery(c, told)
    const { posts, more } = await outdatedPosts(ctx, actor, most)
    return page(
      c,
      {
        title: w.t('again.title'),
        beside: <a href="/approvals">{w.t('approvals.title')}</a>,
        ownBar: posts.some(mayTick),
      },
      <>
        {again === undefined ? null : (
          <Notice kind={not > 0 ? 'warning' : 'success'}>
            <p>{w.t('again.done', { n: again })}</p>
            {not > 0 ? <p>{w.t('again.not', { n: not })}</p> : null}
          </Notice>
        )}
        <Again w={w} now={ctx.now()} networks={ctx.networks} posts={posts} more={more} />
      </>,
    )
  })
  .post('/approvals/again', can('approve'), c =>
    once(c, async () => {
      const { ctx, actor } = c.var
      const form = await readForm(c, given)
      if (form.is === 'wrong') return badRequest(c)
      let approved = 0
      const ticked = form.value['posts[]']
      // One after the other: each is a transaction of its own, and one that changed meanwhile holds up no other.
      for (const { id, seen } of ticked) if ((await approveAgain(ctx, actor, id, seen)).is === 'approved') approved++
      return c.redirect(`/approvals/again?again=${approved}&not=${ticked.length - approved}`, 303)
    }),
  )
