import { Parser } from 'htmlparser2'
import { tidy, tidyLines } from './text.ts'

/** A body as it is read from HTML; a figure still names the portal's address of its picture. */
export type Read =
  | { is: 'heading'; level: 2 | 3 | 4; text: string }
  | { is: 'paragraph'; text: string }
  | { is: 'quote'; text: string }
  | { is: 'list'; ordered: boolean; items: string[] }
  | { is: 'table'; caption?: string; rows: string[][] }
  | { is: 'figure'; url: string; alt: string; caption?: string }

interface Node {
  tag: string
  attributes: Readonly<Record<string, string>>
  children: (Node | string)[]
}

/** Deeper nesting than this carries no structure, only words. */
const deepest = 120

/**
 * The structure of an article's HTML: headings, paragraphs, quotes, lists, tables and pictures in their order. Markup
 * that carries no words leaves no trace; a table used for layout becomes what stands in it.
 */
export function readBlocks(html: string): Read[] {
  const blocks: Read[] = []
  walk(parse(html), blocks, false)
  return blocks
}

/** Paragraphs of plain text: blank lines part them, single lines stay lines. */
export function paragraphsOf(text: string): Read[] {
  return tidyLines(text)
    .split(/\n{2,}/)
    .filter(Boolean)
    .map(paragraph => ({ is: 'paragraph', text: paragraph }))
}

const skipped = new Set(['script', 'style', 'noscript', 'template', 'iframe', 'video', 'audio', 'svg', 'head', 'form'])
const inline = new Set(
  'a abbr b bdi bdo big cite code data dfn em font i ins del kbd mark q s samp small span strike strong sub sup time tt u var wbr nobr center'.split(
    ' ',
  ),
)

function parse(html: string): Node {
  const root: Node = { tag: '#root', attributes: {}, children: [] }
  const open = [root]
  let hidden = 0
  const parser = new Parser({
    onopentag(tag, attributes) {
      if (hidden > 0 || skipped.has(tag)) {
        hidden++
        return
      }
      const node: Node = { tag, attributes, children: [] }
      const parent = open.at(-1) ?? root
      // Beyond the depth, tags are dropped and their words stay with the last one kept.
      if (open.length < deepest) parent.children.push(node)
      open.push(open.length < deepest ? node : parent)
    },
    ontext(text) {
      if (hidden === 0) open.at(-1)?.children.push(text)
    },
    onclosetag() {
      if (hidden > 0) hidden--
      else if (open.length > 1) open.pop()
    },
  })
  parser.end(html)
  return root
}

/** @param quoted inside a quotation, where paragraphs are quotes. */
function walk(node: Node, blocks: Read[], quoted: boolean): void {
  let words = ''
  const flush = () => {
    const text = tidyLines(words)
    words = ''
    if (text) blocks.push({ is: quoted ? 'quote' : 'paragraph', text })
  }
  const visit = (child: Node | string) => {
    if (typeof child === 'string') words += child.replace(/\s+/g, ' ')
    else if (child.tag === 'br') words += '\n'
    else if (child.tag === 'img') {
      flush()
      pushFigure(child, undefined, blocks)
    } else if (inline.has(child.tag)) child.children.forEach(visit)
    else {
      flush()
      block(child, blocks, quoted)
    }
  }
  node.children.forEach(visit)
  flush()
}

function block(node: Node, blocks: Read[], quoted: boolean): void {
  switch (node.tag) {
    case 'h1':
    case 'h2':
    case 'h3':
    case 'h4':
    case 'h5':
    case 'h6': {
      const text = lineOf(node)
      if (text) blocks.push({ is: 'heading', level: node.tag < 'h3' ? 2 : node.tag === 'h3' ? 3 : 4, text })
      picturesIn(node, blocks)
      return
    }
    case 'blockquote':
      walk(node, blocks, true)
      return
    case 'ul':
    case 'ol': {
      const items: string[] = []
      listItems(node, items)
      if (items.length > 0) blocks.push({ is: 'list', ordered: node.tag === 'ol', items })
      picturesIn(node, blocks)
      return
    }
    case 'table':
      table(node, blocks, quoted)
      return
    case 'figure':
      figure(node, blocks, quoted)
      return
    default:
      walk(node, blocks, quoted)
  }
}

