import { readBlocks } from '../kit/blocks.ts'
import { digestOf } from '../kit/crypto.ts'
import { toText } from '../kit/html.ts'
import { tidy } from '../kit/text.ts'
import type { Article, Entry } from '../ports/portal.ts'
import type { Matter } from './matter.ts'

/**
 * One matter out of a list's row and its page. The list knows title and lead best (a page's `<title>` is often the name
 * of the site), the page knows the rest. The address stays the list's: what a page calls canonical may be another host.
 */
export function merge(entry: Entry, article: Article | null, section: string | null): Matter {
  const html = article?.html || entry.contentHtml
  const pictures = picturesOf(entry)
  const files = entry.enclosures
    .filter(({ mime }) => mime !== undefined && !/^(image|audio|video)\//.test(mime))
    .map(({ url, mime, bytes }) => ({ url, name: nameOf(url), mime: mime ?? null, bytes: bytes ?? null }))
  const recordings = entry.enclosures
    .filter(({ mime }) => mime?.startsWith('audio/'))
    .map(({ url }) => ({ url, title: null }))
  const attachments = [...(article?.attachments ?? []), ...files]
  return {
    url: entry.url ?? article?.canonicalUrl ?? null,
    title: entry.title || article?.title || '',
    lead: leadOf(entry, article),
    text: article?.text || toText(entry.contentHtml),
    html,
    author: entry.author ?? article?.author ?? null,
    credit: article?.source ?? null,
    section: section ?? article?.section ?? entry.categories[0] ?? null,
    language: languageOf(article?.language ?? entry.language),
    publishedAt: entry.publishedAt ?? article?.publishedAt ?? null,
    categories: entry.categories,
    images: article && article.images.length > 0 ? article.images : pictures,
    videos: article?.videos ?? [],
    audios: article?.audios?.length ? article.audios : recordings,
    attachments: attachments.filter((file, at) => attachments.findIndex(other => other.url === file.url) === at),
  }
}

/** Changes of these make a revision; a counter, a menu or the order of a list does not. */
export function contentDigest(matter: Matter): Promise<string> {
  return digestOf({
    title: tidy(matter.title),
    lead: tidy(matter.lead),
    text: tidy(matter.text),
    attachments: matter.attachments.map(file => file.url),
    picture: matter.images[0]?.url ?? null,
  })
}

/** Of a list's row, to see whether the portal touched it since. */
export function listedDigest(entry: Entry): Promise<string> {
  const { title, summary, contentHtml, updatedAt, enclosures } = entry
  return digestOf({ title, summary, contentHtml, updatedAt, enclosures: enclosures.map(({ url }) => url) })
}

/** A list's summary, unless it is cut short and the page tells the whole. */
function leadOf(entry: Entry, article: Article | null): string {
  const cut = /(?:\.\.\.|…)\s*(?:\[?(?:read more|xem thêm|đọc tiếp)\]?)?$/i.test(entry.summary)
  if (entry.summary.length >= 20 && entry.summary.length <= 1500 && !cut) return entry.summary
  return article?.lead || entry.summary
}

function picturesOf(entry: Entry): Matter['images'] {
  const enclosed = entry.enclosures
    .filter(({ mime }) => mime?.startsWith('image/'))
    .map(({ url }) => ({ url, alt: '' }))
  const shown = readBlocks(entry.contentHtml).flatMap(block =>
    block.is === 'figure' ? [{ url: block.url, alt: block.alt }] : [],
  )
  const all = [...enclosed, ...shown].filter(({ url }) => URL.canParse(url))
  return all
    .filter(({ url }, at) => all.findIndex(other => other.url === url) === at)
    .map(({ url, alt }) => ({ url, alt, caption: null }))
}

/** BCP 47; pages say `vi-vn` where `vi` is meant. */
function languageOf(language: string | null): string | null {
  return language?.split('-')[0] ?? null
}

function nameOf(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) || url
  try {
    return tidy(decodeURIComponent(last))
  } catch {
    return last
  }
}
