import { creditLine, type Phrases, phrasesOf } from '../../src/kit/phrases.ts'
import { shorten } from '../../src/kit/shorten.ts'
import { cut, tidy, tidyLines } from '../../src/kit/text.ts'
import type { Block, Brief, Content, Fit, Picture, Settings, Video } from '../../src/ports/network.ts'
import { filmTroubles } from './films.ts'
import { limits } from './limits.ts'
import { settingsShape, type ZaloSettings } from './shape.ts'

/**
 * An article carries the whole item: cover, description, body in its order, and at its end the files and the source,
 * for there is no field for a link. Pure: the same brief and settings always give the same article.
 */
export function format(brief: Brief, given: Settings): Fit {
  const settings = settingsShape.parse(given)
  const say = phrasesOf(brief.language)
  const { pictures, blocks } = illustrated(brief)
  const title = headline(brief, say)
  const lead = leadOf(brief) || title
  if (title === '') return { is: 'unfit', why: { code: 'zalo.title_missing' } }
  // Compulsory: "cover value is invalid".
  if (pictures.length === 0 && settings.cover === '') return { is: 'unfit', why: { code: 'zalo.cover_missing' } }
  const description = shorten(lead, limits.fields.description?.max ?? 250, 'codepoint')
  const closing = closingOf(brief, settings, pictures, say)
  const head = { title: shorten(title, limits.fields.title?.max ?? 140, 'codepoint'), description }
  const film = settings.films ? findFilm(brief) : undefined
  const [still] = brief.pictures
  // Neither author nor body, and no place for the source: the words of a video are its title and description.
  if (film && still) return { is: 'fit', content: { form: 'video', ...head, text: '', video: film, pictures: [still] } }
  // A body is compulsory too; a lead that had to be shortened is told whole.
  const whole = description === lead && (blocks.length > 0 || closing !== '') ? [] : paragraph(lead)
  const content: Content = {
    form: pictures.length > 0 ? 'article' : 'standing',
    ...head,
    author: authorOf(brief, settings, say),
    text: closing,
    blocks: [...whole, ...blocks],
    pictures,
  }
  return { is: 'fit', content }
}

/** The first of our copies that Zalo takes, of an item that is a film; any other shows in its article as an address. */
function findFilm(brief: Brief): Video | undefined {
  if (brief.kind !== 'video') return undefined
  return brief.videos.flatMap(({ file }) => (file && filmTroubles(file).length === 0 ? [file] : []))[0]
}

const paragraph = (text: string): Block[] => [{ is: 'paragraph', text }]

/** Urgency is said in words: a colour, an icon or a capital letter is not read out. */
function headline(brief: Brief, say: Phrases): string {
  const title = plain(tidy(brief.title))
  if (brief.kind !== 'urgent' || title === '' || say.urgentAlready.test(title)) return title
  return `${say.urgent}: ${title}`
}

function leadOf(brief: Brief): string {
  const lead = plain(tidy(brief.lead))
  if (lead !== '') return lead
  const first = brief.blocks.find(block => block.is === 'paragraph' && tidy(block.text) !== '')
  return first?.is === 'paragraph' ? plain(tidy(first.text)) : ''
}

function authorOf(brief: Brief, settings: ZaloSettings, say: Phrases): string {
  const name = tidy(settings.author) || tidy(brief.source?.name ?? '') || say.author
  return cut(name, limits.fields.author?.max ?? 50, 'codepoint')
}

/**
 * The first picture covers; those that stand in the body stay at their place. A story told in pictures shows all of
 * them, and what nobody placed is left out of other kinds.
 */
function illustrated(brief: Brief): { pictures: Picture[]; blocks: Block[] } {
  const usable = (place: number) => brief.pictures[place] !== undefined
  const body = brief.blocks
    .flatMap(block => cleaned(block))
    .filter(block => block.is !== 'figure' || usable(block.picture))
  const placed = body.flatMap(block => (block.is === 'figure' ? [block.picture] : []))
  const gallery = brief.kind === 'photos' || brief.kind === 'infographic' || brief.kind === 'document'
  const unplaced = brief.pictures.map((_, place) => place).filter(place => place > 0 && !placed.includes(place))
  const figures = gallery
    ? unplaced.map((picture): Block => ({ is: 'figure', picture, ...captionOf(brief, picture) }))
    : []
  const blocks = [...body, ...figures]
  const shown = [
    ...new Set([...(usable(0) ? [0] : []), ...blocks.flatMap(block => (block.is === 'figure' ? [block.picture] : []))]),
  ].slice(0, limits.pictures?.most ?? 1)
  return {
    pictures: shown.flatMap(place => brief.pictures[place] ?? []),
    blocks: blocks.flatMap((block): Block[] => {
      if (block.is !== 'figure') return [block]
      const picture = shown.indexOf(block.picture)
      return picture < 0 ? [] : [{ ...captionOf(brief, block.picture), ...block, picture }]
    }),
  }
}

function captionOf(brief: Brief, place: number): { caption?: string } {
  const picture = brief.pictures[place]
  const caption = tidy(picture?.caption ?? '') || tidy(picture?.alt ?? '')
  return caption === '' ? {} : { caption }
}

function cleaned(block: Block): Block[] {
  switch (block.is) {
    case 'heading':
    case 'quote': {
      const text = plain(tidy(block.text))
      return text === '' ? [] : [{ ...block, text }]
    }
    case 'paragraph': {
      const text = plain(tidyLines(block.text))
      return text === '' ? [] : [{ ...block, text }]
    }
    case 'list': {
      const items = block.items.map(item => plain(tidy(item))).filter(Boolean)
      return items.length === 0 ? [] : [{ ...block, items }]
    }
    case 'table': {
      const rows = block.rows.map(row => row.map(cell => plain(tidy(cell)))).filter(row => row.some(Boolean))
      return rows.length === 0 ? [] : [{ ...block, rows }]
    }
    case 'figure':
      return [block]
    default:
      return block satisfies never
  }
}

function closingOf(brief: Brief, settings: ZaloSettings, pictures: readonly Picture[], say: Phrases): string {
  const files = brief.attachments.map(file => {
    const name = plain(tidy(file.name))
    return name === '' ? `- ${file.url}` : `- ${name}: ${file.url}`
  })
  const films = brief.videos
    .filter(video => video.url !== brief.source?.url)
    .map(video => `${plain(tidy(video.title ?? '')) || say.video}: ${video.url}`)
  const credits = [...new Set(pictures.map(picture => tidy(picture.credit ?? '')).filter(Boolean))]
  const name = tidy(brief.source?.name ?? '')
  const { source } = brief
  const credit = plain(creditLine(say, brief.credit))
  return tidyLines(
    [
      ...(files.length > 0 ? [say.files, ...files] : []),
      ...films,
      ...(credits.length > 0 ? [say.photos.replace('{names}', () => credits.join(', '))] : []),
      ...(credit === '' ? [] : [credit]),
      ...(settings.source && name !== '' ? [say.source.replace('{name}', () => name)] : []),
      ...(source ? [say.link.replace('{url}', () => source.url)] : []),
    ].join('\n'),
  )
}

/** Letters of the mathematical alphabets are used as fake bold; screen readers spell or skip them, search misses them. */
function plain(text: string): string {
  return text.replace(FAKE_LETTERS, letters => letters.normalize('NFKC')).normalize('NFC')
}

export const FAKE_LETTERS = /[\u{1D400}-\u{1D7FF}]+/gu
