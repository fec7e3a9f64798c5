/** What a film says of itself in its tables; undefined for what is no MP4 or MOV, `{}` where the tables were not seen. */
export interface Film {
  width?: number
  height?: number
  seconds?: number
  rate?: number
}

/** MP4 and MOV begin with a box `ftyp`, Matroska with the mark of EBML. */
export function isFilm(head: Uint8Array): boolean {
  const name = String.fromCharCode(...head.subarray(4, 8))
  return name === 'ftyp' || (head[0] === 0x1a && head[1] === 0x45 && head[2] === 0xdf && head[3] === 0xa3)
}

/** Box by box (ISO/IEC 14496-12): the movie's length, and of the first track with a picture its size and its frames. */
export function readFilm(bytes: Uint8Array): Film {
  const movie = find(whole(bytes), 'moov')
  if (!movie) return {}
  const film: Film = {}
  const length = find(movie, 'mvhd')
  if (length) film.seconds = secondsOf(length)
  for (const track of all(movie, 'trak')) {
    const head = find(track, 'tkhd')
    const width = head ? head.getUint32(head.byteLength - 8) >>> 16 : 0
    if (!head || width === 0) continue
    film.width = width
    film.height = head.getUint32(head.byteLength - 4) >>> 16
    const media = find(track, 'mdia')
    const clock = media && find(media, 'mdhd')
    const frames = media && framesIn(media)
    if (clock && frames) film.rate = frames / secondsOf(clock)
    return film
  }
  return film
}

const whole = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function* all(parent: DataView, name: string): Generator<DataView> {
  for (let at = 0; at + 8 <= parent.byteLength; ) {
    const short = parent.getUint32(at)
    const head = short === 1 ? 16 : 8
    if (at + head > parent.byteLength) return
    const size = short === 1 ? Number(parent.getBigUint64(at + 8)) : short || parent.byteLength - at
    if (size < head) return
    const found = String.fromCharCode(...[4, 5, 6, 7].map(i => parent.getUint8(at + i)))
    const end = Math.min(at + size, parent.byteLength)
    if (found === name) yield new DataView(parent.buffer, parent.byteOffset + at + head, end - at - head)
    at += size
  }
}

const find = (parent: DataView, ...names: string[]): DataView | undefined =>
  names.reduce<DataView | undefined>((box, name) => box && all(box, name).next().value, parent)

/** `mvhd` and `mdhd` hold scale and duration at the same places. */
function secondsOf(box: DataView): number {
  const long = box.getUint8(0) === 1
  const scale = box.getUint32(long ? 20 : 12)
  return (long ? Number(box.getBigUint64(24)) : box.getUint32(16)) / (scale || 1)
}

function framesIn(media: DataView): number {
  const times = find(media, 'minf', 'stbl', 'stts')
  if (!times) return 0
  let frames = 0
  for (let i = 0; i < times.getUint32(4) && 16 + i * 8 <= times.byteLength; i++) frames += times.getUint32(8 + i * 8)
  return frames
}
