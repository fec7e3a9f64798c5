import { engagementOf } from './engagement.ts'
import { invalid, missingReadPermission, notCovered } from './errors.ts'
import type { Field } from './fields.ts'
import { defaults } from './tables.ts'
import { grantFor, pageTokenOf } from './tokens.ts'
import type { Turn } from './turn.ts'

import type { App, Page, Person, Photo, Post } from './types.ts'
import { exists, graphTime, isPublished, shownAt, type World } from './world.ts'

type Values = Record<string, unknown>

/** `id` always comes along; what has no value is left out, never null. */
export function pick(wanted: Field[] | null, node: string, id: string, value: (field: Field) => unknown): Values {
  const names = wanted ?? (defaults[node] ?? []).map(plain)
  const out: Values = {}
  for (const field of names) {
    const found = value(field)
    if (found !== undefined) out[field.alias] = found
  }
  out.id = id
  return out
}

const plain = (name: string): Field => ({ name, alias: name, modifiers: new Map(), sub: null })

export const permalinkOf = (world: World, post: Post) =>
  `${world.settings.permalinks}/${post.pageId}/posts/${post.id.slice(post.pageId.length + 1)}`

const pictureOf = (world: World, photo: Photo) => `${world.settings.permalinks}/wall/photos/${photo.id}`

export function renderPost(turn: Turn, post: Post, wanted: Field[] | null): Values {
  const { world } = turn
  const app = post.appId === null ? undefined : world.apps.get(post.appId)
  return pick(wanted, 'PagePost', post.id, field => {
    switch (field.name) {
      case 'created_time':
        return graphTime(post.backdatedAt ?? (isPublished(world, post) ? shownAt(post) : post.bornAt))
      case 'updated_time':
        return graphTime(Math.max(post.updatedAt, isPublished(world, post) ? shownAt(post) : 0))
      case 'message':
        return post.message ?? undefined
      case 'permalink_url':
        return permalinkOf(world, post)
      case 'is_published':
        return isPublished(world, post)
      case 'is_hidden':
        return post.hidden
      case 'is_expired':
      case 'is_popular':
        return false
      case 'status_type':
        if (post.videoId !== null) return 'added_video'
        return post.photoIds.length > 0 ? 'added_photos' : post.link ? 'shared_story' : 'mobile_status_update'
      case 'application':
        return app && { id: app.id, name: app.name, link: 'https://www.facebook.com/games/' }
      case 'from':
        return { name: post.fromName, id: post.fromId }
      // A number, while created_time is text.
      case 'scheduled_publish_time':
        return isPublished(world, post) || post.scheduledAt === null ? undefined : Math.floor(post.scheduledAt / 1000)
      case 'backdated_time':
        return post.backdatedAt === null ? undefined : graphTime(post.backdatedAt)
      case 'full_picture':
      case 'picture': {
        const photo = world.photos.get(post.photoIds[0] ?? '')
        return photo && pictureOf(world, photo)
      }
      case 'shares': {
        const count = engagementOf(world, post).shares
        return count > 0 ? { count } : undefined
      }
      case 'reactions':
      case 'likes':
      case 'comments':
        return renderCount(turn, post, field)
      case 'attachments':
        return renderAttachments(world, post, field.sub)
      case 'insights':
        throw notCovered('insights inside fields')
      default:
        return undefined
    }
  })
}

/** Totals only: this public has no names. They need pages_read_user_content, as measured on the real Graph. */
export function renderCount(turn: Turn, post: Post, field: Field): Values {
  if (!grantFor(turn.who.token.grants, 'pages_read_user_content', post.pageId))
    throw missingReadPermission('pages_read_user_content')
  if (field.modifiers.get('limit') !== '0') throw notCovered(`${field.name} without limit(0)`)
  const summary = field.modifiers.get('summary')
  if (summary === undefined) return { data: [] }
  if (!['total_count', 'true', '1'].includes(summary)) throw invalid(`Unknown summary ${summary}`)
  const counts = engagementOf(turn.world, post)
  if (field.name === 'comments')
    return { data: [], summary: { order: 'ranked', total_count: counts.comments, can_comment: true } }
  const type = field.name === 'likes' ? 'LIKE' : field.modifiers.get('type')
  const total = type === undefined ? counts.reactions : (counts.byType[type] ?? 0)
  return { data: [], summary: { total_count: total, viewer_reaction: 'NONE' } }
}

export function renderAttachments(world: World, post: Post, wanted: Field[] | null): Values | undefined {
  const photos = post.photoIds.flatMap(id => world.photos.get(id) ?? [])
  if (post.videoId !== null) {
    const url = `https://www.facebook.com/${post.pageId}/videos/${post.videoId}/`
    const attached = { media_type: 'video', type: 'video_inline', target: { id: post.videoId, url }, url }
    return { data: [only({ ...attached, unshimmed_url: url }, wanted)] }
  }
  if (photos.length === 0 && post.link === null) return undefined
  return {
    data: [only(photos.length > 0 ? photosAttached(world, post, photos) : linkAttached(post), wanted)],
  }
}

