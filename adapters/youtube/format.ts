import { creditLine, type Phrases, phrasesOf } from '../../src/kit/phrases.ts'
import { shorten } from '../../src/kit/shorten.ts'
import { count, cut, tidy, tidyLines } from '../../src/kit/text.ts'
import type { Brief, Content, Fit, Picture, Settings, Video } from '../../src/ports/network.ts'
import { limits, SHORT_SECONDS } from './limits.ts'
import { settingsShape, type YoutubeSettings } from './shape.ts'
import { fittingTags } from './tags.ts'

/**
 * YouTube takes video and nothing else: posts of the community tab cannot be made by a program. What has no video of
 * ours has no form here. Pure: the same brief and settings always give the same.
 */
export function format(brief: Brief, given: Settings): Fit {
  const settings = settingsShape.parse(given)
  const say = phrasesOf(brief.language)
  const video = brief.videos.find(one => one.file)?.file
  if (!video)
    return { is: 'unfit', why: { code: brief.videos.length > 0 ? 'youtube.video_elsewhere' : 'youtube.no_video' } }
  const title = headline(brief, say)
  if (title === '') return { is: 'unfit', why: { code: 'youtube.title_missing' } }
  const short = isShort(video)
  const content: Content = {
    form: short ? 'short' : 'video',
    title: shorten(title, limits.fields.title?.max ?? 100, 'utf16'),
    text: descriptionOf(brief, settings, say),
    tags: fittingTags([...brief.hashtags, ...(brief.section ? [tidy(brief.section)] : [])]),
    video,
    pictures: short || !settings.thumbnails ? [] : stillOf(brief),
    ...(brief.section && { section: tidy(brief.section) }),
    ...languageOf(brief),
  }
  return { is: 'fit', content }
}

/** Vertical or square and at most three minutes: nothing else decides, and nothing can be asked for. */
export const isShort = (video: Video): boolean => video.width <= video.height && video.seconds <= SHORT_SECONDS

/** The plain language where YouTube surely knows it; `cn` was refused with the whole video. Otherwise the channel's own. */
function languageOf(brief: Brief): { language?: string } {
  const [language = ''] = brief.language.toLowerCase().split('-')
  return ['vi', 'en', 'fr', 'ko', 'ja', 'ru', 'lo', 'km'].includes(language) ? { language } : {}
}

/** Urgency is said in words: a colour or a capital letter is not read out. */
function headline(brief: Brief, say: Phrases): string {
  const title = plain(tidy(brief.title))
  if (brief.kind !== 'urgent' || title === '' || say.urgentAlready.test(title)) return title
  return `${say.urgent}: ${title}`
}

/** The lead first, because only two lines are seen; the address and the source always stand whole at the end. */
function descriptionOf(brief: Brief, settings: YoutubeSettings, say: Phrases): string {
  const lead = plain(tidyLines(brief.lead))
  const body =
    brief.kind === 'video'
      ? brief.blocks.flatMap(block => (block.is === 'paragraph' ? [plain(tidyLines(block.text))] : []))
      : []
  const name = tidy(brief.source?.name ?? '')
  const url = brief.source && count(brief.source.url, 'byte') <= MOST_URL ? brief.source.url : ''
  const tail = tidyLines(
    [
      url === '' ? '' : say.link.replace('{url}', () => plain(url)),
      plain(cut(creditLine(say, brief.credit), 600, 'codepoint')),
      settings.source && name !== '' ? say.source.replace('{name}', () => plain(cut(name, 200, 'codepoint'))) : '',
      hashtagsOf(brief),
    ]
      .filter(Boolean)
      .join('\n'),
  )
  const room = (limits.fields.text?.max ?? 5000) - count(tail, 'byte') - 2
  const head = shorten(
    tidyLines([lead, ...body.filter(text => text !== lead)].filter(Boolean).join('\n\n')),
    Math.max(0, room),
    'byte',
  )
  return [head, tail].filter(Boolean).join('\n\n')
}

/** Longer addresses are no use to anybody who has to type them. */
const MOST_URL = 1500

/** Beyond fifteen they are ignored by readers, beyond sixty by YouTube: then none of them counts. */
function hashtagsOf({ hashtags }: Brief): string {
  return hashtags
    .map(tag => plain(tidy(tag)).replace(/\s+/g, ''))
    .filter(tag => tag !== '' && count(tag, 'codepoint') <= 60)
    .slice(0, 15)
    .map(tag => `#${tag}`)
    .join(' ')
}

/** The item's first picture that YouTube takes as a still. */
function stillOf(brief: Brief): Picture[] {
  const fits = (picture: Picture) =>
    limits.pictures?.mimes.includes(picture.mime) && picture.bytes <= (limits.pictures?.bytes ?? 0)
  const still = brief.pictures.find(fits)
  return still ? [still] : []
}

/** `<` and `>` are refused wherever they stand; fake bold is spelled out by screen readers, or skipped. */
function plain(text: string): string {
  return text
    .replace(FAKE_LETTERS, letters => letters.normalize('NFKC'))
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .normalize('NFC')
}

export const FAKE_LETTERS = /[\u{1D400}-\u{1D7FF}]+/gu
