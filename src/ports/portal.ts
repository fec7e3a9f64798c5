/** What portals give: lists of entries and articles, read from bytes. Readers never fetch and never read the clock. */

export interface Enclosure {
  url: string
  mime?: string
  bytes?: number
}

/** One row of a list, as far as the list tells it. */
export interface Entry {
  /** guid, Atom id or JSON Feed id, trimmed, otherwise untouched. */
  id: string | null
  url: string | null
  /** Plain text. */
  title: string
  /** Plain text. */
  summary: string
  /** Sanitised. */
  contentHtml: string
  author: string | null
  categories: string[]
  /** ISO 8601 in UTC; null when absent or impossible, never the present time. */
  publishedAt: string | null
  updatedAt: string | null
  enclosures: Enclosure[]
  language: string | null
}

export interface Feed {
  format: 'rss' | 'rdf' | 'atom' | 'json' | 'list' | 'wordpress'
  title: string
  description: string
  /** The page the feed is the list of. */
  url: string | null
  language: string | null
  /** ISO 8601 in UTC. */
  publishedAt: string | null
  updatedAt: string | null
  /** Minutes the portal asks us to wait between reads. */
  ttl: number | null
  entries: Entry[]
}

/** What a sitemap tells. Its pages have no titles, unless it is a news sitemap. */
export interface Sitemap {
  format: 'index' | 'urlset' | 'text'
  /** Further sitemaps: all of an index, and those that a list of pages names among its pages. */
  submaps: { url: string; updatedAt: string | null }[]
  /** Pages of this host, in the order given. `updatedAt` is null throughout where `lastmod` tells nothing. */
  entries: Entry[]
  /** Addresses of other hosts, for which this sitemap may not speak (sitemaps.org, Location): never to be followed from here. */
  foreign: string[]
  /** False where every `lastmod` is missing, or one and the same time: that of building the file. */
  lastmodUsable: boolean
}

export interface ArticlePicture {
  url: string
  alt: string
  caption: string | null
}

export interface ArticleFile {
  url: string
  name: string
  mime: string | null
  bytes: number | null
}

export interface Article {
  title: string
  lead: string
  text: string
  /** Sanitised. */
  html: string
  author: string | null
  publishedAt: string | null
  canonicalUrl: string | null
  section: string | null
  language: string | null
  images: ArticlePicture[]
  videos: { url: string; title: string | null }[]
  attachments: ArticleFile[]
}

/** What the bytes came with. */
export interface Came {
  baseUrl: string
  contentType?: string | null
  /** `month-first` only where the site is configured so. */
  dateOrder?: 'day-first' | 'month-first'
  timeZone?: string
}

export type Read<T> = { is: 'read'; value: T; warnings: string[] } | { is: 'unreadable'; code: string; detail: string }

export interface Readers {
  feed(bytes: Uint8Array, came: Came): Read<Feed>
  article(bytes: Uint8Array, came: Came): Read<Article>
  /** Of plain XML or text: who fetched a `.gz` has unpacked it. */
  sitemap(bytes: Uint8Array, came: Came): Read<Sitemap>
}
