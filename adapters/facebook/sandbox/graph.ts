import { invalid } from './errors.ts'
import { type Board, failureOf, type Kind, type Lever, strike } from './levers.ts'
import { exchange } from './oauth.ts'
import { storesOnly } from './photos.ts'
import { ok, type Reply, refused, spoil } from './reply.ts'
import type { Call } from './request.ts'
import { route } from './routes.ts'
import { type Who, whoCalls } from './tokens.ts'
import type { Page } from './types.ts'
import { blockForPace, countCall, usageHeaders } from './usage.ts'
import { oldProtocolGone, servedVersion } from './versions.ts'
import type { World } from './world.ts'

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
  const before = struck !== null && (struck.what === 'tooMany' || ('commit' in struck && !struck.commit))
  if (failure && (before || struck?.what === 'heavy')) throw failure
  if (struck && before) return spoil(ok({}), struck)
  const turn = {
    world,
    board,
    call,
    who,
    delayMs: struck?.what === 'delay' ? struck.ms : 0,
    partial: struck?.what === 'partial' ? struck.bytes : null,
    unfit: struck?.what === 'unfit' ? { code: struck.code, message: struck.message } : null,
  }
  const reply = await route(turn, nested => answer(world, board, nested, true))
  if (failure) throw failure
  return struck ? spoil(reply, struck) : reply
}

function fits(lever: Lever, call: Call, part: boolean): boolean {
  if (lever.what === 'null') return part
  // Only what carries bytes can be broken off in their middle.
  if (lever.what === 'partial') return call.files.size > 0
  if (lever.what === 'heavy') return Number(call.params.get('limit') ?? 25) > lever.most && call.segments.length === 2
  return true
}

function kindOf(call: Call): Kind {
  const edge = call.segments[1]
  if (call.method === 'GET') return call.segments[0] === 'me' || call.segments.length === 0 ? 'account' : 'read'
  if (call.method === 'DELETE') return call.segments[0] === 'me' ? 'account' : 'change'
  if (edge === 'feed') return 'publish'
  if (edge === 'photos') return storesOnly(call) ? 'upload' : 'publish'
  if (edge === 'videos' || edge === 'video_reels')
    return /^finish$/i.test(String(call.params.get('upload_phase') ?? 'finish')) ? 'publish' : 'upload'
  return call.segments.length === 1 ? 'change' : 'account'
}

function pageOf(world: World, call: Call, who: Who): Page | null {
  const id = call.segments[0] ?? ''
  if (id === 'me') return who.page
  const owner = world.photos.get(id)?.pageId ?? world.videos.get(id)?.pageId ?? id.split('_')[0] ?? ''
  return world.pages.get(owner) ?? who.page
}

/** Removed by v26.0 for every version; `pretty` and `debug` are ignored. */
function checkOldProtocol(world: World, call: Call): void {
  if (!oldProtocolGone(call.version, world.now())) return
  if (call.params.has('date_format')) throw invalid('The date_format parameter is not supported')
  if (call.params.has('ids')) throw invalid('The ids parameter is not supported')
}
