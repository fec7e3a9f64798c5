import { parseFeed } from 'feedsmith'
import { readDate } from '../../src/kit/dates.ts'
import { tidy } from '../../src/kit/text.ts'
import type { Came, Entry, Feed, Read } from '../../src/ports/portal.ts'
import { decodeInside } from './base64.ts'
import { decode } from './decode.ts'
import { emptyFeed, fromAtom, fromJson, fromRdf, fromRss, type RawEntry, type RawFeed } from './dialects.ts'
import { doubtIn } from './entry.ts'
import { findOrder } from './order.ts'
import { looksLike } from './pageKind.ts'
import { secondReading } from './second.ts'

/** RSS, Atom and JSON Feed of any version, from bytes. Never throws. */
export function feed(bytes: Uint8Array, came: Came): Read<Feed> {
  if (bytes.byteLength === 0) return no('feed.empty', 'the body is empty')
  if (bytes.byteLength > mostBytes) return no('feed.too_big', `${bytes.byteLength} bytes; the limit is ${mostBytes}`)
  const { text, warnings } = decode(bytes, came.contentType)
  const prepared = prepare(text)
  if ('is' in prepared) return prepared
  const raw = parse(prepared.text, came)
  if ('is' in raw) return raw
  return finish(raw, came, warnings)
}

const mostBytes = 10_000_000

function no(code: string, detail: string): { is: 'unreadable'; code: string; detail: string } {
  return { is: 'unreadable', code, detail }
}

const root = /<((?:[\w.-]+:)?(?:rss|feed|rdf))(?=[\s>/])[^>]*>/i

/** The feed itself, without what surrounds it; or why there is none. */
function prepare(text: string) {
  const plain = text.replace(unfitForXml, '').trim()
  if (plain === '') return no('feed.empty', 'the body holds nothing but white space')
  if (plain.startsWith('{') || plain.startsWith('[')) return { text: plain }
  if (looksLike.html(plain)) {
    const kind = looksLike.kindOf(plain)
    return no(`feed.${kind}`, `an HTML page came in place of a feed (${looksLike.say(kind)})`)
  }
  const begins = root.exec(plain)
  if (!begins?.[1]) return no('feed.not_a_feed', 'neither an RSS, Atom nor JSON feed: no root element of one')
  const body = plain.slice(begins.index)
  const closing = `</${begins[1].toLowerCase()}`
  const end = body.toLowerCase().lastIndexOf(closing)
  // Where only the last sign of the closing tag is lost, nothing of the feed is.
  const closed = begins[0].endsWith('/>') || (end >= 0 && /^\s*(?:>|$)/.test(body.slice(end + closing.length)))
  if (!closed) return no('feed.cut_short', `the end is missing: <${begins[1]}> is never closed`)
  const whole = end < 0 ? body : `${body.slice(0, end + closing.length)}>`
  // RSS 2.0 under a prefix of its own: valid XML, and no parser of feeds asks for it.
  const prefix = /^([\w.-]+):rss$/i.exec(begins[1])?.[1]
  return { text: prefix ? whole.replaceAll(new RegExp(`(</?)${prefix.replaceAll('.', '\\.')}:`, 'g'), '$1') : whole }
}

const unfitForXml =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being removed.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|^\ufeff/g

/** The first parser, the same with stray signs mended, then another one; each only where the one before saw no list. */
function parse(text: string, came: Came): RawFeed | { is: 'unreadable'; code: string; detail: string } {
  const hasRows = /<(?:[\w.-]+:)?(?:item|entry)[\s>/]/i.test(text)
  const first = tryFirst(text, came.baseUrl)
  if (first.is === 'read' && (first.raw.entries.length > 0 || !hasRows))
    return missesContent(text, first.raw) ? withContent(first.raw, secondReading(text, came.baseUrl)) : first.raw
  if (text.startsWith('{') || text.startsWith('['))
    return first.is === 'read' ? first.raw : no('feed.not_a_feed', `JSON, but not a JSON Feed (${first.why})`)
  // A list without a single item is a list; the parser finds nothing in it worth an answer.
  const format = /^<rss\b/i.test(text) ? 'rss' : /^<(\w+:)?feed\b/i.test(text) ? 'atom' : 'rdf'
  if (!hasRows) return emptyFeed(format)
  const mended = text.replace(/<(?![a-z_/!?])/gi, '&lt;')
  const again = mended === text ? null : tryFirst(mended, came.baseUrl)
  if (again?.is === 'read' && again.raw.entries.length > 0) return again.raw
  return (
    secondReading(mended, came.baseUrl) ??
    (first.is === 'read' ? first.raw : no('feed.malformed', `not readable as a feed (${first.why})`))
  )
}

