import { answerBatch } from './batch.ts'
import { deletePhoto, deletePost, editPost } from './edit.ts'
import { GraphError, notCovered, notThere, unknownPath } from './errors.ts'
import { publishPost } from './feed.ts'
import { checkFields, parseFields } from './fields.ts'
import { insights } from './insights.ts'
import { accounts, permissionsOf, revokePermissions, scrape } from './me.ts'
import {
  renderApp,
  renderAttachments,
  renderCount,
  renderPage,
  renderPerson,
  renderPhoto,
  renderPost,
} from './nodes.ts'
import { debugToken } from './oauth.ts'
import { checkParams } from './params.ts'
import { uploadPhoto } from './photos.ts'
import { albums, photosOf, postsOf } from './posts.ts'
import { reelPhase } from './reels.ts'
import { ok, type Reply } from './reply.ts'
import type { Call } from './request.ts'
import { mayRead } from './rights.ts'
import { subscribedApps, subscriptions } from './subscribe.ts'
import type { Turn } from './turn.ts'
import type { Page, Photo, Post, Video } from './types.ts'
import { deleteVideo, editVideo, findVideo, renderVideo, videosOf } from './videonode.ts'
import { videoPhase } from './videos.ts'
import { exists, findPhoto } from './world.ts'

/** From the path to the one function that answers it. `run` answers a part of a batch. */
export async function route(turn: Turn, run: (part: Call) => Promise<Reply>): Promise<Reply> {
  const { world, call, who } = turn
  const [first, edge, third] = call.segments
  if (third !== undefined && !(first === 'me' && edge === 'permissions')) throw unknownPath(call.path)
  if (first === undefined) return root(turn, run)
  if (first === 'debug_token' && call.method === 'GET' && edge === undefined) return ok(debugToken(world, call, who))
  const id = first === 'me' ? (who.page?.id ?? who.person?.id ?? '') : first
  const page = world.pages.get(id)
  if (page) return ok(await routePage(turn, page, edge))
  const person = who.person
  if (person?.id === id) return ok(routePerson(turn, edge, third))
  if (who.app.id === id) return ok(await routeApp(turn, edge))
  const post = world.posts.get(id)
  const owner = post && world.pages.get(post.pageId)
  if (post && owner && exists(world, post)) return ok(routePost(turn, owner, post, edge))
  const photo = findPhoto(world, id)
  const holder = photo && world.pages.get(photo.pageId)
  if (photo && holder) return ok(routePhoto(turn, holder, photo, edge))
  const video = findVideo(world, id)
  const keeper = video && world.pages.get(video.pageId)
  if (video && keeper) return ok(routeVideo(turn, keeper, video, edge))
  if (!/^\d+(_\d+)?$/.test(id))
    throw new GraphError({
      status: 404,
      code: 803,
      message: `(#803) Some of the aliases you requested do not exist: ${id}`,
    })
  throw notThere(call.method, id)
}

async function root(turn: Turn, run: (part: Call) => Promise<Reply>): Promise<Reply> {
  const { call } = turn
  if (call.method === 'POST' && call.params.has('batch')) return answerBatch(turn, run)
  if (call.method === 'POST' && call.params.has('id') && call.params.get('scrape') !== undefined)
    return ok(await scrape(turn))
  throw unknownPath('/')
}

async function routePage(turn: Turn, page: Page, edge: string | undefined): Promise<unknown> {
  const { call } = turn
  switch (`${call.method} ${edge ?? ''}`) {
    case 'GET ': {
      const fields = parseFields(readNode(turn, 'Page'))
      if (fields) checkFields('Page', fields)
      return renderPage(turn, page, fields)
    }
    case 'POST feed':
      return publishPost(turn, page)
    case 'POST photos':
      return uploadPhoto(turn, page)
    case 'GET feed':
    case 'GET posts':
    case 'GET published_posts':
    case 'GET scheduled_posts':
    case 'GET visitor_posts':
      return postsOf(turn, page, edge ?? '')
    case 'GET photos':
      return photosOf(turn, page)
    case 'GET albums':
      return albums(turn, page)
    case 'GET insights':
      return insights(turn, page, null)
    case 'GET video_reels':
    case 'GET videos':
      return videosOf(turn, page, edge === 'videos' ? 'videos' : 'video_reels')
    case 'GET subscribed_apps':
    case 'POST subscribed_apps':
      return subscribedApps(turn, page)
    case 'POST videos':
      return videoPhase(turn, page)
    case 'POST video_reels':
      return reelPhase(turn, page)
    default:
      throw edgeUnknown(call, edge)
  }
}

