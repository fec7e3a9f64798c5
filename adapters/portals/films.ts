import { decodeEntities, tidy } from '../../src/kit/text.ts'
import type { Article } from '../../src/ports/portal.ts'
import { standsAside } from './aside.ts'
import { findUrl } from './links.ts'

type Films = Article['videos']

const players =
  /^https?:\/\/(?:(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com\/(?:embed|watch|shorts|live)|dailymotion\.com\/embed|facebook\.com\/(?:plugins\/video|watch)|tiktok\.com\/(?:embed|player))|youtu\.be\/|player\.vimeo\.com\/|vimeo\.com\/\d|geo\.dailymotion\.com\/)/i
const filmFile = /\.(?:mp4|m4v|webm|m3u8|mov)(?:[?#]|$)/i
const soundFile = /\.(?:mp3|m4a|aac|ogg|oga|wav)(?:[?#]|$)/i

/** Films the article shows: files, players of other sites, and the portal's own player. What runs beside it is none of its. */
export function videosOf(document: Document, base: string): Films {
  const found = new Map<string, Films[number]>()
  const add = (href: string | null | undefined, title: string | null | undefined, only: RegExp) => {
    const url = findUrl(decodeEntities(href ?? '').replace(/^\/\/(?=[^/])/, 'https://'), base)
    if (url && only.test(url) && !found.has(url) && found.size < 20)
      found.set(url, { url, title: tidy(title ?? '') || null })
  }
  for (const element of document.querySelectorAll(
    'iframe, embed, object, video, video source, [data-vid], [data-video-src], [data-video], [data-src$=".mp4"], a[href*=".mp4"], amp-video, amp-youtube',
  )) {
    if (standsAside(element)) continue
    const get = (name: string) => element.getAttribute(name)
    const title = get('title') ?? get('data-namevideo') ?? get('aria-label') ?? captionOf(element)
    const tag = element.tagName
    if (tag === 'IFRAME' || tag === 'EMBED' || tag === 'OBJECT') {
      for (const name of ['src', 'data-src', 'data']) {
        add(get(name), title, players)
        add(get(name), title, filmFile)
      }
      continue
    }
    if (tag === 'AMP-YOUTUBE' && get('data-videoid'))
      add(`https://www.youtube.com/embed/${get('data-videoid')}`, title, players)
    // The player of VCCorp names its file without a scheme.
    const vid = get('data-vid')
    if (vid) add(/^[\w-]+(?:\.[\w-]+)+\//.test(vid) ? `https://${vid}` : vid, title, filmFile)
    for (const name of ['src', 'data-src', 'data-video-src', 'data-video', 'href']) add(get(name), title, filmFile)
  }
  for (const [url, title] of inScripts(document)) add(url, title, filmFile)
  return [...found.values()]
}

export function audiosOf(document: Document, base: string): Films {
  const found = new Map<string, Films[number]>()
  for (const element of document.querySelectorAll(
    'audio, audio source, [data-audio], [data-file], a[href*=".mp3"], a[href*=".m4a"], a[href*=".wav"], embed',
  )) {
    if (standsAside(element)) continue
    for (const name of ['src', 'data-src', 'data-audio', 'data-file', 'href']) {
      const url = findUrl(element.getAttribute(name), base)
      if (url && soundFile.test(url) && !found.has(url) && found.size < 20)
        found.set(url, { url, title: tidy(element.getAttribute('title') ?? '') || captionOf(element) })
    }
  }
  return [...found.values()]
}

function captionOf(element: Element): string | null {
  const said = element.closest('figure')?.querySelector('figcaption')?.textContent
  return tidy(said ?? (element.tagName === 'A' ? (element.textContent ?? '') : '')) || null
}

/** Players that a script sets up: `jwplayer(…).setup({file: "…"})` and the VideoObject of JSON-LD. */
function inScripts(document: Document): [string, null][] {
  const found: [string, null][] = []
  for (const script of document.querySelectorAll('script:not([src])')) {
    const text = script.textContent ?? ''
    if (text.length > 200_000 || !/\.(?:mp4|m3u8|webm)/i.test(text)) continue
    for (const [, url] of text.matchAll(
      /["']?(?:file|src|source|url|hls|mp4|contentUrl)["']?\s*[:=]\s*["']([^"'\s]{5,500}\.(?:mp4|m3u8|webm)(?:\?[^"'\s]*)?)["']/gi,
    ))
      if (url) found.push([url.replaceAll('\\/', '/'), null])
  }
  return found
}
