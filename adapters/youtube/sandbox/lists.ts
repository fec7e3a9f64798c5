import {
  ApiError,
  badPayload,
  forbidden,
  incompatible,
  invalidFilters,
  invalidValue,
  missing,
  ofItem,
  videoNotFound,
} from './errors.ts'
import { categories } from './matter.ts'
import { noContent, ok, type Reply } from './reply.ts'
import { type Call, listOf, readJson } from './request.ts'
import type { Who } from './rights.ts'
import type { Channel, Playlist, Video } from './types.ts'
import { checkParts, etagOf, listed } from './videos.ts'
import { isPublic, itemId, uploadsOf, type World } from './world.ts'

export function channels(world: World, who: Who, call: Call): Reply {
  const parts = listOf(call.query, 'part')
  checkParts(parts, ['id', 'snippet', 'statistics', 'contentDetails', 'status'])
  const mine = call.query.get('mine') === 'true'
  const ids = listOf(call.query, 'id')
  if (mine === ids.length > 0) throw invalidFilters('Exactly one of mine and id.')
  const found = mine ? [who.channel] : ids.flatMap(id => world.channels.get(id) ?? [])
  return ok(
    listed(
      'youtube#channelListResponse',
      found.map(channel => channelOf(world, channel, parts, mine)),
    ),
  )
}

function channelOf(world: World, channel: Channel, parts: readonly string[], own: boolean) {
  const videos = [...world.videos.values()].filter(video => video.channelId === channel.id && isPublic(world, video))
  const groups: Record<string, unknown> = {
    snippet: { title: channel.name, description: '', publishedAt: '2012-03-01T00:00:00Z', country: 'VN' },
    statistics: {
      viewCount: '0',
      // Three figures, for everyone.
      subscriberCount: String(Number(channel.subscribers.toPrecision(3))),
      hiddenSubscriberCount: false,
      videoCount: String(videos.length),
    },
    contentDetails: { relatedPlaylists: { likes: '', uploads: uploadsOf(channel.id) } },
    ...(own && { status: { privacyStatus: 'public', isLinked: true, longUploadsStatus: channel.longUploads } }),
  }
  const shown = Object.fromEntries(parts.filter(name => groups[name]).map(name => [name, groups[name]]))
  return { kind: 'youtube#channel', etag: etagOf(shown), id: channel.id, ...shown }
}

/** Pages go by the place in the list, hidden in a token. */
function page<T>(call: Call, all: readonly T[]): { items: T[]; more: object } {
  const most = Number(call.query.get('maxResults') ?? 5)
  const token = call.query.get('pageToken')
  const from = token === null ? 0 : Number(/^CAo(\d{1,6})EAA$/.exec(token)?.[1] ?? Number.NaN)
  if (Number.isNaN(from)) throw new ApiError(400, 'invalidPageToken', 'youtube.parameter', 'The page token is invalid.')
  const next = from + most < all.length ? { nextPageToken: `CAo${from + most}EAA` } : {}
  return { items: all.slice(from, from + most), more: next }
}

export function items(world: World, who: Who, call: Call): Reply {
  const parts = listOf(call.query, 'part')
  checkParts(parts, ['id', 'snippet', 'contentDetails', 'status'])
  const given = call.query.get('playlistId')
  if (given === null) throw missing('playlistId')
  const rows = given.startsWith('UU') ? uploadsIn(world, who, given) : itemsIn(world, who, given)
  const wanted = call.query.get('videoId')
  const { items, more } = page(call, wanted === null ? rows : rows.filter(row => row.video.id === wanted))
  const shown = items.map(row => itemOf(row, given, parts))
  return ok(listed('youtube#playlistItemListResponse', shown, more))
}

interface Row {
  id: string
  video: Video
  at: number
}

/** The owner sees everything that was uploaded and not removed, newest first. */
function uploadsIn(world: World, who: Who, id: string): Row[] {
  const channel = [...world.channels.values()].find(one => uploadsOf(one.id) === id)
  if (!channel) throw ofItem(404, 'playlistNotFound', 'The playlist cannot be found.')
  return [...world.videos.values()]
    .filter(video => video.channelId === channel.id && video.removedAt === null)
    .filter(video => video.uploadedAt + world.settings.listDelayMs <= world.now())
    .filter(video => channel.id === who.channel.id || isPublic(world, video))
    .map(video => ({ id: `VVV${video.id}`, video, at: video.uploadedAt }))
    .reverse()
}

function itemsIn(world: World, who: Who, id: string): Row[] {
  return findList(world, who, id).items.flatMap(item => {
    const video = world.videos.get(item.videoId)
    return video ? [{ id: item.id, video, at: item.addedAt }] : []
  })
}

function findList(world: World, who: Who, id: string): Playlist {
  const list = world.playlists.get(id)
  if (!list || (list.privacy === 'private' && list.channelId !== who.channel.id))
    throw ofItem(404, 'playlistNotFound', 'The playlist identified with the request cannot be found.')
  return list
}

function itemOf({ id, video, at }: Row, playlistId: string, parts: readonly string[]) {
  const groups: Record<string, unknown> = {
    snippet: {
      publishedAt: new Date(at).toISOString(),
      channelId: video.channelId,
      title: video.snippet.title,
      description: video.snippet.description,
      playlistId,
      position: 0,
      resourceId: { kind: 'youtube#video', videoId: video.id },
    },
    contentDetails: { videoId: video.id, videoPublishedAt: new Date(video.uploadedAt).toISOString() },
    status: { privacyStatus: video.status.privacyStatus },
  }
  const shown = Object.fromEntries(parts.filter(name => groups[name]).map(name => [name, groups[name]]))
  return { kind: 'youtube#playlistItem', etag: etagOf(shown), id, ...shown }
}

