import type { AtomFeed, JsonFeed, RdfFeed, RssFeed } from 'feedsmith'
import { toLine, toText } from '../../src/kit/html.ts'
import { tidy, tidyLines } from '../../src/kit/text.ts'
import type { Entry, Feed } from '../../src/ports/portal.ts'
import { cleanHtml } from './clean.ts'
import {
  absoluteOnly,
  baseOf,
  enclosures,
  hasMarkup,
  htmlOf,
  language,
  mediaOf,
  mediaText,
  names,
  paragraphs,
  plainOf,
  positive,
  short,
  words,
} from './dialect-fields.ts'
import { findLink } from './links.ts'

/** As the dialects give it, with dates still as written. */
export type RawEntry = Omit<Entry, 'publishedAt' | 'updatedAt'> & { published: string | null; updated: string | null }
export type RawFeed = Omit<Feed, 'publishedAt' | 'updatedAt' | 'entries'> & {
  published: string | null
  updated: string | null
  entries: RawEntry[]
}

type Rss = RssFeed.Feed<string>
type RssItem = RssFeed.Item<string>
type Rdf = RdfFeed.Feed<string>
type RdfItem = RdfFeed.Item<string>
export type Atom = AtomFeed.Feed<string>
type AtomEntry = AtomFeed.Entry<string>
type Json = JsonFeed.Feed<string>
type JsonItem = JsonFeed.Item<string>
/** feedsmith answers what was there, every field optional whatever the dialect demands. */
export type Loose<T> = T extends readonly (infer U)[]
  ? Loose<U>[]
  : T extends object
    ? { [K in keyof T]?: Loose<T[K]> }
    : T

export function emptyFeed(format: Feed['format']): RawFeed {
  return {
    format,
    title: '',
    description: '',
    url: null,
    language: null,
    published: null,
    updated: null,
    ttl: null,
    entries: [],
  }
}

export function fromRss(feed: Loose<Rss>, baseUrl: string): RawFeed {
  const base = baseOf(feed.xml?.base, baseUrl)
  return {
    format: 'rss',
    title: toLine(feed.title ?? feed.dc?.titles?.[0] ?? feed.itunes?.title ?? ''),
    description: toText(
      feed.description ?? feed.dc?.descriptions?.[0] ?? feed.itunes?.summary ?? feed.itunes?.subtitle ?? '',
    ),
    url: findLink(feed.link, base) ?? findLink(alternate(feed.atom?.links), base),
    language: language(feed.language, feed.dc?.languages?.[0], feed.xml?.lang),
    published: feed.pubDate ?? feed.dc?.dates?.[0] ?? null,
    updated: feed.lastBuildDate ?? feed.atom?.updated ?? null,
    ttl: positive(feed.ttl),
    ...(feed.skipHours && { skipHours: feed.skipHours.filter(hour => Number.isInteger(hour)) }),
    ...(feed.skipDays && { skipDays: feed.skipDays.filter(day => typeof day === 'string') }),
    entries: (feed.items ?? []).map(item => rssEntry(item, base)),
  }
}

function rssEntry(item: Loose<RssItem>, feedBase: string): RawEntry {
  const base = baseOf(item.xml?.base, feedBase)
  const description = item.description ?? item.dc?.descriptions?.[0] ?? mediaText(item.media)
  const itunes = item.itunes?.summary ?? item.itunes?.subtitle
  const content =
    item.content?.encoded ??
    // Of a description with markup and a summary without, the summary is a copy for players that show no markup.
    (description === undefined || (hasMarkup(description) && !hasMarkup(item.itunes?.summary))
      ? undefined
      : item.itunes?.summary) ??
    item.atom?.content?.value
  const guid = item.guid?.value ?? item.atom?.id
  const linked = item.guid?.isPermaLink === false ? undefined : item.guid?.value
  return {
    id: guid?.trim() || null,
    url: findLink(item.link, base) ?? findLink(alternate(item.atom?.links), base) ?? absoluteOnly(linked),
    title: toLine(
      item.title ??
        item.dc?.titles?.[0] ??
        item.media?.title?.value ??
        item.atom?.title?.value ??
        item.itunes?.title ??
        '',
    ),
    summary: toText(description ?? itunes ?? item.atom?.summary?.value ?? '') || short(content),
    contentHtml: cleanHtml(content ?? (hasMarkup(description) ? description : undefined) ?? '', base),
    author: names(
      item.authors?.map(author => author.name ?? author.email) ?? item.dc?.creators ?? [item.itunes?.author],
    ),
    categories: words([...(item.categories ?? []).map(category => category.name), ...(item.dc?.subjects ?? [])]),
    published:
      item.pubDate ??
      item.dcterms?.issued?.[0] ??
      item.dcterms?.created?.[0] ??
      item.dc?.dates?.[0] ??
      item.atom?.published ??
      null,
    updated: item.atom?.updated ?? item.dcterms?.modified?.[0] ?? null,
    enclosures: enclosures(
      [...(item.enclosures ?? []).map(({ url, type, length }) => ({ url, type, length })), ...mediaOf(item.media)],
      base,
    ),
    language: language(item.dc?.languages?.[0], item.xml?.lang),
  }
}

export function fromRdf(feed: Loose<Rdf>, baseUrl: string): RawFeed {
  const base = baseOf(feed.xml?.base, baseUrl)
  return {
    format: 'rdf',
    title: toLine(feed.title ?? feed.dc?.titles?.[0] ?? ''),
    description: toText(feed.description ?? feed.dc?.descriptions?.[0] ?? ''),
    url: findLink(feed.link, base) ?? findLink(alternate(feed.atom?.links), base),
    language: language(feed.dc?.languages?.[0], feed.xml?.lang),
    published: feed.dc?.dates?.[0] ?? null,
    updated: null,
    ttl: null,
    entries: (feed.items ?? []).map(item => rdfEntry(item, base)),
  }
}

