import { type DateHints, readDate } from '../../src/kit/dates.ts'
import { toLine } from '../../src/kit/html.ts'
import { decodeEntities, fold, tidy } from '../../src/kit/text.ts'
import { languageFor } from './language.ts'
import { findUrl } from './links.ts'
import { type Credit, creditOf, sectionOf, shownAuthor, shownDate, shownLead } from './shown.ts'
import { chooseTitle, headingOf, shownHeadline } from './title.ts'
import { isFrame } from './trim.ts'

export interface Metadata {
  author: string | null
  publishedAt: string | null
  canonicalUrl: string | null
  section: string | null
  language: string | null
  picture: string | null
  /** The page itself claims to be one article. */
  isArticle: boolean
  said: Credit
  byline: string | null
  /** The words with which a portlet says that it failed. */
  errorText: string | null
  /** Words in the red box of a common style sheet: an error, or an appeal that stands on every page. */
  alertText: string | null
  titleFor(guess: string): string
  leadFor(title: string, guess: string): string
}

/** What a page says about itself: JSON-LD, OpenGraph, Dublin Core, micro-data and the usual places of Vietnamese portals. */
export function readMetadata(document: Document, base: string, hints: DateHints): Metadata {
  const metas = metaOf(document)
  const ld = jsonLdOf(document)
  const one = (...names: string[]) => names.map(name => metas.get(name)).find(value => value !== undefined) ?? null
  const read = (text: string | null | undefined) => (text ? readDate(text, hints) : null)

  const published =
    read(ld.datePublished) ??
    read(one('article:published_time', 'og:published_time', 'article:published', 'og:article:published_time')) ??
    read(
      one(
        'pubdate',
        'publishdate',
        'publish-date',
        'publication_date',
        'dc.date.issued',
        'dcterms.issued',
        'dc.date',
        'date',
        'parsely-pub-date',
        'sailthru.date',
        'article.published',
      ),
    ) ??
    read(
      document.querySelector('[itemprop~=datePublished]')?.getAttribute('content') ??
        document.querySelector('[itemprop~=datePublished]')?.getAttribute('datetime'),
    ) ??
    read(document.querySelector('article time[datetime], .detail time[datetime]')?.getAttribute('datetime')) ??
    shownDate(document, hints)

  const siteName = one('og:site_name', 'application-name') ?? ''
  const declared = languageOf(
    document.documentElement.getAttribute('lang') ?? one('content-language', 'og:locale', 'language') ?? ld.language,
  )
  const isVietnamese = /^vi\b/.test(declared ?? '') || languageFor(declared, document.body?.textContent ?? '') === 'vi'
  const heading = headingOf(document)
  const shown = isVietnamese && heading === '' ? shownHeadline(document) : ''
  const sapo = shownLead(document)
  const said = creditOf(document)
  const byline = shownAuthor(document)
  const author = ld.author ?? one('article:author', 'author', 'dc.creator', 'byl', 'parsely-author')
  const description = toLine(
    one('og:description', 'description', 'dc.description', 'twitter:description') ?? ld.description ?? '',
  )
  return {
    author: author && !/^https?:/.test(author) ? tidy(author) : null,
    publishedAt: published,
    canonicalUrl: canonical(
      document.querySelector('link[rel=canonical]')?.getAttribute('href') ?? one('og:url') ?? ld.url,
      base,
    ),
    section: tidy(one('article:section') ?? ld.section ?? '') || sectionOf(document, heading),
    language: declared,
    picture: findUrl(one('og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image') ?? ld.image, base),
    isArticle: ld.isArticle || one('og:type') === 'article' || metas.has('article:published_time'),
    errorText: boxed(document, '.portlet-msg-error'),
    alertText: boxed(document, '.alert-error, .alert-danger'),
    said,
    byline,
    titleFor(guess) {
      const og = toLine(one('og:title') ?? ld.headline ?? '')
      return chooseTitle({ guess, heading, shown, siteName, og, isVietnamese })
    },
    leadFor(title, guess) {
      return [sapo, description, guess].find(lead => lead.length > 15 && saysMore(lead, title) && !isFrame(lead)) ?? ''
    },
  }
}

