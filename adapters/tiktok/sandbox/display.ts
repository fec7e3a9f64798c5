import { z } from 'zod'
import { engagementOf } from './engagement.ts'
import { invalid, missedScope } from './errors.ts'
import { ok, type Reply } from './reply.ts'
import { bodyOf, type Call } from './request.ts'
import { mustHold, type Who } from './rights.ts'
import type { Post, Scope } from './types.ts'
import { addressOf, isPublic, type World } from './world.ts'

const userFields: Readonly<Record<string, Scope>> = {
  open_id: 'user.info.basic',
  union_id: 'user.info.basic',
  avatar_url: 'user.info.basic',
  avatar_url_100: 'user.info.basic',
  avatar_large_url: 'user.info.basic',
  display_name: 'user.info.basic',
  bio_description: 'user.info.profile',
  profile_deep_link: 'user.info.profile',
  profile_web_link: 'user.info.profile',
  is_verified: 'user.info.profile',
  username: 'user.info.profile',
  follower_count: 'user.info.stats',
  following_count: 'user.info.stats',
  likes_count: 'user.info.stats',
  video_count: 'user.info.stats',
}

export function user(world: World, who: Who, call: Call): Reply {
  const fields = fieldsOf(call, Object.keys(userFields))
  for (const field of fields) {
    const scope = userFields[field]
    if (scope && (!who.pair.scopes.includes(scope) || !who.app.scopes.includes(scope))) throw missedScope()
  }
  const { account } = who
  const mine = [...world.posts.values()].filter(post => post.accountId === account.id && isPublic(world, post))
  const whole: Record<string, unknown> = {
    open_id: account.id,
    union_id: `u${account.id}`,
    avatar_url: 'https://p16-sign.tiktokcdn.com/avatar.jpeg',
    avatar_url_100: 'https://p16-sign.tiktokcdn.com/avatar-100.jpeg',
    avatar_large_url: 'https://p16-sign.tiktokcdn.com/avatar-large.jpeg',
    display_name: account.nickname,
    bio_description: '',
    profile_deep_link: `https://vm.tiktok.com/${account.username}`,
    profile_web_link: `https://www.tiktok.com/@${account.username}`,
    is_verified: account.verified,
    username: account.username,
    follower_count: account.followers,
    following_count: 3,
    likes_count: 0,
    video_count: mine.length,
  }
  return ok(world, { user: pick(whole, fields) })
}

const videoFields = [
  'id',
  'create_time',
  'cover_image_url',
  'share_url',
  'video_description',
  'title',
  'duration',
  'height',
  'width',
  'embed_html',
  'embed_link',
  'like_count',
  'comment_count',
  'share_count',
  'view_count',
]

const ListBody = z.strictObject({ cursor: z.int().optional(), max_count: z.int().min(1).max(20).default(10) })
const QueryBody = z.strictObject({ filters: z.strictObject({ video_ids: z.array(z.string()).min(1).max(20) }) })

/** Newest first; what is not public, or not a video, is not there. */
export function list(world: World, who: Who, call: Call): Reply {
  mustHold(who, ['video.list'])
  const fields = fieldsOf(call, videoFields)
  const { cursor, max_count } = bodyOf(call, ListBody)
  const all = shown(world, who)
    .filter(post => cursor === undefined || post.createdAt < cursor)
    .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
  const videos = all.slice(0, max_count)
  return ok(world, {
    videos: videos.map(post => pick(told(world, post), fields)),
    cursor: videos.at(-1)?.createdAt ?? world.now(),
    has_more: all.length > videos.length,
  })
}

/** Foreign or hidden ids are simply missing. */
export function query(world: World, who: Who, call: Call): Reply {
  mustHold(who, ['video.list'])
  const fields = fieldsOf(call, videoFields)
  const wanted = bodyOf(call, QueryBody).filters.video_ids
  const videos = shown(world, who).filter(post => wanted.includes(post.id))
  return ok(world, { videos: videos.map(post => pick(told(world, post), fields)) })
}

const shown = (world: World, { account }: Who) =>
  [...world.posts.values()].filter(
    post =>
      post.accountId === account.id && isPublic(world, post) && (post.media === 'video' || world.settings.photosListed),
  )

function told(world: World, post: Post): Record<string, unknown> {
  const text = post.info.title || post.info.description
  return {
    id: post.id,
    create_time: Math.floor(post.createdAt / 1000),
    cover_image_url: `https://p16-sign.tiktokcdn.com/${post.id}.jpeg?x-expires=${Math.floor(world.now() / 1000) + 21_600}`,
    share_url: `${addressOf(world, post)}?utm_campaign=client_share`,
    // "At most 150."
    video_description: text.slice(0, 150),
    title: text.slice(0, 150),
    embed_html: '',
    embed_link: `https://www.tiktok.com/player/v1/${post.id}`,
    height: 1920,
    width: 1080,
    ...engagementOf(world, post),
  }
}

/** In the address, although the call is a POST. */
function fieldsOf(call: Call, known: readonly string[]): string[] {
  const fields = (call.query.get('fields') ?? '').split(',').filter(Boolean)
  if (fields.length === 0) throw invalid('Fields is required')
  const odd = fields.find(field => !known.includes(field))
  if (odd !== undefined) throw invalid(`Invalid field ${odd}`)
  return fields
}

const pick = (whole: Record<string, unknown>, fields: readonly string[]) =>
  Object.fromEntries(fields.flatMap(field => (field in whole ? [[field, whole[field]]] : [])))
