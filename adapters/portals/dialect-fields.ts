import { toLine, toText } from '../../src/kit/html.ts'
import { tidyLines } from '../../src/kit/text.ts'
import type { Enclosure } from '../../src/ports/portal.ts'
import { findUrl } from './links.ts'

export interface TypedText {
  value?: string
  type?: string
}

/** RFC 4287 §3.1; Atom 0.3 wrote media types and `mode`, and many wrote markup under no type at all. */
export function plainOf(text: TypedText | undefined): string {
  const value = text?.value ?? ''
  const type = text?.type?.toLowerCase()
  if (type === undefined) return inlineTag.test(value) ? toText(value) : tidyLines(value)
  return type === 'text' || type === 'text/plain' ? tidyLines(value) : toText(value)
}

export function htmlOf(text: TypedText | undefined): string {
  const value = text?.value ?? ''
  const type = text?.type?.toLowerCase() ?? 'text'
  const isPlain = type === 'text' || type === 'text/plain'
  return isPlain && !(text?.type === undefined && inlineTag.test(value)) ? paragraphs(value) : value
}

const inlineTag = /<\/(?:b|i|em|strong|a|p|span|div|font|u|sub|sup|h[1-6]|li|ul)>|<(?:br|img)\b/i

export function paragraphs(text: string): string {
  const escaped = tidyLines(text).replace(/&/g, '&amp;').replace(/</g, '&lt;')
  return escaped === ''
    ? ''
    : escaped
        .split('\n\n')
        .map(part => `<p>${part.replaceAll('\n', '<br>')}</p>`)
        .join('')
}

/** A note so short that it is its own summary. */
export function short(html: string | undefined): string {
  const text = html === undefined || html.length > 3000 ? '' : toText(html)
  return text.length > 300 ? '' : text
}

export function hasMarkup(text: string | undefined): boolean {
  return text !== undefined && /<[a-z]/i.test(text)
}

/** A guid is an address only when it stands on its own; anything relative in it is a number. */
export function absoluteOnly(text: string | undefined): string | null {
  return text && /^https?:\/\//i.test(text.trim()) ? findUrl(text, text.trim()) : null
}

export function baseOf(base: string | undefined, outer: string): string {
  return (base ? URL.parse(base, outer)?.href : undefined) ?? outer
}

export function language(...candidates: (string | undefined)[]): string | null {
  for (const candidate of candidates) {
    const plain = candidate?.trim().toLowerCase().replaceAll('_', '-')
    if (plain && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/.test(plain)) return plain
  }
  return null
}

export function names(all: readonly (string | undefined)[]): string | null {
  return words(all).join(', ') || null
}

export function words(all: readonly (string | undefined)[]): string[] {
  return [...new Set(all.map(text => toLine(text ?? '')).filter(text => text !== ''))]
}

export function positive(value: number | undefined): number | null {
  return value !== undefined && value > 0 ? value : null
}

interface MediaLike {
  description?: { value?: string }
  contents?: { url?: string; type?: string; fileSize?: number; medium?: string }[]
  groups?: {
    description?: { value?: string }
    contents?: { url?: string; type?: string; fileSize?: number; medium?: string }[]
  }[]
  thumbnails?: { url?: string }[]
}

export function mediaText(media: MediaLike | undefined): string | undefined {
  return media?.description?.value ?? media?.groups?.find(group => group.description?.value)?.description?.value
}

export function mediaOf(media: MediaLike | undefined) {
  if (!media) return []
  const contents = [...(media.contents ?? []), ...(media.groups ?? []).flatMap(group => group.contents ?? [])]
  return [
    ...contents.map(({ url, type, medium, fileSize }) => ({
      url,
      type: type ?? (medium ? `${medium}/*` : undefined),
      length: fileSize,
    })),
    ...(media.thumbnails ?? []).map(({ url }) => ({ url, type: 'image/*' })),
  ]
}

export function enclosures(
  all: readonly { url?: string; type?: string; length?: number }[],
  base: string,
): Enclosure[] {
  const found = new Map<string, Enclosure>()
  for (const { url, type, length } of all) {
    const absolute = findUrl(url, base)
    if (!absolute || found.has(absolute)) continue
    const mime = type?.trim().toLowerCase()
    found.set(absolute, {
      url: absolute,
      ...(mime && /^[\w.+-]+\/[\w.+*-]+/.test(mime) ? { mime } : {}),
      ...(length !== undefined && length > 0 ? { bytes: length } : {}),
    })
  }
  return [...found.values()]
}
