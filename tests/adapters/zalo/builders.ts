import type { Brief, Content, Picture, Video } from '../../../src/ports/network.ts'

export function picture(given: Partial<Picture> = {}): Picture {
  return {
    digest: 'a'.repeat(64),
    mime: 'image/png',
    width: 1600,
    height: 900,
    bytes: 400_000,
    alt: 'Lễ khởi công cầu',
    origin: 'https://portal.example.vn/a.png',
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
    hashtags: [],
    pictures: [picture()],
    attachments: [],
    videos: [],
    preview: true,
    ...given,
  }
}

export function article(given: Partial<Content> = {}): Content {
  return {
    form: 'article',
    title: 'Khởi công cầu Bến Lội',
    description: 'Cầu dài 320 m, hoàn thành năm 2028.',
    author: 'Cổng TTĐT tỉnh Lạc Giang',
    text: 'Xem chi tiết: https://lacgiang.example.gov.vn/tin/7',
    blocks: [{ is: 'paragraph', text: 'Sáng 25/11, tỉnh khởi công cầu Bến Lội.' }],
    pictures: [picture()],
    ...given,
  }
}

/** A film as it was probed; its bytes are the stage's own (`live.ts`). */
export function film(given: Partial<Video> = {}): Video {
  return {
    digest: 'f'.repeat(64),
    mime: 'video/mp4',
    bytes: 40_000,
    width: 1280,
    height: 720,
    seconds: 30,
    rate: 25,
    ...given,
  }
}

export function filmed(given: Partial<Content> = {}): Content {
  return {
    form: 'video',
    title: 'Video: Khởi công cầu Bến Lội',
    description: 'Cầu dài 320 m, hoàn thành năm 2028.',
    text: '',
    pictures: [picture()],
    video: film(),
    ...given,
  }
}
