import { fold } from '../kit/text.ts'

/** Numbers that stand for pieces of a text. */
export type Pieces = ReadonlySet<number>

/** Words of three in a row: what two articles that were copied from one another have in common. */
export function wordPieces(text: string): Pieces {
  const words = fold(text).match(/[\p{L}\p{N}]+/gu) ?? []
  const pieces = new Set<number>()
  for (let at = 0; at + 2 < words.length; at++) pieces.add(numberOf(`${words[at]} ${words[at + 1]} ${words[at + 2]}`))
  return pieces
}

/** Letters of three in a row, of a headline. */
export function letterPieces(title: string): Pieces {
  const letters = (fold(title).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')
  const pieces = new Set<number>()
  for (let at = 0; at + 2 < letters.length; at++) pieces.add(numberOf(letters.slice(at, at + 3)))
  return pieces
}

/** What both have of what either has (Jaccard). */
export function likeness(one: Pieces, other: Pieces): number {
  if (one.size === 0 || other.size === 0) return 0
  const [small, large] = one.size < other.size ? [one, other] : [other, one]
  let both = 0
  for (const piece of small) if (large.has(piece)) both++
  return both / (one.size + other.size - both)
}

/**
 * The lowest numbers of a text. Two texts that have four fifths of their pieces in common share most of their lowest ones,
 * so that an index finds the few texts worth comparing (Broder 1997).
 */
export const lowest = (pieces: Pieces, many = 24): number[] => [...pieces].sort((a, b) => a - b).slice(0, many)

/** FNV-1a, as a signed number of 32 bits: what a column of integers holds. */
function numberOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash | 0
}
