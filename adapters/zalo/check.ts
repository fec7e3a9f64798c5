import { count } from '../../src/kit/text.ts'
import type { Content, Issue, Options, Picture } from '../../src/ports/network.ts'
import { filmTroubles } from './films.ts'
import { FAKE_LETTERS } from './format.ts'
import { limits } from './limits.ts'

/** Every limit, in Zalo's own units. Pure; what it blocks, Zalo would refuse or show wrongly. */
export function check(content: Content, _options: Options): readonly Issue[] {
  return [...fieldIssues(content), ...bodyIssues(content), ...pictureIssues(content), ...filmIssues(content)]
}

function fieldIssues(content: Content): Issue[] {
  return (['title', 'description', 'author'] as const).flatMap(field => {
    const text = (content[field] ?? '').trim()
    const limit = limits.fields[field]
    // A video has none.
    if (field === 'author' && content.form === 'video') return text === '' ? [] : [warning('zalo.author_unused', field)]
    if (text === '') return [blocking(`zalo.${field}_missing`, field)]
    const over = limit ? count(text, limit.unit) - limit.max : 0
    return [
      ...(over > 0 ? [blocking(`zalo.${field}_long`, field, { over, max: limit?.max ?? 0 })] : []),
      ...(text.match(FAKE_LETTERS) ? [warning('zalo.fake_bold', field)] : []),
    ]
  })
}

function bodyIssues(content: Content): Issue[] {
  const issues: Issue[] = []
  const blocks = content.blocks ?? []
  const said = content.text.trim() !== '' || blocks.length > 0
  if (content.form === 'video') {
    if (said) issues.push(warning('zalo.body_unused', 'text'))
  } else if (!said) issues.push(blocking('zalo.body_missing', 'text'))
  const lost = blocks.some(block => block.is === 'figure' && content.pictures[block.picture] === undefined)
  if (lost) issues.push(warning('zalo.figure_lost', 'pictures'))
  // An address has no field of its own; it belongs into the text.
  if (content.link !== undefined) issues.push(warning('zalo.link_unused', 'link'))
  return issues
}

function pictureIssues(content: Content): Issue[] {
  const { pictures } = content
  const most = limits.pictures?.most ?? 0
  switch (content.form) {
    case 'article':
      if (pictures.length === 0) return [blocking('zalo.cover_missing', 'pictures')]
      return [
        ...(pictures.length > most
          ? [blocking('zalo.pictures_many', 'pictures', { count: pictures.length, max: most })]
          : []),
        ...pictures.flatMap((picture, at) => issuesOf(picture, at + 1)),
      ]
    case 'standing':
      // The channel's standing cover stands in for pictures; those that are chosen all the same would not be shown.
      return pictures.length === 0 ? [] : [blocking('zalo.pictures_unused', 'pictures', { count: pictures.length })]
    case 'video':
      // The still; what would be fetched beside it would be shown nowhere.
      if (pictures.length === 0) return [blocking('zalo.still_missing', 'pictures')]
      return [
        ...(pictures.length > 1 ? [blocking('zalo.stills_many', 'pictures', { count: pictures.length })] : []),
        ...pictures.flatMap((picture, at) => issuesOf(picture, at + 1)),
      ]
    default:
      return [blocking('zalo.form_unknown', 'form', { form: content.form })]
  }
}

function filmIssues({ form, video }: Content): Issue[] {
  if (form !== 'video') return video ? [warning('zalo.video_unused', 'video')] : []
  if (!video) return [blocking('zalo.video_missing', 'video')]
  return filmTroubles(video).map(code =>
    blocking(code, 'video', { type: video.mime, megabytes: megabytes(video.bytes) }),
  )
}

/** Rounded up: what is a byte over the limit is over it. */
const megabytes = (bytes: number) => Math.ceil(bytes / 1_048_576)

function issuesOf(picture: Picture, n: number): Issue[] {
  const limit = limits.pictures
  if (!limit) return []
  return [
    ...(limit.mimes.includes(picture.mime)
      ? []
      : [blocking('zalo.picture_type', 'pictures', { n, type: picture.mime })]),
    ...(picture.bytes > limit.bytes ? [blocking('zalo.picture_big', 'pictures', { n })] : []),
  ]
}

function blocking(code: string, field: string, slots?: Issue['with']): Issue {
  return { code, field, blocks: true, ...(slots && { with: slots }) }
}

function warning(code: string, field: string): Issue {
  return { code, field, blocks: false }
}
