import type { Brief, Content, Picture, Video } from '../../../src/ports/network.ts'

export const digestOf = (letter: string) => letter.repeat(64)

export function picture(given: Partial<Picture> = {}): Picture {
  return {
    digest: digestOf('a'),
    mime: 'image/jpeg',
    width: 1600,
    height: 900,
    bytes: 400_000,
    alt: 'Lễ khởi công cầu',
    origin: 'https://portal.example.vn/a.jpg',
    ...given,
  }
}

/** `digest` says what its bytes are, `bytes` how many. */
export function video(given: Partial<Video> = {}): Video {
  return {
    digest: digestOf('e'),
    mime: 'video/mp4',
    bytes: 200_000,
    width: 1080,
    height: 1920,
    seconds: 30,
    rate: 30,
    videoCodec: 'avc1.640028',
    audioCodec: 'mp4a.40.2',
    ...given,
  }
}

export function brief(given: Partial<Brief> = {}): Brief {
  return {
    kind: 'news',
    language: 'vi',
    title: 'Khởi công cầu Bến Lội',
    lead: 'Cầu dài 320 m, hoàn thành năm 2028.',
    blocks: [{ is: 'paragraph', text: 'Sáng 25/11, tỉnh khởi công cầu Bến Lội qua sông Lạc.' }],
    source: { name: 'Cổng TTĐT tỉnh Lạc Giang', url: 'https://lacgiang.example.gov.vn/tin/7' },
    hashtags: ['LacGiang'],
    pictures: [picture()],
    attachments: [],
    videos: [],
    preview: true,
    ...given,
  }
}

export const film = (given: Partial<Content> = {}): Content => ({
  form: 'video',
  text: 'Khởi công cầu Bến Lội\n\nCầu dài 320 m, hoàn thành năm 2028.',
  pictures: [],
  video: video(),
  ...given,
})

export const photos = (given: Partial<Content> = {}): Content => ({
  form: 'photos',
  title: 'Khởi công cầu Bến Lội',
  text: 'Cầu dài 320 m, hoàn thành năm 2028.',
  pictures: [picture(), picture({ digest: digestOf('b') })],
  ...given,
})

export const choices = {
  privacy: 'PUBLIC_TO_EVERYONE',
  comment: false,
  duet: false,
  stitch: false,
  brand_organic: false,
  brand_content: false,
  aigc: false,
} as const

/** A piece of a generated file: a beginning as MP4 has it, then bytes that depend on where they stand. */
export function pieceOfFilm(from: number, to: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(to - from).fill(0x5a)
  const head = [0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 0x69, 0x73, 0x6f, 0x6d]
  if (from === 0) bytes.set(head.slice(0, bytes.length))
  return bytes
}

/** The smallest beginning of a JPEG that tells its size. */
export function jpeg(width: number, height: number): Uint8Array<ArrayBuffer> {
  const frame = [
    0xff,
    0xc0,
    0,
    17,
    8,
    height >> 8,
    height & 255,
    width >> 8,
    width & 255,
    3,
    1,
    34,
    0,
    2,
    17,
    1,
    3,
    17,
    1,
  ]
  return new Uint8Array([0xff, 0xd8, ...frame, 0xff, 0xd9])
}

export function webp(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(34)
  bytes.set(new TextEncoder().encode('RIFF'))
  bytes.set(new TextEncoder().encode('WEBPVP8 '), 8)
  const view = new DataView(bytes.buffer)
  view.setUint16(26, width, true)
  view.setUint16(28, height, true)
  return bytes
}
