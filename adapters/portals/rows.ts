import { canonicalAddress } from '../../src/kit/address.ts'
import { tidy } from '../../src/kit/text.ts'
import { findId } from './recognise.ts'
import { addressOf, findDate, type Page } from './row.ts'

/** Rows of one list, each with the link it is about. */
export interface Rows {
  rows: { element: Element; link: Element; at: number }[]
  weight: number
}

/** Names of parts, whole words of a class or id: `entry-header` is the head of a row, `site-header` is not. */
const outside =
  /(?:^|[\s_-])(?:menu|nav|navbar|navigation|breadcrumbs?|footer|pagination|paging|pager|share|social|calendar|login)(?=[\s_-]|$)|(?:^|\s)(?:(?:site|page|main|top|wrap)[_-])?header(?=\s|$)/i
const aside = /(?:^|[\s_-])(?:side-?bar|widget|related|other|banner|quang-?cao|lien-?ket|weblink|tags?)(?=[\s_-]|$)/i

/**
 * The page's list, found by likeness: links to articles that stand side by side, each in a box of its own. The box of a
 * link is the largest element that holds no other article; boxes with one parent are one list. Dates, leads and pictures
 * in the boxes tell the main list from a menu or a box of links. Class names are looked at only to know what is a menu.
 */
export function findRows(document: Document, page: Page): Rows | null {
  const links = candidates(document, page)
  const inside = countInside(links)
  const lists = new Map<Element, Rows['rows']>()
  const seen = new Set<string>()
  for (const [at, { link, key }] of links.entries()) {
    if (seen.has(key)) continue
    seen.add(key)
    const element = boxOf(link, inside, links.length)
    const parent = element.parentElement
    if (parent) lists.set(parent, [...(lists.get(parent) ?? []), { element, link, at }])
  }
  joinGrids(lists)
  let best: (Rows & { parent: Element }) | null = null
  for (const [parent, rows] of lists) {
    const weight = weigh(parent, rows)
    if (weight > (best?.weight ?? 1)) best = { rows, weight, parent }
  }
  return best ? withHeadOf(best, lists) : null
}

interface Candidate {
  link: Element
  key: string
}

/** Links that may lead to articles. Where an address names its article, nothing else is asked of the link. */
function candidates(document: Document, page: Page): Candidate[] {
  const named: Candidate[] = []
  const worded: Candidate[] = []
  for (const link of [...document.querySelectorAll('a[href], a[onclick]')].slice(0, 4000)) {
    const url = addressOf(link, page)
    if (url === null || standsOutside(link)) continue
    const id = findId(url, page)
    const words = tidy(link.textContent ?? '') || tidy(link.getAttribute('title') ?? '')
    if (id !== null) named.push({ link, key: id })
    const key = canonicalAddress(url)
    if (key !== null && words.length >= 15 && words.split(' ').length >= 4) worded.push({ link, key })
  }
  // A page with one named link in a side box and twenty headlines is a list of the twenty.
  const keys = (all: Candidate[]) => new Set(all.map(({ key }) => key)).size
  return keys(named) * 3 >= keys(worded) ? named : worded
}

function standsOutside(element: Element): boolean {
  for (let node: Element | null = element; node; node = node.parentElement) {
    const tag = node.tagName
    if (tag === 'BODY') return false
    if (tag === 'NAV' || tag === 'FOOTER' || tag === 'ASIDE' || tag === 'MENU') return true
    if (tag === 'HEADER' && node.closest('article, li') === null) return true
    if (outside.test(namesOf(node))) return true
  }
  return false
}

function namesOf(element: Element): string {
  return `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`
}

function countInside(links: readonly Candidate[]): Map<Element, Set<string>> {
  const inside = new Map<Element, Set<string>>()
  for (const { link, key } of links)
    for (let node: Element | null = link; node; node = node.parentElement) {
      const keys = inside.get(node) ?? new Set<string>()
      inside.set(node, keys.add(key))
    }
  return inside
}

