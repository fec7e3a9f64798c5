import { cleanAddress, isEndless } from '../../src/kit/address.ts'
import { toText } from '../../src/kit/html.ts'
import { decodeEntities, fold, tidy } from '../../src/kit/text.ts'
import type { ListRules } from '../../src/ports/portal.ts'
import { fullSize, isDecoration } from './attached.ts'
import type { RawEntry } from './dialects.ts'
import { pictureOf } from './entry.ts'
import { findUrl } from './links.ts'
import { findId } from './recognise.ts'

/** What reading a row needs to know of the page it stands on. */
export interface Page {
  base: string
  rules: ListRules
  ids: readonly string[]
  noise: readonly string[]
}

/** One row of a list; null when it says nothing (a heading, a separator). Dates are left as written. */
export function readRow(row: Element, page: Page, link?: Element): RawEntry | null {
  const { rules } = page
  if (row.closest('thead') || (row.querySelector('th') && !row.querySelector('td'))) return null
  const work = row.cloneNode(true) as Element
  for (const gone of work.querySelectorAll(`script, style, noscript, template${rules.drop ? `, ${rules.drop}` : ''}`))
    gone.remove()
  const titled = rules.title ? work.querySelector(rules.title) : null
  const linked = linkIn(work, titled, rules, link?.getAttribute('href') ?? null)
  const url = linked ? addressOf(linked, page) : null
  const title = titleOf(work, titled, linked, url, page)
  if (title.length < 4) return null
  const picture = pictureIn(work, rules.picture, page.base)
  const files = filesIn(work, page.base).filter(file => file.url !== picture)
  // A date in the headline or the lead is what the article is about, not when it came out.
  for (const gone of titledParts(work, titled, title)) gone.remove()
  const told = rules.summary ? work.querySelector(rules.summary) : null
  const summary = told ? tidyLead(toText(told.innerHTML), title) : null
  if (summary) told?.remove()
  const published = dateIn(work, rules.date)
  return {
    id: url ? findId(url, { ids: page.ids }) : null,
    url,
    title,
    summary: summary ?? tidyLead(withoutDates(toText(work.innerHTML)), title),
    contentHtml: '',
    author: null,
    categories: [],
    published,
    updated: null,
    enclosures: [...(picture ? [pictureOf(picture)] : []), ...files],
    language: null,
  }
}

function linkIn(work: Element, titled: Element | null, rules: ListRules, href: string | null): Element | null {
  if (rules.link) return work.querySelector(rules.link)
  const own = titled?.closest('a[href]') ?? titled?.querySelector('a[href]')
  if (own) return own
  const links = [
    ...(work.matches('a[href]') ? [work] : []),
    ...work.querySelectorAll('a[href], [onclick], [data-href]'),
  ]
  return links.find(one => href !== null && one.getAttribute('href') === href) ?? links[0] ?? null
}

