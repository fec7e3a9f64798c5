/** The few words the adapter writes into a post, in the language of the post. */
export interface Phrases {
  urgent: string
  /** Whether a title says already that it is urgent. */
  urgentAlready: RegExp
}

const vi: Phrases = {
  urgent: 'THÔNG BÁO KHẨN',
  urgentAlready: /(?:^|[^\p{L}])(?:khẩn(?!\s+trương)|hỏa tốc|hoả tốc)(?![\p{L}])/iu,
}
const en: Phrases = { urgent: 'URGENT NOTICE', urgentAlready: /(?:^|[^\p{L}])(?:urgent|emergency)(?![\p{L}])/iu }

export const phrasesOf = (language: string): Phrases => (/^en\b/i.test(language) ? en : vi)
