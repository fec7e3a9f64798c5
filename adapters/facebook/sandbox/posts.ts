import { keyOf, listPage } from './lists.ts'
import { renderPhoto, renderPost } from './nodes.ts'
import { checkParams } from './params.ts'
import { mayReadPosts } from './rights.ts'
import type { Turn } from './turn.ts'
import type { Page, Post } from './types.ts'
import { exists, findPhoto, isPublished, shownAt, type World } from './world.ts'

/** The post lists of a Page. A post without a schedule that was not published stands in none of them. */
export function postsOf(turn: Turn, page: Page, edge: string): unknown {
  const { world, call, who } = turn
  const params = checkParams(call, `GET Page/${edge}`, world.settings.strict)
  mayReadPosts(who, page)
  const hidden = params.flag('include_hidden') ?? false
  const since = (params.number('since') ?? 0) * 1000
  const until = (params.number('until') ?? Number.MAX_SAFE_INTEGER) * 1000
  const q = params.text('q')?.toLowerCase()
  const posts = page.posts.filter(
    post =>
      stands(world, post, edge) &&
      (hidden || !post.hidden) &&
      timeOf(world, post) >= since &&
      timeOf(world, post) <= until &&
      (q === undefined || (post.message ?? '').toLowerCase().includes(q)),
  )
  const items = posts.map(post => ({
    key: keyOf(timeOf(world, post), post.id),
    render: (wanted: Parameters<typeof renderPost>[2]) => renderPost(turn, post, wanted),
  }))
  return listPage(turn, params, `${page.id}/${edge}`, 'PagePost', items)
}

const timeOf = (world: World, post: Post) =>
  post.backdatedAt ?? (isPublished(world, post) ? shownAt(post) : post.bornAt)

function stands(world: World, post: Post, edge: string): boolean {
  if (!exists(world, post)) return false
  // Lists lag behind: a node can be read before it is listed.
  if (Math.max(post.bornAt, isPublished(world, post) ? shownAt(post) : 0) + world.settings.listDelayMs > world.now())
    return false
  // Reels stand in no list of posts.
  if (world.videos.get(post.videoId ?? '')?.form === 'reel') return false
  if (edge === 'scheduled_posts') return post.kind === 'scheduled' && !isPublished(world, post)
  if (!isPublished(world, post)) return false
  if (edge === 'feed') return true
  return (post.fromId === post.pageId) === (edge !== 'visitor_posts')
}

/** GET /{page}/photos?type=uploaded: photos that show, in a post or by themselves. */
export function photosOf(turn: Turn, page: Page): unknown {
  const { world, call, who } = turn
  const params = checkParams(call, 'GET Page/photos', world.settings.strict)
  mayReadPosts(who, page)
  const uploaded = params.text('type') === 'uploaded'
  const photos = [...world.photos.values()].filter(photo => {
    const post = world.posts.get(photo.postId ?? '')
    return uploaded && photo.pageId === page.id && findPhoto(world, photo.id) && post && isPublished(world, post)
  })
  const items = photos.map(photo => ({
    key: keyOf(photo.createdAt, photo.id),
    render: (wanted: Parameters<typeof renderPhoto>[3]) => renderPhoto(world, photo, page, wanted),
  }))
  return listPage(turn, params, `${page.id}/photos`, 'Photo', items)
}

/** This Page has made no albums of its own. */
export function albums(turn: Turn, page: Page): unknown {
  const params = checkParams(turn.call, 'GET Page/albums', turn.world.settings.strict)
  mayReadPosts(turn.who, page)
  return listPage(turn, params, `${page.id}/albums`, 'Album', [])
}
