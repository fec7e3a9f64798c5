import { count } from '../../src/kit/text.ts'
import type { Content, Issue, Options, Picture } from '../../src/ports/network.ts'
import { filmTroubles, reelTroubles } from './films.ts'
import { FAKE_LETTERS } from './format.ts'
import { limits } from './limits.ts'
import { linkTrouble } from './links.ts'

/** Every limit, in Facebook's own units. Pure; what it blocks, Facebook would refuse or show wrongly. */
export function check(content: Content, _options: Options): readonly Issue[] {
  return [
    ...textIssues(content),
    ...titleIssues(content),
    ...linkIssues(content),
    ...pictureIssues(content),
    ...videoIssues(content),
    ...unusedIssues(content),
  ]
}

/** A message is only counted, never trimmed by Facebook, so what counts is what we send: NFC, without outer white space. */
export function messageOf(content: Content): string {
  return content.text.normalize('NFC').trim()
}

function textIssues(content: Content): Issue[] {
  const issues: Issue[] = []
  const message = messageOf(content)
  const limit = limits.fields.text
  const used = limit ? count(message, limit.unit) : 0
  if (limit && used > limit.max) {
    issues.push(blocking('facebook.text_long', 'text', { over: used - limit.max, max: limit.max }))
  }
  // A message of white space is treated as none (error 100); a bare link or picture may stand without words.
  if (message === '') issues.push({ code: 'facebook.text_missing', field: 'text', blocks: content.form === 'text' })
  if (message.match(FAKE_LETTERS)) issues.push(warning('facebook.fake_bold', 'text'))
  return issues
}

const isFilmForm = ({ form }: Content) => form === 'video' || form === 'reel'

function titleIssues(content: Content): Issue[] {
  const title = (content.title ?? '').normalize('NFC').trim()
  const limit = limits.fields.title
  if (!isFilmForm(content) || !limit) return []
  const over = count(title, limit.unit) - limit.max
  return [
    ...(over > 0 ? [blocking('facebook.title_long', 'title', { over, max: limit.max })] : []),
    ...(title.match(FAKE_LETTERS) ? [warning('facebook.fake_bold', 'title')] : []),
  ]
}

function videoIssues(content: Content): Issue[] {
  const { video, form } = content
  if (!isFilmForm(content)) return video ? [blocking('facebook.video_unused', 'video')] : []
  if (!video) return [blocking('facebook.video_missing', 'video')]
  const troubles = [...filmTroubles(video), ...(form === 'reel' ? reelTroubles(video) : [])]
  return troubles.map(code => blocking(code, 'video'))
}

function linkIssues(content: Content): Issue[] {
  switch (content.form) {
    case 'link': {
      if (content.link === undefined) return [blocking('facebook.link_missing', 'link')]
      const trouble = linkTrouble(content.link)
      return trouble ? [blocking(trouble, 'link')] : []
    }
    case 'text':
    case 'photo':
    case 'album':
    case 'video':
    case 'reel':
      // A link beside pictures: the pictures win, or the call fails. It belongs into the text.
      return content.link === undefined ? [] : [blocking('facebook.link_unused', 'link')]
    default:
      return [blocking('facebook.form_unknown', 'form', { form: content.form })]
  }
}

function pictureIssues(content: Content): Issue[] {
  const { pictures } = content
  const most = limits.pictures?.most ?? 0
  if (content.form !== 'photo' && content.form !== 'album') {
    return pictures.length === 0 ? [] : [blocking('facebook.pictures_unused', 'pictures', { count: pictures.length })]
  }
  if (pictures.length === 0) return [blocking('facebook.pictures_missing', 'pictures')]
  const issues = pictures.flatMap((picture, index) => issuesOf(picture, index + 1))
  if (pictures.length > most) {
    issues.unshift(blocking('facebook.pictures_many', 'pictures', { count: pictures.length, max: most }))
  }
  return issues
}

function issuesOf(picture: Picture, n: number): Issue[] {
  const issues: Issue[] = []
  const limit = limits.pictures
  if (!limit) return issues
  if (!limit.mimes.includes(picture.mime)) {
    issues.push(blocking('facebook.picture_type', 'pictures', { n, type: picture.mime }))
  }
  if (picture.bytes > limit.bytes) {
    issues.push(blocking('facebook.picture_big', 'pictures', { n, megabytes: limit.bytes / 1_000_000 }))
  }
  if (Math.max(picture.width, picture.height) > limit.longestSide) {
    issues.push(warning('facebook.picture_wide', 'pictures', { n, max: limit.longestSide }))
  }
  // Public bodies owe it to people who do not see the picture.
  if (picture.alt.trim() === '') issues.push(warning('facebook.alt_missing', 'pictures', { n }))
  return issues
}

/** Fields of other networks: the page must not let anyone believe they will be shown here. */
function unusedIssues(content: Content): Issue[] {
  return (['title', 'description', 'author'] as const)
    .filter(field => field !== 'title' || !isFilmForm(content))
    .filter(field => (content[field] ?? '').trim() !== '')
    .map(field => warning('facebook.field_unused', field))
}

function blocking(code: string, field: string, slots?: Issue['with']): Issue {
  return { code, field, blocks: true, ...(slots && { with: slots }) }
}

function warning(code: string, field: string, slots?: Issue['with']): Issue {
  return { code, field, blocks: false, ...(slots && { with: slots }) }
}