/** The largest element around a link without another article in it, no larger than a row can be. */
function boxOf(link: Element, inside: Map<Element, Set<string>>, total: number): Element {
  let box = link
  for (let node = link.parentElement; node && node.tagName !== 'BODY'; node = node.parentElement) {
    if ((inside.get(node)?.size ?? 0) > 1) break
    const text = tidy(node.textContent ?? '')
    if (text.length > 2500) break
    // A list of one has no neighbour to stop at: it ends where the day is told.
    const alone = total <= 2 || (inside.get(box)?.size ?? 0) === total
    if (
      alone &&
      box !== link &&
      findDate(tidy(box.textContent ?? '').slice(0, 2000)) !== null &&
      hasDayBesideLink(box, link)
    )
      break
    box = node
  }
  return box
}

function hasDayBesideLink(box: Element, link: Element): boolean {
  const rest = tidy(box.textContent ?? '').replace(tidy(link.textContent ?? ''), ' ')
  return findDate(rest) !== null
}

/** Rows of three columns each are one list: boxes whose parents stand side by side and are alike. */
function joinGrids(lists: Map<Element, Rows['rows']>): void {
  const above = new Map<Element, Element[]>()
  for (const parent of lists.keys()) {
    const grand = parent.parentElement
    if (grand) above.set(grand, [...(above.get(grand) ?? []), parent])
  }
  for (const [grand, parents] of above) {
    const [first] = parents
    const alike = parents.filter(
      one => one.tagName === first?.tagName && shape(lists.get(one)) === shape(lists.get(first)),
    )
    if (parents.length < 2 && !lists.has(grand)) continue
    if (alike.length !== parents.length || parents.some(one => one === grand)) continue
    const rows = [...(lists.get(grand) ?? []), ...parents.flatMap(one => lists.get(one) ?? [])]
    if (parents.length < 2 && (lists.get(grand)?.length ?? 0) > 2) continue
    for (const one of parents) lists.delete(one)
    lists.set(grand, inOrder(rows))
  }
}

function shape(rows: Rows['rows'] | undefined): string {
  const first = rows?.[0]
  if (!first) return ''
  const { element } = first
  return `${element.tagName} ${element.querySelector('img') !== null} ${findDate(element.textContent ?? '') !== null}`
}

function inOrder(rows: Rows['rows']): Rows['rows'] {
  return [...rows].sort((a, b) => a.at - b.at)
}

/** Days count most: a box of links has none, a list of news always. */
function weigh(parent: Element, rows: Rows['rows']): number {
  let weight = 0
  for (const { element, link } of rows.slice(0, 200)) {
    const text = tidy(element.textContent ?? '')
    const title = tidy(link.textContent ?? '')
    weight += 1
    if (findDate(text.replace(title, ' ')) !== null || element.querySelector('time') !== null) weight += 2
    if (text.length > title.length + 80) weight += 0.7
    if (element.querySelector('img') !== null) weight += 0.4
    if (element.querySelector('h2, h3, h4') !== null) weight += 0.4
  }
  for (let node: Element | null = parent; node; node = node.parentElement) if (aside.test(namesOf(node))) weight *= 0.5
  return beside.test(headingBefore(parent)) ? weight * 0.3 : weight
}

const beside =
  /(?:tin|bài|thông báo|văn bản)?\s*(?:liên quan|khác|xem nhiều|đọc nhiều|nổi bật|mới nhất)|liên kết|chuyên mục|related/iu

/** What the box of links calls itself. */
function headingBefore(parent: Element): string {
  for (let node: Element | null = parent, up = 0; node && up < 3; node = node.parentElement, up++) {
    const before = node.previousElementSibling
    const text = tidy(before?.textContent ?? '')
    if (before && text.length > 0) return text.length < 60 && !before.querySelector('img') ? text : ''
  }
  return ''
}

/** The newest article often stands above the list in a box of its own, larger and otherwise made. */
function withHeadOf(best: Rows & { parent: Element }, lists: Map<Element, Rows['rows']>): Rows {
  const above = best.parent.parentElement
  const lone = (above ? (lists.get(above) ?? []) : []).filter(
    ({ element }) => findDate(element.textContent ?? '') !== null || element.querySelector('img') !== null,
  )
  if (lone.length === 0 || lone.length > 3) return best
  return { rows: inOrder([...lone, ...best.rows]), weight: best.weight }
}
