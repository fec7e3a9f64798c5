import { soundnessOf } from './syllables.ts'

/** Why text may not be what its author wrote. */
export type Doubt = 'legacy_text' | 'broken_text'

interface Told {
  title: string
  lead?: string
  text?: string
  /** As the page declares it. Templates say Vietnamese and English whatever stands on the page; other languages are believed. */
  language?: string | null
}

/**
 * Text that shows other letters than its author meant: of a font from before Unicode, of the wrong code page, encoded twice,
 * with letters lost. Each paragraph is judged by itself, since editors paste old text into new pages. Nothing that is in doubt
 * may reach the public before a person has read it, so a name too many is held rather than a line of such text let go.
 */
export function findDoubt({ title, lead = '', text = '', language }: Told): Doubt | null {
  const whole = `${title}\n${lead}\n${text}`
  if (whole.includes('\ufffd')) return 'broken_text'
  const believed = language ? /^(?:vi|en)\b/i.test(language) : true
  for (const [at, line] of whole.split('\n').entries()) {
    if (lostLetters(line, at === 0)) return 'broken_text'
    if (/[^ -~]/.test(line) && isOdd(line, at === 0, believed)) return 'legacy_text'
  }
  return null
}

/** `Th?ng b?o`: what a database without Unicode made of letters it did not have. Addresses have question marks, too. */
function lostLetters(line: string, isTitle: boolean): boolean {
  if (!line.includes('?')) return false
  const all = line.split(/\s+/).filter(word => !/[/=&@]/.test(word))
  const lost = all.filter(word => /\p{L}\?\p{L}|^\?+\p{Ll}/u.test(word)).length
  return lost >= (isTitle ? 2 : 3) && lost * 10 >= all.length
}

function isOdd(line: string, isTitle: boolean, believed: boolean): boolean {
  const { sound, odd: sure, names, impossible } = soundnessOf(line)
  // A few names are names; where every other marked word would be one, they are none.
  const odd = sure + (names >= sound + sure ? names : 0)
  const enough = isTitle ? 2 : 3
  if (impossible >= enough && impossible * 5 >= sound) return true
  if (isTitle && impossible > 0 && odd > sound) return true
  return believed && odd >= enough && odd * (isTitle ? 4 : 3) >= odd + sound
}
