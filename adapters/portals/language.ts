import { soundnessOf } from '../../src/kit/syllables.ts'

/**
 * Templates say one language whatever stands on the page: Vietnamese over an English edition, English over everything. Between
 * these two the text itself decides; any other that is declared is believed.
 */
export function languageFor(declared: string | null, text: string): string | null {
  if (declared !== null && !/^(?:vi|en)\b/.test(declared)) return declared
  const sample = text.slice(0, 20_000)
  const words = sample.match(/\p{L}+/gu)?.length ?? 0
  const { sound, odd } = soundnessOf(sample)
  if (sound >= 15 && sound * 5 >= words && sound > odd * 3) return /^vi\b/.test(declared ?? '') ? declared : 'vi'
  if (words < 60 || sound * 20 >= words) return declared
  const english = sample.match(/\b(?:the|of|and|to|in|for)\b/gi)?.length ?? 0
  if (english * 12 >= words) return /^en\b/.test(declared ?? '') ? declared : 'en'
  return declared
}
