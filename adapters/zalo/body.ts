import type { Block } from '../../src/ports/network.ts'
import type { WireBlock } from './calls.ts'

/** What stands in an article, block by block; `addresses` are those of its pictures, in their order. */
export function wireBody(blocks: readonly Block[], closing: string, addresses: readonly string[]): WireBlock[] {
  return [
    ...blocks.flatMap(block => wireOf(block, addresses)),
    ...(closing.trim() === '' ? [] : [lines(closing.split('\n'))]),
  ]
}

/** Paragraphs, bold and line breaks: the tags seen in use. What else survives no page says. */
function wireOf(block: Block, addresses: readonly string[]): WireBlock[] {
  switch (block.is) {
    case 'heading':
      return [{ type: 'text', content: `<p><b>${escaped(block.text)}</b></p>` }]
    case 'paragraph':
      return [lines(block.text.split('\n'))]
    case 'quote':
      return [lines([/^[“"]/.test(block.text) ? block.text : `“${block.text}”`])]
    case 'list':
      return [lines(block.items.map((item, at) => (block.ordered ? `${at + 1}. ${item}` : `- ${item}`)))]
    case 'table':
      return table(block.rows, block.caption)
    case 'figure': {
      const url = addresses[block.picture]
      const caption = block.caption?.trim() ?? ''
      return url === undefined ? [] : [{ type: 'image', url, ...(caption !== '' && { caption }) }]
    }
    default:
      return block satisfies never
  }
}

const lines = (all: readonly string[]): WireBlock => ({
  type: 'text',
  content: `<p>${all.map(escaped).filter(Boolean).join('<br>')}</p>`,
})

/**
 * A paragraph a row, each cell after its column's name, so that a row makes sense when it is read out or wrapped on a
 * phone.
 */
function table(rows: readonly (readonly string[])[], caption?: string): WireBlock[] {
  const [first, ...rest] = rows
  const heads = first && rest.length > 0 && isHeader(first) ? first : undefined
  const head: WireBlock[] = caption ? [{ type: 'text', content: `<p><b>${escaped(caption)}</b></p>` }] : []
  const cells = (row: readonly string[]) =>
    row.map((cell, column) => (cell === '' || !heads?.[column] ? cell : `${heads[column]}: ${cell}`)).filter(Boolean)
  return [...head, lines((heads ? rest : rows).map(row => `- ${cells(row).join(heads ? '; ' : ' – ')}`))]
}

/** Column names are words in every cell; a row of data nearly always holds a figure or a gap. */
const isHeader = (row: readonly string[]) =>
  row.length > 1 && row.every(cell => /\p{L}/u.test(cell) && !/\d/.test(cell.replace(/\(.*?\)/g, '')))

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
