import { readsOf } from './engagement.ts'
import { badPayload, invalidFilters, notFound, ofVideo, videoNotFound } from './errors.ts'
import { checkGroups, readSnippet, readStatus } from './matter.ts'
import { hash } from './random.ts'
import { noContent, ok, type Reply } from './reply.ts'
import { type Call, listOf, readJson } from './request.ts'
import type { Who } from './rights.ts'
import type { Video } from './types.ts'
import { isPublic, privacyOf, uploadStatusOf, type World } from './world.ts'

const ownerParts = ['fileDetails', 'processingDetails', 'suggestions']
const videoParts = ['id', 'snippet', 'contentDetails', 'status', 'statistics', 'player', 'localizations', ...ownerParts]

export function checkParts(given: readonly string[], known: readonly string[]): void {
  for (const name of given) if (!known.includes(name)) throw badPayload(`'${name}' is not a part of this resource.`)
}

export const etagOf = (value: unknown) => hash(JSON.stringify(value)).toString(36).padStart(27, '0')

export const listed = (kind: string, items: unknown[], more: object = {}) => ({
  kind,
  etag: etagOf(items),
  ...more,
  items,
  pageInfo: { totalResults: items.length, resultsPerPage: items.length },
})

/** Exactly one filter; at most fifty ids; an id that is nowhere is left out and no error. */
export function list(world: World, who: Who, call: Call): Reply {
  const parts = listOf(call.query, 'part')
  checkParts(parts, videoParts)
  const ids = listOf(call.query, 'id')
  const filters = ['id', 'chart', 'myRating'].filter(name => call.query.has(name))
  if (filters.length !== 1) throw invalidFilters('Exactly one filter has to be given.')
  if (filters[0] !== 'id') throw invalidFilters('This sandbox covers the filter id.')
  if (call.query.has('maxResults')) throw invalidFilters('maxResults does not go with id.')
  if (ids.length > 50) throw invalidFilters('At most 50 ids.')
  const items = [...new Set(ids)].flatMap(id => {
    const video = findSeen(world, who, id)
    if (!video) return []
    const own = video.channelId === who.channel.id
    return [resourceOf(world, video, own ? parts : parts.filter(one => !ownerParts.includes(one)))]
  })
  return ok(listed('youtube#videoListResponse', items))
}

/** One's own whatever its privacy, another's only when a stranger sees it. */
function findSeen(world: World, who: Who, id: string): Video | undefined {
  const video = world.videos.get(id)
  if (!video || video.removedAt !== null) return undefined
  return video.channelId === who.channel.id || isPublic(world, video) ? video : undefined
}

export function stats(world: World, who: Who, call: Call): Reply {
  const parts = listOf(call.query, 'part')
  checkParts(parts, ['id', 'snippet', 'statistics', 'contentDetails'])
  const ids = listOf(call.query, 'id')
  if (ids.length === 0 || ids.length > 50) throw invalidFilters('Between 1 and 50 ids.')
  const items = [...new Set(ids)].flatMap(id => {
    const video = findSeen(world, who, id)
    if (!video) return []
    const { views, likes, comments } = readsOf(world, video)
    const statistics = {
      viewCount: String(views),
      ...(!video.likesHidden && { likeCount: String(likes) }),
      ...(!video.commentsOff && { commentCount: String(comments) }),
    }
    return [
      {
        kind: 'youtube#videoStats',
        etag: etagOf(statistics),
        id,
        ...(parts.includes('snippet') && { snippet: { publishTime: new Date(video.uploadedAt).toISOString() } }),
        ...(parts.includes('statistics') && { statistics }),
        ...(parts.includes('contentDetails') && { contentDetails: { duration: '35s' } }),
      },
    ]
  })
  return ok({ kind: 'youtube#batchGetStatsResponse', etag: etagOf(items), items })
}

