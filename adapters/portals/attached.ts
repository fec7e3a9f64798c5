import { parseHTML } from 'linkedom'
import { tidy } from '../../src/kit/text.ts'
import type { ArticlePicture } from '../../src/ports/portal.ts'
import { findUrl } from './links.ts'

/** Pictures of the article's own body at the largest size the page names; without one, the page's preview picture. */
export function picturesOf(content: string, preview: string | null, base: string): ArticlePicture[] {
  const found = new Map<string, ArticlePicture>()
  const images = /<img/i.test(content)
    ? parseHTML(`<html><body>${content}</body></html>`).document.querySelectorAll('img')
    : []
  for (const image of images) {
    const url = fullSize(image, base)
    if (!url || found.has(url) || isDecoration(image, url)) continue
    found.set(url, { url, alt: tidy(image.getAttribute('alt') ?? ''), caption: captionOf(image) })
    if (found.size === 40) break
  }
  if (found.size === 0 && preview && !decoration.test(nameIn(preview)))
    found.set(preview, { url: upgrade(preview), alt: '', caption: null })
  return [...found.values()]
}

export function fullSize(image: Element, base: string): string | null {
  const linked = findUrl(image.closest('a')?.getAttribute('href'), base)
  if (linked && /\.(jpe?g|png|webp|gif)(\?|$)/i.test(linked)) return upgrade(linked)
  const named = places.map(name => image.getAttribute(name))
  const sources = [...(image.closest('picture')?.querySelectorAll('source') ?? [])].map(sizesOf).join(', ')
  const candidates = [named[0], named[1], largest([sizesOf(image), sources].filter(Boolean).join(', ')), ...named]
  for (const candidate of candidates) {
    const url = candidate?.startsWith('data:') ? null : findUrl(candidate, base)
    if (url) return upgrade(url)
  }
  return null
}

/** The first two name the original; the rest is what is shown once the picture comes into view. */
const places = [
  'data-orig-file',
  'data-full',
  'data-original',
  'data-src',
  'data-lazy-src',
  'data-lazy',
  'data-img-src',
  'data-large-file',
  'data-url',
  'src',
]

function sizesOf(element: Element): string {
  return ['srcset', 'data-srcset', 'data-lazy-srcset'].map(name => element.getAttribute(name)).find(Boolean) ?? ''
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

/**
 * VCCorp's picture hosts scale by a piece of the path, SharePoint and Liferay by a parameter; without it they serve what was
 * uploaded.
 */
function upgrade(url: string): string {
  const whole = url.replace(/(mediacdn\.vn|chinhphu\.vn|cdnchinhphu\.vn)\/(?:thumb_w\/\d+|zoom\/\d+_\d+)\//, '$1/')
  const parsed = URL.parse(whole)
  if (!parsed || !/[?&](?:RenditionID|imageThumbnail|imagePreview)=/i.test(whole)) return whole
  for (const name of [...parsed.searchParams.keys()])
    if (/^(?:RenditionID|imageThumbnail|imagePreview)$/i.test(name)) parsed.searchParams.delete(name)
  return parsed.href
}

const decoration =
  /quoc-?huy|emblem|logo|icon|pixel|spacer|blank|1x1|avatar|default[-_]?(?:image|thumb)|no-?image|tracking|captcha|banner|loading\.gif|(?:^|\/)(?:pdf|docx?|word|excel|xlsx?|file|download|attach|zip|print|email|share|rss|star|new|hot)[-_\d]*\.(?:png|gif|jpe?g)$/i

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
