/** Words that become part of what is told, in its own language, not in that of the desk. */
export interface Phrases {
  urgent: string
  /** A title that already says so is not told twice. */
  urgentAlready: RegExp
  author: string
  source: string
  /** Whose text it is, where it is not the portal's own. */
  credit: string
  link: string
  files: string
  video: string
  photos: string
}

export function phrasesOf(language: string): Phrases {
  return /^en(?:-|$)/i.test(language) ? english : vietnamese
}

const vietnamese: Phrases = {
  urgent: 'THÔNG BÁO KHẨN',
  urgentAlready: /(?:^|[^\p{L}])(?:khẩn(?!\s+trương)|hỏa tốc|hoả tốc)(?![\p{L}])/iu,
  author: 'Ban biên tập',
  source: 'Nguồn: {name}',
  credit: 'Theo {name}',
  link: 'Xem chi tiết: {url}',
  files: 'Tệp đính kèm:',
  video: 'Xem video',
  photos: 'Ảnh: {names}',
}

const english: Phrases = {
  urgent: 'URGENT NOTICE',
  urgentAlready: /(?:^|[^\p{L}])(?:urgent|emergency)(?![\p{L}])/iu,
  author: 'Editorial board',
  source: 'Source: {name}',
  credit: 'From {name}',
  link: 'Read more: {url}',
  files: 'Attachments:',
  video: 'Watch the video',
  photos: 'Photo: {names}',
}

/** With its address where the page gave one: who is credited is credited on every network that shows text of ours. */
export function creditLine(say: Phrases, credit: { name: string; url?: string } | undefined): string {
  if (!credit || credit.name.trim() === '') return ''
  const name = credit.name.replace(/\s+/g, ' ').trim()
  return say.credit.replace('{name}', () => (credit.url ? `${name} (${credit.url})` : name))
}
