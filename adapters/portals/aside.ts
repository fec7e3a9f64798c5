const aside =
  /(?:^|[\s_-])(?:side-?bar|related|other|others|lien-?quan|menu|banner|footer|header-(?:top|main)|site-header|widget|widget-area|quang-?cao|adv|similar|tin-?khac)(?=[\s_-]|$)/i

/** In a menu, a foot, or a box of other things: not of the article. */
export function standsAside(element: Element): boolean {
  for (let node: Element | null = element; node; node = node.parentElement) {
    if (/^(?:nav|footer|aside|menu)$/i.test(node.tagName)) return true
    if (node.tagName === 'BODY' || node.tagName === 'HTML') return false
    if (aside.test(`${node.getAttribute('class') ?? ''} ${node.getAttribute('id') ?? ''}`)) return true
  }
  return false
}
