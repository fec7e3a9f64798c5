import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { named } from '../channels/channel.ts'
import { channelCards } from '../channels/queries.ts'
import type { Env } from '../http/env.ts'
import { forbidden, notFound, stale } from '../http/errors.tsx'
import { field, idOf, once, readForm, readQuery } from '../http/forms.ts'
import { abilities, can, may } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { never } from '../kit/never.ts'
import { sourcesOf } from '../sources/queries.ts'
import type { Errors, Values } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { unitsOf } from '../units/queries.ts'
import { approveRule } from './approve.ts'
import { endRule } from './end.ts'
import { Rules } from './pages.tsx'
import { RuleForm, TriedRule } from './pages-form.tsx'
import { findRule, rulesSeen } from './queries.ts'
import { inForce, waiting } from './rule.ts'
import type { Names } from './sentence.ts'
import { kinds, language } from './spec.ts'
import { tryRule } from './try.ts'
import { writeRule } from './write.ts'

const done = z.object({ done: z.enum(['written', 'approved', 'ended_done']).optional().catch(undefined) })

const list = z
  .string()
  .max(5000)
  .default('')
  .transform(text =>
    text
      .split(/[,;\n]/)
      .map(part => part.trim())
      .filter(Boolean),
  )
const empty = z.literal('').transform(() => undefined)

const shape = z.object({
  name: field.text(200),
  unit: field.id(),
  'sources[]': z.array(field.id()).default([]),
  sections: list,
  'kinds[]': z.array(z.enum(kinds)).default([]),
  'languages[]': z.array(language).default([]),
  words: list,
  without: list,
  'channels[]': z.array(field.id()).min(1).prefault([]),
  mode: z.enum(['automatic', 'held']),
  delay: z.coerce.number().int().min(0).max(10_080),
  filmWait: empty.or(z.coerce.number().int().min(0).max(1440)).optional(),
  from: empty.or(field.time()).optional(),
  until: empty.or(field.time()).optional(),
  perDay: empty.or(z.coerce.number().int().min(1).max(1000)).optional(),
})

export const rulePages = new Hono<Env>()
  .get('/rules', can('see_setup'), async c => {
    const { ctx, actor, words: w, roles } = c.var
    const what = readQuery(c, done).done
    const [rules, names] = await Promise.all([rulesSeen(ctx.db, actor.id), namesFor(c)])
    const mayWrite = may(roles, 'set_up')
    return page(
      c,
      {
        title: w.t('rules.title'),
        actions: mayWrite ? (
          <a class="btn btn-primary" href="/rules/new">
            {w.t('rules.add')}
          </a>
        ) : undefined,
      },
      <>
        {what ? (
          <Notice kind="success">
            <p>{w.t(`rules.${what}`)}</p>
          </Notice>
        ) : null}
        <Rules
          w={w}
          now={ctx.now()}
          me={actor.id}
          rules={rules}
          names={names}
          mayWrite={mayWrite}
          mayApprove={may(roles, 'approve_rule')}
        />
      </>,
    )
  })
  .get('/rules/new', can('set_up'), c => form(c))
  .post('/rules', can('set_up'), c => once(c, () => write(c)))
  .get('/rules/:id{[0-9]+}', can('set_up'), c => form(c))
  .post('/rules/:id{[0-9]+}', can('set_up'), c => once(c, () => write(c)))
  .get('/rules/:id/try', can('see_setup'), async c => {
    const { ctx, actor, words: w } = c.var
    const id = idOf(c)
    const rule = id ? await findRule(ctx.db, actor.id, id) : undefined
    const tried = rule && (await tryRule(ctx, actor, rule.id))
    if (!rule || tried?.is !== 'tried') return notFound(c)
    return page(
      c,
      { title: w.t('rules.tried_title', { name: rule.name }), beside: <a href="/rules">{w.t('rules.title')}</a> },
      <TriedRule w={w} tried={tried} names={await namesFor(c)} />,
    )
  })
  .post('/rules/:id/approval', can('approve_rule'), c =>
    once(c, async () => {
      const { ctx, actor, words: w } = c.var
      const id = idOf(c)
      const given = await readForm(c, z.object({ version: field.id(), seen: field.digest() }))
      if (!id || given.is === 'wrong') return notFound(c)
      const result = await approveRule(ctx, actor, id, given.value.version, given.value.seen)
      switch (result.is) {
        case 'approved':
          return c.redirect('/rules?done=approved', 303)
        case 'missing':
          return notFound(c)
        case 'forbidden':
          return forbidden(c, abilities.approve_rule)
        case 'own':
          return stale(c, '/rules', w.t('rules.own'))
        case 'stale':
          return stale(c, '/rules', w.t('rules.changed'))
        default:
          return never(result)
      }
    }),
  )
  .post('/rules/:id/end', can('approve_rule'), c =>
    once(c, async () => {
      const id = idOf(c)
      const result = id ? await endRule(c.var.ctx, c.var.actor, id) : ({ is: 'missing' } as const)
      switch (result.is) {
        case 'ended':
          return c.redirect('/rules?done=ended_done', 303)
        case 'missing':
          return notFound(c)
        case 'forbidden':
          return forbidden(c, abilities.approve_rule)
        default:
          return never(result)
      }
    }),
  )

