/** How Vietnamese syllables are built: enough to tell text from signs that only look like letters. */

const onset = '(?:b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|q|r|s|th|tr|t|v|x|mn|kr|br|pl|hr|gr|kl|w|j|z|f)?'
const rhymes = [
  'a(?:i|o|u|y|ch|c|m|ng|nh|n|p|t)?',
  'ă(?:c|k|m|ng|n|p|t)',
  'â(?:c|m|ng|n|p|t|u|y)',
  'e(?:o|c|m|ng|n|p|t)?',
  'ê(?:u|ch|m|nh|n|p|t)?',
  'i(?:a|u|ch|m|nh|n|p|t)?',
  'iê(?:c|m|ng|n|p|t|u)',
  'o(?:i|c|m|ng|n|p|t|oc|ong)?',
  'oa(?:i|o|y|ch|c|m|ng|nh|n|p|t)?',
  'oă(?:c|m|ng|n|t)',
  'oe(?:o|m|n|ng|t)?',
  'ô(?:i|c|m|ng|n|p|t)?',
  'ơ(?:i|m|n|p|t)?',
  'u(?:a|i|c|m|ng|n|p|t|u)?',
  'uâ(?:n|ng|t|y)',
  'uê(?:ch|nh|n|t)?',
  'uô(?:i|c|m|ng|n|t)',
  'uơ(?:n|t)?',
  'uy(?:a|ê|êt|ên|nh|ch|n|p|t|u)?',
  'ư(?:a|i|c|m|ng|n|t|u)?',
  'ươ(?:i|c|m|ng|n|p|t|u)',
  'y(?:a|u|t|m|n|nh)?',
  'yê(?:m|ng|n|t|u)',
  // After "gi" and "qu" a letter of the onset is also the beginning of the rhyme.
  'ă(?:n|ng|t)|êng|ên|êt|êu',
  '',
].join('|')
const syllable = new RegExp(`^${onset}(?:${rhymes})$`)

const tones = /[\u0300\u0301\u0303\u0309\u0323]/g
const known = new Map<string, boolean>()

/** Whether a word could be Vietnamese by how it is built, tones aside. */
export function isSyllable(word: string): boolean {
  const low = word.toLowerCase()
  const before = known.get(low)
  if (before !== undefined) return before
  const apart = low.normalize('NFD')
  const marks = apart.match(tones)?.length ?? 0
  const answer = marks <= 1 && syllable.test(apart.replace(tones, '').normalize('NFC'))
  if (known.size > 20_000) known.clear()
  known.set(low, answer)
  return answer
}

/** Runs of letters and of the signs that fonts of the time before Unicode put in place of letters. */
const words = /[\p{Script=Latin}\p{M}¡-¿×÷\u00ad\u0080-\u009f†‡™‚„‰˜ˆ]+/gu
const quotes = /^[«»·´„‚]+|[«»·´®©™°¹²³†‡]+$/gu
const symbol = /[¡-¿×÷\u00ad\u0080-\u009f†‡™‚„‰˜ˆ]/u

export interface Soundness {
  /** Words with a letter beyond ASCII that are built as Vietnamese is. */
  sound: number
  /** Those that are not, names aside. */
  odd: number
  /** Those that are not and begin with a capital: people and places of other languages, or a headline all of capitals. */
  names: number
  /** Of the odd ones, those with a sign among the letters that stands inside no word of any language. */
  impossible: number
}

type Kind = 'plain' | 'sound' | 'odd' | 'name' | 'impossible'

/** Of plain text. Words of letters of ASCII alone say nothing, and neither does a name in which only the Đ is marked. */
export function soundnessOf(text: string): Soundness {
  const out = { sound: 0, odd: 0, names: 0, impossible: 0 }
  for (const [run] of text.matchAll(words)) {
    switch (kindOf(run)) {
      case 'plain':
        break
      case 'sound':
        out.sound++
        break
      case 'odd':
        out.odd++
        break
      case 'name':
        out.names++
        break
      case 'impossible':
        out.odd++
        out.impossible++
    }
  }
  return out
}

/** A text of two thousand words has some four hundred different ones; the next page has most of them again. */
const kinds = new Map<string, Kind>()

function kindOf(run: string): Kind {
  const before = kinds.get(run)
  if (before !== undefined) return before
  const kind = judge(run)
  if (kinds.size > 20_000) kinds.clear()
  // A run without end is no word, and would be kept for ever.
  if (run.length < 40) kinds.set(run, kind)
  return kind
}

function judge(run: string): Kind {
  const word = run.replace(quotes, '').normalize('NFC')
  if (!/[^ -~]/.test(word) || /^[A-ZĐ]+$/.test(word)) return 'plain'
  if (symbol.test(word) || /[a-z][À-ÖØ-Þ]/.test(word))
    return !/\p{L}/u.test(word) || word.length < 2 ? 'plain' : 'impossible'
  if (isSyllable(word)) return 'sound'
  return /^\p{Lu}\P{Lu}+$/u.test(word) ? 'name' : 'odd'
}
