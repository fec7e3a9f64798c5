import { invalid, notThere, otherApp } from './errors.ts'
import { readMessage } from './feed.ts'
import { checkParams } from './params.ts'
import { mayWrite } from './rights.ts'
import { readSchedule } from './timing.ts'
import type { Turn } from './turn.ts'
import type { Page, Photo, Post } from './types.ts'
import { isPublished } from './world.ts'

/** POST /{post}: text, time, and whether it shows. The link of a post cannot be changed, so it is no parameter. */
export function editPost(turn: Turn, page: Page, post: Post): unknown {
  const { world, call, who } = turn
  mayWrite(who, page, 'pages_manage_posts', 'CREATE_CONTENT')
  if (post.appId !== who.app.id) throw otherApp()
  const params = checkParams(call, 'POST PagePost/(node)', world.settings.strict)
  const message = params.has('message') ? readMessage(world, params.text('message')) : post.message
  if (message === null && post.link === null && post.photoIds.length === 0 && post.videoId === null)
    throw invalid('A post without link or photos needs a message')
  const seconds = params.number('scheduled_publish_time')
  if (seconds !== undefined && (post.kind !== 'scheduled' || isPublished(world, post)))
    throw invalid('Only a scheduled post can be given another time')
  const scheduledAt = seconds === undefined ? post.scheduledAt : readSchedule(world, seconds)
  const backdated = params.number('backdated_time')
  const visibility = params.text('timeline_visibility')
  if (params.flag('is_published') === false && isPublished(world, post))
    throw invalid('A published post cannot be unpublished')
  Object.assign(post, {
    message,
    scheduledAt,
    backdatedAt: backdated === undefined ? post.backdatedAt : backdated * 1000,
    hidden: visibility === undefined ? (params.flag('is_hidden') ?? post.hidden) : visibility === 'hidden',
    pinned: params.flag('is_pinned') ?? post.pinned,
    updatedAt: world.now(),
  })
  if (params.flag('is_published') && !isPublished(world, post))
    Object.assign(post, { kind: 'published', scheduledAt: null, bornAt: world.now() })
  return { success: true }
}

/** DELETE /{post}. Again: 100/33. */
export function deletePost(turn: Turn, page: Page, post: Post): unknown {
  const { world, call, who } = turn
  mayWrite(who, page, 'pages_manage_posts', 'CREATE_CONTENT')
  checkParams(call, 'DELETE PagePost/(node)', world.settings.strict)
  if (post.appId !== who.app.id && !world.settings.deleteOthers) throw otherApp()
  post.removedAt = world.now()
  const video = world.videos.get(post.videoId ?? '')
  if (video) video.removedAt = world.now()
  for (const id of post.photoIds) {
    const photo = world.photos.get(id)
    if (photo) photo.removedAt = world.now()
  }
  return { success: true }
}

/** DELETE /{photo}: the post of a single photo goes with it. */
export function deletePhoto(turn: Turn, page: Page, photo: Photo): unknown {
  const { world, call, who } = turn
  mayWrite(who, page, 'pages_manage_posts', 'CREATE_CONTENT')
  checkParams(call, 'DELETE Photo/(node)', world.settings.strict)
  if (photo.appId !== who.app.id) throw notThere('DELETE', photo.id)
  photo.removedAt = world.now()
  const post = world.posts.get(photo.postId ?? '')
  if (post) {
    post.photoIds = post.photoIds.filter(id => id !== photo.id)
    if (post.photoIds.length === 0) post.removedAt = world.now()
  }
  return { success: true }
}
