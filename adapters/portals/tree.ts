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