/** The article's address: what a link leads to, also when a script follows it. Never one that runs or has no end. */
export function addressOf(link: Element, { base, noise }: Page): string | null {
  const href = link.getAttribute('href') ?? ''
  const script = /^\s*(?:javascript:|#|$)/i.test(href)
    ? (link.getAttribute('data-href') ?? scripted.exec(link.getAttribute('onclick') ?? '')?.[1])
    : href
  const url = findUrl(script, base)
  return url === null || isEndless(url) ? null : cleanAddress(url, noise)
}

const scripted = /(?:location(?:\.href)?\s*=|window\.open\(|navigate\()\s*["']([^"']+)["']/i

/** The longest of what the links to the article say; a headline cut short is told whole by the link's own title. */
function titleOf(
  work: Element,
  titled: Element | null,
  linked: Element | null,
  url: string | null,
  page: Page,
): string {
  const said: string[] = []
  if (titled) said.push(wholeText(titled))
  else {
    for (const link of [...(work.matches('a') ? [work] : []), ...work.querySelectorAll('a[href]')])
      if (url !== null && addressOf(link, page) === url) said.push(headlineOf(link) ?? wholeText(link))
    if (linked && said.length === 0) said.push(wholeText(linked))
  }
  let best = said.filter(text => !more.test(fold(text))).sort((a, b) => b.length - a.length)[0] ?? ''
  if (best === '') {
    const heading = work.querySelector('h1, h2, h3, h4, h5, [class*=title]')
    best = tidy(heading?.textContent ?? '') || tidy(work.querySelector('img[alt]')?.getAttribute('alt') ?? '')
  }
  if (best === '' && url === null) best = plainRow(work)
  return tidy(decodeEntities(best))
}

/** A link around a whole card holds the headline among other things. */
function headlineOf(link: Element): string | undefined {
  const heading = link.querySelector('h1, h2, h3, h4, h5, [class*=title], strong')
  return heading ? wholeText(heading) : undefined
}

function wholeText(element: Element): string {
  const text = tidy(element.textContent ?? '')
  const named = [element, element.querySelector('a[title]'), element.closest('a[title]')]
    .map(one => tidy(one?.getAttribute('title') ?? ''))
    .find(title => title !== '')
  if (text === '') return more.test(fold(named ?? '')) ? '' : (named ?? '')
  const cut = /\s*(?:\.{2,}|…)$/.exec(text)
  return cut && named && fold(named).startsWith(fold(text.slice(0, cut.index))) ? named : text
}

const more =
  /^(?:xem (?:them|chi tiet|tiep)|chi tiet|doc (?:tiep|them)|read more|view|detail|tai ve|download|tai xuong|>+|»|\W*)$/

/** A row that leads nowhere: its text without the date. */
function plainRow(work: Element): string {
  const text = tidy(withoutDates(toText(work.innerHTML)))
  return text.length <= 300 ? text.replace(/^[\W_]+|[\s|–-]+$/gu, '') : ''
}

function titledParts(work: Element, titled: Element | null, title: string): Element[] {
  const parts = [...work.querySelectorAll('a, h1, h2, h3, h4, h5')].filter(one => {
    const text = fold(one.textContent ?? '')
    return text !== '' && (fold(title).startsWith(text.replace(/\s*(?:\.{2,}|…)$/, '')) || more.test(text))
  })
  return titled ? [titled, ...parts] : parts
}

function pictureIn(work: Element, selector: string | undefined, base: string): string | null {
  for (const image of work.querySelectorAll(selector ?? 'img')) {
    const picture = image.matches('img') ? image : image.querySelector('img')
    const url = picture ? fullSize(picture, base) : null
    if (picture && url && !isDecoration(picture, url)) return url
  }
  return null
}

const papers: Record<string, string> = { pdf: 'application/pdf', doc: 'application/msword' }

/** Documents a row offers beside its page. */
function filesIn(work: Element, base: string) {
  return [...work.querySelectorAll('a[href]')].slice(0, 20).flatMap(link => {
    const url = findUrl(link.getAttribute('href'), base)
    const ending = /\.(pdf|docx?)(?:\/[^/]*)?$/i.exec(URL.parse(url ?? '')?.pathname ?? '')?.[1]?.toLowerCase()
    return url && ending ? [{ url, mime: papers[ending] ?? papers.doc }] : []
  })
}

const clockPart = String.raw`\d{1,2}(?::|h| giờ )\d{2}(?::\d{2}|(?: ?phút))?(?: ?(?:AM|PM|SA|CH)\b)?(?: ?\(?GMT ?[+]\d{1,2}\)?)?`
const dayPart = String.raw`(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2}|(?:ngày )?\d{1,2} (?:tháng |th(?:g|áng)?\.? ?)\d{1,2}(?: năm|,|/)? ?\d{4}|\d{1,2} \d{1,2}/\d{4})`
const between = String.raw`(?:,? ?(?:\||-|–|lúc|at|T)? ?)`
const when = new RegExp(
  `(?<![\\d/.-])(?:${clockPart}${between}(?:ngày )?)?${dayPart}(?:${between}${clockPart})?(?![\\d/])`,
  'iu',
)
const everywhere = new RegExp(when.source, 'giu')

/** The time a row shows, as written: its own element first, any short text with a day in it otherwise. */
function dateIn(work: Element, selector: string | undefined): string | null {
  const stamped = work.querySelector('time[datetime]')?.getAttribute('datetime')
  if (!selector && stamped) return stamped
  for (const place of selector ? work.querySelectorAll(selector) : []) {
    const found = place.getAttribute('datetime') ?? findDate(place.textContent ?? '')
    if (found) return found
  }
  let best: string | null = null
  let least = 81
  for (const place of [...work.querySelectorAll('*'), work].slice(0, 300)) {
    const text = tidy(place.textContent ?? '')
    const found = text.length < least ? findDate(text) : null
    // The shortest text around it: `12/11/2026 | Lượt xem: 5` is about the day, a sentence is not.
    if (found) [best, least] = [found, text.length]
  }
  if (best) return best
  const text = tidy(toText(work.innerHTML))
  const found = when.exec(text)
  const atEdge = found && (found.index < 30 || text.length - found.index - found[0].length < 30)
  return found && atEdge ? plainDate(found[0]) : null
}

export function findDate(text: string): string | null {
  const found = when.exec(tidy(text))
  return found ? plainDate(found[0]) : null
}

/** `03 tháng 10, 2026` and `03 10/2026` as `03/10/2026`. */
function plainDate(text: string): string {
  return text.replace(
    /(?:ngày )?(\d{1,2}) (?:(?:tháng |th(?:g|áng)?\.? ?)(\d{1,2})(?: năm|,|\/)? ?|(\d{1,2})\/)(\d{4})/iu,
    (_, d, m, n, y) => `${d}/${m ?? n}/${y}`,
  )
}

function withoutDates(text: string): string {
  return text.replace(everywhere, ' ')
}

/** A bare "đọc 5" is a sentence; "Đọc: 5" and "Lượt đọc 5" are counters. */
const counters = [
  /(?:view count|lượt (?:xem|đọc|truy cập|tải)|số (?:lần|lượt) (?:xem|đọc|truy cập)|đã xem)\s*:?\s*\(?\d[\d.,]*k?\)?/giu,
  /(?<!\p{L})(?:views?|đọc|xem|bình luận|comments?|lượt thích|likes?)\s*(?::\s*\(?|\()\d[\d.,]*k?\)?/giu,
  /(?:^|[|•·(–-])\s*\d[\d.,]*k?\s*(?:lượt (?:xem|đọc|truy cập|tải)|views?|người (?:xem|đọc)|bình luận|comments?)\)?\s*(?=$|[|•·)–-])/gimu,
]
const labels =
  /(?:^|\n)\s*(?:ngày (?:đăng|cập nhật|ban hành)|đăng (?:lúc|ngày)|cập nhật|thời gian|xem (?:thêm|chi tiết|tiếp)|chi tiết|đọc tiếp|read more)\s*:?\s*(?=\n|$|[|.»›>])/giu

/** What is left of a row once headline, time and counters are gone. */
function tidyLead(text: string, title: string): string {
  const plain = counters.reduce((rest, one) => rest.replace(one, ' '), text).replace(labels, '\n')
  const lines = plain
    .split('\n')
    .map(line => line.replace(/^[\s|•·,–>»›-]+|[\s|•·,–>»›-]+$/gu, ''))
    .filter(line => /\p{L}{2}/u.test(line) && fold(line) !== fold(title))
  return tidy(lines.join(' '))
}
