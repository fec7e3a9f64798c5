import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { titled } from '../channels/channel.ts'
import type { Env } from '../http/env.ts'
import { forbidden, notFound, stale } from '../http/errors.tsx'
import { field, idOf, once, readForm, readQuery } from '../http/forms.ts'
import { abilities, can, may } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { never } from '../kit/never.ts'
import { channelsFor } from '../rules/queries.ts'
import {
  ActForm,
  Button,
  Choices,
  ErrorBanner,
  type Errors,
  Field,
  Select,
  TextArea,
  type Values,
} from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { pageSize } from '../ui/pager.tsx'
import { unitsOf } from '../units/queries.ts'
import { compose, composer } from './compose.tsx'
import { type Created, createPost } from './create.ts'
import { drop } from './drop.ts'
import { PostList, shownStates } from './pages-list.tsx'
import { states } from './post.ts'
import { findCandidate } from './queries/candidates.ts'
import { openChannels } from './queries/desk.ts'
import { postsSeen } from './queries/find.ts'
import { passFindings } from './release.ts'
import { saveRendition } from './save-rendition.ts'
import { withdraw } from './withdraw.ts'

const filters = z.object({
  state: z.enum(states).optional().catch(undefined),
  cursor: field.id().optional().catch(undefined),
})

export const posts = new Hono<Env>()
  .get('/posts', can('see_work'), async c => {
    const { ctx, actor, words: w, roles } = c.var
    const { state, cursor } = readQuery(c, filters)
    const wanted = state ? [state] : shownStates.filter(one => one !== 'dropped' && one !== 'approved')
    const found = await postsSeen(ctx.db, actor.id, { states: wanted, cursor, most: pageSize + 1 })
    const shown = found.slice(0, pageSize)
    return page(
      c,
      {
        title: w.t('posts.title'),
        actions: may(roles, 'write') ? (
          <a class="btn btn-primary" href="/posts/new">
            {w.t('posts.new')}
          </a>
        ) : undefined,
      },
      <PostList
        w={w}
        now={ctx.now()}
        posts={shown}
        state={state}
        from={cursor}
        next={found.length > pageSize ? shown.at(-1)?.id : undefined}
      />,
    )
  })
  .get('/posts/new', can('write'), c => blank(c))
  .post('/posts', can('write'), c =>
    once(c, async () => {
      const { ctx, actor } = c.var
      const form = await readForm(c, newShape)
      if (form.is === 'wrong') return blank(c, form, 422)
      const { publication, again } = form.value
      if (publication) {
        const from = await findCandidate(ctx.db, actor.id, publication)
        if (!from) return notFound(c)
        const channels = await usable(c, from.unit)
        return made(c, await createPost(ctx, actor, { unit: from.unit, publication, channels, again }))
      }
      const { unit, title, text, channels, why } = form.value
      const missing: Record<string, string> = {}
      if (!unit) missing.unit = c.var.words.t('errors.choose')
      if (!title) missing.title = c.var.words.t('errors.required')
      if (!channels.length) missing['channels[]'] = c.var.words.t('errors.choose')
      if (!unit || Object.keys(missing).length) return blank(c, { errors: missing, values: { title, text, why } }, 422)
      const brief = { title, text }
      return made(c, await createPost(ctx, actor, { unit, brief, channels, note: why || undefined }))
    }),
  )
  .get('/posts/:id', can('see_work'), c => composer(c))
  .post('/posts/:id', can('write'), c => once(c, () => compose(c)))
  .post('/posts/:id/channels/:channel', can('write'), c =>
    once(c, async () => {
      const [id, channel] = [idOf(c), idOf(c, 'channel')]
      const form = await readForm(
        c,
        z.object({ seen: z.string().max(128), act: z.enum(['inherit', 'leave_out', 'bring_back', 'add']) }),
      )
      if (!id || !channel || form.is === 'wrong') return notFound(c)
      const { act, seen } = form.value
      const edit = act === 'inherit' ? { inherit: true } : act === 'add' ? {} : { leftOut: act === 'leave_out' }
      const saved = await saveRendition(c.var.ctx, c.var.actor, id, channel, seen, edit)
      switch (saved.is) {
        case 'saved':
          return c.redirect(`/posts/${id}?tab=${channel}&done=${saved.voided ? 'saved_voided' : 'saved'}`, 303)
        case 'missing':
          return notFound(c)
        case 'forbidden':
          return forbidden(c, abilities.write)
        default:
          return stale(c, `/posts/${id}?tab=${channel}`)
      }
    }),
  )
  .post('/posts/:id/withdrawal', can('write'), c =>
    once(c, async () => {
      const id = idOf(c)
      const result = id ? await withdraw(c.var.ctx, c.var.actor, id) : { is: 'missing' as const }
      switch (result.is) {
        case 'withdrawn':
          return c.redirect(`/posts/${id}?done=withdrawn`, 303)
        case 'missing':
          return notFound(c)
        case 'forbidden':
          return forbidden(c, abilities.write)
        case 'stale':
          return stale(c, `/posts/${id}`)
        default:
          return never(result)
      }
    }),
  )
  .post('/posts/:id/passes', can('write'), c =>
    once(c, async () => {
      const id = idOf(c)
      const form = await readForm(c, z.object({ reason: field.text(500, 3) }))
      if (!id) return notFound(c)
      if (form.is === 'wrong') return composer(c, { errors: form.errors }, 422)
      const result = await passFindings(c.var.ctx, c.var.actor, id, form.value.reason)
      switch (result.is) {
        case 'released':
          return c.redirect(`/posts/${id}?done=saved`, 303)
        case 'missing':
          return notFound(c)
        case 'forbidden':
          return forbidden(c, ['admin'])
        case 'unsaid':
        case 'stale':
          return stale(c, `/posts/${id}`)
        default:
          return never(result)
      }
    }),
  )
  .post('/posts/:id/drop', can('write'), c =>
    once(c, async () => {
      const id = idOf(c)
      const form = await readForm(c, z.object({ reason: field.text(500, 3) }))
      if (!id) return notFound(c)
      if (form.is === 'wrong') return composer(c, { errors: form.errors }, 422)
      const result = await drop(c.var.ctx, c.var.actor, id, form.value.reason)
      switch (result.is) {
        case 'dropped':
          return c.redirect('/posts?done=dropped', 303)
        case 'missing':
          return notFound(c)
        case 'forbidden':
          return forbidden(c, abilities.write)
        case 'stale':
          return stale(c, `/posts/${id}`)
        default:
          return never(result)
      }
    }),
  )

