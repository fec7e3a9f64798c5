import { TAGS_LENGTH } from './limits.ts'

/**
 * What YouTube counts: the letters, the commas between tags, and two quotation marks around a tag with a space (Videos
 * resource, `snippet.tags[]`, read 2026-11-22).
 */
export const lengthOfTags = (tags: readonly string[]): number =>
  tags.reduce(
    (sum, tag) => sum + tag.normalize('NFC').length + (tag.includes(' ') ? 2 : 0),
    Math.max(0, tags.length - 1),
  )

/** As many of them as there is room for, each once, whatever their case. */
export function fittingTags(given: readonly string[]): string[] {
  const tags: string[] = []
  const seen = new Set<string>()
  for (const raw of given) {
    const tag = raw
      .normalize('NFC')
      .replace(/[<>,"#]/g, '')
      .replace(/\s+/g, ' ')
      .trim()
    const key = tag.toLowerCase()
    if (tag === '' || seen.has(key) || lengthOfTags([...tags, tag]) > TAGS_LENGTH) continue
    seen.add(key)
    tags.push(tag)
  }
  return tags
}