async function namesFor(c: Context<Env>): Promise<Names> {
  const { ctx, actor } = c.var
  const [units, sources, channels] = await Promise.all([
    unitsOf(ctx.db, actor.id),
    sourcesOf(ctx.db, actor.id),
    channelCards(ctx.db, actor.id),
  ])
  return {
    units,
    sources: sources.map(source => ({ id: source.id, name: `${source.portal_name} · ${source.name}` })),
    channels: channels.filter(channel => !channel.ended_at).map(named(ctx.networks)),
  }
}

async function write(c: Context<Env>): Promise<Response> {
  const { ctx, actor, words: w } = c.var
  const id = idOf(c)
  const given = await readForm(c, shape)
  if (given.is === 'wrong') return form(c, given, 422)
  const value = given.value
  const before = id ? await findRule(ctx.db, actor.id, id) : undefined
  const spec = before && (waiting(before) ?? inForce(before))?.spec
  const result = await writeRule(ctx, actor, {
    rule: id,
    unit: value.unit,
    name: value.name,
    spec: {
      // What the form has no field for stays as it was written.
      ...spec,
      when: {
        ...spec?.when,
        sources: value['sources[]'],
        sections: value.sections,
        kinds: value['kinds[]'],
        languages: value['languages[]'],
        words: value.words,
        without: value.without,
      },
      channels: value['channels[]'].map(channel => ({
        ...spec?.channels.find(one => one.channel === channel),
        channel,
        perDay: value.perDay ?? null,
      })),
      mode: value.mode,
      delayMinutes: value.delay,
      ...(value.filmWait !== undefined && { filmWaitMinutes: value.filmWait }),
      quiet: value.from && value.until && value.from !== value.until ? { from: value.from, until: value.until } : null,
    },
  })
  switch (result.is) {
    case 'written':
      return c.redirect('/rules?done=written', 303)
    case 'missing':
    case 'ended':
      return notFound(c)
    case 'forbidden':
      return forbidden(c, abilities.set_up)
    case 'wrong':
      return form(c, { errors: { 'channels[]': w.t('rules.wrong_channel') }, values: await typed(c) }, 422)
    default:
      return never(result)
  }
}

const typed = async (c: Context<Env>): Promise<Values> =>
  Object.fromEntries(
    Object.entries(await c.req.parseBody({ all: true })).map(([name, value]) => [name, [value].flat().join('\n')]),
  )

async function form(
  c: Context<Env>,
  more: { errors?: Errors; values?: Values } = {},
  status: 200 | 422 = 200,
): Promise<Response> {
  const { ctx, actor, words: w } = c.var
  const id = idOf(c)
  const rule = id ? await findRule(ctx.db, actor.id, id) : undefined
  if (id && (!rule || rule.endedAt)) return notFound(c)
  const names = await namesFor(c)
  return page(
    c,
    { title: w.t(rule ? 'rules.edit_title' : 'rules.new_title'), wrong: status === 422 },
    names.channels.length ? (
      <RuleForm w={w} rule={rule} names={names} errors={more.errors} values={more.values} />
    ) : (
      <Notice kind="warning">
        <p>{w.t('rules.no_channels')}</p>
        <a href="/channels">{w.t('common.channels')}</a>
      </Notice>
    ),
    status,
  )
}
