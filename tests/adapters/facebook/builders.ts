import type { Brief, Content, Picture, Video } from '../../../src/ports/network.ts'

export const PAGE = '102030405060708'

export function picture(given: Partial<Picture> = {}): Picture {
  return {
    digest: 'a'.repeat(64),
    mime: 'image/jpeg',
    width: 1600,
    height: 1067,
    bytes: 400_000,
    alt: 'Lễ khởi công cầu',
    ...given,
  }
}

export function brief(given: Partial<Brief> = {}): Brief {
  return {
    kind: 'news',
    language: 'vi',
    title: 'Khởi công cầu Bến Lội',
    lead: 'Cầu dài 320 m, hoàn thành năm 2028.',
    blocks: [],
    source: { name: 'Cổng TTĐT tỉnh Phước Long', url: 'https://phuoclong.example.gov.vn/tin/7' },
    hashtags: [],
    pictures: [],
    attachments: [],
    videos: [],
    preview: true,
    ...given,
  }
}

export function linkPost(given: Partial<Content> = {}): Content {
  return {
    form: 'link',
    text: 'Khởi công cầu Bến Lội\n\nNguồn: Cổng TTĐT tỉnh',
    link: 'https://phuoclong.example.gov.vn/tin/7',
    pictures: [],
    ...given,
  }
}

export function photoPost(given: Partial<Content> = {}): Content {
  return { form: 'photo', text: 'Khởi công cầu Bến Lội', pictures: [picture()], ...given }
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

export const upright = (given: Partial<Video> = {}): Video =>
  video({ digest: 'e'.repeat(64), width: 1080, height: 1920, seconds: 40, rate: 30, ...given })

export function filmPost(given: Partial<Content> = {}): Content {
  return {
    form: 'video',
    title: 'Khởi công cầu Bến Lội',
    text: 'Khởi công cầu Bến Lội\n\nNguồn: Cổng TTĐT tỉnh',
    pictures: [],
    video: video(),
    ...given,
  }
}
