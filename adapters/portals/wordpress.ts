import { z } from 'zod'
import { readDate } from '../../src/kit/dates.ts'
import { toLine, toText } from '../../src/kit/html.ts'
import { tidy } from '../../src/kit/text.ts'
import type { Came, Entry, Feed, Read } from '../../src/ports/portal.ts'
import { cleanHtml } from './clean.ts'
import { decode } from './decode.ts'
import { doubtIn, pictureOf } from './entry.ts'
import { findUrl } from './links.ts'
import { looksLike } from './pageKind.ts'

/** Posts as the WordPress REST API lists them (`/wp-json/wp/v2/posts`, REST API Handbook, Posts). Never throws. */
export function posts(bytes: Uint8Array, came: Came): Read<Feed> {
  if (bytes.byteLength === 0) return no('wordpress.empty', 'the body is empty')
  if (bytes.byteLength > mostBytes)
    return no('wordpress.too_big', `${bytes.byteLength} bytes; the limit is ${mostBytes}`)
  const { text, warnings } = decode(bytes, came.contentType)
  const body = parse(text)
  if (body === undefined) {
    if (!looksLike.html(text)) return no('wordpress.malformed', 'not JSON')
    return no(
      `wordpress.${looksLike.kindOf(text)}`,
      `an HTML page came in place of JSON (${looksLike.say(looksLike.kindOf(text))})`,
    )
  }
  const refused = refusal.safeParse(body).data
  if (refused) return no('wordpress.refused', `${refused.code}: ${toLine(refused.message ?? '')}`.slice(0, 300))
  if (!Array.isArray(body)) return no('wordpress.not_a_list', 'JSON, but not a list of posts')
  const read = body.slice(0, mostPosts).map(one => entryOf(one, came))
  const entries = read.filter(one => one !== null).map(one => ({ ...one, ...doubtIn(warnings) }))
  if (entries.length === 0 && body.length > 0 && !body.some(one => post.safeParse(one).success))
    return no('wordpress.not_a_list', 'a list, but not of posts')
  if (entries.length < body.length) warnings.push('wordpress.posts_left_out')
  return {
    is: 'read',
    value: {
      format: 'wordpress',
      title: '',
      description: '',
      url: homeOf(came.baseUrl),
      language: null,
      publishedAt: null,
      updatedAt: null,
      ttl: null,
      entries,
      next: nextOf(came),
      total: numberIn(came.headers?.get('x-wp-total')),
    },
    warnings,
  }
}

const mostBytes = 10_000_000
const mostPosts = 500

function no(code: string, detail: string): { is: 'unreadable'; code: string; detail: string } {
  return { is: 'unreadable', code, detail }
}

