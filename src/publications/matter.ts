import { z } from 'zod'
import { tidy, tidyLines } from '../kit/text.ts'

/** What a portal told of one item: its list's entry and its article, merged. Text is NFC. */
export interface Matter {
  url: string | null
  title: string
  lead: string
  text: string
  html: string
  author: string | null
  /** Whose text it is where the page says that it is not the portal's own. */
  credit: { name: string; url: string | null } | null
  section: string | null
  language: string | null
  publishedAt: string | null
  categories: string[]
  images: { url: string; alt: string; caption: string | null }[]
  videos: { url: string; title: string | null }[]
  audios: { url: string; title: string | null }[]
  attachments: { url: string; name: string; mime: string | null; bytes: number | null }[]
}

const line = z.string().max(10_000).transform(tidy)
const lines = z.string().max(5_000_000).transform(tidyLines)
const whole = z
  .string()
  .max(5_000_000)
  .transform(text => text.toWellFormed().replaceAll('\0', '').normalize('NFC'))
const orNull = <T extends z.ZodType>(shape: T) => z.nullable(shape).default(null)
/** Of the web; any other is no address to us, and what stands there is left out rather than refused. */
const address = z
  .string()
  .nullable()
  .default(null)
  .transform(text => (text !== null && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null))
const listOf = <T extends z.ZodType>(shape: T) => z.array(shape).max(1000).default([])

const credit = orNull(z.object({ name: line.pipe(z.string().min(1).max(300)), url: address })).catch(null)

const given = z.object({
  url: address,
  canonicalUrl: address,
  title: line.pipe(z.string().min(1)),
  lead: lines.optional(),
  summary: lines.optional(),
  text: lines.optional(),
  html: whole.optional(),
  contentHtml: whole.optional(),
  author: orNull(line),
  /** As an article says it, and as it is kept. */
  source: credit,
  credit,
  section: orNull(line),
  language: orNull(z.string().max(35)),
  publishedAt: orNull(z.iso.datetime({ offset: true })).catch(null),
  categories: listOf(line),
  enclosures: listOf(z.object({ url: address, mime: z.string().optional(), bytes: z.number().optional() })),
  images: listOf(z.object({ url: address, alt: line.default(''), caption: orNull(line) })),
  videos: listOf(z.object({ url: address, title: orNull(line) })),
  audios: listOf(z.object({ url: address, title: orNull(line) })),
  attachments: listOf(
    z.object({ url: address, name: line, mime: orNull(z.string()), bytes: orNull(z.number().nonnegative()) }),
  ),
})

/**
 * An entry of a list with the fields of its article, an article alone, or a matter kept before: all read the same, and
 * what was read reads again as itself.
 */
export const matterShape = given.transform((from): Matter => {
  const enclosures = onTheWeb(from.enclosures)
  const images = onTheWeb(from.images)
  const pictures = enclosures.filter(each => each.mime?.startsWith('image/'))
  const files = enclosures.filter(each => each.mime && !/^(image|video|audio)\//.test(each.mime))
  const films = enclosures.filter(each => each.mime?.startsWith('video/'))
  const recordings = enclosures.filter(each => each.mime?.startsWith('audio/'))
  return {
    url: from.canonicalUrl ?? from.url,
    title: from.title,
    lead: from.lead || from.summary || '',
    text: from.text ?? '',
    html: from.html || from.contentHtml || '',
    author: from.author,
    credit: from.credit ?? from.source,
    section: from.section ?? from.categories[0] ?? null,
    language: from.language,
    publishedAt: from.publishedAt,
    categories: from.categories,
    images: images.length > 0 ? images : pictures.map(({ url }) => ({ url, alt: '', caption: null })),
    videos: from.videos.length > 0 ? onTheWeb(from.videos) : films.map(({ url }) => ({ url, title: null })),
    audios: from.audios.length > 0 ? onTheWeb(from.audios) : recordings.map(({ url }) => ({ url, title: null })),
    attachments:
      from.attachments.length > 0
        ? onTheWeb(from.attachments)
        : files.map(({ url, mime, bytes }) => ({ url, name: nameOf(url), mime: mime ?? null, bytes: bytes ?? null })),
  }
})

const onTheWeb = <T extends { url: string | null }>(all: readonly T[]): (T & { url: string })[] =>
  all.filter((each): each is T & { url: string } => each.url !== null)

/** The last part of an address, as people would name the file. */
function nameOf(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) || url
  try {
    return tidy(decodeURIComponent(last))
  } catch {
    return last
  }
}
