import { engagementOf } from './engagement.ts'
import { invalid, otherApp } from './errors.ts'
import { readMessage } from './feed.ts'
import type { Field } from './fields.ts'
import { readFilm } from './film.ts'
import { keyOf, listPage } from './lists.ts'
import { bytesOf } from './making.ts'
import { pick, renderCount } from './nodes.ts'
import { checkParams } from './params.ts'
import { mayReadPosts, mayWrite } from './rights.ts'
import { statusOf } from './status.ts'
import type { Turn } from './turn.ts'
import type { Page, Post, Video } from './types.ts'
import { readTitle } from './videos.ts'
import { exists, graphTime, type World } from './world.ts'

export function findVideo(world: World, id: string): Video | undefined {
  const video = world.videos.get(id)
  return video?.removedAt === null ? video : undefined
}

const postOf = (world: World, video: Video): Post | undefined => {
  const post = world.posts.get(`${video.pageId}_${video.finished?.postId ?? ''}`)
  return post && exists(world, post) ? post : undefined
}

export function renderVideo(turn: Turn, video: Video, page: Page, wanted: Field[] | null) {
  const { world } = turn
  const post = postOf(world, video)
  return pick(wanted, 'AdVideo', video.id, field => {
    switch (field.name) {
      case 'created_time':
        return graphTime(video.createdAt)
      case 'updated_time':
        return graphTime(video.updatedAt)
      case 'title':
      case 'description':
        return video[field.name] ?? undefined
      case 'from':
        return { name: page.name, id: page.id }
      case 'length': {
        const bytes = bytesOf(video)
        return bytes && readFilm(bytes).seconds
      }
      // Without host, and missing until there is something to show.
      case 'permalink_url':
        return video.form === 'reel' ? `/reel/${video.id}/` : `/${video.pageId}/videos/${video.id}/`
      case 'post_id':
        return post && (video.form === 'reel' ? video.finished?.postId : post.id)
      case 'published':
        return post !== undefined
      case 'status':
        return statusOf(world, video)
      case 'views':
      case 'post_views':
        return post ? engagementOf(world, post).views : 0
      case 'comments':
      case 'likes':
        return post ? renderCount(turn, post, field) : { data: [] }
      default:
        return undefined
    }
  })
}

/** GET /{page}/videos and /{page}/video_reels: reels are found in the second and nowhere else. */
export function videosOf(turn: Turn, page: Page, edge: 'videos' | 'video_reels'): unknown {
  const { world, call, who } = turn
  const params = checkParams(call, `GET Page/${edge}`, world.settings.strict)
  mayReadPosts(who, page)
  const since = (params.number('since') ?? 0) * 1000
  const until = (params.number('until') ?? Number.MAX_SAFE_INTEGER) * 1000
  const form = edge === 'videos' ? 'video' : 'reel'
  const videos = [...world.videos.values()].filter(
    video =>
      video.pageId === page.id &&
      video.form === form &&
      findVideo(world, video.id) &&
      video.finished !== null &&
      video.finished.at + world.settings.listDelayMs <= world.now() &&
      video.createdAt >= since &&
      video.createdAt <= until &&
      params.text('type') !== 'TAGGED',
  )
  const items = videos.map(video => ({
    key: keyOf(video.createdAt, video.id),
    render: (wanted: Field[] | null) => renderVideo(turn, video, page, wanted),
  }))
  return listPage(turn, params, `${page.id}/${edge}`, 'AdVideo', items)
}

/** POST /{video}: its title is called `name` here. */
export function editVideo(turn: Turn, page: Page, video: Video): unknown {
  const { world, call, who } = turn
  mayWrite(who, page, 'pages_manage_posts', 'CREATE_CONTENT')
  if (video.appId !== who.app.id) throw otherApp()
  const params = checkParams(call, 'POST AdVideo/(node)', world.settings.strict)
  if (!params.has('name') && !params.has('description')) throw invalid('Nothing to change')
  if (params.has('name')) video.title = readTitle(params.text('name'))
  if (params.has('description')) video.description = readMessage(world, params.text('description'))
  video.updatedAt = world.now()
  const post = world.posts.get(`${page.id}_${video.finished?.postId ?? ''}`)
  if (post) Object.assign(post, { message: video.description, updatedAt: world.now() })
  return { success: true }
}

/** DELETE /{video}: its post goes with it. */
export function deleteVideo(turn: Turn, page: Page, video: Video): unknown {
  const { world, call, who } = turn
  mayWrite(who, page, 'pages_manage_posts', 'CREATE_CONTENT')
  checkParams(call, 'DELETE AdVideo/(node)', world.settings.strict)
  if (video.appId !== who.app.id && !world.settings.deleteOthers) throw otherApp()
  video.removedAt = world.now()
  const post = world.posts.get(`${page.id}_${video.finished?.postId ?? ''}`)
  if (post) post.removedAt = world.now()
  return { success: true }
}
