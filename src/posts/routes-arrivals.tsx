import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Env } from '../http/env.ts'
import { forbidden, notFound } from '../http/errors.tsx'
import { field, idOf, once, readForm, readQuery } from '../http/forms.ts'
import { abilities, can, may } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { never } from '../kit/never.ts'
import { type Ignored, ignorePublication, reasons, restorePublication } from '../publications/ignore.ts'
import { openCopies } from '../publications/queries/copy.ts'
import { release } from '../publications/release.ts'
import { sourcesOf } from '../sources/queries.ts'
import { ActButton } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { pageSize } from '../ui/pager.tsx'
import { unitsOf } from '../units/queries.ts'
import { decideCopy } from './decide-copy.ts'
import { findingsOfMatter } from './issues.ts'
import { Arrivals, arrivalNotice, arrivalNotices } from './pages-arrivals.tsx'
import { arrivalFilters, arrivals, floods, sourcesHealth } from './queries/arrivals.ts'
import { releaseHeld } from './release.ts'
import { submit } from './submit.ts'

const optionalId = field.id().optional().catch(undefined)
const filters = z.object({
  show: z.enum(arrivalFilters).catch('open'),
  unit: optionalId,
  source: optionalId,
  search: z.string().trim().max(200).optional(),
  before: optionalId,
  done: z.enum(arrivalNotices).optional().catch(undefined),
  n: optionalId,
  undo: optionalId,
})

export const arrivalPages = new Hono<Env>()
  .get('/publications', can('see_work'), async c => {
    const { ctx, actor, words: w, roles } = c.var
    const now = ctx.now()
    const asked = readQuery(c, filters)
    const search = asked.search || undefined
    const [found, flood, health, units, sources] = await Promise.all([
      arrivals(ctx.db, actor.id, { ...asked, search, most: pageSize + 1 }),
      floods(ctx.db, actor.id),
      sourcesHealth(ctx.db, actor.id),
      unitsOf(ctx.db, actor.id),
      sourcesOf(ctx.db, actor.id),
    ])
    const rows = found.slice(0, pageSize)
    const waiting = rows.filter(({ state }) => state === 'new' || state === 'held').map(({ id }) => id)
    const copies = Map.groupBy(await openCopies(ctx.db, waiting), ({ waits }) => waits)
    const here = new URLSearchParams({ show: asked.show })
    if (asked.unit) here.set('unit', String(asked.unit))
    if (asked.source) here.set('source', String(asked.source))
    if (search) here.set('search', search)
    const last = rows.at(-1)
    return page(
      c,
      { title: w.t('publications.title'), beside: <span>{w.t('common.read_at', { time: w.clock(now) })}</span> },
      <>
        {asked.done ? (
          <Notice kind={asked.done === 'stale' || asked.done === 'submit_blocked' ? 'warning' : 'success'}>
            <p>{arrivalNotice(w, asked.done)}</p>
            {asked.undo ? (
              <ActButton action={`/publications/${asked.undo}/restoration`} text={w.t('common.undo')} />
            ) : null}
          </Notice>
        ) : null}
        <Arrivals
          w={w}
          now={now}
          networks={ctx.networks}
          show={asked.show}
          search={search}
          unit={asked.unit}
          source={asked.source}
          units={units}
          sources={sources.map(source => ({ id: source.id, name: source.name, portal: source.portal_name }))}
          rows={rows.map(row => ({ ...row, findings: row.matter ? findingsOfMatter(row.matter, now) : [] }))}
          floods={flood}
          copies={copies}
          health={health}
          next={found.length > pageSize && last ? `/publications?${here}&before=${last.id}` : undefined}
          first={asked.before ? `/publications?${here}` : undefined}
          mayWrite={may(roles, 'write')}
          mayStop={may(roles, 'stop')}
        />
      </>,
    )
  })
  .post('/publications/:id/ignore', can('write'), c =>
    once(c, async () => {
      const id = idOf(c)
      const form = await readForm(c, z.object({ why: z.enum(reasons), own: z.string().trim().max(300).default('') }))
      if (!id || form.is === 'wrong') return notFound(c)
      const why = form.value.own || `ignored.${form.value.why}`
      const result = await ignorePublication(c.var.ctx, c.var.actor, id, why)
      return afterMove(c, result, `/publications?done=ignored&undo=${id}`)
    }),
  )
  .post('/publications/:id/restoration', can('write'), c =>
    once(c, async () => {
      const id = idOf(c)
      const result = id ? await restorePublication(c.var.ctx, c.var.actor, id) : ({ is: 'missing' } as const)
      return afterMove(c, result, '/publications?done=restored')
    }),
  )
  .post('/publications/:id/release', can('write'), c =>
    once(c, async () => {
      const id = idOf(c)
      const form = await readForm(c, z.object({ reason: z.string().max(500).default('') }))
      if (!id || form.is === 'wrong') return notFound(c)
      const result = await releaseHeld(c.var.ctx, c.var.actor, id, form.value.reason)
      switch (result.is) {
        case 'released':
          return c.redirect('/publications?done=released', 303)
        case 'missing':
          return notFound(c)
        case 'forbidden':
          return forbidden(c, ['admin'])
        case 'unsaid':
          return c.redirect('/publications?show=held', 303)
        case 'stale':
          return c.redirect('/publications?done=stale', 303)
        default:
          return never(result)
      }
    }),
  )
  .post('/posts/:id/submission', can('write'), c =>
    once(c, async () => {
      const id = idOf(c)
      const result = id ? await submit(c.var.ctx, c.var.actor, id) : ({ is: 'missing' } as const)
      switch (result.is) {
        case 'submitted':
          return c.redirect('/publications?done=submitted', 303)
        case 'missing':
          return notFound(c)
        case 'forbidden':
          return forbidden(c, abilities.write)
        case 'blocked':
        case 'late':
          return c.redirect(`/posts/${id}?done=${result.is}`, 303)
        case 'stale':
          return c.redirect('/publications?done=stale', 303)
        default:
          return never(result)
      }
    }),
  )
  .post('/publications/:id/copies/:copy', can('write'), c =>
    once(c, async () => {
      const [id, copy] = [idOf(c), idOf(c, 'copy')]
      const form = await readForm(c, z.object({ answer: z.enum(['same', 'different']) }))
      if (!id || !copy || form.is === 'wrong') return notFound(c)
      const result = await decideCopy(c.var.ctx, c.var.actor, id, copy, form.value.answer)
      return afterMove(c, result.is === 'decided' ? { is: 'done' } : result, '/publications?done=copy_decided')
    }),
  )
  .post('/sources/:id/flood', can('stop'), c =>
    once(c, async () => {
      const id = idOf(c)
      const form = await readForm(c, z.object({ how: z.enum(['through', 'record_only']) }))
      if (!id || form.is === 'wrong') return notFound(c)
      const result = await release(c.var.ctx, c.var.actor, id, form.value.how)
      return result.is === 'released' ? c.redirect('/publications?done=released', 303) : forbidden(c, abilities.stop)
    }),
  )

function afterMove(c: Context<Env>, result: Ignored, done: string): Response | Promise<Response> {
  switch (result.is) {
    case 'done':
      return c.redirect(done, 303)
    case 'missing':
      return notFound(c)
    case 'forbidden':
      return forbidden(c, abilities.write)
    case 'stale':
      return c.redirect('/publications?done=stale', 303)
    default:
      return never(result)
  }
}
