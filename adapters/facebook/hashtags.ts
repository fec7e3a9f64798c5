import { tidy } from '../../src/kit/text.ts'
import type { Brief } from '../../src/ports/network.ts'
import type { FacebookSettings } from './shape.ts'

/** More than a handful reads as advertising. */
const MOST = 5

export function hashtagsOf(brief: Brief, settings: FacebookSettings): string {
  const words = [
    ...(settings.sectionHashtag && brief.section !== undefined ? [brief.section] : []),
    ...brief.hashtags,
    ...settings.hashtags,
  ]
  const tags = new Map<string, string>()
  for (const word of words) {
    const tag = hashtag(word)
    if (tag !== undefined && !tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag)
  }
  return [...tags.values()].slice(0, MOST).join(' ')
}

/**
 * `Chuyển đổi số` becomes `#ChuyểnĐổiSố`: marks stay, each syllable is capitalised, abbreviations keep their capitals.
 * A document number or digits alone make no hashtag: Facebook would link half of the number.
 */
export function hashtag(words: string): string | undefined {
  const text = tidy(words).replace(/^#+/, '')
  if (/\d\/\S*\p{L}/u.test(text)) return undefined
  const tag = text
    .split(/[^\p{L}\p{M}\p{N}_]+/u)
    .map(syllable => syllable.charAt(0).toLocaleUpperCase('vi') + syllable.slice(1))
    .join('')
  return /\p{L}/u.test(tag) ? `#${tag}` : undefined
}
