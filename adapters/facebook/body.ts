import { shorten } from '../../src/kit/shorten.ts'
import { tidy, tidyLines } from '../../src/kit/text.ts'
import type { Block } from '../../src/ports/network.ts'

/**
 * A body as plain text within `max` UTF-16 units. Whole blocks are taken as long as they fit; of a list or a table the
 * rows that fit; only a first paragraph that is too long by itself is shortened.
 */
export function bodyText(blocks: readonly Block[], lead: string, max: number): string {
  const parts: string[] = []
  let room = max
  for (const block of blocks) {
    const lines = linesOf(block).filter(line => line !== lead)
    if (lines.length === 0) continue
    const fitting = whatFits(lines, room)
    if (fitting.length > 0) {
      const text = fitting.join('\n')
      parts.push(text)
      room -= text.length + 2
    } else if (parts.length === 0) {
      parts.push(shorten(lines[0] ?? '', room, 'utf16'))
    }
    if (fitting.length < lines.length) break
  }
  return withoutTrailingHeading(parts, blocks).join('\n\n')
}

function linesOf(block: Block): string[] {
  switch (block.is) {
    case 'heading':
      return [tidy(block.text)].filter(Boolean)
    case 'paragraph':
      return tidyLines(block.text).split('\n').filter(Boolean)
    case 'quote': {
      const text = tidy(block.text)
      return text === '' ? [] : [/^[“"]/.test(text) ? text : `“${text}”`]
    }
    case 'list':
      return block.items
        .map(tidy)
        .filter(Boolean)
        .map((item, index) => (block.ordered ? `${index + 1}. ${item}` : `- ${item}`))
    case 'table':
      return tableLines(block.rows, block.caption)
    case 'figure':
      return []
    default:
      return block satisfies never
  }
}

/**
 * One line a row, each cell after its column's name, so that a row makes sense when it is read out or wrapped on a
 * phone. A column of running numbers becomes the number of the line.
 */
function tableLines(given: readonly (readonly string[])[], caption?: string): string[] {
  const rows = given.map(row => row.map(tidy)).filter(row => row.some(cell => cell !== ''))
  const head = tidy(caption ?? '')
  const [first, ...rest] = rows
  const heads = first !== undefined && rest.length > 0 && isHeader(first) ? first : undefined
  const lines = (heads ? rest : rows).map(row => {
    const numbered =
      heads !== undefined && /^(?:STT|TT|No\.?|#)$/iu.test(heads[0] ?? '') && /^\d+\.?$/.test(row[0] ?? '')
    const cells = row
      .map((cell, column) => (cell === '' || !heads?.[column] ? cell : `${heads[column]}: ${cell}`))
      .slice(numbered ? 1 : 0)
      .filter(Boolean)
    return `${numbered ? `${(row[0] ?? '').replace('.', '')}.` : '-'} ${cells.join(heads ? '; ' : ' – ')}`
  })
  return head === '' ? lines : [head, ...lines]
}

/** Column names are words in every cell; a row of data nearly always holds a figure or a gap. */
function isHeader(row: readonly string[]): boolean {
  return row.length > 1 && row.every(cell => /\p{L}/u.test(cell) && !/\d/.test(cell.replace(/\(.*?\)/g, '')))
}

function whatFits(lines: readonly string[], room: number): string[] {
  const taken: string[] = []
  let used = 0
  for (const line of lines) {
    used += line.length + 1
    if (used > room) break
    taken.push(line)
  }
  return taken
}

/** A heading with nothing beneath it promises what is not there. */
function withoutTrailingHeading(parts: readonly string[], blocks: readonly Block[]): readonly string[] {
  const last = parts.at(-1)
  const isHeading = blocks.some(block => block.is === 'heading' && tidy(block.text) === last)
  return isHeading ? parts.slice(0, -1) : parts
}
