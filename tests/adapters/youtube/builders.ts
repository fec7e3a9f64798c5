import type { Allowance, Brief, Content, Ledger, Picture, Video } from '../../../src/ports/network.ts'

export const MIB = 1_048_576

/** Bytes that differ from place to place, the same at every call: a video nobody watches. */
export function film(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  let state = seed >>> 0
  for (let at = 0; at < size; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[at] = state >>> 24
  }
  return bytes
}

export function video(given: Partial<Video> = {}): Video {
  return {
    digest: 'f'.repeat(64),
    mime: 'video/mp4',
    bytes: 600_000,
    width: 1920,
    height: 1080,
    seconds: 95,
    rate: 25,
    videoCodec: 'avc1.640028',
    audioCodec: 'mp4a.40.2',
    ...given,
  }
}

export const short = (given: Partial<Video> = {}): Video =>
  video({ digest: 'e'.repeat(64), width: 1080, height: 1920, seconds: 40, ...given })

export function picture(given: Partial<Picture> = {}): Picture {
  return {
    digest: 'a'.repeat(64),
    mime: 'image/png',
    width: 1280,
    height: 720,
    bytes: 200_000,
    alt: 'Lễ khởi công cầu',
    ...given,
  }
}

export function brief(given: Partial<Brief> = {}): Brief {
  return {
    kind: 'video',
    language: 'vi',
    title: 'Khởi công cầu Bến Lội',
    lead: 'Cầu dài 320 m, hoàn thành năm 2028.',
    blocks: [{ is: 'paragraph', text: 'Sáng 25/11, tỉnh khởi công cầu Bến Lội qua sông Lạc.' }],
    section: 'Thời sự',
    source: { name: 'Cổng TTĐT tỉnh Lạc Giang', url: 'https://lacgiang.example.gov.vn/tin/7' },
    hashtags: ['LacGiang'],
    pictures: [picture()],
    attachments: [],
    videos: [{ url: 'https://lacgiang.example.gov.vn/video/7.mp4', file: video() }],
    preview: true,
    ...given,
  }
}

export function content(given: Partial<Content> = {}): Content {
  return {
    form: 'video',
    title: 'Khởi công cầu Bến Lội',
    text: 'Cầu dài 320 m, hoàn thành năm 2028.\n\nXem chi tiết: https://lacgiang.example.gov.vn/tin/7',
    tags: ['LacGiang'],
    pictures: [],
    video: video(),
    ...given,
  }
}

/** The core's ledger in memory: windows by their end, one count for all who hold it. */
export function memoryLedger(now: () => Date) {
  const open = new Map<string, { spent: number; most: number; bucket: string; until: Date }>()
  const rowOf = (of: Allowance) => {
    const key = `${of.bucket} ${of.until.toISOString()}`
    const row = open.get(key) ?? { ...of, spent: 0 }
    open.set(key, row)
    return row
  }
  const ledger: Ledger = {
    spend: async (of, units) => {
      const closed = [...open.values()].find(
        row => row.bucket === of.bucket && row.until > now() && row.spent >= Math.min(row.most, of.most),
      )
      if (closed) return { is: 'over', until: closed.until }
      if (units === 0) return { is: 'spent', units: 0 }
      const row = rowOf(of)
      if (row.spent + units > of.most) return { is: 'over', until: of.until }
      row.spent += units
      return { is: 'spent', units: row.spent }
    },
    close: async of => {
      const row = rowOf(of)
      row.spent = Math.max(row.spent, of.most)
    },
  }
  const spent = (bucket: string) =>
    [...open.values()].filter(row => row.bucket === bucket).reduce((sum, row) => sum + row.spent, 0)
  return { ledger, spent, rows: () => [...open.values()] }
}
