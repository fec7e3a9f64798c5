import { parseHTML } from 'linkedom'
import { fold, tidy } from '../../src/kit/text.ts'
import { findDate } from './row.ts'

/**
 * Lines that belong to the page and not to the text: the day it came out, counters, buttons. Whole lines only; a sentence in
 * which a day stands is a sentence.
 */
export function isFrame(line: string): boolean {
  const text = tidy(line)
  if (text.length > 140) return false
  const date = findDate(text)
  const rest = fold(text)
    .replace(/\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}[:h]\d{2}(?::\d{2})?|\(?gmt ?\+?\d{1,2}(?::?\d\d)?\)?/g, ' ')
    .replace(words, ' ')
    .replace(/[\d\W_]+/g, '')
  return rest === '' && (date !== null || words2.test(fold(text)))
}

const words =
  /\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|ngay (?:dang|cap nhat|dang tin|xuat ban)|ngay|dang (?:luc|ngay|boi)|cap nhat(?: luc)?|luc|luot (?:xem|doc)|so lan (?:xem|doc)|view count|views?|da xem|doc|in (?:bai|trang|tin)|gui (?:mail|email|bai)|co chu|chia se|mac dinh|nghe (?:bai|doc)|am|pm|sa|ch|ict)\b/g
const words2 = /luot (?:xem|doc)|view count|views|da xem|in bai|in trang|co chu/

/** A body without what stands above it once more: headline, day, counters, buttons. */
export function trimHead(html: string, title: string): string {
  const { document } = parseHTML(`<html><body>${html}</body></html>`)
  const wanted = fold(title)
  let seen = 0
  for (const place of document.body.querySelectorAll('h1, h2, h3, p, div, span, li, time')) {
    if (seen > 8) break
    const text = tidy(place.textContent ?? '')
    if (text === '') continue
    if (place.closest('table') || place.querySelector('img, video, audio, table')) continue
    const isTitle = wanted.length > 8 && fold(text) === wanted
    if (isTitle || isFrame(text)) {
      place.remove()
      continue
    }
    if (place.querySelector('h1, h2, h3, p, div, span, li')) continue
    seen++
    // The text has begun.
    if (text.length > 100) break
  }
  return document.body?.innerHTML ?? html
}
