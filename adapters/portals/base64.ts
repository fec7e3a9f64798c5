import type { TypedText } from './dialect-fields.ts'
import type { Atom, Loose } from './dialects.ts'

/**
 * Base64 as Atom allows it: under a media type that is no text (RFC 4287 §4.1.3.3), or where Atom 0.3 says `mode`. The first
 * parser does not give `mode`, so there the value has to look like it as well.
 */
export function decodeInside(text: string, feed: Loose<Atom>): Loose<Atom> {
  const isCoded = /\smode\s*=\s*["']base64/i.test(text)
  if (!isCoded && !/\stype\s*=\s*["'](?:application|binary)\/(?!xhtml)/i.test(text)) return feed
  const decoded = <T extends TypedText>(one: T | undefined): T | undefined => {
    const value = one?.value
    if (one === undefined || value === undefined) return one
    const binary = /^application\/(?!.*xml$)/i.test(one.type ?? '')
    const plain = isCoded || binary ? fromBase64(value) : null
    // What a binary type holds is said by nobody; markup in it is shown as the words it is made of.
    return plain === null ? one : { ...one, value: plain, type: binary ? 'text/plain' : one.type }
  }
  return {
    ...feed,
    title: decoded(feed.title),
    subtitle: decoded(feed.subtitle),
    entries: feed.entries?.map(entry => ({
      ...entry,
      title: decoded(entry.title),
      summary: decoded(entry.summary),
      content: decoded(entry.content),
    })),
  }
}

function fromBase64(value: string): string | null {
  const plain = value.replace(/\s+/g, '')
  if (plain.length < 4 || plain.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(plain)) return null
  try {
    const bytes = Uint8Array.from(atob(plain), letter => letter.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
