import { z } from 'zod'
import { badPayload, ofVideo } from './errors.ts'
import type { Snippet, Status } from './types.ts'
import type { World } from './world.ts'

/** Assignable in Viet Nam; the others of the list exist and are refused. */
export const categories: Readonly<Record<string, { title: string; assignable: boolean }>> = {
  1: { title: 'Phim và hoạt hình', assignable: true },
  10: { title: 'Âm nhạc', assignable: true },
  17: { title: 'Thể thao', assignable: true },
  18: { title: 'Phim ngắn', assignable: false },
  22: { title: 'Con người và blog', assignable: true },
  24: { title: 'Giải trí', assignable: true },
  25: { title: 'Tin tức và chính trị', assignable: true },
  26: { title: 'Hướng dẫn và phong cách', assignable: true },
  27: { title: 'Giáo dục', assignable: true },
  28: { title: 'Khoa học và công nghệ', assignable: true },
  29: { title: 'Tổ chức phi lợi nhuận và hoạt động xã hội', assignable: true },
}

const writtenSnippet = z.strictObject({
  title: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  categoryId: z.union([z.string(), z.number()]).transform(String).optional(),
  defaultLanguage: z.string().optional(),
  defaultAudioLanguage: z.string().optional(),
})
const writtenStatus = z.strictObject({
  privacyStatus: z.string().optional(),
  publishAt: z.string().optional(),
  license: z.string().optional(),
  embeddable: z.boolean().optional(),
  publicStatsViewable: z.boolean().optional(),
  selfDeclaredMadeForKids: z.boolean().optional(),
  containsSyntheticMedia: z.boolean().optional(),
})
const shapes = { snippet: writtenSnippet, status: writtenStatus }

/** One group of a body as its schema wants it. Fields that only the server writes are refused like unknown ones. */
function groupOf<Name extends keyof typeof shapes>(
  world: World,
  body: Record<string, unknown>,
  name: Name,
): z.output<(typeof shapes)[Name]> {
  const shape: z.ZodType = world.settings.strict ? shapes[name] : shapes[name].loose()
  const group = shape.safeParse(body[name] ?? {})
  if (group.success) return group.data as z.output<(typeof shapes)[Name]>
  const [issue] = group.error.issues
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.')
  throw badPayload(`Unknown name "${field}" at 'resource.${name}': Cannot find field.`)
}

/** Groups that a video may be written with, and nothing beside them. */
export function checkGroups(world: World, body: Record<string, unknown>, more: readonly string[] = []): void {
  const known = ['snippet', 'status', 'recordingDetails', 'localizations', 'paidProductPlacementDetails', ...more]
  for (const name of Object.keys(body))
    if (world.settings.strict && !known.includes(name))
      throw badPayload(`Unknown name "${name}" at 'resource': Cannot find field.`)
}

export function readSnippet(world: World, body: Record<string, unknown>, needs: 'insert' | 'update'): Snippet {
  const given = groupOf(world, body, 'snippet')
  const title = (given.title ?? '').normalize('NFC')
  if (title.length === 0 || title.length > 100 || /[<>]/.test(title))
    throw ofVideo('invalidTitle', 'The request metadata specifies an invalid or empty video title.')
  const description = (given.description ?? '').normalize('NFC')
  if (new TextEncoder().encode(description).length > 5000 || /[<>]/.test(description))
    throw ofVideo('invalidDescription', 'The request metadata specifies an invalid video description.')
  const tags = given.tags ?? []
  if (lengthOfTags(tags) > 500 || tags.some(tag => /[<>]/.test(tag) || tag.trim() === ''))
    throw ofVideo('invalidTags', 'The request metadata specifies invalid video keywords.')
  const categoryId = given.categoryId ?? (needs === 'insert' ? '22' : '')
  if (!categories[categoryId]?.assignable)
    throw ofVideo('invalidCategoryId', 'The snippet.categoryId property specifies an invalid category ID.')
  const language = given.defaultLanguage ?? null
  if (language !== null && !/^(vi|en|fr|zh-Hans|zh-Hant|ko|ja|ru|lo|km)(-[A-Z]{2})?$/.test(language))
    throw ofVideo('invalidVideoMetadata', 'The request metadata is invalid.')
  return { title, description, tags, categoryId, defaultLanguage: language }
}

/** Commas count, and so do the quotation marks that a tag with a space is put into. */
export const lengthOfTags = (tags: readonly string[]): number =>
  tags.reduce(
    (sum, tag) => sum + tag.normalize('NFC').length + (tag.includes(' ') ? 2 : 0),
    Math.max(0, tags.length - 1),
  )

/** `now` is what there is already; undefined for a new video. */
export function readStatus(world: World, body: Record<string, unknown>, now?: { wasPublic: boolean }): Status {
  const given = groupOf(world, body, 'status')
  const privacy = given.privacyStatus ?? 'public'
  if (privacy !== 'public' && privacy !== 'unlisted' && privacy !== 'private')
    throw badPayload(`Invalid value at 'resource.status.privacy_status', "${privacy}".`)
  const license = given.license ?? 'youtube'
  if (license !== 'youtube' && license !== 'creativeCommon')
    throw badPayload(`Invalid value at 'resource.status.license', "${license}".`)
  let publishAt: number | null = null
  if (given.publishAt !== undefined) {
    const rfc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(given.publishAt)
    publishAt = rfc ? Date.parse(given.publishAt) : Number.NaN
    if (Number.isNaN(publishAt) || privacy !== 'private' || now?.wasPublic)
      throw ofVideo('invalidPublishAt', 'The request metadata specifies an invalid scheduled publishing time.')
  }
  return {
    privacyStatus: privacy,
    publishAt,
    license,
    embeddable: given.embeddable ?? true,
    publicStatsViewable: given.publicStatsViewable ?? true,
    selfDeclaredMadeForKids: given.selfDeclaredMadeForKids ?? null,
    containsSyntheticMedia: given.containsSyntheticMedia ?? null,
  }
}
