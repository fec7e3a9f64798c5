import type { Hit } from './finding.ts'
import { normal } from './normal.ts'
import { findNumbers } from './personal-numbers.ts'
import { findPeople } from './personal-people.ts'

/**
 * Personal data a public page has no need of (Law 91/2025/QH15; the lists of Decree 356/2025/NĐ-CP Art. 3 and 4). Who a
 * number belongs to decides: a hotline, an office or a leader's post passes, a citizen's is stopped.
 */
export function findPersonalData(text: string, thisYear: number): Hit[] {
  const whole = normal(text)
  return [...findNumbers(whole, shield(whole), thisYear), ...findPeople(whole, thisYear)]
}

/** Dates, document numbers, amounts and addresses of pages, blotted out in place so that offsets stay true. */
function shield(text: string): string {
  return text.replace(shielded, found => '\u0001'.repeat(found.length))
}

const shielded = new RegExp(
  [
    'https?://[^\\s<>"]+',
    '(?<![\\d.,])\\d{1,2}[./-]\\d{1,2}[./-]\\d{4}(?!\\d)',
    '(?<![\\d.,])\\d{1,5}(?:/\\d{4})?/(?:\\p{Lu}[\\p{L}\\d]*-?)+',
    '(?<![\\d.,])\\d{1,3}(?:\\.\\d{3})+(?:,\\d+)?\\s*(?=(?:đồng|VNĐ|VND|đ|tỷ|tỉ|triệu|nghìn|tấn|kg|ha|km|m2|m3|người|hộ|lượt|con|cây|tin|bài|hồ sơ|USD)(?!\\p{L}))',
  ].join('|'),
  'gu',
)
