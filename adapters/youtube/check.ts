import { count } from '../../src/kit/text.ts'
import type { Content, Issue, Options, Video } from '../../src/ports/network.ts'
import { FAKE_LETTERS, isShort } from './format.ts'
import { limits, TAGS_LENGTH } from './limits.ts'
import { optionsShape, type YoutubeOptions } from './shape.ts'
import { lengthOfTags } from './tags.ts'

/** Every limit, in YouTube's own units, over NFC. */
export function check(content: Content, given: Options): readonly Issue[] {
  const options = optionsShape.parse(given)
  return [
    ...textIssues(content),
    ...tagIssues(content),
    ...videoIssues(content),
    ...stillIssues(content),
    ...optionIssues(options),
  ]
}

function textIssues(content: Content): Issue[] {
  const title = (content.title ?? '').trim()
  return [
    ...(title === '' ? [blocking('youtube.title_missing', 'title')] : []),
    ...fieldIssues('title', title),
    ...fieldIssues('text', content.text),
    // An address has no field of its own; it belongs into the description.
    ...(content.link === undefined ? [] : [warning('youtube.link_unused', 'link')]),
  ]
}

function fieldIssues(field: 'title' | 'text', text: string): Issue[] {
  const limit = limits.fields[field]
  const over = limit ? count(text, limit.unit) - limit.max : 0
  return [
    ...(over > 0 ? [blocking(`youtube.${field}_long`, field, { over, max: limit?.max ?? 0 })] : []),
    ...(/[<>]/.test(text) ? [blocking('youtube.angle_brackets', field)] : []),
    ...(text.match(FAKE_LETTERS) ? [warning('youtube.fake_bold', field)] : []),
  ]
}

function tagIssues({ tags = [] }: Content): Issue[] {
  const over = lengthOfTags(tags) - TAGS_LENGTH
  return [
    ...(over > 0 ? [blocking('youtube.tags_long', 'tags', { over, max: TAGS_LENGTH })] : []),
    ...(tags.some(tag => /[<>,"]/.test(tag) || tag.trim() === '') ? [blocking('youtube.tag_odd', 'tags')] : []),
  ]
}

function videoIssues({ form, video }: Content): Issue[] {
  if (form !== 'video' && form !== 'short') return [blocking('youtube.form_unknown', 'form', { form })]
  if (!video) return [blocking('youtube.video_missing', 'video')]
  const limit = limits.videos
  return [
    ...(limit && !limit.mimes.includes(video.mime)
      ? [blocking('youtube.video_type', 'video', { type: video.mime })]
      : []),
    ...(limit && video.bytes > limit.bytes ? [blocking('youtube.video_big', 'video')] : []),
    ...(limit && video.seconds > limit.seconds ? [blocking('youtube.video_long', 'video')] : []),
    ...formIssues(form, video),
  ]
}

/** A form that YouTube will not make of this file would be a promise nobody keeps. */
function formIssues(form: string, video: Video): Issue[] {
  if (form === 'short' && !isShort(video)) return [blocking('youtube.no_short', 'form')]
  if (form === 'video' && isShort(video)) return [blocking('youtube.is_short', 'form')]
  return []
}

function stillIssues({ form, pictures }: Content): Issue[] {
  const [still, ...rest] = pictures
  const limit = limits.pictures
  if (!still || !limit) return []
  return [
    ...(rest.length > 0 ? [warning('youtube.pictures_unused', 'pictures', { count: rest.length })] : []),
    ...(form === 'short' ? [warning('youtube.short_still', 'pictures')] : []),
    ...(limit.mimes.includes(still.mime) ? [] : [blocking('youtube.picture_type', 'pictures', { type: still.mime })]),
    ...(still.bytes > limit.bytes ? [blocking('youtube.picture_big', 'pictures')] : []),
  ]
}

function optionIssues(options: YoutubeOptions): Issue[] {
  const { captions, publishAt, privacy } = options
  return [
    ...(captions !== undefined && !isTrack(captions) ? [blocking('youtube.captions_odd', 'captions')] : []),
    // YouTube publishes at a time only what is private until then.
    ...(publishAt !== undefined && privacy !== undefined && privacy !== 'public'
      ? [blocking('youtube.publish_at_hidden', 'publishAt')]
      : []),
  ]
}

const isTrack = (text: string) =>
  /^\uFEFF?\s*WEBVTT(?:\s|$)/.test(text) || /^\uFEFF?\s*\d+\s*\r?\n\s*\d+:\d{2}:\d{2}[,.]\d{3}\s*-->/.test(text)

function blocking(code: string, field: string, slots?: Issue['with']): Issue {
  return { code, field, blocks: true, ...(slots && { with: slots }) }
}

function warning(code: string, field: string, slots?: Issue['with']): Issue {
  return { code, field, blocks: false, ...(slots && { with: slots }) }
}
