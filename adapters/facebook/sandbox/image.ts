export interface Picture {
  type: 'image/jpeg' | 'image/png' | 'image/gif' | 'image/bmp' | 'image/tiff'
  width: number
  height: number
  exif: boolean
}

/** Looks at the bytes, never at a name or a header. Undefined for what Graph does not take, and for a file cut short. */
export function readPicture(bytes: Uint8Array): Picture | undefined {
  if (bytes.length < 26) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const picture = readPng(bytes, view) ?? readJpeg(view) ?? readGif(view) ?? readBmp(view) ?? readTiff(view)
  return picture && picture.width > 0 && picture.height > 0 ? picture : undefined
}

const ascii = (view: DataView, at: number, count: number) => {
  let out = ''
  for (let i = 0; i < count && at + i < view.byteLength; i++) out += String.fromCharCode(view.getUint8(at + i))
  return out
}

function readPng(bytes: Uint8Array, view: DataView): Picture | undefined {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return undefined
  let at = 8
  let header: { width: number; height: number } | undefined
  let exif = false
  let data = false
  while (at + 12 <= view.byteLength) {
    const length = view.getUint32(at)
    if (at + 12 + length > view.byteLength) return undefined
    if (crc(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) return undefined
    const name = ascii(view, at + 4, 4)
    if (name === 'IHDR' && length >= 13) header = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
    if (name === 'eXIf') exif = true
    if (name === 'IDAT') data = true
    if (name === 'IEND') return header && data ? { type: 'image/png', ...header, exif } : undefined
    at += 12 + length
  }
  return undefined
}

function readJpeg(view: DataView): Picture | undefined {
  if (view.getUint16(0) !== 0xffd8) return undefined
  let at = 2
  let exif = false
  let size: { width: number; height: number } | undefined
  while (at + 4 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = view.getUint16(at + 2)
    if (length < 2 || at + 2 + length > view.byteLength) return undefined
    if (marker === 0xe1 && ascii(view, at + 4, 4) === 'Exif') exif = true
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (frame && length >= 8) size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    if (marker === 0xda) return size && endsAsJpeg(view, at) ? { type: 'image/jpeg', ...size, exif } : undefined
    at += 2 + length
  }
  return undefined
}

/** Writers may pad behind the end marker, so it need not be the very last pair of bytes. */
function endsAsJpeg(view: DataView, from: number): boolean {
  const first = Math.max(from, view.byteLength - 4096)
  for (let at = view.byteLength - 2; at >= first; at--) if (view.getUint16(at) === 0xffd9) return true
  return false
}

function readGif(view: DataView): Picture | undefined {
  if (!['GIF87a', 'GIF89a'].includes(ascii(view, 0, 6))) return undefined
  if (view.getUint8(view.byteLength - 1) !== 0x3b) return undefined
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true), exif: false }
}

function readBmp(view: DataView): Picture | undefined {
  if (ascii(view, 0, 2) !== 'BM' || view.getUint32(2, true) > view.byteLength) return undefined
  const height = Math.abs(view.getInt32(22, true))
  return { type: 'image/bmp', width: view.getInt32(18, true), height, exif: false }
}

function readTiff(view: DataView): Picture | undefined {
  const order = ascii(view, 0, 4)
  const little = order === 'II*\0'
  if (!little && order !== 'MM\0*') return undefined
  const at = view.getUint32(4, little)
  if (at + 2 > view.byteLength) return undefined
  const tags = new Map<number, number[]>()
  const entries = view.getUint16(at, little)
  // The address of a next directory ends the list, and a file cut short lacks it.
  if (at + 2 + entries * 12 + 4 > view.byteLength) return undefined
  for (let i = 0; i < entries; i++) {
    const entry = at + 2 + i * 12
    const values = readTag(view, entry, little)
    if (!values) return undefined
    tags.set(view.getUint16(entry, little), values)
  }
  const lengths = tags.get(279) ?? []
  const strips = tags.get(273) ?? []
  if (strips.length === 0 || strips.some((strip, i) => strip + (lengths[i] ?? 0) > view.byteLength)) return undefined
  return { type: 'image/tiff', width: tags.get(256)?.[0] ?? 0, height: tags.get(257)?.[0] ?? 0, exif: false }
}

/** Bytes of one value, by the type's number. */
const valueSizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8]

/** Whole numbers only; values of other types read as none. Undefined when they lie outside the file. */
function readTag(view: DataView, entry: number, little: boolean): number[] | undefined {
  const type = view.getUint16(entry + 2, little)
  const count = view.getUint32(entry + 4, little)
  const size = valueSizes[type] ?? 0
  const from = count * size <= 4 ? entry + 8 : view.getUint32(entry + 8, little)
  if (from + count * size > view.byteLength) return undefined
  if (type !== 3 && type !== 4) return []
  return Array.from({ length: count }, (_, i) =>
    type === 3 ? view.getUint16(from + i * 2, little) : view.getUint32(from + i * 4, little),
  )
}

function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) sum = (crcTable[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8)
  return (sum ^ 0xffffffff) >>> 0
}

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})
