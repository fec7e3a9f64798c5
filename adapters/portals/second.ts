import { parseFeed } from '@rowanmanning/feed-parser'
import { fromAtom, fromRss, type RawFeed } from './dialects.ts'

type Parsed = ReturnType<typeof parseFeed>
type Element = Parsed['element']

/**
 * A second reading of what the first parser refuses or finds nothing in. Null where this one too sees no list, or sees
 * other rows than the text holds: broken markup makes two items flow into one, and half a headline is worse than none.
 * Only its tree is used; its dates are those of JavaScript, which read `04/10/2026` as 10 April.
 */
export function secondReading(text: string, baseUrl: string): RawFeed | null {
  // It expands entities without limit.
  if (/<!ENTITY/i.test(text) || text.length > 3_000_000) return null
  const written = text.match(/<(?:[\w.-]+:)?(?:item|entry)(?=[\s>/])/gi)?.length ?? 0
  if (written > 2000) return null
  const parsed = tried(text)
  if (!parsed || parsed.items.length !== written) return null
  const feed = parsed.element
  const raw =
    parsed.meta.type === 'feed'
      ? fromAtom({ ...atomHead(feed), entries: parsed.items.map(({ element }) => atomEntry(element)) }, baseUrl)
      : fromRss({ ...rssHead(feed), items: parsed.items.map(({ element }) => rssItem(element)) }, baseUrl)
  return parsed.meta.type === 'rdf' ? { ...raw, format: 'rdf' } : raw
}

function tried(text: string): Parsed | undefined {
  try {
    return parseFeed(text)
  } catch {
    return undefined
  }
}

function rssHead(feed: Element) {
  return {
    title: markupOf(feed, 'title'),
    description: markupOf(feed, 'description'),
    link: textOf(feed, 'link'),
    language: textOf(feed, 'language'),
    pubDate: textOf(feed, 'pubdate') ?? textOf(feed, 'date'),
    lastBuildDate: textOf(feed, 'lastbuilddate'),
    ttl: Number(textOf(feed, 'ttl')) || undefined,
  }
}

function rssItem(item: Element) {
  const guid = item.findElementWithName('guid')
  const content = ['encoded', 'body', 'fullitem', 'content'].map(name => markupOf(item, name)).find(isSaid)
  const description = markupOf(item, 'description')
  const summary = markupOf(item, 'summary')
  return {
    title: markupOf(item, 'title'),
    link: textOf(item, 'link') ?? item.findElementWithName('link')?.getAttribute('href') ?? undefined,
    description: description ?? summary,
    // RSS has no `summary`; beside a description it is the longer of the two.
    content: { encoded: content ?? (description === undefined ? undefined : summary) },
    guid: guid
      ? { value: guid.textContent.trim(), isPermaLink: guid.getAttribute('ispermalink') !== 'false' }
      : undefined,
    pubDate: textOf(item, 'pubdate') ?? textOf(item, 'date'),
    authors: [{ name: textOf(item, 'author') ?? textOf(item, 'creator') }],
    categories: item.findElementsWithName('category').map(one => ({ name: one.textContent })),
    enclosures: item.findElementsWithName('enclosure').map(one => ({
      url: one.getAttribute('url') ?? undefined,
      type: one.getAttribute('type') ?? undefined,
      length: one.getAttributeAsNumber('length') ?? undefined,
    })),
  }
}

function atomHead(feed: Element) {
  return {
    title: typed(feed, 'title'),
    subtitle: typed(feed, 'subtitle') ?? typed(feed, 'tagline'),
    links: linksOf(feed),
    updated: textOf(feed, 'updated') ?? textOf(feed, 'modified'),
    xml: { lang: feed.getAttribute('xml:lang') ?? undefined, base: feed.getAttribute('xml:base') ?? undefined },
  }
}

function atomEntry(entry: Element) {
  return {
    id: textOf(entry, 'id'),
    title: typed(entry, 'title'),
    summary: typed(entry, 'summary'),
    content: typed(entry, 'content'),
    links: linksOf(entry),
    published: textOf(entry, 'published') ?? textOf(entry, 'issued'),
    updated: textOf(entry, 'updated') ?? textOf(entry, 'modified'),
    authors: entry.findElementsWithName('author').map(one => ({ name: textOf(one, 'name') ?? textOf(one, 'email') })),
    categories: entry.findElementsWithName('category').map(one => ({
      term: one.getAttribute('term') ?? undefined,
      label: one.getAttribute('label') ?? undefined,
    })),
  }
}

function linksOf(element: Element) {
  return element.findElementsWithName('link').map(one => ({
    href: one.getAttribute('href') ?? one.textContent.trim(),
    rel: one.getAttribute('rel') ?? undefined,
    type: one.getAttribute('type') ?? undefined,
    length: one.getAttributeAsNumber('length') ?? undefined,
  }))
}

function typed(element: Element, name: string) {
  const value = markupOf(element, name)
  return value === undefined
    ? undefined
    : { value, type: element.findElementWithName(name)?.getAttribute('type') ?? undefined }
}

function textOf(element: Element, name: string): string | undefined {
  return element.findElementWithName(name)?.textContent.trim() || undefined
}

/** Markup that stands in the feed as elements of it, or escaped as text. */
function markupOf(element: Element, name: string): string | undefined {
  const found = element.findElementWithName(name)
  if (!found) return undefined
  const value = found.children.some(child => typeof child !== 'string') ? found.innerHtml : found.textContent
  return value.trim() || undefined
}

function isSaid(value: string | undefined): value is string {
  return value !== undefined
}
