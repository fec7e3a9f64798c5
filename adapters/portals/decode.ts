import iconv from 'iconv-lite'
import { repair } from './legacy.ts'

export interface Decoded {
  text: string
  /** The label that was believed, lower case. */
  encoding: string
  warnings: string[]
}

/**
 * Bytes to text: byte order mark, then UTF-8 that proves itself, then the document's own word, then the header's, each
 * only when it decodes without an error; at the end the Windows code page old Vietnamese sites were written in. Text of
 * the wrong font or encoded twice is repaired and said (`encoding.legacy_text`): a person should look before it goes out.
 */
export function decode(bytes: Uint8Array, contentType: string | null | undefined): Decoded {
  const { text, encoding, damaged } = believe(bytes, contentType)
  const warnings = damaged ? ['encoding.damaged'] : []
  const { text: mended, found } = repair(text, /^utf-/.test(encoding) ? null : bytes)
  if (found) warnings.push('encoding.legacy_text', `encoding.${found}`)
  return { text: mended.replace(c1, letter => windows.get(letter) ?? letter), encoding, warnings }
}

/** Codes 0x80-0x9f of Windows written as if they were Unicode; nobody means the control characters that stand there. */
const c1 = /[\u0080-\u0084\u0086-\u009f]/g
const windows = new Map(
  Array.from({ length: 32 }, (_, at) => [
    String.fromCharCode(0x80 + at),
    iconv.decode(Uint8Array.of(0x80 + at), 'windows-1252'),
  ]),
)

function believe(bytes: Uint8Array, contentType: string | null | undefined) {
  const marked = fromMark(bytes)
  if (marked) return marked
  const shaped = fromShape(bytes)
  if (shaped) return shaped

  const declared = declaredIn(bytes)
  const header = labelOf(/charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(contentType ?? '')?.[1])
  const { proof, text: proved } = utf8Proof(bytes)
  // Two or three pairs of a Chinese or Japanese text can pass for UTF-8 by chance; a dozen cannot.
  const enough = proof >= 12 || !manyBytes.test(declared ?? header ?? '')
  if (proof > 0 && enough) return { text: proved, encoding: 'utf-8', damaged: false }

  for (const label of [declared, header, 'utf-8']) {
    const text = label ? decodeAs(bytes, label) : undefined
    if (label && text !== undefined) return { text, encoding: label, damaged: false }
  }
  if (mostlyUtf8(bytes)) return { text: new TextDecoder('utf-8').decode(bytes), encoding: 'utf-8', damaged: true }
  const last = [declared, header].find(label => label && label !== 'utf-8' && iconv.encodingExists(label))
  const encoding = last ?? 'windows-1258'
  return { text: iconv.decode(bytes, encoding), encoding, damaged: last !== undefined }
}

const manyBytes = /^(gb|big5|euc|shift|sjis|iso-2022|hz|ks|windows-(31j|936|949|950))/

function fromMark(bytes: Uint8Array) {
  const [a, b, c, d] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return loose(bytes.subarray(3), 'utf-8')
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return loose(bytes.subarray(4), 'utf-32le')
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return loose(bytes.subarray(4), 'utf-32be')
  if (a === 0xff && b === 0xfe) return loose(bytes.subarray(2), 'utf-16le')
  if (a === 0xfe && b === 0xff) return loose(bytes.subarray(2), 'utf-16be')
  return null
}

/** Without a mark the zeros around the first `<` tell (XML 1.0, appendix F). */
function fromShape(bytes: Uint8Array) {
  const [a, b, c, d] = bytes
  if (a === 0 && b === 0 && c === 0 && d === 0x3c) return loose(bytes, 'utf-32be')
  if (a === 0x3c && b === 0 && c === 0 && d === 0) return loose(bytes, 'utf-32le')
  if (a === 0 && b === 0x3c && c === 0) return loose(bytes, 'utf-16be')
  if (a === 0x3c && b === 0 && d === 0) return loose(bytes, 'utf-16le')
  return null
}

function loose(bytes: Uint8Array, encoding: string) {
  const text = encoding.startsWith('utf-32') ? fromUtf32(bytes, encoding) : new TextDecoder(encoding).decode(bytes)
  return { text, encoding, damaged: text.includes('\ufffd') }
}

function fromUtf32(bytes: Uint8Array, encoding: string): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let text = ''
  for (let at = 0; at + 3 < bytes.byteLength; at += 4) {
    const code = view.getUint32(at, encoding === 'utf-32le')
    text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
  }
  return text
}

/** What the XML declaration or a meta element claims, looked for where browsers look, generously. */
function declaredIn(bytes: Uint8Array): string | undefined {
  const head = latin(bytes.subarray(0, 4096))
  const found =
    /^\s*<\?xml[^<>]*?\sencoding\s*=\s*["']\s*([\w.:-]+)/i.exec(head) ??
    /<meta[^<>]+?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)
  const label = labelOf(found?.[1])
  // Whoever could read "encoding=utf-16" byte by byte was not reading UTF-16.
  return label && /^utf-(16|32)/.test(label) ? undefined : label
}

const aliases: Record<string, string> = {
  utf8: 'utf-8',
  'x-viet-tcvn': 'tcvn',
  'x-viet-tcvn5712': 'tcvn',
  'tcvn-5712': 'tcvn',
  tcvn5712: 'tcvn',
  'tcvn5712-1': 'tcvn',
  'tcvn-5712:1993': 'tcvn',
  'x-viet-vps': 'viscii',
  csviscii: 'viscii',
  viscii1: 'viscii',
  'viscii1.1-1': 'viscii',
}

function labelOf(name: string | undefined): string | undefined {
  const low = name?.trim().toLowerCase()
  return low ? (aliases[low] ?? low) : undefined
}

function decodeAs(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    // RangeError: not a WHATWG label; TypeError: not that encoding.
  }
  if (label !== 'tcvn' && label !== 'viscii') return undefined
  return iconv.decode(bytes, label)
}

/** How many sequences of several bytes a body of valid UTF-8 holds, and the text; 0 when it is ASCII or not valid. */
function utf8Proof(bytes: Uint8Array): { proof: number; text: string } {
  let leads = 0
  for (const byte of bytes) if (byte >= 0xc2) leads++
  const text = leads > 0 ? decodeAs(bytes, 'utf-8') : undefined
  return text === undefined ? { proof: 0, text: '' } : { proof: leads, text }
}

/** A feed cut in the middle of a letter, or one bad byte in a page: still UTF-8, with a loss to report. */
function mostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes)
  const lost = text.match(/\ufffd/g)?.length ?? 0
  const good = text.match(/[\u0080-\ufffc]/g)?.length ?? 0
  return good > lost * 10
}

function latin(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