/** A headline again, with a day or the site's name behind it, is no lead. */
function saysMore(lead: string, title: string): boolean {
  const [words, headline] = [fold(lead), fold(title)]
  return headline === '' || !words.startsWith(headline) || words.length > headline.length + 60
}

/** Words in a box of the class, but for what only browsers without scripts are shown, or nobody. */
function boxed(document: Document, selector: string): string | null {
  for (const box of document.querySelectorAll(selector)) {
    const words = tidy(box.textContent ?? '')
    if (words !== '' && !box.closest('noscript, [hidden], [style*="display:none"], [style*="display: none"]'))
      return words
  }
  return null
}

/** Names in lower case; the first that says something wins. Some portals write `name`, some `property`, some both. */
function metaOf(document: Document): Map<string, string> {
  const all = new Map<string, string>()
  for (const meta of document.querySelectorAll('meta')) {
    const content = meta.getAttribute('content')?.trim()
    if (!content) continue
    for (const attribute of ['property', 'name', 'itemprop', 'http-equiv']) {
      for (const name of (meta.getAttribute(attribute) ?? '').toLowerCase().split(/\s+/))
        if (name && !all.has(name)) all.set(name, content)
    }
  }
  return all
}

interface Linked {
  isArticle: boolean
  headline?: string
  description?: string
  datePublished?: string
  author?: string
  section?: string
  language?: string
  image?: string
  url?: string
}

function jsonLdOf(document: Document): Linked {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    for (const item of flatten(parseLoosely(script.textContent ?? ''), 0)) {
      const types = [item['@type']].flat()
      if (!types.some(type => typeof type === 'string' && /Article$|^BlogPosting$|^Report$/.test(type))) continue
      return {
        isArticle: true,
        headline: textOf(item.headline),
        description: textOf(item.description),
        datePublished: textOf(item.datePublished),
        author:
          [item.author]
            .flat()
            .map(author => textOf(isRecord(author) ? author.name : author))
            .filter(Boolean)
            .join(', ') || undefined,
        section: textOf([item.articleSection].flat()[0]),
        language: textOf(item.inLanguage),
        image: textOf(
          isRecord([item.image].flat()[0])
            ? ([item.image].flat()[0] as Record<string, unknown>).url
            : [item.image].flat()[0],
        ),
        url:
          textOf(item.url) ??
          textOf(isRecord(item.mainEntityOfPage) ? item.mainEntityOfPage['@id'] : item.mainEntityOfPage),
      }
    }
  }
  return { isArticle: false }
}

/** JSON-LD is written by templates: comments, raw line ends and trailing commas are common, none of them JSON. */
function parseLoosely(source: string): unknown {
  const plain = source.replace(/^\s*(?:<!--|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|\/\/\s*\]\]>|\]\]>)\s*$/g, '')
  for (const attempt of [
    plain,
    plain.replace(/[\r\n\t]+/g, ' '),
    plain
      .replace(/\/\*[\s\S]*?\*\/|(^|[\s,{[])\/\/[^\n]*/g, '$1')
      .replace(/[\r\n\t]+/g, ' ')
      .replace(/,(\s*[}\]])/g, '$1'),
  ]) {
    try {
      return JSON.parse(attempt)
    } catch {
      // The next attempt forgives more.
    }
  }
  return null
}

function flatten(value: unknown, depth: number): Record<string, unknown>[] {
  if (depth > 4) return []
  if (Array.isArray(value)) return value.slice(0, 50).flatMap(one => flatten(one, depth + 1))
  return isRecord(value) ? [value, ...flatten(value['@graph'], depth + 1)] : []
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? tidy(decodeEntities(value)) : undefined
}

/** An address of the same host is taken with the scheme we came by; portals write http and serve https. */
function canonical(href: string | null | undefined, base: string): string | null {
  const found = findUrl(href, base)
  if (!found) return null
  const url = new URL(found)
  const from = URL.parse(base)
  if (from?.protocol === 'https:' && url.protocol === 'http:' && url.host === from.host) url.protocol = 'https:'
  return url.href
}

function languageOf(text: string | null | undefined): string | null {
  const plain = text
    ?.trim()
    .split(/[,;\s]/)[0]
    ?.toLowerCase()
    .replaceAll('_', '-')
  return plain && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/.test(plain) ? plain : null
}