/** Not idempotent: a video that is in the list is refused where the list says so, and this sandbox always does. */
export async function addItem(world: World, who: Who, call: Call): Promise<Reply> {
  const body = await readJson(call)
  for (const name of Object.keys(body))
    if (name !== 'snippet') throw badPayload(`Unknown name "${name}" at 'resource'.`)
  const snippet = Object(body.snippet) as Record<string, unknown>
  const { playlistId, resourceId, position } = snippet
  for (const name of Object.keys(snippet))
    if (!['playlistId', 'resourceId', 'position'].includes(name))
      throw badPayload(`Unknown name "${name}" at 'resource.snippet': Cannot find field.`)
  if (typeof playlistId !== 'string') throw ofItem(400, 'playlistIdRequired', 'The playlistId is missing.')
  const resource = Object(resourceId) as Record<string, unknown>
  if (resource.kind !== 'youtube#video' || typeof resource.videoId !== 'string')
    throw ofItem(400, 'resourceIdRequired', 'The resourceId is missing.')
  if (playlistId.startsWith('UU')) throw ofItem(400, 'playlistOperationUnsupported', 'This playlist cannot be changed.')
  const list = findList(world, who, playlistId)
  if (list.channelId !== who.channel.id) throw forbidden('youtube.playlistItem')
  if (position !== undefined && !list.manual)
    throw ofItem(400, 'manualSortRequired', 'The playlist is not sorted by hand.')
  const video = world.videos.get(resource.videoId)
  const fresh = video && video.uploadedAt + world.settings.listDelayMs > world.now()
  if (!video || video.removedAt !== null || fresh) throw videoNotFound()
  if (list.items.some(item => item.videoId === video.id))
    throw ofItem(409, 'videoAlreadyInPlaylist', 'The video is already in the playlist.')
  const item = { id: itemId(world), videoId: video.id, addedAt: world.now() }
  list.items.push(item)
  return ok(itemOf({ id: item.id, video, at: item.addedAt }, list.id, listOf(call.query, 'part')))
}

export function playlists(world: World, who: Who, call: Call): Reply {
  const parts = listOf(call.query, 'part')
  checkParts(parts, ['id', 'snippet', 'status', 'contentDetails'])
  if (call.query.get('mine') !== 'true') throw invalidFilters('This sandbox covers the filter mine.')
  const own = [...world.playlists.values()].filter(list => list.channelId === who.channel.id)
  const { items, more } = page(call, own)
  const shown = items.map(list => ({
    kind: 'youtube#playlist',
    etag: etagOf(list.id),
    id: list.id,
    ...(parts.includes('snippet') && { snippet: { title: list.title, channelId: list.channelId, description: '' } }),
    ...(parts.includes('status') && { status: { privacyStatus: list.privacy } }),
    ...(parts.includes('contentDetails') && { contentDetails: { itemCount: list.items.length } }),
  }))
  return ok(listed('youtube#playlistListResponse', shown, more))
}

export function videoCategories(_world: World, _who: Who, call: Call): Reply {
  checkParts(listOf(call.query, 'part'), ['id', 'snippet'])
  const region = call.query.get('regionCode')
  if ((region === null) === (listOf(call.query, 'id').length === 0))
    throw invalidFilters('Exactly one of regionCode and id.')
  if (region !== null && !/^[A-Z]{2}$/.test(region)) throw invalidValue('regionCode')
  const shown = Object.entries(categories).map(([id, { title, assignable }]) => ({
    kind: 'youtube#videoCategory',
    etag: etagOf(id),
    id,
    snippet: { title, assignable, channelId: 'UCBR8-60-B28hp2BmDPdntcQ' },
  }))
  return ok(listed('youtube#videoCategoryListResponse', shown))
}

/** Covered for its rights and its filters: nobody comments here. */
export function threads(world: World, who: Who, call: Call): Reply {
  checkParts(listOf(call.query, 'part'), ['id', 'snippet', 'replies'])
  const filters = ['videoId', 'allThreadsRelatedToChannelId', 'id'].filter(name => call.query.has(name))
  if (filters.length !== 1) throw invalidFilters('Exactly one filter has to be given.')
  if (filters[0] === 'id' && ['maxResults', 'order', 'pageToken'].some(name => call.query.has(name)))
    throw incompatible('These do not go with id.')
  const video = world.videos.get(call.query.get('videoId') ?? '')
  if (filters[0] === 'videoId' && !video) throw videoNotFound()
  if (video?.commentsOff && video.channelId === who.channel.id)
    throw new ApiError(403, 'commentsDisabled', 'youtube.commentThread', 'Comments are disabled.')
  return ok(listed('youtube#commentThreadListResponse', []))
}

/** No body, and an answer without one. */
export async function moderate(_world: World, _who: Who, call: Call): Promise<Reply> {
  const state = call.query.get('moderationStatus') ?? ''
  if (!['heldForReview', 'published', 'rejected'].includes(state)) throw invalidValue('moderationStatus')
  if (call.query.get('banAuthor') === 'true' && state !== 'rejected')
    throw new ApiError(400, 'banWithoutReject', 'youtube.comment', 'banAuthor goes with rejected only.')
  if ((await call.request.text()) !== '') throw badPayload('A body was not expected.')
  return noContent()
}