/** For outside links `url` is a redirect of Facebook; only `unshimmed_url` is the address that was sent. */
function linkAttached({ link, preview }: Post): Values {
  if (link === null) return {}
  const url = `https://l.facebook.com/l.php?u=${encodeURIComponent(link)}&h=AT0`
  const title = preview?.title ?? new URL(link).hostname
  return { media_type: 'link', type: 'share', title, url, unshimmed_url: link, target: { url } }
}

function photosAttached(world: World, post: Post, photos: Photo[]): Values {
  const each = photos.map(photo => {
    const url = `https://www.facebook.com/photo/?fbid=${photo.id}`
    const image = { height: photo.height, src: pictureOf(world, photo), width: photo.width }
    return {
      media_type: 'photo',
      type: 'photo',
      media: { image },
      target: { id: photo.id, url },
      url,
      unshimmed_url: url,
    }
  })
  const [first] = each
  if (each.length === 1 && first) return first
  return {
    media_type: 'album',
    type: 'album',
    title: `Photos from ${post.fromName}'s post`,
    target: first?.target,
    url: permalinkOf(world, post),
    unshimmed_url: permalinkOf(world, post),
    subattachments: { data: each },
  }
}

function only(values: Values, wanted: Field[] | null): Values {
  if (!wanted) return values
  const out: Values = {}
  for (const { name, alias, sub } of wanted) {
    const value = values[name]
    if (value === undefined) continue
    const list = (value as { data?: Values[] }).data
    out[alias] = name === 'subattachments' && sub && list ? { data: list.map(item => only(item, sub)) } : value
  }
  return out
}

export function renderPhoto(world: World, photo: Photo, page: Page, wanted: Field[] | null): Values {
  const source = pictureOf(world, photo)
  const post = world.posts.get(photo.postId ?? '')
  return pick(wanted, 'Photo', photo.id, field => {
    switch (field.name) {
      case 'created_time':
      case 'updated_time':
        return graphTime(photo.createdAt)
      case 'name':
        return photo.caption ?? undefined
      case 'alt_text':
      case 'alt_text_custom':
        return photo.alt ?? undefined
      case 'width':
      case 'height':
        return photo[field.name]
      case 'from':
        return { name: page.name, id: page.id }
      case 'link':
        return `https://www.facebook.com/photo/?fbid=${photo.id}`
      case 'images':
        return [{ height: photo.height, source, width: photo.width }]
      case 'picture':
      case 'source':
        return source
      case 'page_story_id':
        return post && exists(world, post) ? post.id : undefined
      case 'can_delete':
        return true
      default:
        return undefined
    }
  })
}

/** `account` is the form of `/me/accounts`, where `tasks` comes along and the token only with tasks to use it for. */
export function renderPage(turn: Turn, page: Page, wanted: Field[] | null, account = false): Values {
  const { who, world } = turn
  const tasks = page.roles.get(who.token.personId ?? '')
  return pick(wanted, account ? 'Account' : 'Page', page.id, field => {
    switch (field.name) {
      case 'name':
      case 'category':
        return page[field.name]
      case 'category_list':
        return [{ id: '161422927240513', name: page.category }]
      case 'tasks':
        return tasks
      case 'fan_count':
      case 'followers_count':
        return page.likes
      case 'is_published':
        return true
      case 'link':
        return `https://www.facebook.com/${page.id}`
      case 'access_token':
        if (who.token.type === 'PAGE') return who.page === page ? who.token.value : undefined
        if (who.token.type === 'APP' || !tasks?.some(task => task === 'CREATE_CONTENT' || task === 'MANAGE'))
          return undefined
        if (!grantFor(who.token.grants, 'pages_show_list', page.id)) return undefined
        return pageTokenOf(world, who.token, page).value
      default:
        return undefined
    }
  })
}

/** No field tells the mode; a privacy policy is what an app must have before it can be switched to live. */
export const renderApp = (app: App, wanted: Field[] | null): Values =>
  pick(wanted, 'Application', app.id, field => {
    if (field.name === 'name') return app.name
    if (field.name === 'link') return 'https://www.facebook.com/games/'
    if (field.name === 'privacy_policy_url' && app.mode === 'live') return 'https://publisher.example/privacy'
    return undefined
  })

export const renderPerson = (person: Person, wanted: Field[] | null): Values =>
  pick(wanted, 'User', person.id, field => {
    const words = person.name.split(' ')
    if (field.name === 'name') return person.name
    if (field.name === 'last_name') return words[0]
    if (field.name === 'first_name') return words.at(-1)
    return undefined
  })
