import { tidy, tidyLines } from '../../src/kit/text.ts'
import type { Content } from '../../src/ports/network.ts'
import type { SeenVideo } from './calls.ts'

export type Likeness = 'ours' | 'alike' | 'other'

/**
 * Ours by the name of the file, which is unlike any other. Where YouTube no longer tells it, by title and description
 * together; a title alone may be somebody else's work.
 */
export function likenessOf(video: SeenVideo, content: Content, fileName: string): Likeness {
  const seen = video.fileDetails?.fileName
  if (seen !== undefined) return seen === fileName ? 'ours' : 'other'
  if (tidy(video.snippet?.title ?? '') !== tidy(content.title ?? '')) return 'other'
  return tidyLines(video.snippet?.description ?? '') === tidyLines(content.text) ? 'ours' : 'alike'
}
