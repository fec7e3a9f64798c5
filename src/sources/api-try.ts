import { createRoute, z } from '@hono/zod-openapi'
import { body as bodyOf, json, refusals, refuse, room, security } from '../http/api.ts'
import { can } from '../http/guard.ts'
import type { Readers } from '../ports/portal.ts'
import type { Words } from '../words/index.ts'
import { findWays, readAddress } from './find-ways.ts'
import { listRulesOf, readKinds, type SourceSettings, settingsShape } from './source.ts'
import { type Tried, tryOut } from './try.ts'

const said = z.object({ code: z.string(), says: z.string() })
const item = z.object({
  id: z.string().nullable().openapi({ description: "The portal's own number of it, or its guid" }),
  url: z.string().nullable(),
  title: z.string(),
  publishedAt: z.string().nullable(),
})
export const triedShape = z
  .object({
    reads: z.boolean(),
    problem: said.nullable(),
    title: z.string(),
    total: z.number().int(),
    warnings: z.array(said),
    items: z.array(item),
  })
  .openapi('Tried')

export function shownTry(
  w: Words,
  tried: Tried,
  settings: SourceSettings,
  { identity }: Pick<Readers, 'identity'>,
): z.infer<typeof triedShape> {
  if (tried.is === 'failed') {
    const problem = { code: tried.why.code, says: w.say(tried.why) }
    return { reads: false, problem, title: '', total: 0, warnings: [], items: [] }
  }
  return {
    reads: true,
    problem: null,
    title: tried.title,
    total: Math.max(tried.total, tried.all ?? 0),
    warnings: tried.warnings.map(code => ({ code, says: w.say({ code }) })),
    items: tried.entries.map(entry => ({
      id: (entry.url ? identity(entry.url, listRulesOf(settings))?.id : null) ?? entry.id,
      url: entry.url,
      title: entry.title,
      publishedAt: entry.publishedAt ?? entry.updatedAt,
    })),
  }
}

const ways = createRoute({
  method: 'post',
  path: '/sources/ways',
  tags: ['sources'],
  summary: 'The ways in at an address or host, each tried out; nothing is saved',
  security,
  middleware: can('set_up'),
  request: { body: bodyOf(z.object({ address: z.string().min(1).max(2000) })) },
  responses: {
    200: json(
      z.object({
        url: z.string(),
        family: z.string(),
        signs: z.array(z.string()),
        ways: z.array(z.object({ kind: z.enum(readKinds), url: z.string(), told: z.boolean(), tried: triedShape })),
      }),
      'In order of preference; what cannot be read stands last',
    ),
    ...refusals(401, 403, 422),
  },
})

const trial = createRoute({
  method: 'post',
  path: '/sources/trial',
  tags: ['sources'],
  summary: 'What one way would read, by the rules given; nothing is saved',
  security,
  middleware: can('set_up'),
  request: {
    body: bodyOf(
      z.object({
        kind: z.enum(readKinds).default('feed'),
        url: z.url({ protocol: /^https?$/ }).max(2000),
        settings: settingsShape.default({}),
      }),
    ),
  },
  responses: { 200: json(triedShape, 'Its first rows, or what the portal did'), ...refusals(401, 403, 422) },
})

export const triesApi = room()
  .openapi(ways, async c => {
    const { ctx, words: w } = c.var
    const address = readAddress(c.req.valid('json').address)
    if (!address) return refuse(c, 422, 'invalid', [{ path: 'address', message: 'not an address' }])
    const found = await findWays(ctx, address)
    if (found.is === 'failed') return refuse(c, 422, 'list_unread', [{ path: 'address', message: w.say(found.why) }])
    const settings = { family: found.family }
    return c.json(
      {
        url: found.url,
        family: found.family,
        signs: found.signs,
        ways: found.ways.map(({ kind, url, told, tried }) => ({
          kind,
          url,
          told,
          tried: shownTry(w, tried, settings, ctx.readers),
        })),
      },
      200,
    )
  })
  .openapi(trial, async c => {
    const { ctx, words: w } = c.var
    const { kind, url, settings } = c.req.valid('json')
    const tried = await tryOut(ctx, url, { kind, settings })
    return c.json(shownTry(w, tried, settings, ctx.readers), 200)
  })
