/** What a picture is by its first bytes, and how large; undefined for what is neither JPEG nor WebP. */
export function measure(bytes: Uint8Array): { type: string; width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length > 4 && view.getUint16(0) === 0xffd8) return jpeg(view)
  if (bytes.length > 30 && view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57454250) return webp(view)
  return undefined
}

/** Segment by segment to the frame header. */
function jpeg(view: DataView) {
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}

function webp(view: DataView) {
  const type = 'image/webp'
  switch (view.getUint32(12)) {
    case 0x56503820:
      return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    case 0x5650384c: {
      const bits = view.getUint32(21, true)
      return { type, width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
    }
    case 0x56503858: {
      const three = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65536
      return { type, width: three(24) + 1, height: three(27) + 1 }
    }
    default:
      return undefined
  }
}

/** MP4 and MOV begin with a box `ftyp`, WebM with the mark of EBML. */
export function isVideo(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(4, 8))
  return text === 'ftyp' || (head[0] === 0x1a && head[1] === 0x45 && head[2] === 0xdf && head[3] === 0xa3)
}
