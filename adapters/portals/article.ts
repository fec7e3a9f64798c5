import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { readDate } from '../../src/kit/dates.ts'
import { toText } from '../../src/kit/html.ts'
import { tidy } from '../../src/kit/text.ts'
import type { Article, Came, Read } from '../../src/ports/portal.ts'
import { picturesOf } from './attached.ts'
import { cleanHtml } from './clean.ts'
import { decode } from './decode.ts'
import { attachmentsOf } from './files.ts'
import { audiosOf, videosOf } from './films.ts'
import { whyNoArticle } from './judge.ts'
import { languageFor } from './language.ts'
import { readMetadata } from './metadata.ts'
import { dropOthers } from './others.ts'
import { looksLike } from './pageKind.ts'
import { settle } from './settle.ts'
import { signature } from './shown.ts'
import { deepest, measure, mostElements, opensTooDeep } from './tree.ts'
import { trimHead } from './trim.ts'

/** The one article a page is about, from bytes; or why the page is not an article. Never throws. */
export function article(bytes: Uint8Array, came: Came): Read<Article> {
  if (bytes.byteLength === 0) return no('article.empty', 'the body is empty')
  if (bytes.byteLength > mostBytes) return no('article.too_big', `${bytes.byteLength} bytes; the limit is ${mostBytes}`)
  const { text, warnings } = decode(bytes, came.contentType)
  if (!/<[a-z!]/i.test(text)) return no('article.not_html', text.startsWith('%PDF') ? 'a PDF file' : 'no markup in it')
  if (isBinary(text)) return no('article.not_html', 'a file that is no text')
  if (looksLike.kindOf(text) === 'challenge' && visible(text).length < leastBesideCheck)
    return no('article.challenge', `the portal answered with ${looksLike.say('challenge')}`)
  try {
    return read(text, came, warnings)
  } catch (error) {
    // Readability and the DOM recurse; the guard below keeps depth low, but the stack is the caller's too.
    return no('article.too_complex', error instanceof Error ? error.message : String(error))
  }
}

const mostBytes = 5_000_000

/** Pictures and archives hold `<a` by chance. Pages hold a control character now and then, these one in twenty. */
function isBinary(text: string): boolean {
  const head = text.slice(0, 4000)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what tells a picture from a page
  return (head.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0) > head.length / 20
}

/** Pages that are nothing but a check for robots said up to 400 letters; a portal with a check in its form says thousands. */
const leastBesideCheck = 1200

function visible(html: string): string {
  return toText(html.replace(/<(script|style|noscript|template|select|iframe)\b[\s\S]*?<\/\1\s*>/gi, ' '))
}

function no(code: string, detail: string): { is: 'unreadable'; code: string; detail: string } {
  return { is: 'unreadable', code, detail }
}

function read(text: string, came: Came, warnings: string[]): Read<Article> {
  if (opensTooDeep(text)) return no('article.too_complex', 'thousands of elements, one inside the other')
  const { document } = parseHTML(
    /<(?:html|body)\b/i.test(text) ? text : `<!doctype html><html><head></head><body>${text}</body></html>`,
  )
  if (!document?.documentElement) return no('article.not_html', 'no element in it')
  const size = measure(document.documentElement)
  if (size.depth > deepest)
    return no('article.too_complex', `elements nested ${size.depth} deep; the limit is ${deepest}`)
  if (size.elements > mostElements)
    return no('article.too_complex', `${size.elements} elements; the limit is ${mostElements}`)

  const base =
    URL.parse(document.querySelector('base[href]')?.getAttribute('href') ?? '', came.baseUrl)?.href ?? came.baseUrl
  settle(document, base)
  dropOthers(document)
  const hints = { order: came.dateOrder, timeZone: came.timeZone }
  const meta = readMetadata(document, base, hints)
  const attachments = attachmentsOf(document, base)
  const videos = videosOf(document, base)
  const audios = audiosOf(document, base)
  const fields = fieldTables(document)
  const sentences = document.body ? tidy(document.body.textContent ?? '') : ''
  const forms = document.querySelectorAll('input[type=password]').length

  // Readability takes "Infographic:" off a title; the page as a whole still says what it is.
  const named = document.title

  const found = new Readability(document as unknown as Document, {
    maxElemsToParse: mostElements,
    keepClasses: false,
  }).parse()
  const content = found?.content ?? ''
  const title = meta.titleFor(tidy(found?.title ?? ''))
  const html = trimHead(cleanHtml(chooseContent(content, fields), base), title)
  const body = toText(html)
  const images = picturesOf(content, meta.picture, base)
  const reason = whyNoArticle({
    title,
    named,
    text: body,
    html: content,
    sentences,
    forms,
    attachments: attachments.length,
    fields: fields.length,
    pictures: images.length,
    meta,
    base,
  })
  if (reason) return no(reason.code, reason.detail)
  if (title === '') warnings.push('article.no_title')

  return {
    is: 'read',
    value: {
      title,
      lead: meta.leadFor(title, tidy(found?.excerpt ?? '')),
      text: body,
      html,
      author: meta.said.author ?? (bylineOf(found?.byline) || meta.author || meta.byline || signature(body)),
      source: meta.said.source,
      publishedAt: meta.publishedAt ?? readDate(found?.publishedTime, hints),
      canonicalUrl: meta.canonicalUrl,
      section: meta.section,
      language: languageFor(meta.language ?? found?.lang?.toLowerCase() ?? null, body),
      images,
      videos,
      audios,
      attachments,
    },
    warnings,
  }
}

function bylineOf(text: string | null | undefined): string {
  return tidy(text ?? '').replace(/^(?:bởi|tác giả)\s*:?\s+/iu, '')
}

/** Tables of a document's fields (number, day, signer), which Readability takes for layout. */
function fieldTables(document: Document): string[] {
  const found: string[] = []
  for (const table of document.querySelectorAll('table')) {
    if (table.querySelector('table')) continue
    const labels = tidy(table.textContent ?? '')
    const known = fieldNames.filter(name => labels.includes(name)).length
    if (known >= 3 && labels.length < 6000) found.push(table.outerHTML)
  }
  return found
}

const fieldNames = [
  'Số ký hiệu',
  'Số hiệu',
  'Ngày ban hành',
  'Ngày có hiệu lực',
  'Ngày hiệu lực',
  'Loại văn bản',
  'Cơ quan ban hành',
  'Người ký',
  'Trích yếu',
  'Lĩnh vực',
  'Hình thức văn bản',
]

/** A legal document is its table of fields; what Readability found instead is the list of other documents. */
function chooseContent(content: string, fields: readonly string[]): string {
  const [table] = fields
  if (table === undefined) return content
  const text = toText(content)
  const sample = toText(table).slice(0, 40)
  if (text.includes(sample)) return content
  return text.length > 1200 ? `${table}${content}` : table
}
