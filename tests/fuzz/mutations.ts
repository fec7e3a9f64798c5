/** Documents spoilt at random, byte by byte and part by part; the same seed spoils them the same way. */

/** Mulberry32: small, seeded, the same everywhere. */
export function random(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

type Next = () => number
const pick = <T>(all: readonly T[], next: Next): T => all[Math.floor(next() * all.length)] as T

const pieces = [
  '<',
  '>',
  '</',
  '/>',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '&#x110000;',
  '&#0;',
  '&a;',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<!DOCTYPE a [<!ENTITY a "b">]>',
  '\u0000',
  '\ufffe',
  '\u202e',
  '<item>',
  '</item>',
  '<entry>',
  '<title>',
  '</channel>',
  '<div>'.repeat(300),
  '<p>'.repeat(900),
  '<table><tr><td>'.repeat(60),
  '"',
  "'",
  'href="javascript:alert(1)"',
  '<a href="java\tscript:alert(1)">x</a>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<iframe src="https://www.youtube.com/embed/x"></iframe>',
  '<math><mtext><script>alert(1)</script></mtext></math>',
  '\ufeff',
  '<script>',
  '<style>',
  '<noscript>',
  '<form style="display:none">',
  '<pubDate>31/31/9999</pubDate>',
  '<pubDate>Sat, 31 Jun 2026 25:61:61 +9999</pubDate>',
  '<guid>90071992547409931234567890</guid>',
  '<link>javascript:alert(1)</link>',
  '<base href="//[">',
  ' '.repeat(5000),
  'á'.repeat(3000),
  'https://[',
  '(Theo '.repeat(200),
  'Ngày đăng: '.repeat(200),
  '1/1/'.repeat(500),
  'Th«ng b¸o '.repeat(50),
  'ThÃ´ng bÃ¡o '.repeat(50),
  '{"items":[',
]

/** Of bytes: cut, doubled, overwritten, strewn with signs that mean something. */
function ofBytes(bytes: Uint8Array, next: Next): Uint8Array {
  const parts: Uint8Array[] = []
  let at = 0
  const cuts = 1 + Math.floor(next() * 6)
  for (let index = 0; index < cuts; index++) {
    const to = at + Math.floor(next() * (bytes.length - at))
    parts.push(bytes.subarray(at, to))
    const kind = next()
    if (kind < 0.4) parts.push(new TextEncoder().encode(pick(pieces, next)))
    else if (kind < 0.6)
      parts.push(Uint8Array.from({ length: 1 + Math.floor(next() * 20) }, () => Math.floor(next() * 256)))
    else if (kind < 0.8) parts.push(bytes.subarray(to, to + Math.floor(next() * 400)))
    at = kind >= 0.8 ? Math.min(bytes.length, to + Math.floor(next() * 200)) : to
  }
  if (next() < 0.85) parts.push(bytes.subarray(at))
  return new Uint8Array(Buffer.concat(parts))
}

/** Of parts: elements moved, doubled, nested into themselves, renamed; attributes and text swapped. */
function ofParts(bytes: Uint8Array, next: Next): Uint8Array {
  let text = Buffer.from(bytes).toString('utf8')
  for (let round = 1 + Math.floor(next() * 4); round > 0; round--) {
    const tags = [...text.matchAll(/<\/?[a-z][^<>]{0,300}>/gi)]
    if (tags.length < 3) break
    const one = pick(tags, next)
    const other = pick(tags, next)
    const [from, to] = one.index < other.index ? [one, other] : [other, one]
    const inside = text.slice(from.index, to.index)
    switch (Math.floor(next() * 7)) {
      case 0:
        text = text.slice(0, from.index) + text.slice(to.index)
        break
      case 1:
        text = text.slice(0, to.index) + inside.slice(0, 20_000) + text.slice(to.index)
        break
      case 2:
        text = text.slice(0, from.index) + to[0] + text.slice(from.index + from[0].length)
        break
      case 3:
        text = text.slice(0, from.index) + from[0].repeat(1 + Math.floor(next() * 500)) + text.slice(from.index)
        break
      case 4:
        text = text.slice(0, to.index) + pick(pieces, next) + text.slice(to.index)
        break
      case 5:
        text = text.replaceAll(
          from[0],
          from[0].replace(/"[^"]*"/, () => `"${pick(pieces, next).replaceAll('"', '')}"`),
        )
        break
      default:
        text =
          text.slice(0, from.index) +
          inside.replace(/\d+/g, () => String(Math.floor(next() * 1e9))) +
          text.slice(to.index)
    }
    if (text.length > 400_000) text = text.slice(0, 400_000)
  }
  return new TextEncoder().encode(text)
}

/** Of encoding: other bytes for the same letters, or other letters for the same bytes. */
function ofLetters(bytes: Uint8Array, next: Next): Uint8Array {
  const text = Buffer.from(bytes).toString('utf8')
  switch (Math.floor(next() * 4)) {
    case 0:
      return new Uint8Array(Buffer.from(text, 'utf16le'))
    case 1:
      return new Uint8Array(Buffer.from(text, 'latin1'))
    case 2:
      return new TextEncoder().encode(Buffer.from(bytes).toString('latin1'))
    default:
      return new TextEncoder().encode(text.normalize('NFD'))
  }
}

export function mutate(bytes: Uint8Array, next: Next): Uint8Array {
  let out = bytes
  const kind = next()
  if (kind < 0.55) out = ofBytes(out, next)
  if (kind > 0.35) out = ofParts(out, next)
  if (next() < 0.08) out = ofLetters(out, next)
  return out
}

const types = [
  null,
  'text/html',
  'text/html; charset=utf-8',
  'text/xml; charset=windows-1258',
  'text/html; charset=tcvn',
  'x/y; charset=',
]
export const typeFor = (next: Next): string | null => pick(types, next)
