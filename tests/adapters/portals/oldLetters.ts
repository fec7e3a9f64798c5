/** Vietnamese as it was written before Unicode: bytes of code pages, letters of fonts, and the accidents of moving it. */
import iconv from 'iconv-lite'

const tones = '\u0301\u0300\u0309\u0303\u0323'

const byte1258 = new Map(
  Array.from({ length: 256 }, (_, at) => [iconv.decode(Uint8Array.of(at), 'windows-1258'), at] as const),
)

/** A letter and its tone apart, as the code page has them. */
export function windows1258(text: string): Buffer {
  const bytes = [...text.normalize('NFC')].flatMap(letter => {
    const whole = byte1258.get(letter)
    if (whole !== undefined) return [whole]
    const parts = [...letter.normalize('NFD')]
    const tone = parts.find(part => tones.includes(part)) ?? ''
    const bare = parts
      .filter(part => part !== tone)
      .join('')
      .normalize('NFC')
    return [bare, tone].map(part => byte1258.get(part) ?? 0x3f)
  })
  return Buffer.from(bytes)
}

const simple = 'ùøûõï'
const withHat = 'áàåãä'
const withBow = 'éèúüë'
const onI = 'íìæóò'

/** The letters of a VNI font: base letter, then a sign for hat and tone together. */
export function vni(text: string): string {
  return [...text.normalize('NFC')]
    .map(letter => {
      const low = letter.toLowerCase()
      const [base = '', ...marks] = low.normalize('NFD')
      const tone = tones.indexOf(marks.find(mark => tones.includes(mark)) ?? '-')
      const sign = (all: string, none: string) => (tone < 0 ? none : (all[tone] ?? ''))
      const out = () => {
        if (low === 'đ') return 'ñ'
        if (base === 'i') return sign(onI, 'i')
        if (base === 'y' && tone === 4) return 'î'
        if (marks.includes('\u0302')) return base + sign(withHat, 'â')
        if (marks.includes('\u0306')) return base + sign(withBow, 'ê')
        if (marks.includes('\u031b')) return (base === 'o' ? 'ô' : 'ö') + sign(simple, '')
        return base + sign(simple, '')
      }
      return letter === low ? out() : out().toUpperCase()
    })
    .join('')
}

const asLatin = (bytes: Uint8Array) => iconv.decode(bytes, 'windows-1252')
const utf8 = (text: string) => Buffer.from(text, 'utf8')

/** Every way we know of in which such text reaches us. */
export const ways: Record<string, (text: string) => Buffer> = {
  'bytes of TCVN3': text => iconv.encode(text, 'tcvn'),
  'bytes of VISCII': text => iconv.encode(text, 'viscii'),
  'bytes of windows-1258': windows1258,
  'bytes of a VNI font': text => iconv.encode(vni(text), 'windows-1252'),
  'TCVN3 saved as UTF-8': text => utf8(asLatin(iconv.encode(text, 'tcvn'))),
  'VISCII saved as UTF-8': text => utf8(asLatin(iconv.encode(text, 'viscii'))),
  'windows-1258 saved as UTF-8': text => utf8(asLatin(windows1258(text))),
  'VNI saved as UTF-8': text => utf8(vni(text)),
  'UTF-8 encoded twice by way of windows-1252': text => utf8(asLatin(utf8(text))),
  'UTF-8 encoded twice by way of latin1': text => utf8(utf8(text).toString('latin1')),
  'UTF-8 encoded twice by way of windows-1258': text => utf8(iconv.decode(utf8(text), 'windows-1258')),
  'UTF-8 encoded three times': text => utf8(asLatin(utf8(asLatin(utf8(text))))),
  'letters lost to question marks': text => Buffer.from(text.replace(/[^\0-\xff]/g, '?'), 'latin1'),
}
