import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Env } from '../http/env.ts'
import { forbidden } from '../http/errors.tsx'
import { field, once, readForm } from '../http/forms.ts'
import { abilities, can } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { never } from '../kit/never.ts'
import type { Errors, Values } from '../ui/form.tsx'
import { unitsOf } from '../units/queries.ts'
import { addSource } from './add.ts'
import { findWays, readAddress, type Ways } from './find-ways.ts'
import { howShape, settingsFrom } from './forms.ts'
import { NewSource } from './pages-new.tsx'
import type { ReadKind, SourceSettings } from './source.ts'
import { tryOut } from './try.ts'

const asked = z.object({ address: z.string().trim().max(2000).default(''), ...howShape })
const shape = z.object({
  address: z.string().trim().max(2000).default(''),
  ...howShape,
  name: field.text(200),
  portal: field.text(200),
  unit: field.id(),
  section: field.optional(200),
  minutes: z.coerce.number().int().min(1).max(1440),
})

export const newSource = new Hono<Env>()
  .get('/sources/new', can('set_up'), c => {
    const query = c.req.query()
    const parsed = asked.safeParse(query)
    if (parsed.success) return showNew(c, parsed.data.address, parsed.data.url ? howOf(parsed.data, '') : undefined)
    const errors = Object.fromEntries(
      parsed.error.issues.map(issue => [String(issue.path[0]), c.var.words.t('errors.invalid')]),
    )
    return showNew(c, query.address ?? '', undefined, { errors, values: query })
  })
  .post('/sources', can('set_up'), c =>
    once(c, async () => {
      const { ctx, actor, words: w } = c.var
      const form = await readForm(c, shape)
      if (form.is === 'wrong') {
        const how = z.object(howShape).safeParse(form.values).data
        return showNew(c, form.values.address ?? '', how && howOf(how, form.values.address ?? ''), form)
      }
      const { address, name, portal, unit, section, minutes } = form.value
      const how = howOf(form.value, address)
      if (!readAddress(how.url)) return showNew(c, address, undefined, { errors: { address: w.t('errors.not_url') } })
      const result = await addSource(ctx, actor, {
        unit,
        name,
        portal: { name: portal, url: how.url },
        kind: how.kind,
        url: how.url,
        section,
        everySeconds: minutes * 60,
        settings: how.settings,
      })
      const values = await valuesOf(c)
      switch (result.is) {
        case 'added':
          return c.redirect('/sources?done=added', 303)
        case 'exists':
          return showNew(c, address, how, { errors: { url: w.t('sources.exists') }, values })
        case 'unread':
          return showNew(c, address, how, { errors: { list_row: w.say(result.why) }, values })
        case 'forbidden':
          return forbidden(c, abilities.set_up)
        default:
          return never(result)
      }
    }),
  )

interface How {
  kind: ReadKind
  url: string
  settings: SourceSettings
}

const howOf = (given: z.output<z.ZodObject<typeof howShape>>, address: string): How => ({
  kind: given.kind,
  url: given.url ?? address,
  settings: settingsFrom(given),
})

async function valuesOf(c: Context<Env>): Promise<Values> {
  const body = Object.entries(await c.req.parseBody())
  return Object.fromEntries(body.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
}

/** Trying is a link that can be sent: nothing is saved by it. A wrong form is shown with what was found before. */
async function showNew(
  c: Context<Env>,
  address: string,
  how: How | undefined,
  wrong?: { errors: Errors; values?: Values },
): Promise<Response> {
  const { ctx, actor, words: w } = c.var
  const good = readAddress(address)
  const errors = wrong?.errors ?? (address && !good ? { address: w.t('errors.not_url') } : undefined)
  const ways = good && !how ? await findWays(ctx, good) : undefined
  const chosen = how ?? only(ways)
  const way = chosen && {
    ...chosen,
    tried: await tryOut(ctx, chosen.url, { kind: chosen.kind, settings: chosen.settings }),
  }
  return page(
    c,
    { title: w.t('sources.new_title'), wrong: errors !== undefined },
    <NewSource
      w={w}
      now={ctx.now()}
      address={address}
      readers={ctx.readers}
      ways={way ? undefined : ways}
      way={way}
      units={await unitsOf(ctx.db, actor.id)}
      errors={errors}
      values={wrong?.values}
    />,
    errors ? 422 : 200,
  )
}

/** Where the address is a list by itself there is nothing to choose. */
function only(ways: Ways | undefined): How | undefined {
  const [way, ...more] = ways?.is === 'found' ? ways.ways : []
  if (!way || more.length > 0 || way.kind === 'list' || way.tried.is !== 'list') return undefined
  return { kind: way.kind, url: way.url, settings: {} }
}
