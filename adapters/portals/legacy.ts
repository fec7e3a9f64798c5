import iconv from 'iconv-lite'
import { soundnessOf } from '../../src/kit/syllables.ts'
import { decodeEntities } from '../../src/kit/text.ts'

/** Text whose characters are not the letters a reader sees. Repaired, and said, because a repair is a guess. */
export type Legacy = 'double_encoded' | 'tcvn3' | 'vni' | 'wrong_code_page'

interface Repaired {
  text: string
  found: Legacy | null
}

/**
 * Old Vietnamese pages hold text that is valid in its encoding and still unreadable: UTF-8 that was taken for Latin and
 * encoded again, codes of the TCVN3 (.VnTime) and VNI fonts, bytes of VISCII or windows-1258 under another name. Works on the
 * whole document, before white space is collapsed, because U+00A0 is half of an "à" there. Of several repairs the one is
 * taken whose words are built as Vietnamese ones are. `bytes` where they were not UTF-8.
 */
export function repair(text: string, bytes: Uint8Array | null = null): Repaired {
  const plain = { text, found: null }
  if (!/[\u0080-\u00ff]/.test(text) && bytes === null) return plain
  // Most pages end here: they show real letters, and the signs of a wrong font are rare.
  const real = text.match(vietnamese)?.length ?? 0
  const signs = text.match(/[§®¬¨©ª¸µ¶·¹¼½¾×÷ÃÂøûõïåäëü]/g)?.length ?? 0
  if (bytes === null && real > 50 && real > signs * 2) return plain
  const before = scoreOf(text)
  if (before.odd < 2 || before.odd * 10 < before.sound) return plain
  let best: Repaired = plain
  let most = before.sound - before.odd
  // A line of old text in a new document: what is right would be spoilt. Who reads the line will see that it is in doubt.
  const isMixed = bytes === null && real * 3 > before.odd
  for (const one of [undouble(text), ...(isMixed ? [] : [fromTcvn3(text), fromVni(text)])]) {
    const { sound, odd } = one ? scoreOf(one.text) : before
    if (one && sound - odd > most) [best, most] = [one, sound - odd]
  }
  // By another table altogether only where nearly every word becomes one, and every fourth at least has a mark: in French
  // one in eight has.
  if (!isMixed)
    for (const [encoding, found] of tables) {
      const one: Repaired = { text: recode(text, bytes, encoding), found }
      const { sound, odd } = scoreOf(one.text)
      const total = visible(one.text.slice(0, 200_000)).match(/\p{L}+/gu)?.length ?? 0
      if (sound - odd > most && odd * 10 <= sound && sound * 4 >= total) [best, most] = [one, sound - odd]
    }
  return best
}

const tables = [
  ['viscii', 'wrong_code_page'],
  ['windows-1258', 'wrong_code_page'],
  ['tcvn', 'tcvn3'],
] as const

function scoreOf(text: string): { sound: number; odd: number } {
  const { sound, odd, names } = soundnessOf(decodeEntities(visible(text.slice(0, 200_000))).normalize('NFC'))
  return { sound, odd: odd + names }
}

/** The same bytes by another table: the document's own, or those behind each run of Latin letters. */
function recode(text: string, bytes: Uint8Array | null, encoding: string): string {
  if (bytes !== null) return iconv.decode(bytes, encoding)
  return text.replace(latinLetters, run => iconv.decode(toBytes(run), encoding))
}

/** Letters only Vietnamese has; a page that shows a good number of them is not written in a legacy font. */
const vietnamese = /[\u1ea0-\u1ef9ăđơưĂĐƠƯ]/g

/** Windows-1252 characters that bytes 0x80-0x9f become when UTF-8 is taken for Latin. */
const latinBytes = new Map<string, number>()
for (let byte = 0x80; byte <= 0xff; byte++) {
  latinBytes.set(String.fromCharCode(byte), byte)
  latinBytes.set(iconv.decode(Uint8Array.of(byte), 'windows-1252'), byte)
}
const latinRun = new RegExp(`[${[...latinBytes.keys()].filter(c => c !== '\ufffd').join('')}]{2,}`, 'g')
const strict = new TextDecoder('utf-8', { fatal: true })

