import type { Enclosure, Entry } from '../../src/ports/portal.ts'

/** A row of which only the address is known. */
export function blankEntry(url: string | null): Entry {
  return {
    id: null,
    url,
    title: '',
    summary: '',
    contentHtml: '',
    author: null,
    categories: [],
    publishedAt: null,
    updatedAt: null,
    enclosures: [],
    language: null,
  }
}

/** A picture that goes with a row; its kind by the ending of its address, JPEG where that tells nothing. */
export function pictureOf(url: string): Enclosure {
  const ending = /\.(png|gif|webp|avif|svg)$/.exec(URL.parse(url)?.pathname.toLowerCase() ?? '')?.[1]
  return { url, mime: `image/${ending ?? 'jpeg'}` }
}

/** What reading the whole list says of each row in it. */
export function doubtIn(warnings: readonly string[]): Pick<Entry, 'doubt'> {
  return warnings.includes('encoding.legacy_text') ? { doubt: 'legacy_text' } : {}
}
