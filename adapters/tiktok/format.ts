import { phrasesOf } from '../../src/kit/phrases.ts'
import { shorten } from '../../src/kit/shorten.ts'
import { count, tidy, tidyLines } from '../../src/kit/text.ts'
import type { Brief, Content, Fit, Picture, Settings } from '../../src/ports/network.ts'
import { isShowable } from './check.ts'
import { clean } from './clean.ts'
import { limits } from './limits.ts'
import { settingsShape } from './shape.ts'

const TITLE = limits.fields.title?.max ?? 90
const TEXT = limits.fields.text?.max ?? 2200

/**
 * A video where there is one of ours, else the pictures as a photo post; what has neither has no form here. Nothing is
 * added: no source line, no address, no mark (Content Sharing Guidelines: no logo, watermark, link or promotional text).
 */
export function format(brief: Brief, given: Settings): Fit {
  const { direct } = settingsShape.parse(given)
  const way = direct ? '_direct' : ''
  const title = headline(brief)
  const lead = leadOf(brief)
  const tags = tagsOf(brief)
  const video = brief.videos.find(one => one.file)?.file
  if (video) return fits({ form: `video${way}`, text: joined([title, lead], tags), pictures: [], video })
  if (brief.pictures.length === 0)
    return { is: 'unfit', why: { code: brief.videos.length > 0 ? 'tiktok.video_not_ours' : 'tiktok.nothing_to_show' } }
  const pictures = brief.pictures.filter(isShowable).slice(0, limits.pictures?.most ?? 35)
  if (pictures.length === 0) return { is: 'unfit', why: { code: 'tiktok.pictures_unusable' } }
  const short = shorten(title, TITLE, 'utf16')
  return fits({
    form: `photos${way}`,
    ...(short !== '' && { title: short }),
    // What the title had to leave out is told whole beneath.
    text: joined([short === title ? '' : title, lead, ...captionsOf(brief, pictures)], tags),
    pictures,
  })
}

const fits = (content: Content): Fit => ({ is: 'fit', content })

function headline(brief: Brief): string {
  const say = phrasesOf(brief.language)
  const title = clean(brief.title)
  return brief.kind !== 'urgent' || title === '' || say.urgentAlready.test(title) ? title : `${say.urgent}: ${title}`
}

function leadOf(brief: Brief): string {
  const lead = clean(brief.lead)
  if (lead !== '') return lead
  const first = brief.blocks.find(block => block.is === 'paragraph' && tidy(block.text) !== '')
  return first?.is === 'paragraph' ? clean(first.text) : ''
}

/** A story told in pictures is told by what stands under them, too. */
function captionsOf(brief: Brief, pictures: readonly Picture[]): string[] {
  if (brief.kind !== 'photos') return []
  return [...new Set(pictures.map(picture => clean(picture.caption ?? '')).filter(Boolean))]
}

/** Parted by spaces, as TikTok parses them. */
const tagsOf = (brief: Brief) => brief.hashtags.map(tag => `#${tag.normalize('NFC').replaceAll(/\s+/g, '')}`).join(' ')

/** Paragraphs as long as there is room, the last one shortened; the tags always stand whole. */
function joined(paragraphs: readonly string[], tags: string): string {
  const room = TEXT - (tags === '' ? 0 : count(tags, 'utf16') + 2)
  const text = shorten(tidyLines(paragraphs.filter(Boolean).join('\n\n')), room, 'utf16')
  return [text, tags].filter(Boolean).join('\n\n')
}
