import type { Scene } from './story.ts'

const skies: Readonly<Record<Scene, readonly [string, string]>> = {
  river: ['#cfe4ef', '#f4d9b0'],
  hills: ['#b9d6e8', '#eef3ea'],
  hall: ['#f2ede2', '#d9cdb8'],
  field: ['#bfe0f2', '#fbf0c9'],
  storm: ['#5c6b78', '#9aa7ad'],
  market: ['#f3c98b', '#f9e8c8'],
  chart: ['#ffffff', '#eef2f6'],
}

/** A drawn picture of 1200 × 800, different for each number: shapes only, so that it needs no font of the machine. */
export async function drawPicture(scene: Scene, number: number): Promise<Uint8Array<ArrayBuffer>> {
  const { default: sharp } = await import('sharp')
  const [above, below] = skies[scene]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800">
    <defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="${above}"/><stop offset="1" stop-color="${below}"/></linearGradient></defs>
    <rect width="1200" height="800" fill="url(#s)"/>${shapes(scene, spread(number))}</svg>`
  return new Uint8Array(await sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer())
}

type Next = (from: number, to: number) => number

function shapes(scene: Scene, next: Next): string {
  switch (scene) {
    case 'river':
      return `${sun(next)}${hill(next, 420, '#7f9c86')}<rect y="520" width="1200" height="280" fill="#5f8ea6"/>${many(6, () => boat(next))}`
    case 'hills':
      return `${sun(next)}${hill(next, 360, '#a9bfae')}${hill(next, 480, '#7f9f86')}${hill(next, 600, '#55785f')}`
    case 'hall':
      return `<rect y="560" width="1200" height="240" fill="#b89d78"/>${many(5, place => `<rect x="${120 + place * 200}" y="${next(330, 380)}" width="130" height="230" fill="#7b5f45"/><circle cx="${185 + place * 200}" cy="${next(280, 310)}" r="34" fill="#e3c3a1"/>`)}`
    case 'field':
      return `${sun(next)}${many(9, place => `<rect y="${440 + place * 40}" width="1200" height="26" fill="hsl(${next(78, 110)} 46% ${38 + place}%)"/>`)}`
    case 'storm':
      return `<rect y="560" width="1200" height="240" fill="#46545c"/>${many(60, () => `<line x1="${next(0, 1200)}" y1="${next(0, 520)}" x2="${next(0, 1200)}" y2="${next(520, 800)}" stroke="#dfe7ea" stroke-opacity=".18" stroke-width="3"/>`)}`
    case 'market':
      return `<rect y="600" width="1200" height="200" fill="#8a6a4b"/>${many(8, place => `<path d="M${40 + place * 145} 420h130l-20 80h-90z" fill="hsl(${next(0, 40)} 70% 55%)"/><rect x="${70 + place * 145}" y="500" width="70" height="110" fill="#5b4636"/>`)}`
    case 'chart':
      return many(9, place => {
        const height = next(80, 520)
        return `<rect x="${110 + place * 112}" y="${680 - height}" width="72" height="${height}" rx="6" fill="${place % 3 ? '#3a6ea5' : '#c0392b'}"/>`
      })
  }
}

const sun = (next: Next) => `<circle cx="${next(200, 1000)}" cy="${next(120, 220)}" r="70" fill="#f6c453"/>`
const hill = (next: Next, top: number, fill: string) =>
  `<path d="M0 ${top + next(0, 60)}Q300 ${top - next(60, 160)} 600 ${top}T1200 ${top - next(0, 60)}V800H0z" fill="${fill}"/>`
function boat(next: Next): string {
  const x = next(60, 1050)
  const y = next(560, 720)
  return `<path d="M${x} ${y}h110l-22 30h-66z" fill="#5a3d2b"/>`
}
const many = (count: number, make: (place: number) => string) =>
  Array.from({ length: count }, (_, place) => make(place)).join('')

/** The same drawing for the same number, so that its address may be kept in caches. */
function spread(number: number): Next {
  let state = (number * 2_654_435_761) >>> 0 || 1
  return (from, to) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return Math.round(from + ((state >>> 0) / 2 ** 32) * (to - from))
  }
}

/** A PDF 1.4 of one page, whose cross-reference table is right. Latin letters, as the built-in fonts have no others. */
export function writePdf(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  const text = lines
    .map((line, place) => `BT /F1 14 Tf 72 ${760 - place * 28} Td (${line.replace(/[\\()]/g, '\\$&')}) Tj ET`)
    .join('\n')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${latin(text).length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>',
  ]
  let body = '%PDF-1.4\n'
  const places = objects.map((object, place) => {
    const at = latin(body).length
    body += `${place + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = places.map(at => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const tail = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${latin(body).length}\n%%EOF\n`
  return latin(`${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${tail}`)
}

const latin = (text: string) => Uint8Array.from(text, letter => letter.charCodeAt(0) & 0xff)
