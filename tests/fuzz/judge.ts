/** What every answer of a reader must be, whatever it was given. */
import { z } from 'zod'
import { readers } from '../../adapters/portals/index.ts'
import { tidy } from '../../src/kit/text.ts'

const time = z
  .string()
  .regex(/^-?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  .refine(text => !Number.isNaN(Date.parse(text)))
  .nullable()
const onWeb = z.string().refine(url => /^https?:$/.test(URL.parse(url)?.protocol ?? ''), 'not of the web')
/** A list may link what is no page; nothing that runs. */
const harmless = z
  .string()
  .refine(url => !/^(?:javascript|data|vbscript|blob|about):?$/i.test(URL.parse(url)?.protocol ?? 'javascript'), 'runs')
const line = z.string().refine(text => text === tidy(text), 'not tidied')
const html = z.string().refine(isHarmless, 'markup that runs')
const film = z.object({ url: onWeb, title: z.string().nullable() })

const entry = z.object({
  id: z.string().min(1).nullable(),
  url: harmless.nullable(),
  title: line,
  summary: z.string(),
  contentHtml: html,
  author: z.string().nullable(),
  categories: z.array(z.string()),
  publishedAt: time,
  updatedAt: time,
  enclosures: z.array(z.object({ url: onWeb, mime: z.string().optional(), bytes: z.number().positive().optional() })),
  language: z.string().nullable(),
  doubt: z.literal('legacy_text').optional(),
})
const list = z.object({
  title: z.string(),
  publishedAt: time,
  updatedAt: time,
  ttl: z.number().positive().nullable(),
  entries: z.array(entry),
})
const article = z.object({
  title: line,
  lead: z.string(),
  text: z.string(),
  html,
  author: z.string().nullable(),
  source: z.object({ name: z.string().min(1), url: z.string().nullable() }).nullish(),
  publishedAt: time,
  canonicalUrl: onWeb.nullable(),
  section: z.string().nullable(),
  language: z.string().nullable(),
  images: z.array(z.object({ url: onWeb, alt: z.string(), caption: z.string().nullable() })).max(40),
  videos: z.array(film).max(20),
  audios: z.array(film).max(20).optional(),
  attachments: z
    .array(
      z.object({
        url: onWeb,
        name: z.string().min(1),
        mime: z.string().nullable(),
        bytes: z.number().nonnegative().nullable(),
      }),
    )
    .max(50),
})

/** Read as a browser reads it: elements and attributes, not letters that look like them inside of text. */
function isHarmless(text: string): boolean {
  for (const [, name = '', attributes = ''] of text.matchAll(/<([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi)) {
    if (/^(?:script|style|iframe|object|embed|form|input|meta|link|base|svg|math|template)$/i.test(name)) return false
    for (const [, attribute = '', double, single, bare] of attributes.matchAll(
      /([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g,
    )) {
      if (/^on/i.test(attribute) || /^style$/i.test(attribute)) return false
      const value = (double ?? single ?? bare ?? '').replace(/[\s\0-\x20]/g, '')
      if (/^(?:href|src|poster)$/i.test(attribute) && /^(?:javascript|vbscript|data):/i.test(value)) return false
    }
  }
  return true
}

/** Undefined when all is well; otherwise what is wrong, in a line. */
export function faultOf(kind: 'feed' | 'page', bytes: Uint8Array, contentType: string | null): string | undefined {
  const came = { baseUrl: 'https://xa.example/tin/bai-1.html', contentType }
  try {
    if (kind === 'feed')
      return (
        judged('feed', readers.feed(bytes, came), list) ??
        judged('sitemap', readers.sitemap(bytes, came), z.object({ entries: z.array(entry) }))
      )
    return (
      judged('article', readers.article(bytes, came), article) ?? judged('list', readers.listing(bytes, came), list)
    )
  } catch (error) {
    return `threw: ${error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ') : String(error)}`
  }
}

export const shapes = { list, article }

export function judged(
  name: string,
  got: { is: 'read'; value: unknown; warnings: string[] } | { is: 'unreadable'; code: string; detail: string },
  shape: z.ZodType,
): string | undefined {
  if (got.is === 'unreadable')
    return new RegExp(`^${name}\\.\\w+$`).test(got.code) ? undefined : `${name}: code ${got.code}`
  const answer = shape.safeParse(got.value)
  if (answer.success) return undefined
  const [issue] = answer.error.issues
  const value = issue?.path.reduce(
    (at: unknown, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    got.value,
  )
  return `${name}: ${issue?.path.join('.')}: ${issue?.message}: ${JSON.stringify(value)?.slice(0, 300)}`
}