function listItems(node: Node, items: string[]): void {
  for (const child of node.children) {
    if (typeof child === 'string') continue
    if (child.tag !== 'li') listItems(child, items)
    else {
      const own = { ...child, children: child.children.filter(each => typeof each === 'string' || !isList(each)) }
      const text = lineOf(own)
      if (text) items.push(text)
      for (const each of child.children) if (typeof each !== 'string' && isList(each)) listItems(each, items)
    }
  }
}

const isList = (node: Node) => node.tag === 'ul' || node.tag === 'ol'

/** Rows of cells when there are at least two columns of words; otherwise it was there for layout. */
function table(node: Node, blocks: Read[], quoted: boolean): void {
  const rows = gridOf(node)
  const wide = rows.filter(row => row.filter(cell => cell !== '').length > 1)
  const nested = find(node, 'table').length > 0
  if (nested || wide.length === 0) {
    walk({ ...node, tag: 'div' }, blocks, quoted)
    return
  }
  const caption = find(node, 'caption')
    .map(lineOf)
    .find(text => text !== '')
  blocks.push({ is: 'table', ...(caption && { caption }), rows })
  picturesIn(node, blocks)
}

function gridOf(node: Node): string[][] {
  const grid: string[][] = []
  /** Words of a cell that reaches down: by column, with the rows still to fill. */
  const falling = new Map<number, { text: string; rows: number }>()
  for (const row of find(node, 'tr')) {
    const cells: string[] = []
    const fall = () => {
      for (let above = falling.get(cells.length); above; above = falling.get(cells.length)) {
        if (above.rows > 1) falling.set(cells.length, { ...above, rows: above.rows - 1 })
        else falling.delete(cells.length)
        cells.push(above.text)
      }
    }
    for (const cell of row.children) {
      if (typeof cell === 'string' || (cell.tag !== 'td' && cell.tag !== 'th')) continue
      fall()
      const text = lineOf(cell)
      const rows = spanOf(cell, 'rowspan')
      for (let column = spanOf(cell, 'colspan'); column > 0; column--) {
        if (rows > 1) falling.set(cells.length, { text, rows: rows - 1 })
        cells.push(cells.length > 0 && column < spanOf(cell, 'colspan') ? '' : text)
      }
    }
    fall()
    if (cells.some(cell => cell !== '')) grid.push(cells)
  }
  return grid
}

const spanOf = (cell: Node, name: 'colspan' | 'rowspan') =>
  Math.min(Math.max(Number.parseInt(cell.attributes[name] ?? '1', 10) || 1, 1), 100)

function figure(node: Node, blocks: Read[], quoted: boolean): void {
  const caption = find(node, 'figcaption').map(lineOf).find(Boolean)
  const [picture, ...more] = find(node, 'img')
  if (!picture) {
    walk({ ...node, tag: 'div' }, blocks, quoted)
    return
  }
  pushFigure(picture, caption, blocks)
  for (const each of more) pushFigure(each, undefined, blocks)
}

function pushFigure(node: Node, caption: string | undefined, blocks: Read[]): void {
  const url = node.attributes.src?.trim()
  if (url) blocks.push({ is: 'figure', url, alt: tidy(node.attributes.alt ?? ''), ...(caption && { caption }) })
}

function picturesIn(node: Node, blocks: Read[]): void {
  for (const picture of find(node, 'img')) pushFigure(picture, undefined, blocks)
}

/** All nodes of a name beneath, in order, not looking inside those found. */
function find(node: Node, tag: string): Node[] {
  return node.children.flatMap(child => {
    if (typeof child === 'string') return []
    return child.tag === tag ? [child] : find(child, tag)
  })
}

/** All words on one line; blocks and breaks inside are parted by a space. */
function lineOf(node: Node): string {
  return tidy(wordsOf(node))
}

function wordsOf(node: Node): string {
  return node.children
    .map(child => (typeof child === 'string' ? child : inline.has(child.tag) ? wordsOf(child) : ` ${wordsOf(child)} `))
    .join('')
}
