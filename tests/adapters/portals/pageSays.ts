/** What a page says of itself (OpenGraph, JSON-LD), compared with what another reader took from the same page. */
import { parseHTML } from 'linkedom'
import { readMetadata } from '../../../adapters/portals/metadata.ts'
import { readDate } from '../../../src/kit/dates.ts'
import type { Expected } from './agree.ts'

interface Extracted {
  properties?: [string, string][]
  [name: string]: unknown
}

export function metadataDifferences({ expect, baseUrl }: Expected, bytes: Uint8Array): string[] {
  const { document } = parseHTML(new TextDecoder().decode(bytes))
  const got = readMetadata(document, baseUrl, {})
  const found: string[] = []
  const check = (name: string, want: unknown, value: unknown) => {
    if (typeof want === 'string' && want !== '' && want !== value) found.push(`${name}: want ${want}, got ${value}`)
  }
  const all: Extracted[] = expect.extracted ?? []
  for (const one of all) {
    const said = { ...one, ...Object.fromEntries(one.properties ?? []) }
    const time = said['article:published_time'] ?? said.datePublished
    check('title', said['og:title'] ?? said.headline, got.titleFor(''))
    check('address', said['og:url'] ?? said.url, got.canonicalUrl)
    check('picture', said['og:image'] ?? said.image, got.picture)
    check('lead', said['og:description'] ?? said.description, got.leadFor('', ''))
    check('section', said['article:section'] ?? said.articleSection, got.section)
    check('time', typeof time === 'string' ? readDate(time) : undefined, got.publishedAt)
    if ((said['og:type'] === 'article' || /Article$/.test(String(said['@type'] ?? ''))) && !got.isArticle)
      found.push('not seen to be an article')
    // An author who is an address is a profile, not a name to print.
    if (/^https?:/.test(String(said['article:author'] ?? '')) && got.author !== null)
      found.push(`an address as author: ${got.author}`)
  }
  return found
}