/** Destructive: in every part that is named, what is left out is deleted and what has a default falls back to it. */
export async function update(world: World, who: Who, call: Call): Promise<Reply> {
  const parts = listOf(call.query, 'part')
  const body = await readJson(call)
  const { id, kind, etag, ...groups } = body
  checkGroups(world, groups)
  if (kind !== undefined && kind !== 'youtube#video') throw badPayload('The kind is not youtube#video.')
  if (etag !== undefined && typeof etag !== 'string') throw badPayload('The etag is not a string.')
  const video = findOwn(world, who, id)
  checkParts(parts, ['id', 'snippet', 'status'])
  if (parts.includes('snippet')) video.snippet = readSnippet(world, groups, 'update')
  if (parts.includes('status')) {
    video.status = readStatus(world, groups, video)
    video.wasPublic ||= privacyOf(world, video) === 'public'
  }
  return ok(resourceOf(world, video, parts))
}

export function remove(world: World, who: Who, call: Call): Reply {
  findOwn(world, who, call.query.get('id')).removedAt = world.now()
  return noContent()
}

export function findOwn(world: World, who: Who, id: unknown): Video {
  if (typeof id !== 'string' || id === '') throw ofVideo('videoIdRequired', 'The video id is missing.')
  const video = world.videos.get(id)
  if (!video || video.removedAt !== null) throw videoNotFound()
  if (video.channelId !== who.channel.id) throw notFound()
  return video
}

/** The requested parts of a video, and its id. */
export function resourceOf(world: World, video: Video, parts: readonly string[]): Record<string, unknown> {
  const { snippet, status } = video
  const state = uploadStatusOf(world, video)
  const groups: Record<string, unknown> = {
    snippet: {
      publishedAt: new Date(video.uploadedAt).toISOString(),
      channelId: video.channelId,
      title: snippet.title,
      description: snippet.description,
      thumbnails: { default: { url: `https://i.ytimg.com/vi/${video.id}/default.jpg`, width: 120, height: 90 } },
      channelTitle: world.channels.get(video.channelId)?.name ?? '',
      ...(snippet.tags.length > 0 && { tags: snippet.tags }),
      categoryId: snippet.categoryId,
      liveBroadcastContent: 'none',
      ...(snippet.defaultLanguage !== null && { defaultLanguage: snippet.defaultLanguage }),
      localized: { title: snippet.title, description: snippet.description },
    },
    status: {
      uploadStatus: state,
      ...(state === 'failed' && { failureReason: video.fate.failure }),
      ...(state === 'rejected' && { rejectionReason: video.fate.rejection }),
      privacyStatus: privacyOf(world, video),
      ...(status.publishAt !== null && { publishAt: new Date(status.publishAt).toISOString() }),
      license: status.license,
      embeddable: status.embeddable,
      publicStatsViewable: status.publicStatsViewable,
      madeForKids: status.selfDeclaredMadeForKids ?? false,
      ...(status.selfDeclaredMadeForKids !== null && { selfDeclaredMadeForKids: status.selfDeclaredMadeForKids }),
      // Reads may leave it out: absence is not false.
      ...(status.containsSyntheticMedia && { containsSyntheticMedia: true }),
    },
    contentDetails: {
      duration: 'PT35S',
      dimension: '2d',
      definition: 'hd',
      caption: String(video.captions.length > 0),
    },
    statistics: { viewCount: String(readsOf(world, video).views), favoriteCount: '0' },
    player: {
      embedHtml: `<iframe width="480" height="270" src="${world.settings.permalinks.replace('https:', '')}/embed/${video.id}" frameborder="0" allowfullscreen></iframe>`,
    },
    localizations: {},
    suggestions: {},
    fileDetails: {
      fileSize: String(video.size),
      fileType: 'video',
      ...(video.fileName !== null && { fileName: video.fileName }),
    },
    processingDetails: {
      processingStatus: state === 'uploaded' ? 'processing' : state === 'failed' ? 'failed' : 'succeeded',
      ...(state === 'failed' && { processingFailureReason: 'transcodeFailed' }),
    },
  }
  if (!world.settings.fileDetails) delete groups.fileDetails
  const shown = parts.filter(name => name !== 'id' && groups[name] !== undefined)
  const chosen = Object.fromEntries(shown.map(name => [name, groups[name]]))
  return { kind: 'youtube#video', etag: etagOf(chosen), id: video.id, ...chosen }
}
