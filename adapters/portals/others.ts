import { fold, tidy } from '../../src/kit/text.ts'

/** What portals call the list of other articles below an article, folded. */
const heading =
  /^(?:(?:cac |nhung |mot so )?(?:tin|tin bai|bai|bai viet|thong tin|tin tuc|van ban|thong bao) (?:bai )?(?:lien quan|khac|cung chuyen muc|cung loai|moi hon|cu hon|moi nhat|da dua|da dang|tiep theo|noi bat|doc nhieu|xem nhieu)|cung chuyen muc|co the ban quan tam|lien quan|moi nhat|doc nhieu|xem nhieu|you may also like|related (?:articles?|news|stories|posts?)|read more|more stories|other news)\W*$/

/**
 * Removes the list of other articles that stands below the one read, with its heading: what is linked there is not what
 * the article says, and it changes every day. Only boxes that are links and little else go.
 */
export function dropOthers(document: Document): void {
  const places = document.querySelectorAll('h2, h3, h4, h5, h6, p, div, span, strong, b, a, legend, label, li, td')
  for (const place of places) {
    // textContent of a large box is dear; its number of children tells enough.
    if (place.childElementCount > 3) continue
    const text = tidy(place.textContent ?? '')
    if (text.length < 6 || text.length > 40 || !heading.test(fold(text))) continue
    dropAfter(place)
  }
}

/** The list follows the heading itself, or the box that holds nothing but the heading. */
function dropAfter(place: Element): void {
  for (let node: Element | null = place, up = 0; node && up < 4; node = node.parentElement, up++) {
    if (node.tagName === 'BODY') return
    const next = node.nextElementSibling
    if (next === null || tidy(next.textContent ?? '') === '') {
      if (next !== null) next.remove()
      // Something stands before it in the same box: the heading does not stand for the box.
      if (
        node.previousElementSibling !== null &&
        next === null &&
        tidy(node.previousElementSibling.textContent ?? '') !== ''
      )
        return
      continue
    }
    if (!isLinks(next)) return
    let gone: Element | null = next
    while (gone !== null && isLinks(gone)) {
      const after: Element | null = gone.nextElementSibling
      gone.remove()
      gone = after
    }
    node.remove()
    return
  }
}

/** Links and little else: days and a short lead may stand beside them. */
function isLinks(element: Element): boolean {
  const links = [...(element.tagName === 'A' ? [element] : []), ...element.querySelectorAll('a[href]')]
  if (links.length === 0 || links.length > 100) return false
  const linked = links.reduce((sum, link) => sum + tidy(link.textContent ?? '').length, 0)
  const text = tidy((element.textContent ?? '').replace(/\(?\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?\)?/g, ' '))
  return linked > 0 && linked >= text.length * 0.7
}
