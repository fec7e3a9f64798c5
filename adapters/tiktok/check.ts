import { count } from '../../src/kit/text.ts'
import type { Content, Issue, Options, Picture, Video } from '../../src/ports/network.ts'
import { ADDRESSES, FAKE_LETTERS } from './clean.ts'
import { CODECS, FRAME_RATE, LONGEST_DIRECT, limits, PHOTO_TEXT, SHORTEST, VIDEO_SIDE } from './limits.ts'
import { findForm, optionsShape, type TiktokOptions } from './shape.ts'

/** Every limit, in TikTok's own units. TikTok checks files only after the upload, so here they are checked before. */
export function check(content: Content, given: Options): readonly Issue[] {
  const form = findForm(content.form)
  if (!form) return [blocking('tiktok.form_unknown', 'form', { form: content.form })]
  const options = optionsShape.safeParse(given)
  const matter = form.media === 'video' ? videoIssues(content, form.direct) : photoIssues(content)
  if (!form.direct) return [...matter, ...linkIssue(content)]
  if (!options.success) return [...matter, blocking('tiktok.options_wrong', 'options')]
  return [...matter, ...linkIssue(content), ...choiceIssues(options.data as TiktokOptions)]
}

/** Chosen by a person for this post; nothing is chosen for them. */
function choiceIssues({ privacy, brand_content }: TiktokOptions): Issue[] {
  if (privacy === undefined) return [blocking('tiktok.privacy_missing', 'options')]
  return brand_content && privacy === 'SELF_ONLY' ? [blocking('tiktok.branded_private', 'options')] : []
}

function videoIssues(content: Content, direct: boolean): Issue[] {
  const { video } = content
  return [
    ...textIssues('text', content.text, limits.fields.text?.max ?? 0),
    ...(content.title ? [warning('tiktok.title_unused', 'title')] : []),
    ...(content.pictures.length > 0 ? [warning('tiktok.pictures_unused', 'pictures')] : []),
    ...(video ? fileIssues(video, direct) : [blocking('tiktok.video_missing', 'video')]),
  ]
}

function fileIssues(video: Video, direct: boolean): Issue[] {
  const most = limits.videos
  // Of a direct post the account decides, and says so only when it is asked: an hour is the most that was seen.
  const longest = direct ? LONGEST_DIRECT : (most?.seconds ?? 0)
  const { width, height, seconds, rate } = video
  const sides = Math.min(width, height) < VIDEO_SIDE.least || Math.max(width, height) > VIDEO_SIDE.most
  return [
    ...(most?.mimes.includes(video.mime) ? [] : [blocking('tiktok.video_type', 'video', { type: video.mime })]),
    ...(video.videoCodec === undefined || CODECS.test(video.videoCodec)
      ? []
      : [blocking('tiktok.video_codec', 'video', { codec: video.videoCodec })]),
    ...(most && video.bytes > most.bytes ? [blocking('tiktok.video_big', 'video')] : []),
    ...(seconds > longest
      ? [blocking('tiktok.video_long', 'video', { seconds: Math.ceil(seconds), max: longest })]
      : []),
    ...(seconds < SHORTEST ? [warning('tiktok.video_short', 'video')] : []),
    ...(sides ? [blocking('tiktok.video_size', 'video', { width, height })] : []),
    ...(rate !== undefined && (rate < FRAME_RATE.least || rate > FRAME_RATE.most)
      ? [blocking('tiktok.video_rate', 'video', { rate: Math.round(rate) })]
      : []),
  ]
}

function photoIssues(content: Content): Issue[] {
  const { pictures } = content
  const most = limits.pictures?.most ?? 0
  return [
    ...textIssues('title', content.title ?? '', limits.fields.title?.max ?? 0),
    ...textIssues('text', content.text, PHOTO_TEXT),
    ...(pictures.length === 0 ? [blocking('tiktok.pictures_missing', 'pictures')] : []),
    ...(pictures.length > most
      ? [blocking('tiktok.pictures_many', 'pictures', { count: pictures.length, max: most })]
      : []),
    ...pictures.flatMap((picture, at) => pictureIssues(picture, at + 1)),
  ]
}

/** Pictures of which nothing is known yet, in a preview, measure nothing and pass. */
function pictureIssues(picture: Picture, n: number): Issue[] {
  const most = limits.pictures
  if (!most) return []
  const { width, height } = picture
  const large =
    Math.max(width, height) > most.longestSide || Math.min(width, height) > (most.shorterSide ?? most.longestSide)
  return [
    ...(most.mimes.includes(picture.mime)
      ? []
      : [blocking('tiktok.picture_type', 'pictures', { n, type: picture.mime })]),
    ...(picture.bytes > most.bytes ? [blocking('tiktok.picture_big', 'pictures', { n })] : []),
    ...(large ? [blocking('tiktok.picture_size', 'pictures', { n, width, height })] : []),
  ]
}

export const isShowable = (picture: Picture): boolean => pictureIssues(picture, 1).length === 0

function textIssues(field: 'title' | 'text', text: string, max: number): Issue[] {
  const over = count(text, 'utf16') - max
  return [
    ...(over > 0 ? [blocking(`tiktok.${field}_long`, field, { over, max })] : []),
    ...(text.match(FAKE_LETTERS) ? [warning('tiktok.fake_bold', field)] : []),
    ...(text.match(ADDRESSES) ? [blocking('tiktok.address_in_text', field)] : []),
  ]
}

const linkIssue = (content: Content): Issue[] =>
  content.link === undefined ? [] : [warning('tiktok.link_unused', 'link')]

function blocking(code: string, field: string, slots?: Issue['with']): Issue {
  return { code, field, blocks: true, ...(slots && { with: slots }) }
}

const warning = (code: string, field: string): Issue => ({ code, field, blocks: false })
