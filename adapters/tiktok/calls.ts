import { z } from 'zod'
import type { Answer, Api } from './api.ts'
import type { Privacy } from './shape.ts'

/** Every request we make with a token and the part of every reply that we use; the rest of a reply is ignored. */

/** A number that JSON cannot hold arrives as its digits; TikTok writes some ids as numbers and some as text. */
export const digits = z
  .union([z.string(), z.number().int().nonnegative()])
  .transform(String)
  .pipe(z.string().regex(/^\d+$/))

const creatorShape = z.object({
  creator_nickname: z.string().default(''),
  creator_username: z.string().default(''),
  privacy_level_options: z.array(z.string()),
  comment_disabled: z.boolean().default(false),
  duet_disabled: z.boolean().default(false),
  stitch_disabled: z.boolean().default(false),
  max_video_post_duration_sec: z.number().positive().optional(),
})
export type Creator = z.output<typeof creatorShape>

/** What the creator's account allows now. A question, although it is a POST. */
export const askCreator = (api: Api): Promise<Answer<Creator>> =>
  api.post('/v2/post/publish/creator_info/query/', undefined, creatorShape)

export type VideoSource =
  | { source: 'FILE_UPLOAD'; video_size: number; chunk_size: number; total_chunk_count: number }
  | { source: 'PULL_FROM_URL'; video_url: string }

interface Interactions {
  disable_comment: boolean
  brand_content_toggle: boolean
  brand_organic_toggle: boolean
}
export interface VideoPost extends Interactions {
  privacy_level: Privacy
  title: string
  disable_duet: boolean
  disable_stitch: boolean
  is_aigc: boolean
}
export interface PhotoPost extends Partial<Interactions> {
  title: string
  description: string
  privacy_level?: Privacy
  auto_add_music?: boolean
}

const begunShape = z.object({ publish_id: z.string().min(1), upload_url: z.url().optional() })
export type Begun = z.output<typeof begunShape>

/** A draft carries no text: `post_info` is not part of this body. */
export const beginDraft = (api: Api, source_info: VideoSource): Promise<Answer<Begun>> =>
  api.post('/v2/post/publish/inbox/video/init/', { source_info }, begunShape)

export const beginVideo = (api: Api, post_info: VideoPost, source_info: VideoSource): Promise<Answer<Begun>> =>
  api.post('/v2/post/publish/video/init/', { post_info, source_info }, begunShape)

export const beginPhotos = (
  api: Api,
  mode: 'DIRECT_POST' | 'MEDIA_UPLOAD',
  post_info: PhotoPost,
  photo_images: readonly string[],
  is_aigc: boolean,
): Promise<Answer<Begun>> =>
  api.post(
    '/v2/post/publish/content/init/',
    {
      media_type: 'PHOTO',
      post_mode: mode,
      // For photos it stands here, for videos in `post_info`.
      ...(mode === 'DIRECT_POST' && { is_aigc }),
      post_info,
      source_info: { source: 'PULL_FROM_URL', photo_images, photo_cover_index: 0 },
    },
    begunShape,
  )

const statusShape = z.object({
  status: z.string(),
  fail_reason: z.string().optional(),
  // Spelled like this by the service, and so it stays.
  publicaly_available_post_id: z.array(digits).default([]),
  uploaded_bytes: z.coerce.number().int().nonnegative().optional().catch(undefined),
})
export type Status = z.output<typeof statusShape>

/** What became of a publish_id. A question, although it is a POST. */
export const readStatus = (api: Api, publish_id: string): Promise<Answer<Status>> =>
  api.post('/v2/post/publish/status/fetch/', { publish_id }, statusShape)

const userShape = z.object({
  user: z.object({
    open_id: z.string().min(1),
    display_name: z.string().default(''),
    username: z.string().optional(),
  }),
})
export type User = z.output<typeof userShape>['user']

/** A field outside the granted scopes is refused, so only what the basic scope opens is asked for. */
export const readUser = (api: Api): Promise<Answer<z.output<typeof userShape>>> =>
  api.get('/v2/user/info/', { fields: 'open_id,display_name' }, userShape)

const count = z.number().int().nonnegative().optional().catch(undefined)
const videoShape = z.object({
  id: digits,
  /** Seconds since 1970. */
  create_time: z.coerce.number().optional().catch(undefined),
  share_url: z
    .url({ protocol: /^https$/ })
    .optional()
    .catch(undefined),
  video_description: z.string().optional().catch(undefined),
  title: z.string().optional().catch(undefined),
  duration: z.number().optional().catch(undefined),
  like_count: count,
  comment_count: count,
  share_count: count,
  view_count: count,
})
export type Video = z.output<typeof videoShape>
const videosShape = z.object({ videos: z.array(videoShape).default([]) })
const listShape = videosShape.extend({ cursor: z.number().optional(), has_more: z.boolean().default(false) })

/** "video_ids: at most 20", and so `max_count`. */
export const MOST = 20

/** `fields` stands in the address although the call is a POST. What is not public is simply missing. */
export const queryVideos = (api: Api, ids: readonly string[], fields: string): Promise<Answer<{ videos: Video[] }>> =>
  api.post('/v2/video/query/', { filters: { video_ids: ids } }, videosShape, { fields })

export const listVideos = (api: Api, cursor?: number): Promise<Answer<z.output<typeof listShape>>> =>
  api.post('/v2/video/list/', { max_count: MOST, ...(cursor !== undefined && { cursor }) }, listShape, {
    fields: 'id,create_time,share_url,video_description,title,duration',
  })
