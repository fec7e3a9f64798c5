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
  /** Its letters were guessed back from a font or code of before Unicode: a person reads it before anybody else does. */
  doubt?: 'legacy_text'
}

export interface Feed {
  format: 'rss' | 'rdf' | 'atom' | 'json' | 'list' | 'sitemap' | 'wordpress'
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
  /** Hours of GMT (0 to 23) and English names of days in which the portal asks not to be read. */
  skipHours?: number[]
  skipDays?: string[]
  entries: Entry[]
  /** Of a list page: where it goes on. Older rows, of use for a first look back, never for watching. */
  next?: string | null
  /** Of an answer that comes in parts: how many items there are in all. */
  total?: number | null
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
  /** Whose text it is where the page says that it is not the portal's own: `Theo …`, `Nguồn: …`. */
  source?: { name: string; url: string | null } | null
  publishedAt: string | null
  canonicalUrl: string | null
  section: string | null
  language: string | null
  images: ArticlePicture[]
  /** Files, players of other sites, the portal's own player. */
  videos: { url: string; title: string | null }[]
  audios?: { url: string; title: string | null }[]
  attachments: ArticleFile[]
}

/** What the bytes came with. */
export interface Came {
  baseUrl: string
  contentType?: string | null
  /** `month-first` only where the site is configured so. */
  dateOrder?: 'day-first' | 'month-first'
  timeZone?: string
  /** What else the answer said; some totals stand only there. */
  headers?: { get(name: string): string | null }
}

/** How a list page is read, all of it said by a person or by the kind of installation. Selectors are CSS. */
export interface ListRules {
  /** Kind of installation, as `recognise` names it; its rules hold where nothing else is said. */
  family?: string
  /** One row. Everything below is looked for inside of it; without it rows are found by their likeness. */
  row?: string
  title?: string
  link?: string
  date?: string
  summary?: string
  picture?: string
  /** Parts of a row that change by themselves. Counters of views are known without it. */
  drop?: string
  /** The link to the next page. */
  next?: string
  /** Read against path and query of an address; the groups together are the portal's own name of an item. */
  idPattern?: string
  /** Parameters that do not belong to an address; `*` stands for any letters. */
  dropParams?: readonly string[]
  /** Hosts that serve one website, the first being its name. */
  hosts?: readonly (readonly string[])[]
}

/** A way to learn what a portal publishes. */
export interface Way {
  kind: 'wordpress' | 'feed' | 'sitemap' | 'list'
  url: string
  /** The portal's own pages name it; otherwise it is only where such installations usually have it. */
  told: boolean
}

export interface Recognised {
  family: string
  /** How sure; 0 when nothing was recognised. */
  weight: number
  /** What it was recognised by, as it stands on the page or in the headers. */
  signs: string[]
  ways: Way[]
}

/** One article under all its addresses. */
export interface Identity {
  /** The installation's own name of it. */
  id: string | null
  /** To compare. */
  key: string
  /** The address freed of what does not tell articles apart. Not made for fetching. */
  address: string | null
}

export type Read<T> = { is: 'read'; value: T; warnings: string[] } | { is: 'unreadable'; code: string; detail: string }

/** Where bytes are taken apart in a thread of their own, the answer comes later. */
export type Sooner<T> = Read<T> | Promise<Read<T>>

export interface Readers {
  feed(bytes: Uint8Array, came: Came): Sooner<Feed>
  article(bytes: Uint8Array, came: Came): Sooner<Article>
  /** Of plain XML or text: who fetched a `.gz` has unpacked it. */
  sitemap(bytes: Uint8Array, came: Came): Sooner<Sitemap>
  listing(bytes: Uint8Array, came: Came & { list?: ListRules }): Sooner<Feed>
  /** Posts as the WordPress REST API lists them. */
  posts(bytes: Uint8Array, came: Came): Sooner<Feed>
  /** Which kind of installation answered with this page, and how to learn what it publishes. */
  recognise(html: string, headers: Iterable<readonly [string, string]>, url: string): Recognised
  /** The kinds of installation there are presets for, `generic` last. */
  families: readonly string[]
  /** Where an installation of this kind usually has its lists, best first. */
  waysOf(family: string, url: string): Way[]
  /** Null for what is no article's address. */
  identity(url: string, rules?: ListRules): Identity | null
}
