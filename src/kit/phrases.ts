/** Words that become part of what is told, in its own language, not in that of the desk. */
export interface Phrases {
  urgent: string
  /** A title that already says so is not told twice. */
  urgentAlready: RegExp
  author: string
  source: string
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
  link: 'Read more: {url}',
  files: 'Attachments:',
  video: 'Watch the video',
  photos: 'Photo: {names}',
}
