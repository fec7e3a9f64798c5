/** How a file is cut for FILE_UPLOAD. */
export interface Plan {
  size: number
  chunk: number
  count: number
}

/** A whole file up to here, pieces of ten million bytes beyond: right whether a megabyte is decimal or binary. */
const WHOLE = 64_000_000
const PIECE = 10_000_000

/**
 * The count is floor, not ceil: the rest is glued to the last piece. One piece must be the file ("The chunk size is
 * invalid" since August 2026). Media transfer guide, read 2026-09-11.
 */
export function planOf(size: number): Plan {
  if (size <= WHOLE) return { size, chunk: size, count: 1 }
  return { size, chunk: PIECE, count: Math.floor(size / PIECE) }
}

/** First and last byte of piece `at`, counted from 0. */
export function pieceOf({ size, chunk, count }: Plan, at: number): { first: number; last: number } {
  return { first: at * chunk, last: at === count - 1 ? size - 1 : (at + 1) * chunk - 1 }
}

/** The piece to go on with when so many bytes are there: in the grid, whether that is a count or the last index. */
export const nextPiece = ({ chunk, count }: Plan, bytes: number): number => Math.min(count, Math.round(bytes / chunk))
