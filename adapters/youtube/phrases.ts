/** Words that become part of a description, in the language of the item, not of the desk. */
export interface Phrases {
  urgent: string
  /** A title that already says so is not told twice. */
  urgentAlready: RegExp
  source: string
  link: string
}

export function phrasesOf(language: string): Phrases {
  return /^en(?:-|$)/i.test(language) ? english : vietnamese
}

const vietnamese: Phrases = {
  urgent: 'THÔNG BÁO KHẨN',
  urgentAlready: /(?:^|[^\p{L}])(?:khẩn(?!\s+trương)|hỏa tốc|hoả tốc)(?![\p{L}])/iu,
  source: 'Nguồn: {name}',
  link: 'Xem chi tiết: {url}',
}

const english: Phrases = {
  urgent: 'URGENT NOTICE',
  urgentAlready: /(?:^|[^\p{L}])(?:urgent|emergency)(?![\p{L}])/iu,
  source: 'Source: {name}',
  link: 'Read more: {url}',
}
