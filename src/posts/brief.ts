import { z } from 'zod'
import { paragraphsOf, type Read, readBlocks } from '../kit/blocks.ts'
import { fold, tidy } from '../kit/text.ts'
import type { Attachment, Block, Brief, Picture, PublicationKind } from '../ports/network.ts'
import type { Matter } from '../publications/matter.ts'
import { textOf } from './issues.ts'

/** What a portal's settings say about the posts made of its items. */
export const tellingShape = z
  .object({
    /** By section, without `#`: `{"Chỉ đạo, điều hành": ["ChiDaoDieuHanh"]}`. */
    hashtags: z.record(z.string(), z.array(z.string())).catch({}),
    /** The portal's pages offer the networks a link preview with a picture. Assumed of nobody. */
    preview: z.boolean().catch(false),
  })
  .catch({ hashtags: {}, preview: false })
export type Telling = z.output<typeof tellingShape>

/** More pictures than this are a gallery that nobody looks through on a page. */
const mostPictures = 30

/** The pictures of an item in their order, each address once. */
export function picturesOf(
  matter: Pick<Matter, 'images' | 'html'>,
): { url: string; alt: string; caption: string | null }[] {
  const found = new Map(matter.images.map(image => [image.url, image]))
  for (const block of readBlocks(matter.html)) {
    if (block.is !== 'figure' || !/^https?:\/\//i.test(block.url) || found.has(block.url)) continue
    found.set(block.url, { url: block.url, alt: block.alt, caption: block.caption ?? null })
  }
  return [...found.values()].slice(0, mostPictures)
}

/** The neutral matter of a post, out of what a portal told. `pictures` are our own copies, by the portal's address. */
export function briefOf(
  matter: Matter,
  given: {
    kind: PublicationKind
    language?: string
    section?: string | null
    source?: { name: string; url: string }
    pictures: ReadonlyMap<string, Picture>
    telling: Telling
  },
): Brief {
  const title = tidy(matter.title)
  const pictures = distinct(picturesOf(matter).flatMap(({ url }) => given.pictures.get(url) ?? []))
  const place = (url: string) => pictures.findIndex(picture => picture.digest === given.pictures.get(url)?.digest)
  const read = matter.html === '' ? [] : readBlocks(matter.html)
  const blocks = (read.some(block => block.is !== 'figure') ? read : [...paragraphsOf(matter.text), ...read]).flatMap(
    block => blockOf(block, place),
  )
  const credit = creditOf(matter, given.source?.name)
  const section = given.section ?? matter.section ?? undefined
  return {
    kind: given.kind,
    language: given.language ?? matter.language ?? 'vi',
    title,
    lead: matter.lead,
    blocks: withoutRepeats(blocks, [title, matter.lead], given.source?.name, matter.attachments, credit?.name),
    ...(section && { section }),
    ...(given.source && { source: given.source }),
    ...(credit && { credit }),
    hashtags: hashtagsOf(section, given.telling),
    pictures,
    attachments: [...matter.attachments.map(fileOf), ...matter.audios.map(recordingOf)],
    videos: matter.videos.map(({ url, title }) => ({ url, ...(title && { title }) })),
    preview: given.telling.preview,
  }
}

/** What a portal says under its title and lead, as text: for reading beside what was made of it. */
export const bodyOf = (matter: Matter, source: string): string =>
  briefOf(matter, {
    kind: 'news',
    source: { name: source, url: '' },
    pictures: new Map(),
    telling: { hashtags: {}, preview: false },
  })
    .blocks.map(textOf)
    .filter(Boolean)
    .join('\n\n')

function blockOf(block: Read, place: (url: string) => number): Block[] {
  if (block.is !== 'figure') return [block]
  const picture = place(block.url)
  return picture < 0 ? [] : [{ is: 'figure', picture, ...(block.caption && { caption: block.caption }) }]
}

/**
 * The body without what a post says by itself: its title, lead and hour at the beginning, at the end who published it
 * and what the files are called. A credit to somebody else stays, unless the post tells it by itself.
 */
function withoutRepeats(
  blocks: readonly Block[],
  opening: readonly string[],
  source: string | undefined,
  files: readonly { name: string }[],
  credit: string | undefined,
): Block[] {
  const said = new Set(opening.filter(Boolean).map(fold))
  const named = new Set(files.map(({ name }) => fold(name)))
  const told = [source, credit].filter(name => name !== undefined).map(fold)
  const opens = (block: Block) => 'text' in block && (said.has(fold(block.text)) || isHour(block.text))
  const closes = (block: Block) =>
    block.is === 'paragraph'
      ? named.has(fold(block.text)) ||
        told.includes(
          fold(block.text.replace(/^\(?(?:(?:Nguồn(?: tin)?|Source)\s*:|Theo\s)/i, '').replace(/[).]+$/, '')),
        )
      : block.is === 'list' && block.items.every(item => named.has(fold(item)))
  const first = blocks.findIndex(block => !opens(block))
  const last = blocks.findLastIndex(block => !closes(block))
  return first < 0 ? [] : blocks.slice(first, last + 1)
}

/** `Thứ Năm, 26/11/2026 | 01 giờ 56`: nothing but when it was put there. */
const isHour = (text: string): boolean =>
  /\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}/.test(text) &&
  !/\p{L}/u.test(text.replace(/thứ (hai|ba|tư|năm|sáu|bảy)|chủ nhật|ngày|lúc|giờ|phút|cập nhật|đăng|gmt|am|pm/giu, ''))

function hashtagsOf(section: string | undefined, { hashtags }: Telling): string[] {
  if (section === undefined) return []
  const wanted = fold(section)
  const found = Object.entries(hashtags).find(([name]) => fold(name) === wanted)?.[1] ?? []
  return found.map(word => tidy(word).replace(/^#+/, '')).filter(Boolean)
}

/** The same picture under two addresses is one picture. */
function distinct(pictures: readonly Picture[]): Picture[] {
  return [...new Map(pictures.map(picture => [picture.digest, picture])).values()]
}

/** The portal's own name under a text is no credit. */
function creditOf({ credit }: Matter, portal: string | undefined): Brief['credit'] {
  if (!credit || (portal !== undefined && fold(credit.name) === fold(portal))) return undefined
  return { name: tidy(credit.name), ...(credit.url !== null && { url: credit.url }) }
}

/** A recording is linked like a file: no network of today plays it. */
function recordingOf({ url, title }: Matter['audios'][number]): Attachment {
  const last = URL.parse(url)?.pathname.split('/').at(-1) ?? ''
  return { url, name: tidy(title ?? '') || decoded(last) || url, mime: 'audio/*' }
}

function decoded(text: string): string {
  try {
    return tidy(decodeURIComponent(text))
  } catch {
    return text
  }
}

const fileOf = (file: Matter['attachments'][number]): Attachment => ({
  url: file.url,
  name: file.name,
  ...(file.mime && { mime: file.mime }),
  ...(file.bytes !== null && { bytes: file.bytes }),
})
