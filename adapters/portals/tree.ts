/** Readability overflowed the default stack at some 1,500 levels; pages people read have fewer than 60. */
export const deepest = 400
export const mostElements = 60_000

export function isTooDeep(root: Element): boolean {
  const { depth, elements } = measure(root)
  return depth > deepest || elements > mostElements
}

/** Depth and number of elements, without recursion. */
export function measure(root: Element): { depth: number; elements: number } {
  let depth = 0
  let deep = 1
  let elements = 0
  let node: Element | null = root
  while (node) {
    elements++
    depth = Math.max(depth, deep)
    if (node.firstElementChild) {
      node = node.firstElementChild
      deep++
      continue
    }
    while (node && node !== root && !node.nextElementSibling) {
      node = node.parentElement
      deep--
    }
    node = node === root ? null : (node?.nextElementSibling ?? null)
  }
  return { depth, elements }
}

/** Elements whose end is written nowhere or may be left out: their number says nothing of depth. */
const endless = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option optgroup colgroup rp rt html head body'.split(
    ' ',
  ),
)
const hopeless = 5_000

/**
 * Whether markup opens far more than it closes, told before it is parsed: the parser's time grows with the square of the
 * depth (half a megabyte of `<div>` cost 5 to 15 s of CPU), this takes some milliseconds.
 */
export function opensTooDeep(text: string): boolean {
  let depth = 0
  for (const [, closing, name = '', , itself] of text.matchAll(
    /<(\/?)([a-z][a-z0-9:-]{0,30})(\b[^<>]{0,2000}?)?(\/?)>/gi,
  )) {
    if (itself || endless.has(name.toLowerCase())) continue
    depth = closing ? Math.max(0, depth - 1) : depth + 1
    if (depth > hopeless) return true
  }
  return false
}
