import { shorten } from '../../src/kit/shorten.ts'
import { count, tidy, tidyLines } from '../../src/kit/text.ts'
import type { Brief, Content, Fit, Picture, Settings, Video } from '../../src/ports/network.ts'
import { limits, SHORT_SECONDS } from './limits.ts'
import { type Phrases, phrasesOf } from './phrases.ts'
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
  }
  return { is: 'fit', content }
}

/** Vertical or square and at most three minutes: nothing else decides, and nothing can be asked for. */
export const isShort = (video: Video): boolean => video.width <= video.height && video.seconds <= SHORT_SECONDS

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
  const tail = tidyLines(
    [
      ...(brief.source ? [say.link.replace('{url}', () => brief.source?.url ?? '')] : []),
      ...(settings.source && name !== '' ? [say.source.replace('{name}', () => plain(name))] : []),
      brief.hashtags.map(tag => `#${plain(tag)}`).join(' '),
    ].join('\n'),
  )
  const room = (limits.fields.text?.max ?? 5000) - count(tail, 'byte') - 2
  const head = shorten(
    tidyLines([lead, ...body.filter(text => text !== lead)].filter(Boolean).join('\n\n')),
    Math.max(0, room),
    'byte',
  )
  return [head, tail].filter(Boolean).join('\n\n')
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
