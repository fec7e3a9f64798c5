import { parseHTML } from 'linkedom'
import { canonicalAddress, hostOf, isEndless } from '../../src/kit/address.ts'
import { readDate } from '../../src/kit/dates.ts'
import { fold, tidy } from '../../src/kit/text.ts'
import type { Came, Entry, Feed, ListRules, Read } from '../../src/ports/portal.ts'
import { decode } from './decode.ts'
import type { RawEntry } from './dialects.ts'
import { doubtIn } from './entry.ts'
import { findUrl } from './links.ts'
import { findOrder } from './order.ts'
import { looksLike } from './pageKind.ts'
import { findPreset } from './presets.ts'
import { recognise, rulesOf } from './recognise.ts'
import { addressOf, type Page, readRow } from './row.ts'
import { findRows } from './rows.ts'
import { isTooDeep, opensTooDeep } from './tree.ts'

/**
 * The rows of a list page, in the order shown. With selectors only what they name is read: a page that was rebuilt is
 * refused, not guessed at. Without, the selectors of its kind of installation are tried, then likeness. Never throws.
 */
export function listing(bytes: Uint8Array, came: Came & { list?: ListRules }): Read<Feed> {
  if (bytes.byteLength === 0) return no('list.empty', 'the body is empty')
  if (bytes.byteLength > mostBytes) return no('list.too_big', `${bytes.byteLength} bytes; the limit is ${mostBytes}`)
  if (isEndless(came.baseUrl)) return no('list.endless', 'an address the portal made out of its own addresses')
  const { text, warnings } = decode(bytes, came.contentType)
  if (!/<[a-z!]/i.test(text)) return no('list.not_html', 'no markup in it')
  try {
    return read(text, came, warnings)
  } catch (error) {
    return no('list.too_complex', error instanceof Error ? error.message : String(error))
  }
}

const mostBytes = 5_000_000
const mostRows = 500

function no(code: string, detail: string): { is: 'unreadable'; code: string; detail: string } {
  return { is: 'unreadable', code, detail }
}

function read(text: string, came: Came & { list?: ListRules }, warnings: string[]): Read<Feed> {
  if (opensTooDeep(text)) return no('list.too_complex', 'thousands of elements, one inside the other')
  const { document } = parseHTML(
    /<(?:html|body)\b/i.test(text) ? text : `<!doctype html><html><body>${text}</body></html>`,
  )
  if (!document?.documentElement || isTooDeep(document.documentElement))
    return no('list.too_complex', 'more elements, or deeper ones, than a page has')
  const base = findUrl(document.querySelector('base[href]')?.getAttribute('href'), came.baseUrl) ?? came.baseUrl
  const family = came.list?.family ?? recognise(text, [], came.baseUrl).family
  const rules = { ...came.list, family }
  const { ids, noise } = rulesOf(rules)
  const page: Page = { base, rules, ids, noise }

  for (const selector of selectorsIn(rules)) {
    try {
      document.querySelector(selector)
    } catch {
      return no('list.bad_selector', selector)
    }
  }
  const raw = rows(document, page)
  if (raw.length === 0) {
    const kind = looksLike.kindOf(text)
    if (kind !== 'html_page') return no(`list.${kind}`, `no row in it: ${looksLike.say(kind)}`)
    return no('list.no_rows', rules.row ? `nothing matches ${rules.row}` : 'nothing on the page looks like a list')
  }
  const order = came.dateOrder ?? (findOrder(raw) === 'month-first' ? 'month-first' : findPreset(family)?.dateOrder)
  const said = new Set(warnings)
  if (raw.length > mostRows) said.add('list.too_many')
  const entries = raw.slice(0, mostRows).map(({ published, updated: _, ...rest }): Entry => {
    const publishedAt = readDate(published, { order, timeZone: came.timeZone })
    if (published && publishedAt === null) said.add('list.date_unread')
    if (rest.url === null) said.add('list.no_link')
    return { ...rest, ...doubtIn(warnings), publishedAt, updatedAt: null }
  })
  return {
    is: 'read',
    value: {
      format: 'list',
      title: titleOf(document),
      description: '',
      url: canonicalOf(document, base, came.baseUrl),
      language: document.documentElement.getAttribute('lang')?.toLowerCase().replaceAll('_', '-') || null,
      publishedAt: null,
      updatedAt: null,
      ttl: null,
      entries,
      next: nextOf(document, page),
    },
    warnings: [...said],
  }
}

