import { count, cut, type Unit } from './text.ts'

/**
 * Shortens running text: at the end of a sentence where one is near, otherwise at a word, and never inside what a
 * reader must see whole: a document number with its type, a date, an article of a law, a figure with its unit.
 */
export function shorten(text: string, max: number, unit: Unit, ending = '…'): string {
  const whole = text.normalize('NFC')
  if (count(whole, unit) <= max) return whole
  const room = cut(whole, max, unit, '')
  const sentence = lastSentenceEnd(room)
  if (sentence >= room.length * NEAR) return room.slice(0, sentence)
  const head = cut(whole, max, unit, ending)
  const kept = head.endsWith(ending) ? head.slice(0, head.length - ending.length) : head
  const start = startOfWhole(whole, kept.length)
  return start > 0 ? whole.slice(0, start).replace(/[\s,;:–—-]+$/u, '') + ending : head
}

/** A sentence that ends after this share of the room is worth more than the words behind it. */
const NEAR = 0.6

function lastSentenceEnd(text: string): number {
  let end = 0
  for (const match of text.matchAll(/[.!?…][”"’)\]]*(?=\s+[“"‘([]?[\p{Lu}\d])/gu)) {
    if (!isAbbreviation(text.slice(0, match.index))) end = match.index + match[0].length
  }
  return end
}

/** `TP. Hồ Chí Minh`, `Q. 1`, `GS. Nguyễn`: a full stop after short capitals, or after a lone number, ends no sentence. */
function isAbbreviation(before: string): boolean {
  return /(?:^|[\s(])(?:\p{Lu}[\p{Lu}.]{0,3}|\p{Lu}\p{Ll}|\d{1,2})$/u.test(before)
}

const WHOLES = [
  // Nghị quyết số 18/NQ-HĐND · Quyết định số 505/QĐ-TTg
  /(?:(?:Nghị quyết|Quyết định|Nghị định|Thông tư|Chỉ thị|Công văn|Thông báo|Kế hoạch|Luật)\s+)?(?:số\s*:?\s*)?\d+(?:\/\d{4})?\/[\p{Lu}\d][^\s,;]*/giu,
  /(?:Điều|khoản|điểm|mục|Chương|Phụ lục)\s+[\p{L}\d.]+(?=[\s,;.)]|$)/giu,
  /ngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?/giu,
  /(?:ngày|tháng|quý|năm)\s+[\dIVX][\d/IVX]*/giu,
  /\d{1,2}\s+giờ(?:\s+\d{1,2}(?:\s+phút)?)?/giu,
  /\d[\d.,]*\s+(?:%|tỷ|tỉ|triệu|nghìn|ngàn|trăm|đồng|VNĐ|VND|USD|ha|km|m|cm|mm|kg|tấn|tạ|lít|m²|m³|người|hộ|ca|xã|giường|phòng)(?:\s+đồng)?(?![\p{L}])/giu,
  /TP\.\s?\p{Lu}\p{L}*(?:\s\p{Lu}\p{L}*)*/gu,
]

/** Where the whole begins that a cut at `at` would tear; 0 where it tears none. */
function startOfWhole(text: string, at: number): number {
  let start = 0
  for (const pattern of WHOLES) {
    for (const match of text.matchAll(pattern)) {
      const inside = match.index < at && at < match.index + match[0].length
      if (inside && (start === 0 || match.index < start)) start = match.index
    }
  }
  return start
}
