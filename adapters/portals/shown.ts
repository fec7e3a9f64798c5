import { type DateHints, readDate } from '../../src/kit/dates.ts'
import { fold, tidy } from '../../src/kit/text.ts'
import { standsAside } from './aside.ts'
import { findDate } from './row.ts'

const datePlaces =
  '.publish-date, .detail-time, .date-time, .datetime, .post-date, .news-date, .article-date, .ngaydang, .time-post, .publishdate, .published, .date, .time, .h5'
const telling =
  /(?:^|[\s_-])(?:date|time|day|ngay\w*|publish\w*|meta\w*|posted\w*|post-on|created?|update\w*|h5|info)(?=[\s_-]|$)|(?:Date|Time)(?:$|[\s_])/i
const label = /(?:ngày|đăng|cập nhật|posted|published|lúc)/iu

/**
 * The time a page shows beside its headline. Places that carry dates by their name come first; then any short text with a
 * day, after the headline and before the text has run far: the clock in the head of every page is none of the article's.
 */
export function shownDate(document: Document, hints: DateHints): string | null {
  for (const place of [...document.querySelectorAll(datePlaces)].slice(0, 30)) {
    const text = tidy(place.textContent ?? '')
    const found = text.length < 80 && /\d{4}/.test(text) && !standsAside(place) ? readDate(text, hints) : null
    if (found) return found
  }
  const heading = document.querySelector('h1') ?? null
  let isAfter = heading === null
  let best: { weight: number; at: string } | null = null
  let far = 0
  for (const place of [...document.querySelectorAll('body *')].slice(0, 5000)) {
    if (place === heading) isAfter = true
    if (place.childElementCount > 4 || place.tagName === 'SCRIPT' || place.tagName === 'A') continue
    const text = tidy(place.textContent ?? '')
    if (isAfter && heading !== null && text.length > 200) far++
    if (far > 3 || text.length < 8 || text.length > 120) continue
    const written = findDate(text)
    const at = written ? readDate(written, hints) : null
    if (at === null || written === null || standsAside(place) || isField(place)) continue
    const names = `${place.getAttribute('class') ?? ''} ${place.getAttribute('id') ?? ''} ${place.parentElement?.getAttribute('class') ?? ''}`
    const weight =
      (telling.test(names) ? 2 : 0) +
      (label.test(text) ? 1 : 0) +
      (/\d[:h]\d\d/.test(written) ? 1 : 0) +
      (text.length < 60 ? 1 : 0) +
      (isAfter && heading !== null ? 2 : 0)
    if (weight >= 3 && weight > (best?.weight ?? 0)) best = { weight, at }
  }
  return best?.at ?? null
}

/** The day a document was signed or comes into force is none of the page's. */
function isField(place: Element): boolean {
  return /ngày (?:ban hành|có hiệu lực|hiệu lực|ký|hết hiệu lực)/iu.test(
    tidy(place.closest('tr, li, dl')?.textContent ?? ''),
  )
}

const sapo =
  '.sapo, .detail-sapo, [data-role=sapo], .hometext, .article-sapo, .news-sapo, .summary-content, .lead, .chapo, .article-summary, .edn_articleSummary, .news-summary, .post-sapo, .description-news, .intro-text'

export function shownLead(document: Document): string {
  for (const place of document.querySelectorAll(sapo)) {
    const text = tidy(place.textContent ?? '')
    if (text.length > 15 && text.length < 1500 && !standsAside(place)) return text
  }
  return ''
}

const written =
  /^(?:tác giả|người viết|bài viết|bài và ảnh|bài, ảnh|tin, ảnh|tin và ảnh|tin, bài|tin|bài|thực hiện|nội dung|pv|biên tập)\s*:\s*(\S.{1,80})$/iu
const sourced = /^(?:nguồn(?: tin| bài| ảnh)?|theo nguồn|trích nguồn|source|dẫn nguồn)\s*:\s*(\S.{1,160})$/iu
const after =
  /^theo\s+(\p{Lu}.{1,80}|(?:báo|cổng|trang|cục|sở|bộ|đài|tạp chí|thông tấn)\s.{1,80}|[\w-]+(?:\.[\w-]+)+)$/iu

