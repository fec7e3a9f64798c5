import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Env } from '../http/env.ts'
import { forbidden, notFound } from '../http/errors.tsx'
import { field, idOf, once, readForm, readQuery } from '../http/forms.ts'
import { abilities, can, may } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { gunzip } from '../kit/gunzip.ts'
import { never } from '../kit/never.ts'
import { ActButton, type Errors, type Values } from '../ui/form.tsx'
import { changeSource } from './change.ts'
import { howShape, settingsFrom } from './forms.ts'
import { EditSource, Sight } from './pages-edit.tsx'
import { OneSource } from './pages-one.tsx'
import { findSource } from './queries.ts'
import { findSight, floodedOf, readsOf } from './queries-reads.ts'
import { sourceKinds } from './source.ts'

const done = z.object({
  done: z.enum(['reading', 'changed', 'changed_baseline', 'added']).optional().catch(undefined),
})

const shape = z.object({
  ...howShape,
  kind: z.enum(sourceKinds),
  url: field.url(),
  name: field.text(200),
  section: z.string().trim().max(200).default(''),
  minutes: z.coerce.number().int().min(1).max(1440),
  state: z.enum(['watched', 'stopped']),
})

export const oneSource = new Hono<Env>()
  .get('/sources/:id{[0-9]+}', can('see_setup'), async c => {
    const { ctx, actor, roles, words: w } = c.var
    const source = await findSource(ctx.db, actor.id, idOf(c) ?? 0)
    if (!source) return notFound(c)
    const result = readQuery(c, done).done
    const [reads, flooded] = await Promise.all([readsOf(ctx.db, source.id), floodedOf(ctx.db, source.id)])
    return page(
      c,
      {
        title: source.name,
        actions: may(roles, 'set_up') ? (
          <div class="lt-actions">
            <a class="btn" href={`/portals/${source.portal_id}/manners`}>
              {w.t('manners.open')}
            </a>
            <a class="btn" href={`/sources/${source.id}/edit`}>
              {w.t('sources.edit')}
            </a>
            {source.kind === 'push' ? null : (
              <ActButton
                action={`/sources/${source.id}/reading`}
                text={w.t('sources.read_now')}
                facts={{ from: 'one' }}
                look="primary"
              />
            )}
          </div>
        ) : undefined,
      },
      <OneSource
        w={w}
        now={ctx.now()}
        source={source}
        reads={reads}
        flooded={flooded}
        mayStop={may(roles, 'stop')}
        done={result && w.t(`sources.done_${result}`)}
      />,
    )
  })
  .get('/sources/:id{[0-9]+}/edit', can('set_up'), c => showEdit(c))
  .post('/sources/:id{[0-9]+}', can('set_up'), c =>
    once(c, async () => {
      const id = idOf(c) ?? 0
      const { ctx, actor, words: w } = c.var
      const form = await readForm(c, shape)
      if (form.is === 'wrong') return showEdit(c, form)
      const { name, kind, url, section, minutes, state, ...how } = form.value
      const settings = settingsFrom(how)
      const change = { name, kind, url, section, everySeconds: minutes * 60, state, settings }
      const result = await changeSource(ctx, actor, id, change)
      const values = Object.fromEntries(
        Object.entries(await c.req.parseBody()).flatMap(([key, value]) =>
          typeof value === 'string' ? [[key, value]] : [],
        ),
      )
      switch (result.is) {
        case 'changed':
          ctx.nudge('watch')
          return c.redirect(`/sources/${id}?done=${result.baseline ? 'changed_baseline' : 'changed'}`, 303)
        case 'exists':
          return showEdit(c, { errors: { url: w.t('sources.exists') }, values })
        case 'unread':
          return showEdit(c, { errors: { list_row: w.say(result.why) }, values })
        case 'missing':
          return notFound(c)
        case 'forbidden':
          return forbidden(c, abilities.set_up)
        default:
          return never(result)
      }
    }),
  )
  .get('/sources/:id{[0-9]+}/reads/:read{[0-9]+}/:place{[0-9]+}', can('see_setup'), async c => {
    const { ctx, words: w } = c.var
    const found = await sightOf(c)
    if (!found) return notFound(c)
    const { source, sight, bytes } = found
    const text = new TextDecoder().decode(bytes)
    return page(
      c,
      { title: w.t('sources.sight', { name: source.name }) },
      <Sight
        w={w}
        now={ctx.now()}
        source={source}
        sight={sight}
        text={visible(text.slice(0, mostShown))}
        more={text.length > mostShown}
        raw={`${c.req.path}/raw`}
      />,
    )
  })
  .get('/sources/:id{[0-9]+}/reads/:read{[0-9]+}/:place{[0-9]+}/raw', can('see_setup'), async c => {
    const found = await sightOf(c)
    if (!found) return notFound(c)
    // Always a file of plain text, whatever the portal called it: a portal's script must not run on our pages.
    return c.body(found.bytes, 200, {
      'content-type': 'text/plain',
      'content-disposition': `attachment; filename="source-${found.source.id}-${found.sight.at.toISOString().slice(0, 19).replace(/\D/g, '')}.txt"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
  })

const mostShown = 60_000
const mostUnpacked = 1_000_000

/** Control characters, also those that turn the order of letters around, are shown as what they are. */
const visible = (text: string): string =>
  text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a page
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

async function sightOf(c: Context<Env>) {
  const { ctx, actor } = c.var
  const source = await findSource(ctx.db, actor.id, idOf(c) ?? 0)
  const sight = source && (await findSight(ctx.db, source.id, idOf(c, 'read') ?? 0, Number(c.req.param('place'))))
  const bytes = sight && (await gunzip(sight.bytes, mostUnpacked))
  return source && sight && bytes ? { source, sight, bytes } : undefined
}

async function showEdit(c: Context<Env>, wrong?: { errors: Errors; values?: Values }): Promise<Response> {
  const { ctx, actor, words: w } = c.var
  const source = await findSource(ctx.db, actor.id, idOf(c) ?? 0)
  if (!source) return notFound(c)
  return page(
    c,
    { title: w.t('sources.edit_title', { name: source.name }), wrong: wrong !== undefined },
    <EditSource w={w} source={source} families={ctx.readers.families} errors={wrong?.errors} values={wrong?.values} />,
    wrong ? 422 : 200,
  )
}