const newShape = z
  .object({
    publication: field.id().optional(),
    again: field.ticked(),
    unit: field
      .id()
      .optional()
      .or(z.literal('').transform(() => undefined)),
    title: z.string().trim().max(500).default(''),
    text: z.string().max(60_000).default(''),
    why: z.string().trim().max(1000).default(''),
    'channels[]': z.array(field.id()).default([]),
  })
  .transform(({ 'channels[]': channels, ...rest }) => ({ ...rest, channels }))

/** Every connected channel that a post of this unit may go to. */
async function usable(c: Context<Env>, unit: number): Promise<number[]> {
  const { ctx, actor } = c.var
  const open = await openChannels(ctx.db, actor.id)
  const fit = await channelsFor(
    ctx.db,
    unit,
    open.map(channel => channel.id),
  )
  return fit.map(channel => channel.id)
}

function made(c: Context<Env>, result: Created): Response | Promise<Response> {
  const w = c.var.words
  switch (result.is) {
    case 'created':
    case 'already':
      return c.redirect(`/posts/${result.post}`, 303)
    case 'missing':
      return notFound(c)
    case 'forbidden':
      return forbidden(c, abilities.write)
    case 'held':
      return stale(c, '/publications', w.t('posts.not_made_held'))
    case 'withdrawn':
      return stale(c, '/publications', w.t('posts.not_made_withdrawn'))
    case 'unread':
      return stale(c, '/publications', w.t('posts.not_made_unread'))
    case 'no_channel':
      return stale(c, '/channels', w.t('posts.no_channels'))
    case 'empty':
      return blank(c, { errors: { title: w.t('errors.required') } }, 422)
    default:
      return never(result)
  }
}

/** A post without a publication: its grounds stand where the publication would. */
async function blank(
  c: Context<Env>,
  more: { errors?: Errors; values?: Values } = {},
  status: 200 | 422 = 200,
): Promise<Response> {
  const { ctx, actor, words: w } = c.var
  const [units, channels] = await Promise.all([unitsOf(ctx.db, actor.id), openChannels(ctx.db, actor.id)])
  return page(
    c,
    { title: w.t('posts.new'), wrong: status === 422 },
    channels.length ? (
      <ActForm action="/posts" class="lt-box lt-narrow">
        <ErrorBanner w={w} errors={more.errors} />
        <Select
          name="unit"
          label={w.t('posts.new_unit')}
          options={units.map(unit => ({ value: String(unit.id), text: unit.name }))}
          {...more}
        />
        <Choices
          name="channels[]"
          label={w.t('posts.new_channels')}
          many
          chosen={channels.map(channel => String(channel.id))}
          options={channels.map(channel => ({ value: String(channel.id), text: titled(ctx.networks)(channel) }))}
          errors={more.errors}
        />
        <Field name="title" label={w.t('posts.field_title')} {...more} />
        <TextArea name="text" label={w.t('posts.field_text')} hint={w.t('posts.field_text_hint')} rows={10} {...more} />
        <TextArea name="why" label={w.t('posts.new_why')} rows={2} {...more} />
        <Button text={w.t('posts.create')} look="primary" />
      </ActForm>
    ) : (
      <Notice kind="warning">
        <p>{w.t('posts.no_channels')}</p>
        <a href="/channels">{w.t('common.channels')}</a>
      </Notice>
    ),
    status,
  )
}