/** Some themes and plug-ins print a mark or a warning before the JSON. */
function parse(text: string): unknown {
  const begins = text.search(/[[{]/)
  for (const candidate of [text, begins > 0 && begins < 2000 && !looksLike.html(text) ? text.slice(begins) : '']) {
    try {
      return JSON.parse(candidate)
    } catch {
      // Tried as a whole first, then without what stands before.
    }
  }
  return undefined
}

const refusal = z.object({ code: z.string(), message: z.string().optional(), data: z.unknown() })

/** `title` is an object with the HTML of it; with `context=embed` and some plug-ins it is the bare text. */
const rendered = z.union([
  z.object({ rendered: z.string(), protected: z.boolean().optional() }),
  z.string().transform(text => ({ rendered: text, protected: false })),
])

const post = z.object({
  id: z.number().int().positive(),
  link: z.string(),
  guid: rendered.optional().catch(undefined),
  status: z.string().optional(),
  date: z.string().nullish(),
  date_gmt: z.string().nullish(),
  modified: z.string().nullish(),
  modified_gmt: z.string().nullish(),
  title: rendered,
  excerpt: rendered.optional().catch(undefined),
  content: rendered.optional().catch(undefined),
  jetpack_featured_media_url: z.string().optional().catch(undefined),
  yoast_head_json: z
    .object({ og_image: z.array(z.object({ url: z.string() })).optional() })
    .optional()
    .catch(undefined),
  _embedded: z
    .object({
      author: z
        .array(z.object({ name: z.string().optional() }))
        .optional()
        .catch(undefined),
      'wp:featuredmedia': z
        .array(z.object({ source_url: z.string().optional(), mime_type: z.string().optional() }))
        .optional()
        .catch(undefined),
      'wp:term': z
        .array(z.array(z.object({ name: z.string(), taxonomy: z.string().optional() })))
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
})
type Post = z.infer<typeof post>

/** Null for what is not published, or only for those who know a password. */
function entryOf(value: unknown, came: Came): Entry | null {
  const found = post.safeParse(value).data
  if (!found) return null
  if ((found.status ?? 'publish') !== 'publish') return null
  if (found.content?.protected || found.excerpt?.protected) return null
  const url = findUrl(found.link, came.baseUrl)
  const title = toLine(found.title.rendered)
  if (url === null) return null
  return {
    id: guidOf(found, came.baseUrl),
    url,
    title,
    summary: excerptOf(found.excerpt?.rendered ?? ''),
    contentHtml: cleanHtml(found.content?.rendered ?? '', url),
    author: tidy(found._embedded?.author?.[0]?.name ?? '') || null,
    categories: termsOf(found),
    publishedAt: timeOf(found.date_gmt, found.date, came),
    updatedAt: timeOf(found.modified_gmt, found.modified, came),
    enclosures: pictureIn(found, came.baseUrl),
    language: null,
  }
}

/** The guid that the site's own feed gives the same post, so that either way in leads to one publication. */
function guidOf({ guid, id }: Post, baseUrl: string): string | null {
  const told = tidy(guid?.rendered ?? '')
  if (told !== '') return told.replaceAll('&#038;', '&').replaceAll('&amp;', '&')
  const home = homeOf(baseUrl)
  return home === null ? String(id) : `${home}?p=${id}`
}

function homeOf(baseUrl: string): string | null {
  const url = URL.parse(baseUrl)
  const at = url?.pathname.indexOf('/wp-json') ?? -1
  return url === null ? null : `${url.origin}${at > 0 ? url.pathname.slice(0, at) : ''}/`
}

/** `…_gmt` names no zone and is Greenwich; a draft has zeros there. Without it the site's own time has to do. */
function timeOf(gmt: string | null | undefined, local: string | null | undefined, came: Came): string | null {
  return readDate(gmt, { timeZone: 'UTC' }) ?? readDate(local, { timeZone: came.timeZone })
}

/** WordPress ends an excerpt it made itself with `[…]`, themes with a link. */
function excerptOf(html: string): string {
  const text = toText(html.replace(/<a\b[^>]*class=["'][^"']*more[^"']*["'][\s\S]*?<\/a>/gi, ''))
  return tidy(text).replace(
    /\s*(?:\[(?:…|\.\.\.)\]|\[&hellip;\])\s*(?:Continue reading.*|Đọc tiếp.*|Xem thêm.*)?$/iu,
    '…',
  )
}

function termsOf({ _embedded }: Post): string[] {
  const terms = (_embedded?.['wp:term'] ?? []).flat()
  return terms.filter(({ taxonomy }) => (taxonomy ?? 'category') === 'category').map(({ name }) => toLine(name))
}

/** `featured_media` is a number; its address comes with `_embed`, or from the plug-ins most sites have. */
function pictureIn(found: Post, baseUrl: string): Entry['enclosures'] {
  const media = found._embedded?.['wp:featuredmedia']?.[0]
  const url = findUrl(
    media?.source_url ?? found.jetpack_featured_media_url ?? found.yoast_head_json?.og_image?.[0]?.url,
    baseUrl,
  )
  if (url === null || (media?.mime_type && !media.mime_type.startsWith('image/'))) return []
  return [media?.mime_type ? { url, mime: media.mime_type } : pictureOf(url)]
}

/** The next part, when `X-WP-TotalPages` says that there is one. */
function nextOf(came: Came): string | null {
  const pages = numberIn(came.headers?.get('x-wp-totalpages'))
  const url = URL.parse(came.baseUrl)
  const page = Number(url?.searchParams.get('page') ?? 1)
  if (pages === null || url === null || !(page < pages)) return null
  url.searchParams.set('page', String(page + 1))
  return url.href
}

function numberIn(text: string | null | undefined): number | null {
  return /^\d{1,9}$/.test(text?.trim() ?? '') ? Number(text) : null
}
