/** The tables of a film as an MP4 writes them, and bytes that differ from place to place behind them. Nothing plays. */
export function mp4(
  given: { width?: number; height?: number; seconds?: number; rate?: number; bytes?: number } = {},
): Uint8Array<ArrayBuffer> {
  const { width = 1080, height = 1920, seconds = 30, rate = 30, bytes = 40_000 } = given
  const clock = [0, 0, 0, 1000, seconds * 1000, 0]
  const track = box(
    'trak',
    box('tkhd', words(7, 0, 0, 1, 0, seconds * 1000, ...Array<number>(13).fill(0), width * 65_536, height * 65_536)),
    box(
      'mdia',
      box('mdhd', words(...clock)),
      box('minf', box('stbl', box('stts', words(0, 1, Math.round(seconds * rate), Math.round(1000 / rate))))),
    ),
  )
  const head = joined(
    box('ftyp', text('isom'), words(512), text('isommp42')),
    box('moov', box('mvhd', words(...clock, ...Array<number>(20).fill(0))), track),
  )
  const rest = new Uint8Array(Math.max(0, bytes - head.length - 8))
  let state = 1
  for (let at = 0; at < rest.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    rest[at] = state >>> 24
  }
  return joined(head, box('mdat', rest))
}

function box(name: string, ...inside: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = inside.reduce((sum, part) => sum + part.length, 8)
  return joined(words(size), text(name), ...inside)
}

const text = (letters: string) => new TextEncoder().encode(letters)

function words(...values: number[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(values.length * 4))
  for (const [at, value] of values.entries()) view.setUint32(at * 4, value)
  return new Uint8Array(view.buffer)
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Compared as bytes: a deep comparison of megabytes takes seconds. */
export const same = (left: Uint8Array | undefined, right: Uint8Array): boolean =>
  left !== undefined && Buffer.compare(left, right) === 0