function tryFirst(text: string, baseUrl: string): { is: 'read'; raw: RawFeed } | { is: 'refused'; why: string } {
  try {
    const { format, feed } = parseFeed(text)
    switch (format) {
      case 'rss':
        return { is: 'read', raw: fromRss(feed, baseUrl) }
      case 'rdf':
        return { is: 'read', raw: fromRdf(feed, baseUrl) }
      case 'atom':
        return { is: 'read', raw: fromAtom(decodeInside(text, feed), baseUrl) }
      case 'json':
        return { is: 'read', raw: fromJson(feed, baseUrl) }
    }
  } catch (error) {
    return { is: 'refused', why: error instanceof Error ? error.message : String(error) }
  }
}

/** Text in elements that RSS does not know, and some systems write: the first parser passes over them. */
function missesContent(text: string, raw: RawFeed): boolean {
  return (
    raw.format === 'rss' &&
    /<(?:summary|body|fullitem|content)[\s>]/i.test(text) &&
    raw.entries.some(entry => entry.contentHtml === '')
  )
}

function withContent(raw: RawFeed, other: RawFeed | null): RawFeed {
  if (other === null || other.entries.length !== raw.entries.length) return raw
  return {
    ...raw,
    entries: raw.entries.map((entry, at) => ({
      ...entry,
      summary: entry.summary || (other.entries[at]?.summary ?? ''),
      contentHtml: entry.contentHtml || (other.entries[at]?.contentHtml ?? ''),
    })),
  }
}

function finish(raw: RawFeed, came: Came, warnings: string[]): Read<Feed> {
  const order = came.dateOrder ?? findOrder(raw.entries)
  const said = new Set(warnings)
  const date = (value: string | null | undefined) => {
    const read = readDate(value, { order, timeZone: came.timeZone })
    if (value && tidy(value) !== '' && read === null) said.add('feed.date_unread')
    return read
  }
  const told = raw.language ?? spoken(came)
  const entries = raw.entries.map(
    ({ published, updated, ...rest }): Entry => ({
      ...rest,
      ...doubtIn(warnings),
      language: rest.language ?? told,
      publishedAt: date(published),
      updatedAt: date(updated),
    }),
  )
  if (minutesAreMonths(raw.entries, entries, came.timeZone)) said.add('feed.minutes_are_months')
  const { format, title, description, url, ttl, skipHours, skipDays, published, updated } = raw
  return {
    is: 'read',
    value: {
      format,
      title,
      description,
      url,
      language: told,
      ttl,
      ...(skipHours && { skipHours }),
      ...(skipDays && { skipDays }),
      publishedAt: date(published),
      updatedAt: date(updated),
      entries,
    },
    warnings: [...said],
  }
}

/** The answer's own word, where the feed has none; a list of several languages says nothing of this one. */
function spoken(came: Came): string | null {
  const said = came.headers?.get('content-language')?.trim().toLowerCase()
  return said && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/.test(said) ? said : null
}

/** NukeViet 4.3 to 4.5 writes `H:m:s`, and `m` is the month: the hour and the day can be trusted, the minute cannot. */
function minutesAreMonths(raw: RawEntry[], entries: Entry[], timeZone = 'Asia/Ho_Chi_Minh'): boolean {
  const dated = entries.filter(entry => entry.publishedAt !== null)
  if (dated.length < 3 || raw.length !== entries.length) return false
  const clock = clockOf(timeZone)
  return dated.every(entry => {
    const parts = clock.formatToParts(new Date(entry.publishedAt ?? 0))
    const value = (type: string) => Number(parts.find(part => part.type === type)?.value)
    return value('month') === value('minute')
  })
}

/** A formatter takes longer to make than a hundred dates to format. */
const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, month: 'numeric', minute: 'numeric' })
  clocks.set(timeZone, made)
  return made
}
