import { decodeHTML } from 'entities'

/** The units networks count in. */
export type Unit = 'codepoint' | 'utf16' | 'byte' | 'grapheme'

const bytes = new TextEncoder()
const clusters = new Intl.Segmenter('vi', { granularity: 'grapheme' })

/** Length of `text` in the given unit, counted over its NFC form as every limit is stated. */
export function count(text: string, unit: Unit): number {
  const whole = text.normalize('NFC')
  return size(whole, unit)
}

/**
 * The longest beginning of `text` that fits into `max` units together with `ending`, cut where a word ends and never
 * inside a cluster (a letter with its marks, a flag, a family of emoji). A single word longer than the limit is cut
 * between clusters. Text that fits comes back whole, without the ending.
 */
export function cut(text: string, max: number, unit: Unit, ending = '…'): string {
  const whole = text.normalize('NFC')
  if (size(whole, unit) <= max) return whole
  const tail = size(ending, unit) <= max ? ending : ''
  const room = max - size(tail, unit)
  let used = 0
  let end = 0
  let wordEnd = 0
  for (const { segment, index } of clusters.segment(whole)) {
    if (isSpace(segment)) {
      if (end > 0 && !isSpace(whole[end - 1] ?? ' ')) wordEnd = end
    }
    used += size(segment, unit)
    if (used > room) break
    end = index + segment.length
  }
  const at = wordEnd > 0 ? wordEnd : end
  return whole.slice(0, at).replace(/[\s,;:–—-]+$/u, '') + tail
}

/** The first `max` clusters-safe units without regard to words: for identifiers and log lines. */
export function clip(text: string, max: number, unit: Unit = 'utf16'): string {
  const whole = text.normalize('NFC')
  if (size(whole, unit) <= max) return whole
  let used = 0
  let end = 0
  for (const { segment, index } of clusters.segment(whole)) {
    used += size(segment, unit)
    if (used > max) break
    end = index + segment.length
  }
  return whole.slice(0, end)
}

/** NFC, without control characters, bidirectional overrides and invisible joins, white space collapsed to single spaces. */
export function tidy(text: string): string {
  if (!untidy.test(text)) return text
  return stripControls(text).normalize('NFC').replace(/\s+/gu, ' ').trim()
}

/**
 * Beyond ASCII only letters and marks that are composed and visible pass; anything else takes the long way. Nine texts in ten
 * that come here are tidy.
 */
const untidy = /[^ -~\u00c0-\u024f\u1e00-\u1eff\u2013\u2014\u2018\u2019\u201c\u201d\u2026]|^ | $| {2}/

/** As `tidy`, but lines stay lines and at most one empty line stands between paragraphs. */
export function tidyLines(text: string): string {
  return stripControls(text)
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/**
 * Removes what carries no text: C0 and C1 controls except tab and line ends, byte order marks, zero-width spaces, soft
 * hyphens, bidirectional controls (they let a title read otherwise than it is written), non-characters and lone
 * surrogates. ZWJ and ZWNJ stay, emoji and some scripts need them.
 */
export function stripControls(text: string): string {
  return text.toWellFormed().replace(unprintable, '')
}

/** Decodes named and numeric character references, `&#x002F;` and the half-written `&ocirc` included. */
export function decodeEntities(text: string): string {
  return text.includes('&') ? decodeHTML(text) : text
}

/** For finding and comparing, never for showing: no case, no marks, đ as d, single spaces. */
export function fold(text: string): string {
  return tidy(text)
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/đ/g, 'd')
}

const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being removed.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/g

function size(text: string, unit: Unit): number {
  switch (unit) {
    case 'utf16':
      return text.length
    case 'byte':
      return bytes.encode(text).length
    case 'codepoint': {
      let total = 0
      for (const _ of text) total++
      return total
    }
    case 'grapheme': {
      let total = 0
      for (const _ of clusters.segment(text)) total++
      return total
    }
    default:
      return unit satisfies never
  }
}

function isSpace(text: string): boolean {
  return /^\s/u.test(text)
}