function rdfEntry(item: Loose<RdfItem>, feedBase: string): RawEntry {
  const base = baseOf(item.xml?.base, feedBase)
  const description = item.description ?? item.dc?.descriptions?.[0]
  return {
    id: item.rdf?.about?.trim() || null,
    url: findLink(item.link, base) ?? absoluteOnly(item.rdf?.about),
    title: toLine(item.title ?? item.dc?.titles?.[0] ?? ''),
    summary: toText(description ?? ''),
    contentHtml: cleanHtml(item.content?.encoded ?? (hasMarkup(description) ? description : undefined) ?? '', base),
    author: names(item.dc?.creators ?? []),
    categories: words(item.dc?.subjects ?? []),
    published: item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0] ?? item.dcterms?.created?.[0] ?? null,
    updated: item.dcterms?.modified?.[0] ?? null,
    enclosures: enclosures(mediaOf(item.media), base),
    language: language(item.dc?.languages?.[0], item.xml?.lang),
  }
}

export function fromAtom(feed: Loose<Atom>, baseUrl: string): RawFeed {
  const base = baseOf(feed.xml?.base, baseUrl)
  return {
    format: 'atom',
    title: tidy(plainOf(feed.title)),
    description: plainOf(feed.subtitle),
    url: findLink(alternate(feed.links), base),
    language: language(feed.xml?.lang, feed.dc?.languages?.[0]),
    published: null,
    updated: feed.updated ?? null,
    ttl: null,
    entries: (feed.entries ?? []).map(entry => atomEntry(entry, base, feed.authors)),
  }
}

/** An entry without an author is by those of the feed it came from, or of this one (RFC 4287 §4.2.1). */
function atomEntry(entry: Loose<AtomEntry>, feedBase: string, inherited: Loose<Atom['authors']>): RawEntry {
  const base = baseOf(entry.xml?.base, feedBase)
  const url = findLink(alternate(entry.links), base)
  const inside = baseOf(entry.content?.xml?.base, base)
  return {
    id: entry.id?.trim() || null,
    url: url ?? absoluteOnly(entry.content?.src) ?? absoluteOnly(entry.id),
    title: tidy(plainOf(entry.title) || toText(entry.dc?.titles?.[0] ?? entry.media?.title?.value ?? '')),
    summary:
      plainOf(entry.summary) ||
      toText(entry.dc?.descriptions?.[0] ?? mediaText(entry.media) ?? '') ||
      short(htmlOf(entry.content)),
    contentHtml: cleanHtml(htmlOf(entry.content), inside),
    author:
      names(entry.authors?.map(author => author.name ?? author.email) ?? entry.dc?.creators ?? []) ??
      names((entry.source?.authors ?? inherited ?? []).map(author => author.name ?? author.email)),
    categories: words((entry.categories ?? []).map(category => category.label ?? category.term)),
    published: entry.published ?? entry.dcterms?.issued?.[0] ?? entry.dc?.dates?.[0] ?? null,
    updated: entry.updated ?? null,
    enclosures: enclosures(
      [
        ...(entry.links ?? [])
          .filter(link => link.rel === 'enclosure')
          .map(({ href, type, length }) => ({ url: href, type, length })),
        ...mediaOf(entry.media),
      ],
      base,
    ),
    language: language(entry.xml?.lang, entry.content?.xml?.lang, entry.title?.xml?.lang),
  }
}

export function fromJson(feed: Loose<Json>, baseUrl: string): RawFeed {
  return {
    format: 'json',
    title: tidy(feed.title ?? ''),
    description: tidyLines(feed.description ?? ''),
    url: findLink(feed.home_page_url, baseUrl),
    language: language(feed.language),
    published: null,
    updated: null,
    ttl: null,
    // JSON Feed 1.1: the authors of the feed are those of every item that names none.
    entries: (feed.items ?? []).map(item => {
      const entry = jsonEntry(item, baseUrl)
      return { ...entry, author: entry.author ?? names((feed.authors ?? []).map(author => author.name)) }
    }),
  }
}

function jsonEntry(item: Loose<JsonItem>, baseUrl: string): RawEntry {
  // The type says one of the two; feeds have both, one or none.
  const { content_html: html, content_text: text } = item as { content_html?: string; content_text?: string }
  const pictures = [item.image, item.banner_image].map(url => ({ url, type: 'image/*' }))
  return {
    id: item.id?.trim() || null,
    url: findLink(item.url, baseUrl) ?? findLink(item.external_url, baseUrl) ?? absoluteOnly(item.id),
    title: tidy(item.title ?? ''),
    summary: tidyLines(item.summary ?? '') || (html === undefined ? tidyLines(text ?? '') : ''),
    contentHtml: cleanHtml(html ?? paragraphs(text ?? ''), baseUrl),
    author: names((item.authors ?? []).map(author => author.name)),
    categories: words(item.tags ?? []),
    published: item.date_published ?? null,
    updated: item.date_modified ?? null,
    enclosures: enclosures(
      [
        ...(item.attachments ?? []).map(({ url, mime_type, size_in_bytes }) => ({
          url,
          type: mime_type,
          length: size_in_bytes,
        })),
        ...pictures,
      ],
      baseUrl,
    ),
    language: language(item.language),
  }
}

function alternate(links: Loose<AtomFeed.Link<string>>[] | undefined): string | undefined {
  const found = (links ?? []).filter(link => link.rel === undefined || link.rel === 'alternate')
  return (found.find(link => link.type?.includes('html')) ?? found[0])?.href
}
