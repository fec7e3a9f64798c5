import { badPayload, forbidden, ofCaption, ofThumbnail, videoNotFound } from './errors.ts'
import { ok, type Reply } from './reply.ts'
import { type Call, listOf } from './request.ts'
import type { Who } from './rights.ts'
import type { Video } from './types.ts'
import { readMedia } from './uploads.ts'
import { checkParts, etagOf, listed } from './videos.ts'
import { captionId, type World } from './world.ts'

/** thumbnails.set: the picture alone. A Short takes one only after it was processed. */
export async function thumbnail(world: World, who: Who, call: Call): Promise<Reply> {
  if (call.query.get('uploadType') !== 'media')
    throw ofThumbnail(400, 'mediaBodyRequired', 'This sandbox covers uploadType=media.')
  const { type, bytes } = await readMedia(call, 'media')
  const video = found(world, who, call.query.get('videoId'))
  if (!who.channel.thumbnails)
    throw ofThumbnail(
      403,
      'forbidden',
      "The authenticated user doesn't have permissions to upload and set custom video thumbnails.",
    )
  if (video.fate.short && video.readyAt > world.now())
    throw ofThumbnail(400, 'failedPrecondition', 'The video has not finished processing.')
  if (bytes.length === 0) throw ofThumbnail(400, 'mediaBodyRequired', 'The request does not include the image content.')
  if (bytes.length > world.settings.thumbnailBytes)
    throw ofThumbnail(400, 'failedPrecondition', 'Media is too large. Limit: 52428800')
  const isPng = bytes[0] === 0x89 && bytes[1] === 0x50
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8
  const told = { 'image/png': isPng, 'image/jpeg': isJpeg, 'application/octet-stream': isPng || isJpeg }[type]
  if (!told) throw ofThumbnail(400, 'invalidImage', 'The provided image content is invalid.')
  video.thumbnail = { bytes: bytes.length, type: isPng ? 'image/png' : 'image/jpeg', body: bytes }
  const one = (name: string, width: number, height: number) => ({
    url: `https://i.ytimg.com/vi/${video.id}/${name}.jpg`,
    width,
    height,
  })
  const items = [
    { default: one('default', 120, 90), medium: one('mqdefault', 320, 180), high: one('hqdefault', 480, 360) },
  ]
  return ok({ kind: 'youtube#thumbnailSetResponse', etag: etagOf(items), items })
}

/** captions.insert: all three of video, language and name; SubRip or WebVTT. */
export async function caption(world: World, who: Who, call: Call): Promise<Reply> {
  const style = call.query.get('uploadType')
  if (style !== 'multipart') throw badPayload('This sandbox covers uploadType=multipart.')
  const { body, bytes } = await readMedia(call, style)
  for (const name of Object.keys(body))
    if (name !== 'snippet') throw badPayload(`Unknown name "${name}" at 'resource'.`)
  const { videoId, language, name, isDraft = false, ...rest } = Object(body.snippet) as Record<string, unknown>
  const [odd] = Object.keys(rest)
  if (odd) throw badPayload(`Unknown name "${odd}" at 'resource.snippet': Cannot find field.`)
  if (typeof language !== 'string' || language === '' || typeof name !== 'string' || typeof isDraft !== 'boolean')
    throw ofCaption(400, 'invalidMetadata', 'The request contains invalid metadata values.')
  if (name.length > 150) throw ofCaption(400, 'nameTooLong', 'The specified name is too long.')
  const video = found(world, who, videoId)
  if (bytes.length === 0) throw ofCaption(400, 'contentRequired', 'The caption track contents are missing.')
  if (video.captions.some(one => one.language === language && one.name === name))
    throw ofCaption(
      409,
      'captionExists',
      'The specified video already has a caption track with the given language and name.',
    )
  const track = { id: captionId(world), language, name, isDraft, bytes: bytes.length, updatedAt: world.now() }
  video.captions.push(track)
  return ok(trackOf(video, track))
}

export function captions(world: World, who: Who, call: Call): Reply {
  checkParts(listOf(call.query, 'part'), ['id', 'snippet'])
  const video = found(world, who, call.query.get('videoId'))
  return ok({
    kind: 'youtube#captionListResponse',
    etag: etagOf(video.captions),
    items: listed(
      '',
      video.captions.map(track => trackOf(video, track)),
    ).items,
  })
}

function trackOf(video: Video, track: Video['captions'][number]) {
  const { id, language, name, isDraft } = track
  const snippet = {
    videoId: video.id,
    lastUpdated: new Date(track.updatedAt).toISOString(),
    trackKind: 'standard',
    language,
    name,
    audioTrackType: 'unknown',
    isCC: false,
    isLarge: false,
    isEasyReader: false,
    isDraft,
    isAutoSynced: false,
    status: 'serving',
  }
  return { kind: 'youtube#caption', etag: etagOf(snippet), id, snippet }
}

function found(world: World, who: Who, id: unknown): Video {
  const video = typeof id === 'string' ? world.videos.get(id) : undefined
  if (!video || video.removedAt !== null) throw videoNotFound()
  if (video.channelId !== who.channel.id) throw forbidden()
  return video
}
