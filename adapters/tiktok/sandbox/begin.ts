import { z } from 'zod'
import { mayPost, mayShare, mayShow } from './caps.ts'
import { checkPlan } from './chunks.ts'
import { ApiError, forbidden, invalid } from './errors.ts'
import { isLoopback, owns } from './ownership.ts'
import { blank } from './people.ts'
import { ok, type Reply } from './reply.ts'
import { bodyOf, type Call } from './request.ts'
import { mustHold, type Who } from './rights.ts'
import type { PostInfo, Task } from './types.ts'
import { opaque, type World } from './world.ts'

/** What a lever does to what is begun. */
export interface Fate {
  reason: string | null
  stuck: boolean
}

const whole = z.number().int().nonnegative()
const FileSource = z.strictObject({
  source: z.literal('FILE_UPLOAD'),
  video_size: whole,
  chunk_size: whole,
  total_chunk_count: whole,
})
const UrlSource = z.strictObject({ source: z.literal('PULL_FROM_URL'), video_url: z.string() })
const VideoSource = z.discriminatedUnion('source', [FileSource, UrlSource])

/** UTF-16 units, as JavaScript counts. */
const text = (most: number) => z.string().refine(value => value.length <= most, `longer than ${most}`)

const VideoBody = z.strictObject({
  post_info: z.strictObject({
    privacy_level: z.string(),
    title: text(2200).default(''),
    disable_comment: z.boolean().default(false),
    disable_duet: z.boolean().default(false),
    disable_stitch: z.boolean().default(false),
    video_cover_timestamp_ms: z.int32().nonnegative().optional(),
    // "Required" in the table, absent in the examples.
    brand_content_toggle: z.boolean().default(false),
    brand_organic_toggle: z.boolean().default(false),
    is_aigc: z.boolean().default(false),
  }),
  source_info: VideoSource,
})
/** `post_info` is no part of it. */
const DraftBody = z.strictObject({ source_info: VideoSource })

const PhotoBody = z.strictObject({
  media_type: z.literal('PHOTO'),
  post_mode: z.enum(['DIRECT_POST', 'MEDIA_UPLOAD']),
  is_aigc: z.boolean().default(false),
  post_info: z
    .strictObject({
      title: text(90).default(''),
      description: text(4000).default(''),
      privacy_level: z.string().optional(),
      disable_comment: z.boolean().default(false),
      auto_add_music: z.boolean().default(false),
      brand_content_toggle: z.boolean().default(false),
      brand_organic_toggle: z.boolean().default(false),
    })
    .prefault({}),
  source_info: z.strictObject({
    source: z.literal('PULL_FROM_URL'),
    photo_images: z.array(z.string()).min(1).max(35),
    photo_cover_index: whole,
  }),
})

export function beginVideo(world: World, who: Who, call: Call, fate: Fate): Reply {
  mustHold(who, ['video.publish'])
  const { post_info: post, source_info: source } = bodyOf(call, VideoBody)
  mayPost(world, who)
  mayShow(who, post.privacy_level)
  const info: PostInfo = {
    title: post.title,
    description: '',
    privacy: post.privacy_level,
    disableComment: post.disable_comment || who.account.commentDisabled,
    disableDuet: post.disable_duet || who.account.duetDisabled || who.account.isPrivate,
    disableStitch: post.disable_stitch || who.account.stitchDisabled || who.account.isPrivate,
    aigc: post.is_aigc,
    brandContent: post.brand_content_toggle,
    brandOrganic: post.brand_organic_toggle,
  }
  return begun(world, who, { media: 'video', mode: 'direct', info, source, fate })
}

export function beginDraft(world: World, who: Who, call: Call, fate: Fate): Reply {
  mustHold(who, ['video.upload'])
  const { source_info: source } = bodyOf(call, DraftBody)
  mayShare(world, who)
  return begun(world, who, { media: 'video', mode: 'inbox', info: blank, source, fate })
}

export function beginPhotos(world: World, who: Who, call: Call, fate: Fate): Reply {
  const { post_mode, post_info: post, source_info: source, is_aigc } = bodyOf(call, PhotoBody)
  const direct = post_mode === 'DIRECT_POST'
  mustHold(who, [direct ? 'video.publish' : 'video.upload'])
  if (source.photo_cover_index >= source.photo_images.length) throw invalid('The photo cover index is invalid')
  if (direct) {
    if (post.privacy_level === undefined) throw invalid('The privacy level is required')
    mayPost(world, who)
    mayShow(who, post.privacy_level)
  } else {
    mayShare(world, who)
    if (Number.parseFloat(who.account.appVersion) < 31.8) throw new ApiError('app_version_check_failed', 400)
  }
  const info: PostInfo = {
    title: post.title,
    description: post.description,
    privacy: post.privacy_level ?? '',
    disableComment: post.disable_comment || who.account.commentDisabled,
    disableDuet: true,
    disableStitch: true,
    aigc: is_aigc,
    brandContent: post.brand_content_toggle,
    brandOrganic: post.brand_organic_toggle,
  }
  return begun(world, who, { media: 'photo', mode: direct ? 'direct' : 'inbox', info, urls: source.photo_images, fate })
}

interface Wanted {
  media: Task['media']
  mode: Task['mode']
  info: PostInfo
  source?: z.output<typeof VideoSource>
  urls?: readonly string[]
  fate: Fate
}

function begun(world: World, who: Who, wanted: Wanted): Reply {
  const { source, fate } = wanted
  const file = source?.source === 'FILE_UPLOAD' ? source : undefined
  const urls = wanted.urls ?? (source?.source === 'PULL_FROM_URL' ? [source.video_url] : [])
  if (file) checkPlan(file.video_size, file.chunk_size, file.total_chunk_count)
  for (const url of urls)
    if (!owns(who.app, url) && !(world.settings.loopbackOk && isLoopback(url)))
      throw forbidden('url_ownership_unverified')
  const kind = `${wanted.media === 'photo' ? 'p_pub' : wanted.mode === 'inbox' ? 'v_inbox' : 'v_pub'}_${file ? 'file' : 'url'}`
  const task: Task = {
    id: `${kind}~v2-1.${world.nextId()}`,
    appId: who.app.id,
    accountId: who.account.id,
    media: wanted.media,
    mode: wanted.mode,
    state: file ? 'PROCESSING_UPLOAD' : 'PROCESSING_DOWNLOAD',
    reason: null,
    info: wanted.info,
    upload: file
      ? {
          token: opaque(world, 40),
          endsAt: world.now() + world.settings.uploadMs,
          size: file.video_size,
          chunk: file.chunk_size,
          count: file.total_chunk_count,
          received: 0,
          type: null,
          head: new Uint8Array(16),
        }
      : null,
    urls,
    pictures: [],
    beganAt: world.now(),
    readyAt: file ? null : world.now() + world.settings.processingMs,
    fate: fate.reason,
    stuck: fate.stuck,
    discardedAt: null,
    postIds: [],
  }
  world.tasks.set(task.id, task)
  const { upload } = task
  const upload_url =
    upload && `${world.settings.uploadOrigin}/video/?upload_id=${task.id.split('.')[1]}&upload_token=${upload.token}`
  return ok(world, { publish_id: task.id, ...(upload_url && { upload_url }) })
}
