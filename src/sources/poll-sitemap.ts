import type { Ctx } from '../context.ts'
import type { Entry, Sitemap } from '../ports/portal.ts'
import { ask, type Sight, type Validators } from './ask.ts'
import { type Asked, otherThanBody, type Part, type Polled, unreadable } from './polled.ts'

const accept = 'application/xml, text/xml, text/plain;q=0.8, */*;q=0.5'

/** Files of one sitemap that are looked at in one reading, and how deep an index may name another. */
const mostParts = 50
const deepest = 3
/** sitemaps.org: addresses of one file; nothing beyond them is taken from all files together. */
const mostEntries = 50_000
/** Where times tell something, pages untouched for longer than this are no news. */
const lookBack = 2 * 86_400_000

type Tools = Pick<Ctx, 'outbound' | 'readers' | 'now'>

interface Walk {
  entries: Entry[]
  warnings: Set<string>
  parts: Part[]
  sights: Sight[]
  visited: Set<string>
  foreign: number
}

/**
 * A sitemap with all the files its index names: each by its own validators, and only those the index says were touched.
 * Once the pages are known, only those with a time since the last reading go on, where times can be trusted.
 */
export async function pollSitemap(ctx: Tools, source: Asked, full: boolean): Promise<Polled> {
  const { settings } = source
  const known = new Map((source.parts ?? []).map(part => [part.url, part]))
  const main = await ask(ctx, source.url, { accept, known: full ? {} : source })
  const walk: Walk = {
    entries: [],
    warnings: new Set(),
    parts: [],
    sights: [],
    visited: new Set([source.url]),
    foreign: 0,
  }
  let validators: Validators | undefined
  let due: { url: string; told: Date | null; depth: number }[] = []
  if (main.is === 'body') {
    const read = await ctx.readers.sitemap(main.bytes, {
      baseUrl: main.url,
      contentType: main.type,
      dateOrder: settings.dateOrder,
      timeZone: settings.timeZone,
    })
    if (read.is === 'unreadable') return unreadable(read, main.sight)
    validators = main.validators
    walk.sights.push(main.sight)
    keep(walk, read.value, read.warnings, source, full)
    due = named(read.value, 1)
  } else if (main.is === 'unchanged') {
    // An index that gives no times says nothing of its files when it stays as it is.
    due = [...known.values()].filter(part => part.told_at === null).map(({ url }) => ({ url, told: null, depth: 1 }))
    if (due.length === 0) return main
    validators = main.validators
  } else return otherThanBody(main)

  let unread = 0
  for (let next = due.shift(); next; next = due.shift()) {
    const { url, told, depth } = next
    if (walk.visited.has(url)) continue
    if (walk.visited.size > mostParts) {
      walk.warnings.add('sitemap.parts_left_out')
      break
    }
    walk.visited.add(url)
    const before = known.get(url)
    if (!full && before?.told_at && told && told <= before.told_at) continue
    const answer = await ask(ctx, url, { accept, known: full || !before ? {} : before })
    if (answer.is === 'unchanged') {
      if (before) walk.parts.push({ ...before, ...answer.validators, told_at: told })
      continue
    }
    if (answer.is !== 'body') {
      unread++
      walk.warnings.add('sitemap.part_unread')
      if (answer.sight) walk.sights.push(answer.sight)
      continue
    }
    const read = await ctx.readers.sitemap(answer.bytes, { baseUrl: answer.url, contentType: answer.type })
    walk.sights.push(answer.sight)
    if (read.is === 'unreadable') {
      unread++
      walk.warnings.add('sitemap.part_unread')
      continue
    }
    walk.parts.push({ url, ...answer.validators, told_at: told })
    keep(walk, read.value, read.warnings, source, full)
    if (depth < deepest) due.push(...named(read.value, depth + 1))
  }
  if (walk.entries.length === 0 && unread > 0)
    return { is: 'failed', why: { code: 'source.sitemap.parts_unread', with: { n: unread } }, sights: walk.sights }
  if (walk.sights.length === 0) return { is: 'unchanged', validators }
  return {
    is: 'list',
    feed: {
      format: 'sitemap',
      title: '',
      description: '',
      url: source.url,
      language: null,
      publishedAt: null,
      updatedAt: null,
      ttl: null,
      entries: newestFirst(walk),
    },
    warnings: [...walk.warnings],
    validators,
    parts: walk.parts,
    full,
    sights: walk.sights,
  }
}

/** The newest files first, where the index says which those are; a bounded walk then leaves out the oldest. */
function named(sitemap: Sitemap, depth: number) {
  const maps = sitemap.submaps.map(({ url, updatedAt }) => ({
    url,
    told: updatedAt === null ? null : new Date(updatedAt),
    depth,
  }))
  if (sitemap.lastmodUsable) return maps.sort((a, b) => (b.told?.getTime() ?? 0) - (a.told?.getTime() ?? 0))
  // Files are numbered as they fill: the last ones hold what is new.
  return maps.length > mostParts ? maps.toReversed() : maps
}

function keep(walk: Walk, sitemap: Sitemap, warnings: readonly string[], source: Asked, full: boolean): void {
  for (const warning of warnings) walk.warnings.add(warning)
  walk.foreign += sitemap.foreign.length
  const since = source.full_read_at && source.baseline_at && !full ? source.full_read_at.getTime() - lookBack : null
  for (const entry of sitemap.entries) {
    if (since !== null && sitemap.lastmodUsable && entry.updatedAt && Date.parse(entry.updatedAt) < since) continue
    walk.entries.push(entry)
  }
}

function newestFirst(walk: Walk): Entry[] {
  const at = (entry: Entry) => Date.parse(entry.publishedAt ?? entry.updatedAt ?? '') || 0
  const sorted = walk.entries.toSorted((a, b) => at(b) - at(a))
  if (sorted.length > mostEntries) walk.warnings.add('sitemap.too_many')
  return sorted.slice(0, mostEntries)
}
