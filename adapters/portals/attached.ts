import { parseHTML } from 'linkedom'
import { tidy } from '../../src/kit/text.ts'
import type { Article, ArticleFile, ArticlePicture } from '../../src/ports/portal.ts'
import { findUrl } from './clean.ts'

const mimes: Record<string, string> = {
  pdf: 'application/pdf',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  zip: 'application/zip',
  rar: 'application/vnd.rar',
  '7z': 'application/x-7z-compressed',
}

const aside = /\b(side-?bar|related|other|lien-?quan|menu|banner|footer|header|widget|quang-?cao|similar)/i

/** Files the article offers: by the ending of the address, outside of menus and of lists of other articles. */
export function attachmentsOf(document: Document, base: string): ArticleFile[] {
  const found = new Map<string, ArticleFile>()
  for (const link of document.querySelectorAll('a[href]')) {
    const url = findUrl(link.getAttribute('href'), base)
    if (!url || found.has(url)) continue
    const ending = endingOf(url)
    if (!ending || !mimes[ending] || standsAside(link)) continue
    const name = tidy(link.textContent ?? '') || tidy(link.getAttribute('title') ?? '') || fileName(url)
    found.set(url, { url, name, mime: mimes[ending] ?? null, bytes: null })
    if (found.size === 50) break
  }
  return [...found.values()]
}

/** Pictures of the article's own body at the largest size the page names; without one, the page's preview picture. */
export function picturesOf(content: string, preview: string | null, base: string): ArticlePicture[] {
  const { document } = parseHTML(`<html><body>${content}</body></html>`)
  const found = new Map<string, ArticlePicture>()
  for (const image of document.querySelectorAll('img')) {
    const url = fullSize(image, base)
    if (!url || found.has(url) || isDecoration(image, url)) continue
    found.set(url, { url, alt: tidy(image.getAttribute('alt') ?? ''), caption: captionOf(image) })
    if (found.size === 40) break
  }
  if (found.size === 0 && preview && !decoration.test(nameIn(preview)))
    found.set(preview, { url: upgrade(preview), alt: '', caption: null })
  return [...found.values()]
}

const player =
  /^https?:\/\/(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com\/(?:embed|watch|shorts)|youtu\.be\/|player\.vimeo\.com\/|vimeo\.com\/\d|dailymotion\.com\/embed)/i

export function videosOf(html: string, base: string): Article['videos'] {
  const found = new Map<string, { url: string; title: string | null }>()
  for (const [tag, name, attributes = ''] of html.matchAll(/<(iframe|video|source|embed)\b([^>]*)>/gi)) {
    const source = /\s(?:data-)?src\s*=\s*["']([^"']+)["']/i.exec(attributes)?.[1]
    const url = findUrl(source?.replaceAll('&amp;', '&'), base)
    if (!url || found.has(url)) continue
    const isFile = name?.toLowerCase() !== 'iframe' && /\.(mp4|webm|m3u8|mov)(\?|$)/i.test(url)
    if (!isFile && !player.test(url)) continue
    found.set(url, { url, title: tidy(/\stitle\s*=\s*["']([^"']+)["']/i.exec(tag)?.[1] ?? '') || null })
  }
  return [...found.values()]
}

export function fullSize(image: Element, base: string): string | null {
  const linked = findUrl(image.closest('a')?.getAttribute('href'), base)
  if (linked && /\.(jpe?g|png|webp|gif)(\?|$)/i.test(linked)) return upgrade(linked)
  const named = ['data-original', 'data-src', 'data-lazy-src', 'data-full', 'src'].map(name => image.getAttribute(name))
  const candidates = [largest(image.getAttribute('srcset') ?? image.getAttribute('data-srcset')), ...named]
  for (const candidate of candidates) {
    const url = candidate?.startsWith('data:') ? null : findUrl(candidate, base)
    if (url) return upgrade(url)
  }
  return null
}

function largest(srcset: string | null): string | null {
  let best: { url: string; size: number } | null = null
  for (const part of (srcset ?? '').split(/,\s+/)) {
    const [url, size = '1x'] = part.trim().split(/\s+/)
    const value = Number.parseFloat(size)
    if (url && (!best || value > best.size)) best = { url, size: value }
  }
  return best?.url ?? null
}

/** VCCorp's picture hosts scale by a piece of the path; without it they serve what was uploaded. */
function upgrade(url: string): string {
  return url.replace(/(mediacdn\.vn|chinhphu\.vn|cdnchinhphu\.vn)\/(?:thumb_w\/\d+|zoom\/\d+_\d+)\//, '$1/')
}

const decoration =
  /quoc-?huy|emblem|logo|icon|pixel|spacer|blank|1x1|avatar|default[-_]?(?:image|thumb)|no-?image|tracking|captcha|banner/i

export function isDecoration(image: Element, url: string): boolean {
  const side = (name: string) => Number.parseInt(image.getAttribute(name) ?? '', 10)
  if (side('width') < 80 || side('height') < 60) return true
  return decoration.test(nameIn(url)) || /\.svg(\?|$)/i.test(url)
}

/** Only the file's own name: a folder called "Logo" is met too, so the last two parts are looked at. */
function nameIn(url: string): string {
  return new URL(url).pathname.split('/').slice(-2).join('/')
}

function captionOf(image: Element): string | null {
  const figure = image.closest('figure, .wp-caption, .image, .photo, .VCSortableInPreviewMode, .expNoEdit')
  const said = figure?.querySelector('figcaption, .wp-caption-text, .caption, .PhotoCMS_Caption, .image-caption')
  if (said) return tidy(said.textContent ?? '') || null
  // A layout table of one column: the picture above, its caption in the row below.
  const row = image.closest('tr')
  const below = row?.nextElementSibling
  if (below && tidy(row?.textContent ?? '') === '') {
    const text = tidy(below.textContent ?? '')
    if (text.length > 0 && text.length < 300 && !below.querySelector('img')) return text
  }
  return null
}

function standsAside(link: Element): boolean {
  for (let node: Element | null = link; node; node = node.parentElement) {
    if (/^(nav|footer|aside)$/i.test(node.tagName)) return true
    if (node.tagName === 'BODY') return false
    if (aside.test(`${node.getAttribute('class') ?? ''} ${node.getAttribute('id') ?? ''}`)) return true
  }
  return false
}

function endingOf(url: string): string | undefined {
  // Liferay puts a uuid behind the name: /documents/1/2/name.pdf/uuid?t=1
  const path = new URL(url).pathname.toLowerCase()
  return (/\.([a-z0-9]{2,4})$/.exec(path) ?? /\.(pdf|docx?|xlsx?|pptx?|zip|rar)\//.exec(path))?.[1]
}

function fileName(url: string): string {
  const last = new URL(url).pathname.split('/').findLast(part => part.includes('.')) ?? ''
  try {
    return tidy(decodeURIComponent(last))
  } catch {
    return last
  }
}