export interface Credit {
  author: string | null
  /** Whose text it is where it is not the portal's own. */
  source: { name: string; url: string | null } | null
}

/** Who wrote it and where it is taken from, as the page says in so many words, most often below the text. */
export function creditOf(document: Document): Credit {
  const out: Credit = { author: null, source: null }
  const places = [...document.querySelectorAll('p, div, span, td, li, em, strong, h2, h3, h4')]
  for (const place of places.toReversed().slice(0, 1500)) {
    if (place.childElementCount > 3) continue
    const text = tidy(place.textContent ?? '').replace(/^[([]+|[)\].]+$/g, '')
    if (text.length < 5 || text.length > 180 || standsAside(place)) continue
    out.author ??= nameOf(written.exec(text)?.[1])
    const source = sourced.exec(text)?.[1] ?? (place.tagName === 'SPAN' ? undefined : after.exec(text)?.[1])
    if (out.source === null && source && source.split(' ').length <= 14) {
      const next = place.nextElementSibling ?? place.closest('p, div')?.nextElementSibling ?? null
      const url = linkIn(place, source) ?? linkIn(next, next?.textContent ?? '')
      out.source = { name: tidy(source), url }
    }
    if (out.author !== null && out.source !== null) break
  }
  return out
}

function linkIn(place: Element | null, text: string): string | null {
  const href = place?.querySelector('a[href^="http"]')?.getAttribute('href')
  // Many write the address as text; a whole sentence that ends in one is another thing.
  const plain = /^\(?(https?:\/\/\S{6,500}?)\)?$/.exec(tidy(text))?.[1]
  return URL.parse(href ?? plain ?? '')?.href ?? null
}

function nameOf(text: string | undefined): string | null {
  const name = tidy(text ?? '').replace(/^[-–|]\s*|[.,;]+$/gu, '')
  return name.length >= 3 && name.split(' ').length <= 10 && !/^https?:/.test(name) ? name : null
}

/** A name alone on one of the last lines of the text, as most portals sign: `Minh Hằng`. */
export function signature(text: string): string | null {
  for (const last of text.trim().split(/\n+/).slice(-4).toReversed()) {
    const words = last.trim().split(' ')
    const isName = words.length >= 2 && words.length <= 5 && words.every(word => /^\p{Lu}\p{Ll}+$/u.test(word))
    if (isName && !/^(?:Việt Nam|Hà Nội|Trân Trọng|Xem Thêm)$/u.test(last)) return last.trim()
    if (!belowName.test(last.trim())) return null
  }
  return null
}

/** What may stand below a signature: a source, files, an address. */
const belowName = /^(?:\(?theo\s|\(?nguồn|tệp|file|tài liệu|tải|https?:|.{1,80}\.(?:pdf|docx?|xlsx?|zip|rar)\b)/iu

const authors =
  '[rel=author], .author-name, .detail-author, .article-author, [data-role=author], .byline .author, .post-author, .tac-gia, .tacgia'

export function shownAuthor(document: Document): string | null {
  for (const place of document.querySelectorAll(authors)) {
    const text = tidy(place.textContent ?? '').replace(/^(?:bởi|by|tác giả)\s*:?\s*/iu, '')
    if (text.length >= 3 && text.length < 60 && !standsAside(place)) return text
  }
  return null
}

/** The part of the portal it stands in: the last of the crumbs that is neither the front page nor the headline. */
export function sectionOf(document: Document, title: string): string | null {
  const crumbs = document.querySelectorAll(
    '.breadcrumb a, .breadcrumbs a, [class*=breadcrumb] a, [itemtype$=BreadcrumbList] a, .category-name a, [rel~=category], .detail-cate a, [data-role=cate-name], .cat-links a',
  )
  const names = [...crumbs].map(one => tidy(one.textContent ?? '')).filter(name => name.length > 1 && name.length < 80)
  return (
    names.findLast(
      name => !/^(?:trang (?:chủ|nhất)|home|chi tiết.*|»|>)$/iu.test(name) && !fold(title).includes(fold(name)),
    ) ?? null
  )
}