/** The `fields` of a node, after the check of all its parameters. */
const readNode = (turn: Turn, node: string) =>
  checkParams(turn.call, `GET ${node}/(node)`, turn.world.settings.strict).list('fields')

function routePerson(turn: Turn, edge: string | undefined, third: string | undefined): unknown {
  const { call, who } = turn
  if (!who.person) throw notThere(call.method, call.segments[0] ?? '')
  switch (`${call.method} ${edge ?? ''}`) {
    case 'GET ': {
      const fields = parseFields(readNode(turn, 'User'))
      if (fields) checkFields('User', fields)
      return renderPerson(who.person, fields)
    }
    case 'GET accounts':
      return accounts(turn, who.person)
    case 'GET permissions':
      return permissionsOf(turn, who.person)
    case 'DELETE permissions':
      return revokePermissions(turn, who.person, third)
    default:
      throw edgeUnknown(call, edge)
  }
}

async function routeApp(turn: Turn, edge: string | undefined): Promise<unknown> {
  const { call, who } = turn
  if (edge === 'subscriptions' && ['GET', 'POST'].includes(call.method)) return subscriptions(turn)
  if (call.method !== 'GET' || edge !== undefined) throw edgeUnknown(call, edge)
  const fields = parseFields(readNode(turn, 'Application'))
  if (fields) checkFields('Application', fields)
  return renderApp(who.app, fields)
}

function routePost(turn: Turn, page: Page, post: Post, edge: string | undefined): unknown {
  const { call, world } = turn
  switch (`${call.method} ${edge ?? ''}`) {
    case 'GET ': {
      const fields = parseFields(readNode(turn, 'PagePost'))
      mayRead(turn.who, page, 'pages_read_engagement')
      if (fields) checkFields('PagePost', fields)
      return renderPost(turn, post, fields)
    }
    case 'POST ':
      return editPost(turn, page, post)
    case 'DELETE ':
      return deletePost(turn, page, post)
    case 'GET attachments':
      checkParams(call, 'GET PagePost/attachments', world.settings.strict)
      mayRead(turn.who, page, 'pages_read_engagement')
      return renderAttachments(world, post, null) ?? { data: [] }
    case 'GET comments':
    case 'GET reactions': {
      const params = checkParams(call, `GET PagePost/${edge}`, world.settings.strict)
      const modifiers = new Map(
        ['limit', 'summary', 'type'].map(name => [name, String(params.text(name) ?? params.number(name) ?? '')]),
      )
      for (const [name, value] of modifiers) if (value === '') modifiers.delete(name)
      return renderCount(turn, post, { name: edge ?? '', alias: '', modifiers, sub: null })
    }
    case 'GET insights':
      return insights(turn, page, post)
    default:
      throw edgeUnknown(call, edge)
  }
}

function routePhoto(turn: Turn, page: Page, photo: Photo, edge: string | undefined): unknown {
  const { call, world } = turn
  switch (`${call.method} ${edge ?? ''}`) {
    case 'GET ': {
      const fields = parseFields(readNode(turn, 'Photo'))
      mayRead(turn.who, page, 'pages_read_engagement')
      if (fields) checkFields('Photo', fields)
      return renderPhoto(world, photo, page, fields)
    }
    case 'DELETE ':
      return deletePhoto(turn, page, photo)
    default:
      throw edgeUnknown(call, edge)
  }
}

function routeVideo(turn: Turn, page: Page, video: Video, edge: string | undefined): unknown {
  const { call } = turn
  switch (`${call.method} ${edge ?? ''}`) {
    case 'GET ': {
      const fields = parseFields(readNode(turn, 'AdVideo'))
      mayRead(turn.who, page, 'pages_read_engagement')
      if (fields) checkFields('AdVideo', fields)
      return renderVideo(turn, video, page, fields)
    }
    case 'POST ':
      return editVideo(turn, page, video)
    case 'DELETE ':
      return deleteVideo(turn, page, video)
    default:
      throw edgeUnknown(call, edge)
  }
}

const real = [
  'businesses',
  'comments',
  'likes',
  'messages',
  'conversations',
  'video_insights',
  'thumbnails',
  'captions',
  'photo_stories',
]

const edgeUnknown = (call: Call, edge: string | undefined) =>
  edge === undefined || real.includes(edge) ? notCovered(`${call.method} ${call.path}`) : unknownPath(`/${edge}`)
