import type { Scene } from './story.ts'

const width = 640
const height = 360
const rate = 25
/** Macroblocks are squares of sixteen; the last row is cut by the cropping fields. */
const across = width / 16
const down = Math.ceil(height / 16)

/**
 * A real film of drawn pictures, each standing for two seconds: H.264 baseline (ITU-T H.264, 7.3) in an MP4. The
 * pictures go in as they are (I_PCM) and every frame between says only "as before", so that no encoder is needed.
 */
export async function makeFilm(
  pictures: readonly { scene: Scene; number: number }[],
): Promise<Uint8Array<ArrayBuffer>> {
  const { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } = await import('mediabunny')
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target })
  const source = new EncodedVideoPacketSource('avc')
  output.addVideoTrack(source, { frameRate: rate })
  await output.start()
  const decoderConfig = { codec: 'avc1.42c01e', codedWidth: width, codedHeight: height, description: record() }
  let frame = 0
  for (const [place, { scene, number }] of pictures.entries()) {
    const planes = await planesOf(scene, number)
    for (let still = 0; still < rate * 2; still++) {
      const unit = still === 0 ? key(planes, place) : same(still)
      const packet = new EncodedPacket(sized(unit), still === 0 ? 'key' : 'delta', frame++ / rate, 1 / rate)
      await source.add(packet, { decoderConfig })
    }
  }
  await output.finalize()
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0))
}

/** Bits, most significant first, with the codes of 9.1. */
class Bits {
  readonly bytes: number[] = []
  #rest = 0
  #count = 0
  u(value: number, length: number): this {
    for (let at = length - 1; at >= 0; at--) {
      this.#rest = (this.#rest << 1) | ((value >> at) & 1)
      if (++this.#count === 8) this.#flush()
    }
    return this
  }
  ue(value: number): this {
    const length = Math.floor(Math.log2(value + 1))
    return this.u(0, length).u(value + 1, length + 1)
  }
  align(bit: 0 | 1 = 0): this {
    if (bit) this.u(1, 1)
    while (this.#count > 0) this.u(0, 1)
    return this
  }
  plain(bytes: Uint8Array): this {
    for (const byte of bytes) this.bytes.push(byte)
    return this
  }
  #flush(): void {
    this.bytes.push(this.#rest & 0xff)
    this.#rest = 0
    this.#count = 0
  }
}

/** Sequence parameters: constrained baseline, level 3, no B-frames, so that order of output is order of decoding. */
const sequence = () =>
  unitOf(
    0x67,
    new Bits()
      .u(66, 8)
      .u(0xc0, 8)
      .u(30, 8)
      .ue(0)
      .ue(0)
      .ue(2)
      .ue(1)
      .u(0, 1)
      .ue(across - 1)
      .ue(down - 1)
      .u(1, 1)
      .u(1, 1)
      .u(1, 1)
      .ue(0)
      .ue(0)
      .ue(0)
      .ue((down * 16 - height) / 2)
      .u(0, 1)
      .align(1),
  )

/** Picture parameters: CAVLC, and the filter over block edges can be switched off. */
const parameters = () =>
  unitOf(0x68, new Bits().ue(0).ue(0).u(0, 2).ue(0).ue(0).ue(0).u(0, 3).ue(0).ue(0).ue(0).u(0b100, 3).align(1))

/** A picture as it is: each macroblock its 256 values of light and twice 64 of colour. */
function key(planes: Planes, place: number): Uint8Array {
  const bits = new Bits()
    .ue(0)
    .ue(7)
    .ue(0)
    .u(0, 4)
    .ue(place % 2)
    .u(0, 2)
    .ue(0)
    .ue(1)
  for (let row = 0; row < down; row++)
    for (let column = 0; column < across; column++) {
      bits.ue(25).align()
      bits.plain(block(planes.y, column * 16, row * 16, 16, width, height))
      for (const colour of [planes.u, planes.v])
        bits.plain(block(colour, column * 8, row * 8, 8, width / 2, height / 2))
    }
  return unitOf(0x65, bits.align(1))
}

/** As the frame before, all over. */
const same = (number: number): Uint8Array =>
  unitOf(
    0x41,
    new Bits()
      .ue(0)
      .ue(5)
      .ue(0)
      .u(number % 16, 4)
      .u(0, 3)
      .ue(0)
      .ue(1)
      .ue(across * down)
      .align(1),
  )

/** With the bytes that keep a start code from appearing inside (7.4.1). */
function unitOf(head: number, { bytes }: Bits): Uint8Array {
  const out = [head]
  let zeros = 0
  for (const byte of bytes) {
    if (zeros >= 2 && byte <= 3) {
      out.push(3)
      zeros = 0
    }
    out.push(byte)
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return Uint8Array.from(out)
}

const sized = (unit: Uint8Array): Uint8Array => {
  const out = new Uint8Array(4 + unit.length)
  new DataView(out.buffer).setUint32(0, unit.length)
  out.set(unit, 4)
  return out
}

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1). */
function record(): Uint8Array {
  const [sps, pps] = [sequence(), parameters()]
  const long = (unit: Uint8Array) => [unit.length >> 8, unit.length & 0xff, ...unit]
  return Uint8Array.from([1, 66, 0xc0, 30, 0xff, 0xe1, ...long(sps), 1, ...long(pps)])
}

interface Planes {
  y: Uint8Array
  u: Uint8Array
  v: Uint8Array
}

function block(plane: Uint8Array, left: number, top: number, size: number, wide: number, high: number): Uint8Array {
  const out = new Uint8Array(size * size)
  for (let row = 0; row < size; row++) {
    // Below the picture its last line goes on; it is cropped away.
    const from = Math.min(top + row, high - 1) * wide + left
    out.set(plane.subarray(from, from + size), row * size)
  }
  return out
}

/** Light and colour of a drawing in the narrow range of ITU-R BT.601. */
async function planesOf(scene: Scene, number: number): Promise<Planes> {
  const { default: sharp } = await import('sharp')
  const { drawPicture } = await import('./drawing.ts')
  const rgb = await sharp(await drawPicture(scene, number))
    .resize(width, height)
    .removeAlpha()
    .raw()
    .toBuffer()
  const planes = {
    y: new Uint8Array(width * height),
    u: new Uint8Array((width * height) / 4),
    v: new Uint8Array((width * height) / 4),
  }
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const at = (row * width + column) * 3
      const [r = 0, g = 0, b = 0] = [rgb[at], rgb[at + 1], rgb[at + 2]]
      planes.y[row * width + column] = 16 + (65.738 * r + 129.057 * g + 25.064 * b) / 256
      if (row % 2 || column % 2) continue
      const half = (row / 2) * (width / 2) + column / 2
      planes.u[half] = 128 + (-37.945 * r - 74.494 * g + 112.439 * b) / 256
      planes.v[half] = 128 + (112.439 * r - 94.154 * g - 18.285 * b) / 256
    }
  return planes
}
