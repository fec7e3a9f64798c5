import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Env } from '../http/env.ts'
import { forbidden, notFound } from '../http/errors.tsx'
import { field, idOf, once, readForm } from '../http/forms.ts'
import { abilities, can } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { never } from '../kit/never.ts'
import { settingsShape } from '../ports/content.ts'
import { fieldsOf, usualOf } from '../ports/fields.ts'
import type { Errors, Values } from '../ui/form.tsx'
import { changeSettings } from './change-settings.ts'
import { SettingsPage } from './pages-settings.tsx'
import { findChannel } from './queries.ts'
import { countQueued } from './queries-settings.ts'
import { inForce, same, versionOf } from './settings.ts'
import { inputOf, sayWrong, settingsIn } from './settings-form.ts'

/** What a channel is set to, drawn from its network's own shape. */
export const channelSettings = new Hono<Env>()
  .get('/channels/:id/settings', can('set_up'), c => show(c))
  .post('/channels/:id/settings', can('set_up'), c =>
    once(c, async () => {
      const { ctx, actor, words: w } = c.var
      const form = await readForm(c, z.looseObject({ seen: field.digest() }))
      if (form.is === 'wrong') return show(c, { errors: form.errors, values: form.values })
      const there = await found(c)
      if (!there) return notFound(c)
      const { channel, network } = there
      const { seen, ...rest } = form.value
      const values = z.record(z.string(), z.string()).parse(rest)
      const fields = fieldsOf(network.shape.settings)
      const settings = settingsIn(fields, settingsShape.parse(channel.settings), values)
      const result = await changeSettings(ctx, actor, channel.id, { settings, seen })
      switch (result.is) {
        case 'saved':
          return c.redirect('/channels?done=settings_saved', 303)
        case 'unchanged':
          return c.redirect('/channels?done=settings_unchanged', 303)
        case 'invalid': {
          const errors: Record<string, string> = {}
          for (const wrong of result.issues) errors[inputOf(wrong.field)] ??= sayWrong(w, network, fields, wrong)
          return show(c, { errors, values })
        }
        case 'changed':
          return show(c, { values, typed: settings })
        case 'forbidden':
          return forbidden(c, abilities.set_up)
        case 'missing':
        case 'no_network':
          return notFound(c)
        default:
          return never(result)
      }
    }),
  )

async function found(c: Context<Env>) {
  const id = idOf(c)
  const channel = id ? await findChannel(c.var.ctx.db, c.var.actor.id, id) : undefined
  const network = channel && c.var.ctx.networks.get(channel.network)
  return network && { channel, network }
}

/** `typed` is what a form meant that came after another person's. */
async function show(
  c: Context<Env>,
  more: { errors?: Errors; values?: Values; typed?: Record<string, unknown> } = {},
): Promise<Response> {
  const there = await found(c)
  if (!there) return notFound(c)
  const { channel, network } = there
  const { words: w, ctx } = c.var
  const fields = fieldsOf(network.shape.settings)
  const holds = inForce(network, channel.settings)
  const now = holds ?? { ...usualOf(network.shape.settings), ...settingsShape.parse(channel.settings) }
  const { errors, values, typed } = more
  const status = typed ? 409 : errors ? 422 : 200
  return page(
    c,
    { title: w.t('channels.settings_of', { name: channel.name }), wrong: status !== 200 },
    <SettingsPage
      w={w}
      channel={channel}
      network={network}
      fields={fields}
      now={now}
      version={await versionOf(channel.settings)}
      queued={await countQueued(ctx.db, channel.id)}
      unfit={holds === undefined}
      differs={typed && fields.filter(({ name }) => !same(typed[name], now[name]))}
      errors={errors}
      values={values}
    />,
    status,
  )
}
