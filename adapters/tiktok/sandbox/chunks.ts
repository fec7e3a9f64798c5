import { invalid } from './errors.ts'

/** "MB" is not defined; the 4 MB example of the documents is 4,194,304 bytes, so they are read as binary. */
const MB = 1_048_576
const LEAST = 5 * MB
const MOST = 64 * MB
const FILE = 4096 * MB

/**
 * Media transfer guide: floor(size / chunk) pieces of 5 to 64 MB, the last with the rest. Less than 5 MB goes whole, more
 * than 64 MB in pieces, and one piece is the file: "The chunk size is invalid" otherwise, as the service answers since
 * August 2026.
 */
export function checkPlan(size: number, chunk: number, count: number): void {
  if (size < 1 || size > FILE) throw invalid('The video size is invalid')
  const badChunk = () => invalid('The chunk size is invalid')
  if (size < LEAST ? chunk !== size : chunk < LEAST) throw badChunk()
  if (chunk > MOST || chunk > size) throw badChunk()
  const whole = Math.floor(size / chunk)
  if (count === 1 && whole === 1 && chunk !== size) throw badChunk()
  if (count !== whole || count < 1 || count > 1000) throw invalid('The total chunk count is invalid')
}
