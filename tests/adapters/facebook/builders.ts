import type { Brief, Content, Picture } from '../../../src/ports/network.ts'

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
