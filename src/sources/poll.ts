import type { Ctx } from '../context.ts'
import type { Came, Entry, Feed, Sooner } from '../ports/portal.ts'
import { ask, type Body } from './ask.ts'
import { pollSitemap } from './poll-sitemap.ts'
import { type Asked, type Listed, otherThanBody, type Polled, unreadable } from './polled.ts'
import { isFullReadDue, listRulesOf, type ReadKind } from './source.ts'

/** Whether something on this page was seen before: then what stands behind it was too. */
export type Knows = (entries: readonly Entry[]) => Promise<boolean>

type Tools = Pick<Ctx, 'outbound' | 'readers' | 'now'>

/** One look at what a portal lists, by whichever way the source is read. */
export async function poll(ctx: Tools, source: Asked, knows: Knows = async () => true): Promise<Polled> {
  const full = isFullReadDue(source.full_read_at ?? null, ctx.now())
  if (source.kind === 'sitemap') return pollSitemap(ctx, source, full)
  const address = source.kind === 'wordpress' && !full ? changedSince(source.url, ctx.now()) : source.url
  // The address for posts changes with the day: only its bytes tell whether there is something new.
  const known = source.kind === 'wordpress' ? { body_digest: source.body_digest } : source
  const answer = await ask(ctx, address, { accept: accepts[source.kind], known: full ? {} : known })
  if (answer.is !== 'body') return otherThanBody(answer)
  const read = await readBody(ctx, source, answer)
  if (read.is === 'unreadable') return unreadable(read, answer.sight)
  const first: Listed = {
    is: 'list',
    feed: read.value,
    warnings: read.warnings,
    validators: answer.validators,
    parts: [],
    full,
    sights: [answer.sight],
    // The address for posts changes with the day: where it leads says nothing of the one that is kept.
    ...(source.kind !== 'wordpress' && answer.permanentUrl !== address && { movedTo: answer.permanentUrl }),
  }
  return source.kind === 'feed' ? first : onwards(ctx, source, first, knows)
}

const accepts: Record<ReadKind, string> = {
  feed: 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5',
  wordpress: 'application/json, */*;q=0.5',
  sitemap: 'application/xml, text/xml, */*;q=0.5',
  list: 'text/html, application/xhtml+xml, */*;q=0.5',
}

const day = 86_400_000

/**
 * Posts written or edited since yesterday (WordPress 5.7 and later; an older one gives its newest, as before). The day
 * before is asked for too: some versions read the time in the site's own zone (REST API Handbook, Posts).
 */
function changedSince(address: string, now: Date): string {
  const url = new URL(address)
  const since = new Date(Math.floor(now.getTime() / day) * day - day)
  url.searchParams.set('modified_after', since.toISOString().slice(0, 19))
  url.searchParams.set('orderby', 'modified')
  url.searchParams.set('per_page', '100')
  return url.href
}

function readBody(ctx: Tools, { kind, settings }: Asked, { bytes, url, type, headers }: Body): Sooner<Feed> {
  const { dateOrder, timeZone } = settings
  const came: Came = { baseUrl: url, contentType: type, dateOrder, timeZone, headers }
  switch (kind) {
    case 'feed':
      return ctx.readers.feed(bytes, came)
    case 'wordpress':
      return ctx.readers.posts(bytes, came)
    case 'list':
      return ctx.readers.listing(bytes, { ...came, list: listRulesOf(settings) })
    case 'sitemap':
      throw new Error('a sitemap is read by its own poll')
    default:
      return kind satisfies never
  }
}

/** A first sight looks this far back where nobody said how far. */
const usualPages = 3

/**
 * Older rows, as long as nothing on the pages so far is known: at the first sight, and after more new items than a page
 * holds. Each page once, on the same host, a bounded number of them: some links to a next page never end.
 */
async function onwards(ctx: Tools, source: Asked, first: Listed, knows: Knows): Promise<Listed> {
  const most = source.settings.pages ?? usualPages
  const seen = new Set([source.url, first.sights[0]?.url])
  const warnings = new Set(first.warnings)
  const entries = [...first.feed.entries]
  const sights = [...first.sights]
  let { next } = first.feed
  let fresh = first.feed.entries
  while (next && fresh.length > 0 && !(await knows(fresh))) {
    if (sights.length >= most) {
      warnings.add(`${source.kind}.more_pages`)
      break
    }
    if (seen.has(next) || !sameHost(next, source.url)) break
    seen.add(next)
    const answer = await ask(ctx, next, { accept: accepts[source.kind] })
    if (answer.is !== 'body') {
      warnings.add(`${source.kind}.page_unread`)
      break
    }
    sights.push(answer.sight)
    const read = await readBody(ctx, source, answer)
    if (read.is === 'unreadable') {
      warnings.add(`${source.kind}.page_unread`)
      break
    }
    for (const warning of read.warnings) warnings.add(warning)
    fresh = read.value.entries
    entries.push(...fresh)
    next = read.value.next
  }
  return { ...first, feed: { ...first.feed, entries }, warnings: [...warnings], sights }
}

function sameHost(one: string, other: string): boolean {
  const bare = (address: string) => URL.parse(address)?.host.replace(/^www\./, '')
  return bare(one) === bare(other)
}