function undouble(text: string) {
  let mended = 0
  const better = text.replace(latinRun, run => {
    try {
      const once = strict.decode(toBytes(run))
      mended += once.match(/[\u00c0-\u1ef9]/g)?.length ?? 0
      return once
    } catch {
      return run
    }
  })
  // A page may quote a broken comment; only where the broken letters are the most is the page broken.
  const sound = (better.match(/[\u00c0-\u1ef9]/g)?.length ?? 0) - mended
  return mended >= 3 && mended > sound ? { text: better, found: 'double_encoded' as const } : null
}

const tcvnWord = /\p{Script=Latin}[§®¬¨©ª¸µ¶·¹¼½¾×÷]|[§®¬¨©ª¸µ¶·¹¼½¾×÷]\p{Script=Latin}/u

/** Two words in ten or more hold a sign that stands inside no word of any language, and almost none a real letter. */
function fromTcvn3(text: string) {
  if (!tcvnWord.test(text)) return null
  const all = visible(text).match(/[^\s.,;:!?()"“”]+/g) ?? []
  const odd = all.filter(word => tcvnWord.test(word)).length
  if (odd < 3 || odd * 10 < all.length * 2 || (text.match(vietnamese)?.length ?? 0) > odd) return null
  const better = text.replace(latinLetters, run => iconv.decode(toBytes(run), 'tcvn'))
  return { text: better, found: 'tcvn3' as const }
}

function visible(text: string): string {
  return text.replace(/<(script|style)\b[\s\S]*?<\/\1\s*>|<[^<>]*>/gi, ' ')
}

const latinLetters = new RegExp(latinRun.source.replace('{2,}', '+'), 'g')

const vniWord = /[aeouyôö][ùøûõïâáàåãäêéèúüë]|[ñæ]|[a-z][óòîí]/i
const vniMarks: Record<string, string> = {
  ù: '\u0301',
  ø: '\u0300',
  û: '\u0309',
  õ: '\u0303',
  ï: '\u0323',
  â: '\u0302',
  á: '\u0302\u0301',
  à: '\u0302\u0300',
  å: '\u0302\u0309',
  ã: '\u0302\u0303',
  ä: '\u0302\u0323',
  ê: '\u0306',
  é: '\u0306\u0301',
  è: '\u0306\u0300',
  ú: '\u0306\u0309',
  ü: '\u0306\u0303',
  ë: '\u0306\u0323',
}
const vniLetters: Record<string, string> = { ô: 'ơ', ö: 'ư', ñ: 'đ', æ: 'ỉ', ó: 'ĩ', ò: 'ị', î: 'ỵ', í: 'í', ì: 'ì' }

function fromVni(text: string) {
  const all = visible(text).match(/\p{L}+/gu) ?? []
  const pairs = all.filter(word => /[aeouyôö][ùøûõïåäëüâ]/i.test(word)).length
  const odd = all.filter(word => /[^ -~]/.test(word)).length
  // French has "où" and "goût", German "für": only where pairs are the rule is it VNI.
  if (pairs < 4 || pairs * 2 < odd || pairs * 10 < all.length * 2 || (text.match(vietnamese)?.length ?? 0) > pairs)
    return null
  const better = text.replace(/\p{L}+/gu, word => (vniWord.test(word) ? fromVniWord(word) : word))
  return { text: better, found: 'vni' as const }
}

function fromVniWord(word: string): string {
  let out = ''
  for (const letter of word) {
    const low = letter.toLowerCase()
    const mark = vniMarks[low]
    const last = out.normalize('NFC').at(-1) ?? ''
    if (mark && /[aeouyơư]/i.test(last)) out += mark
    else {
      const plain = vniLetters[low]
      out += plain === undefined ? letter : letter === low ? plain : plain.toUpperCase()
    }
  }
  return out.normalize('NFC')
}

function toBytes(run: string): Uint8Array {
  return Uint8Array.from(run, letter => latinBytes.get(letter) ?? 0x3f)
}
