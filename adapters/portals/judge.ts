import { toText } from '../../src/kit/html.ts'
import { decodeEntities } from '../../src/kit/text.ts'
import { findUrl } from './links.ts'
import type { Metadata } from './metadata.ts'
import { notFound } from './pageKind.ts'

interface Evidence {
  title: string
  /** `<title>` as written. */
  named: string
  text: string
  /** As Readability gave it, links included. */
  html: string
  /** All visible text of the page. */
  sentences: string
  /** Password fields. */
  forms: number
  attachments: number
  fields: number
  /** Of the body, or the preview the page names; decoration does not count. */
  pictures: number
  meta: Metadata
  base: string
}

/** Portals answer 200 for pages that are gone, for sign-in forms and for lists; none of them may become a publication. */
export function whyNoArticle(page: Evidence): { code: string; detail: string } | null {
  const { title, text, meta } = page
  const saysSo = meta.alertText !== null || notFound.test(page.sentences)
  if (meta.errorText || (saysSo && text.length < 700) || notFound.test(title))
    return { code: 'article.not_found', detail: 'the page says that nothing is there' }
  if (page.forms > 0 && text.length < 700) return { code: 'article.login_page', detail: 'a sign-in form, no article' }
  if (page.fields > 0) return null
  // A breadcrumb and the names of boxes are no text: an article has at least one sentence.
  const longest = Math.max(...text.split('\n').map(line => line.length))
  const least = title === '' ? 200 : 80
  const isPicture =
    page.pictures > 0 &&
    title !== '' &&
    (meta.isArticle || (shown.test(`${page.named} ${title}`) && title.split(' ').length >= 4))
  if ((text.length < least || longest < 60) && !isPicture && (title === '' || page.attachments === 0))
    return { code: 'article.no_text', detail: `only ${text.length} characters of text` }
  if (isList(page)) return { code: 'article.list', detail: 'a list of articles, not one article' }
  return null
}

/** An infographic is one picture, a photo story a few; their words stand in the pictures. */
const shown = /infographic|đồ ?họa|chùm ảnh|(?:^|[[(])ảnh\b|e-?magazine|longform/iu

/**
 * Headlines that each lead elsewhere, with a day beside each or little text between them. The measured lists of a Liferay
 * portal come through Readability as two or three such rows.
 */
function isList({ html, meta, text, base }: Evidence): boolean {
  if (meta.isArticle) return false
  const headlines = [
    ...html.matchAll(
      /<(h[2-6]|li|td)\b[^>]*>\s*(?:<(?:span|strong|b)\b[^>]*>\s*)*<a\b[^>]*href=["']([^"'#]+)["'][^>]*>([\s\S]*?)<\/a>/gi,
    ),
  ]
    .map(found => ({ at: found.index, href: decodeEntities(found[2] ?? ''), words: toText(found[3] ?? '') }))
    .filter(({ words }) => words.length >= 20)
  const [first] = headlines
  // Readability may keep a single row of a list: it opens with a headline that leads to another page.
  if (first && text.length < 1500 && toText(html.slice(0, first.at)).length < 60 && leadsAway(first.href, base, meta))
    return true
  const distinct = new Set(headlines.map(({ href }) => href.split('?')[0])).size
  if (distinct < 2) return false
  const days = text.match(/\b\d{1,2}[/-]\d{1,2}[/-]\d{4}\b/g)?.length ?? 0
  const linked = headlines.reduce((sum, { words }) => sum + words.length, 0)
  const sparse = text.length < distinct * 900
  return sparse && (days >= distinct || (distinct >= 4 && linked > text.length * 0.4))
}

function leadsAway(href: string, base: string, meta: Metadata): boolean {
  const here = [base, meta.canonicalUrl].map(page)
  const there = page(findUrl(href, base))
  return there !== null && here[0] !== null && !here.includes(there)
}

function page(url: string | null): string | null {
  const parsed = url ? URL.parse(url) : null
  return parsed?.protocol.startsWith('http') ? `${parsed.host}${parsed.pathname}${parsed.search}` : null
}
