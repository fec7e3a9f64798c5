import { Parser } from 'htmlparser2'
import { readDate } from '../../src/kit/dates.ts'
import { tidy } from '../../src/kit/text.ts'
import type { Came, Entry, Read, Sitemap } from '../../src/ports/portal.ts'
import { decode } from './decode.ts'
import { blankEntry, pictureOf } from './entry.ts'
import { findUrl } from './links.ts'
import { looksLike } from './pageKind.ts'

/** A sitemap index, a list of pages, a news sitemap or a plain list of addresses, from bytes. Never throws. */
export function sitemap(bytes: Uint8Array, came: Came): Read<Sitemap> {
  if (bytes.byteLength === 0) return no('sitemap.empty', 'the body is empty')
  if (bytes.byteLength > mostBytes) return no('sitemap.too_big', `${bytes.byteLength} bytes; the limit is ${mostBytes}`)
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return no('sitemap.compressed', 'gzip; it has to be unpacked first')
  const { text, warnings } = decode(bytes, came.contentType)
  const found = /<(?:[\w.-]+:)?(urlset|sitemapindex)\b/i.test(text) ? fromXml(text) : fromText(text)
  if (found === null) {
    if (!looksLike.html(text)) return no('sitemap.not_a_sitemap', 'neither a urlset, an index nor a list of addresses')
    const kind = looksLike.kindOf(text)
    return no(`sitemap.${kind}`, `an HTML page came in place of a sitemap (${looksLike.say(kind)})`)
  }
  if (found.cut) warnings.push('sitemap.cut_short')
  if (found.items.length > mostItems) warnings.push('sitemap.too_many')
  return { is: 'read', value: finish(found, came, warnings), warnings }
}

/** sitemaps.org: 50 MB unpacked, 50,000 addresses. What is beyond them is not looked at. */
const mostBytes = 52_428_800
const mostItems = 50_000

function no(code: string, detail: string): { is: 'unreadable'; code: string; detail: string } {
  return { is: 'unreadable', code, detail }
}

/** One `<url>` or `<sitemap>`, as written. */
interface Item {
  isMap: boolean
  loc: string
  lastmod: string
  title: string
  published: string
  language: string
  picture: string
}

interface Found {
  format: Sitemap['format']
  items: Item[]
  cut: boolean
}

const blank = (isMap: boolean): Item => ({
  isMap,
  loc: '',
  lastmod: '',
  title: '',
  published: '',
  language: '',
  picture: '',
})

/** Where the text of an element goes, by its parent and its own name, prefixes aside: `image:loc` is no `loc` of a page. */
const places: Record<string, keyof Omit<Item, 'isMap'>> = {
  'url/loc': 'loc',
  'sitemap/loc': 'loc',
  'url/lastmod': 'lastmod',
  'sitemap/lastmod': 'lastmod',
  'news/title': 'title',
  'news/publication_date': 'published',
  'publication/language': 'language',
  'image/loc': 'picture',
}

function fromXml(text: string): Found {
  const found: Found = { format: 'urlset', items: [], cut: true }
  const path: string[] = []
  let item: Item | undefined
  let place: keyof Omit<Item, 'isMap'> | undefined
  const parser = new Parser(
    {
      onopentag(name) {
        const local = localName(name)
        if (local === 'sitemapindex') found.format = 'index'
        if (local === 'url' || local === 'sitemap') item = blank(local === 'sitemap')
        place = places[`${path.at(-1)}/${local}`]
        // A second picture of a page does not continue the address of the first.
        if (place && item?.[place]) place = undefined
        path.push(local)
      },
      ontext(piece) {
        if (item && place && item[place].length < 5000) item[place] += piece
      },
      onclosetag(name, isImplied) {
        const local = localName(name)
        path.pop()
        place = undefined
        if (isImplied) return
        if (local === 'urlset' || local === 'sitemapindex') found.cut = false
        if ((local === 'url' || local === 'sitemap') && item) {
          if (found.items.length <= mostItems) found.items.push(item)
          item = undefined
        }
      },
    },
    { xmlMode: true },
  )
  parser.end(text.replace(/^[^<]+/, ''))
  return found
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase()
}

/** One address a line, nothing else (sitemaps.org, Text file). */
function fromText(text: string): Found | null {
  const lines = text.split(/\r?\n/).map(line => line.trim())
  const locs = lines.filter(line => line !== '')
  if (locs.length === 0 || !locs.every(line => /^https?:\/\/\S+$/i.test(line))) return null
  const items = locs.slice(0, mostItems + 1).map(loc => ({ ...blank(false), loc }))
  return { format: 'text', items, cut: false }
}

function finish(found: Found, came: Came, warnings: string[]): Sitemap {
  const out: Sitemap = { format: found.format, submaps: [], entries: [], foreign: [], lastmodUsable: false }
  const hints = { order: came.dateOrder, timeZone: came.timeZone }
  const said = new Set<string>()
  const seen = new Set<string>()
  for (const item of found.items.slice(0, mostItems)) {
    const url = findUrl(item.loc, came.baseUrl)
    if (url === null) {
      if (tidy(item.loc) !== '') said.add('sitemap.address_unread')
      continue
    }
    if (seen.has(url)) continue
    seen.add(url)
    const updatedAt = readDate(item.lastmod, hints)
    if (updatedAt === null && tidy(item.lastmod) !== '') said.add('sitemap.date_unread')
    if (!sameHost(url, came.baseUrl)) out.foreign.push(url)
    else if (item.isMap || leadsToMap(url)) out.submaps.push({ url, updatedAt })
    else out.entries.push(entryOf(item, url, updatedAt, came))
  }
  if (out.foreign.length > 0) said.add('sitemap.cross_host')
  const told = out.format === 'index' ? out.submaps : out.entries
  out.lastmodUsable = varies(told.map(({ updatedAt }) => updatedAt))
  if (!out.lastmodUsable) for (const one of [...out.entries, ...out.submaps]) one.updatedAt = null
  warnings.push(...said)
  return out
}

function entryOf(item: Item, url: string, updatedAt: string | null, came: Came): Entry {
  const picture = findUrl(item.picture, came.baseUrl)
  return {
    ...blankEntry(url),
    title: tidy(item.title),
    publishedAt: readDate(item.published, { order: came.dateOrder, timeZone: came.timeZone }),
    updatedAt,
    language: tidy(item.language).toLowerCase() || null,
    enclosures: picture ? [pictureOf(picture)] : [],
  }
}

/** `www.` in front makes no other site of it. */
function sameHost(url: string, baseUrl: string): boolean {
  const bare = (address: string) => URL.parse(address)?.host.replace(/^www\./, '')
  return bare(url) === bare(baseUrl)
}

/** A list of pages may name further sitemaps as if they were pages. Feeds end so too, and are none of our pages either. */
function leadsToMap(url: string): boolean {
  return /\.xml(\.gz)?$/i.test(new URL(url).pathname)
}

/**
 * Times that lie together were written when the file was built: building 50,000 lines takes minutes, publishing two
 * articles takes longer. A single time says nothing.
 */
function varies(times: readonly (string | null)[]): boolean {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const time of times) {
    if (time === null) continue
    first = Math.min(first, Date.parse(time))
    last = Math.max(last, Date.parse(time))
  }
  return last - first > 15 * 60_000
}
