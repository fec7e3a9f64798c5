import { compile, type HtmlToTextOptions } from 'html-to-text'
import { decodeEntities, tidy, tidyLines } from './text.ts'

/**
 * The text of HTML in NFC, one paragraph a block, an empty line between blocks. Pictures, links' addresses, scripts and
 * hidden matter leave no trace. Hostile nesting is answered with plainer text, never with an exception.
 */
export function toText(html: string): string {
  if (!html.includes('<')) {
    if (!html.includes('&')) return tidyLines(html)
    // Most headlines with a character reference hold no markup: the converter would answer the same ten times slower.
    return tidyLines(decodeEntities(html).replace(/[ \t\r\n\f\u200b]+/g, ' '))
  }
  try {
    return tidyLines(convert(html))
  } catch {
    // Nesting some 5,000 deep overflows the stack of the converter; the words can still be had.
    return tidyLines(decodeEntities(html.replace(unreadable, ' ').replace(/<[^>]*>/g, ' ')))
  }
}

/** As `toText`, on one line: for titles. */
export function toLine(html: string): string {
  return tidy(toText(html))
}

const unreadable = /<(script|style|template|noscript)\b[^>]*>[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi

const plain = { leadingLineBreaks: 2, trailingLineBreaks: 2, uppercase: false }

const options: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxInputLength: 10_000_000, ellipsis: '' },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'script', format: 'skip' },
    { selector: 'style', format: 'skip' },
    { selector: 'template', format: 'skip' },
    { selector: 'noscript', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map(selector => ({ selector, options: plain })),
    // An empty prefix counts as none given and becomes a star; a space is collapsed away.
    { selector: 'ul', options: { itemPrefix: ' ' } },
    { selector: 'hr', format: 'skip' },
    { selector: 'table', format: 'block' },
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'td', format: 'inlineSurround', options: { suffix: ' ' } },
    { selector: 'th', format: 'inlineSurround', options: { suffix: ' ' } },
    { selector: 'blockquote', format: 'block' },
    { selector: 'figure', format: 'block', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
    { selector: 'figcaption', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
  ],
}

/** Compiled once: preparing the options costs a hundred times what a short fragment does. */
const convert = compile(options)