function selectorsIn({ row, title, link, date, summary, picture, drop, next }: ListRules): string[] {
  return [row, title, link, date, summary, picture, drop, next].filter(one => one !== undefined)
}

function rows(document: Document, page: Page): RawEntry[] {
  if (page.rules.row) return selected(document, page)
  let best: RawEntry[] = []
  for (const list of findPreset(page.rules.family)?.lists ?? []) {
    const found = selected(document, { ...page, rules: { ...page.rules, ...list } })
    if (worth(found) > worth(best)) best = found
  }
  const alike = findRows(document, page)
  const found = distinct((alike?.rows ?? []).map(({ element, link }) => readRow(element, page, link)))
  // What the installation is known to write counts, unless likeness sees a clearly longer list.
  return worth(found) > worth(best) * 1.5 ? found : best
}

function selected(document: Document, page: Page): RawEntry[] {
  const all = [...document.querySelectorAll(page.rules.row ?? '')]
  // Where a selector meets a box and a box within, the inner one is the row.
  const inner = all.filter(row => !all.some(other => other !== row && row.contains(other)))
  return distinct(inner.slice(0, mostRows + 1).map(row => readRow(row, page)))
}

/** One article listed twice on a page (picture and headline, top box and list) is one row. */
function distinct(rows: readonly (RawEntry | null)[]): RawEntry[] {
  const seen = new Set<string>()
  return rows.flatMap(row => {
    if (row === null) return []
    const name = row.url === null ? fold(row.title) : (row.id ?? canonicalAddress(row.url) ?? row.url)
    if (seen.has(name)) return []
    seen.add(name)
    return [row]
  })
}

function worth(rows: readonly RawEntry[]): number {
  return rows.reduce((sum, { url, published }) => sum + (url ? 1 : 0.3) + (published ? 1.5 : 0), 0)
}

function titleOf(document: Document): string {
  const headings = [...document.querySelectorAll('h1')].map(one => tidy(one.textContent ?? '')).filter(Boolean)
  return headings.length === 1 ? (headings[0] ?? '') : tidy(document.querySelector('title')?.textContent ?? '')
}

function canonicalOf(document: Document, base: string, came: string): string {
  const told = findUrl(document.querySelector('link[rel=canonical]')?.getAttribute('href'), base)
  const [one, other] = [URL.parse(told ?? ''), URL.parse(came)]
  return told && one && other && hostOf(one) === hostOf(other) ? told : came
}

const onwards =
  /^(?:next|sau|tiếp|tiếp theo|trang sau|trang tiếp|trang kế|kế tiếp|older posts?|cũ hơn|[›»>]|>>)(?:\s*[›»>→]+)?$/iu

/**
 * The page after this one, of the same site, told by the page as such. A calendar's next month is not one: nobody looks for
 * news there, and there is always another.
 */
function nextOf(document: Document, page: Page): string | null {
  const { base, rules } = page
  const told = rules.next
    ? [...document.querySelectorAll(rules.next)]
    : [...document.querySelectorAll('a[rel~=next], link[rel=next]')]
  const worded = rules.next
    ? []
    : [...document.querySelectorAll('a[href]')].filter(link => onwards.test(tidy(link.textContent ?? '')))
  for (const link of [...told, ...worded]) {
    const url = addressOf(link, { ...page, noise: [] })
    const [one, other] = [URL.parse(url ?? ''), URL.parse(base)]
    if (!url || !one || !other || hostOf(one) !== hostOf(other) || one.href === other.href) continue
    if (
      /calendar|lich/i.test(
        `${link.closest('[class],[id]')?.getAttribute('class')} ${link.closest('table')?.getAttribute('class')}`,
      )
    )
      continue
    return url
  }
  return null
}
