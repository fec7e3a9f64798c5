import { creditLine, type Phrases, phrasesOf } from '../../src/kit/phrases.ts'
import { shorten } from '../../src/kit/shorten.ts'
import { tidy, tidyLines } from '../../src/kit/text.ts'
import type { Brief, Content, Fit, Picture, Settings, Video } from '../../src/ports/network.ts'
import { bodyText } from './body.ts'
import { isFilm, reelTroubles } from './films.ts'
import { hashtagsOf } from './hashtags.ts'
import { limits } from './limits.ts'
import { type FacebookSettings, type Slot, settingsShape } from './shape.ts'

type Form = 'text' | 'link' | 'photo' | 'album' | 'video' | 'reel'

/** Pure: the same brief and settings always give the same post. */
export function format(brief: Brief, given: Settings): Fit {
  const settings = settingsShape.parse(given)
  const say = phrasesOf(brief.language)
  const title = plain(tidy(brief.title))
  const lead = leadOf(brief)
  const body = carriesBody(brief) ? plain(bodyText(brief.blocks, lead, BODY)) : ''
  if (title === '' && lead === '' && body === '') return { is: 'unfit', why: { code: 'facebook.nothing_to_say' } }

  const video = findFilm(brief)
  const form = video ? filmForm(video, settings) : formOf(brief, settings)
  const pictures = form === 'photo' || form === 'album' ? picturesOf(brief, form) : []
  const slots: Record<Slot, string> = {
    title: headline(brief, title, say),
    lead: lead === title ? '' : lead,
    body,
    files: filesOf(brief, say, video),
    source: sourceOf(brief, settings, pictures, say),
    link: form === 'link' && !settings.linkInText ? '' : linkOf(brief, say),
    hashtags: hashtagsOf(brief, settings),
  }
  const text = tidyLines(settings.template.replace(/\{(\w+)\}/g, (_, name: string) => slots[name as Slot]))
  if (video) return { is: 'fit', content: { form, title: shorten(slots.title, TITLE, 'utf16'), text, pictures, video } }
  const content: Content = { form, text, pictures }
  return { is: 'fit', content: form === 'link' && brief.source ? { ...content, link: brief.source.url } : content }
}

/** The first of our copies that Facebook takes; where there is none, the portal's page shows its film. */
function findFilm(brief: Brief): Video | undefined {
  if (brief.kind !== 'video') return undefined
  return brief.videos.flatMap(({ file }) => (file && isFilm(file) ? [file] : []))[0]
}

const filmForm = (video: Video, settings: FacebookSettings): Form =>
  settings.vertical === 'reel' && reelTroubles(video).length === 0 ? 'reel' : 'video'

/** Picture kinds show their pictures; the rest shows the portal's own preview, where there is one to show. */
function formOf(brief: Brief, settings: FacebookSettings): Form {
  const pictured = brief.pictures.length > 0
  if (pictured && (brief.kind === 'photos' || brief.kind === 'infographic')) {
    return brief.pictures.length > 1 ? 'album' : 'photo'
  }
  const linked = brief.source !== undefined
  if (linked && brief.preview) return settings.prefer === 'photo' && pictured ? 'photo' : 'link'
  if (linked && settings.withoutPreview === 'link') return 'link'
  return pictured && settings.withoutPreview !== 'text' ? 'photo' : 'text'
}

/** An album shows all, up to the limit; otherwise the portal's first picture stands for the item. */
function picturesOf(brief: Brief, form: 'photo' | 'album'): Picture[] {
  const most = form === 'album' ? (limits.pictures?.most ?? 1) : 1
  return brief.pictures.slice(0, most).map(picture => {
    const alt = tidy(picture.alt) || tidy(picture.caption ?? '')
    return { ...picture, alt }
  })
}

/** Urgency is said in words: a colour, an icon or a capital letter is not read out. */
function headline(brief: Brief, title: string, say: Phrases): string {
  if (brief.kind !== 'urgent' || say.urgentAlready.test(title)) return title
  return title === '' ? say.urgent : `${say.urgent}: ${title}`
}

/** An article is never pasted whole: its lead, or its first paragraph where the portal gave none. */
function leadOf(brief: Brief): string {
  const lead = plain(tidyLines(brief.lead))
  if (lead !== '') return shorten(lead, LEAD, 'utf16')
  if (carriesBody(brief)) return ''
  const first = brief.blocks.find(block => block.is === 'paragraph' && tidy(block.text) !== '')
  return first?.is === 'paragraph' ? shorten(plain(tidy(first.text)), LEAD, 'utf16') : ''
}

/** Only what people must be able to read here and now, a document's provisions and an urgent notice. */
function carriesBody(brief: Brief): boolean {
  return brief.kind === 'document' || brief.kind === 'urgent'
}

/** A film that is shown is not linked beside it. */
function filesOf(brief: Brief, say: Phrases, shown: Video | undefined): string {
  const files = brief.attachments.map(file => {
    const name = plain(tidy(file.name))
    return name === '' ? `- ${file.url}` : `- ${name}: ${file.url}`
  })
  const films = brief.videos
    .filter(video => video.url !== brief.source?.url && (!shown || video.file !== shown))
    .map(video => `${plain(tidy(video.title ?? '')) || say.video}: ${video.url}`)
  return [...(files.length > 0 ? [say.files, ...files] : []), ...films].join('\n')
}

function sourceOf(brief: Brief, settings: FacebookSettings, pictures: readonly Picture[], say: Phrases): string {
  const credits = [...new Set(pictures.map(picture => tidy(picture.credit ?? '')).filter(credit => credit !== ''))]
  const lines = credits.length > 0 ? [say.photos.replace('{names}', () => credits.join(', '))] : []
  const credit = plain(creditLine(say, brief.credit))
  if (credit !== '') lines.push(credit)
  const name = tidy(brief.source?.name ?? '')
  if (settings.source && name !== '') lines.push(say.source.replace('{name}', () => name))
  return lines.join('\n')
}

function linkOf(brief: Brief, say: Phrases): string {
  return brief.source ? say.link.replace('{url}', () => brief.source?.url ?? '') : ''
}

/** Letters of the mathematical alphabets are used as fake bold; screen readers spell or skip them, search misses them. */
function plain(text: string): string {
  return text.replace(FAKE_LETTERS, letters => letters.normalize('NFKC')).normalize('NFC')
}

export const FAKE_LETTERS = /[\u{1D400}-\u{1D7FF}]+/gu

const TITLE = limits.fields.title?.max ?? 255
const LEAD = 600
const BODY = 1500
