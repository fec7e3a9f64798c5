import { answerBatch } from './batch.ts'
import { deletePhoto, deletePost, editPost } from './edit.ts'
import { GraphError, invalid, notCovered, notThere, unknownPath } from './errors.ts'
import { publishPost } from './feed.ts'
import { checkFields, parseFields } from './fields.ts'
import { insights } from './insights.ts'
import { type Board, failureOf, type Kind, type Lever, strike } from './levers.ts'
import { accounts, permissionsOf, revokePermissions, scrape } from './me.ts'
import { renderAttachments, renderCount, renderPage, renderPerson, renderPhoto, renderPost } from './nodes.ts'
import { debugToken, exchange } from './oauth.ts'
import { checkParams } from './params.ts'
import { storesOnly, uploadPhoto } from './photos.ts'
import { albums, photosOf, postsOf } from './posts.ts'
import { ok, type Reply, refused, spoil } from './reply.ts'
import type { Call } from './request.ts'
import { mayRead } from './rights.ts'
import { type Who, whoCalls } from './tokens.ts'
import type { Turn } from './turn.ts'
import type { Page, Photo, Post } from './types.ts'
import { blockForPace, countCall, usageHeaders } from './usage.ts'
import { oldProtocolGone, servedVersion } from './versions.ts'
import { exists, findPhoto, type World } from './world.ts'

/** One call from its path to its answer, with what the levers make of it. Parts of a batch come through here too. */
export async function answer(world: World, board: Board, call: Call, part = false): Promise<Reply> {
  const seen: Seen = { page: null, kind: kindOf(call) }
  const reply = await attempt(world, board, call, part, seen).catch(fault => refused(world, fault))
  const code = (reply.body as { error?: { code?: number } } | undefined)?.error?.code ?? null
  if (world.calls.length >= 50_000) world.calls.splice(0, 10_000)
  world.calls.push({
    at: new Date(world.now()).toISOString(),
    method: call.method,
    path: call.path,
    account: seen.page?.id ?? null,
    kind: seen.kind,
    status: reply.status,
    code,
    dropped: reply.drop !== undefined,
  })
  return { ...reply, headers: { ...usageHeaders(world, seen.page), ...reply.headers } }
}

/** Learned on the way, and wanted whatever the ending. */
interface Seen {
  page: Page | null
  kind: Kind
}

async function attempt(world: World, board: Board, call: Call, part: boolean, seen: Seen): Promise<Reply> {
  call.version = servedVersion(call.asked, null, world.now(), call.path)
  if (call.path === '/oauth/access_token') return ok(exchange(world, call))
  const who = await whoCalls(world, call)
  call.version = servedVersion(call.asked, who.app.defaultVersion, world.now(), call.path)
  if (world.settings.served !== null) call.version = world.settings.served
  checkOldProtocol(world, call)
  seen.page = pageOf(world, call, who)
  if (seen.page) countCall(world, seen.page)
  const account = seen.page?.id ?? null
  const struck = strike(board, seen.kind, account, lever => fits(lever, call, part))
  const failure = struck && failureOf(struck)
  if (struck?.what === 'tooFast' && seen.page) blockForPace(world, seen.page)
  const before = struck !== null && 'commit' in struck && !struck.commit
  if (failure && (before || struck?.what === 'heavy')) throw failure
  if (struck && before) return spoil(ok({}), struck)
  const turn = { world, board, call, who, delayMs: struck?.what === 'delay' ? struck.ms : 0 }
  const reply = await route(turn)
  if (failure) throw failure
  return struck ? spoil(reply, struck) : reply
}

function fits(lever: Lever, call: Call, part: boolean): boolean {
  if (lever.what === 'null') return part
  if (lever.what === 'heavy') return Number(call.params.get('limit') ?? 25) > lever.most && call.segments.length === 2
  return true
}

function kindOf(call: Call): Kind {
  const edge = call.segments[1]
  if (call.method === 'GET') return call.segments[0] === 'me' || call.segments.length === 0 ? 'account' : 'read'
  if (call.method === 'DELETE') return call.segments[0] === 'me' ? 'account' : 'change'
  if (edge === 'feed') return 'publish'
  if (edge === 'photos') return storesOnly(call) ? 'upload' : 'publish'
  return call.segments.length === 1 ? 'change' : 'account'
}

function pageOf(world: World, call: Call, who: Who): Page | null {
  const id = call.segments[0] ?? ''
  if (id === 'me') return who.page
  const owner = world.photos.get(id)?.pageId ?? id.split('_')[0] ?? ''
  return world.pages.get(owner) ?? who.page
}

/** Removed by v26.0 for every version; `pretty` and `debug` are ignored. */
function checkOldProtocol(world: World, call: Call): void {
  if (!oldProtocolGone(call.version, world.now())) return
  if (call.params.has('date_format')) throw invalid('The date_format parameter is not supported')
  if (call.params.has('ids')) throw invalid('The ids parameter is not supported')
}

async function route(turn: Turn): Promise<Reply> {
  const { world, call, who } = turn
  const [first, edge, third] = call.segments
  if (third !== undefined && !(first === 'me' && edge === 'permissions')) throw unknownPath(call.path)
  if (first === undefined) return root(turn)
  if (first === 'debug_token' && call.method === 'GET' && edge === undefined) return ok(debugToken(world, call, who))
  const id = first === 'me' ? (who.page?.id ?? who.person?.id ?? '') : first
  const page = world.pages.get(id)
  if (page) return ok(await routePage(turn, page, edge))
  const person = who.person
  if (person?.id === id) return ok(routePerson(turn, edge, third))
  const post = world.posts.get(id)
  const owner = post && world.pages.get(post.pageId)
  if (post && owner && exists(world, post)) return ok(routePost(turn, owner, post, edge))
  const photo = findPhoto(world, id)
  const holder = photo && world.pages.get(photo.pageId)
  if (photo && holder) return ok(routePhoto(turn, holder, photo, edge))
  if (!/^\d+(_\d+)?$/.test(id))
    throw new GraphError({
      status: 404,
      code: 803,
      message: `(#803) Some of the aliases you requested do not exist: ${id}`,
    })
  throw notThere(call.method, id)
}

async function root(turn: Turn): Promise<Reply> {
  const { call } = turn
  if (call.method === 'POST' && call.params.has('batch'))
    return answerBatch(turn, part => answer(turn.world, turn.board, part, true))
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
      checkParams(call, 'GET Page/video_reels', turn.world.settings.strict)
      mayRead(turn.who, page, 'pages_read_engagement')
      return { data: [] }
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

const real = [
  'comments',
  'likes',
  'messages',
  'conversations',
  'videos',
  'video_reels',
  'photo_stories',
  'subscribed_apps',
]

const edgeUnknown = (call: Call, edge: string | undefined) =>
  edge === undefined || real.includes(edge) ? notCovered(`${call.method} ${call.path}`) : unknownPath(`/${edge}`)
