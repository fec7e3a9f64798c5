import { beginDraft, beginPhotos, beginVideo, type Fate } from './begin.ts'
import { list, query, user } from './display.ts'
import { ApiError, OauthError, UploadError, unknownPath } from './errors.ts'
import { type Board, type Kind, type Lever, strike } from './levers.ts'
import { cancel, creator, status } from './publishing.ts'
import { type Reply, refused, spoil } from './reply.ts'
import type { Call } from './request.ts'
import { countCall, type Who, whoCalls } from './rights.ts'
import { ripen } from './tasks.ts'
import { revoke, token } from './tokens.ts'
import { findPiece, isLast, takePiece } from './transfer.ts'
import type { World } from './world.ts'

interface Route {
  kind(call: Call): Kind
  perMinute: number
  answer(world: World, who: Who, call: Call, fate: Fate): Reply
}

/** Where TikTok fetches by itself, beginning is all there is to publishing. */
const ofSource = ({ json }: Call): Kind =>
  (json as { source_info?: { source?: unknown } } | null)?.source_info?.source === 'FILE_UPLOAD' ? 'init' : 'publish'

const read = () => 'read' as const
/** Every path ends with a slash. */
export const routes: Readonly<Record<string, Route>> = {
  'POST /v2/post/publish/creator_info/query/': { kind: () => 'creator', perMinute: 20, answer: creator },
  'POST /v2/post/publish/video/init/': { kind: ofSource, perMinute: 6, answer: beginVideo },
  'POST /v2/post/publish/inbox/video/init/': { kind: ofSource, perMinute: 6, answer: beginDraft },
  'POST /v2/post/publish/content/init/': { kind: () => 'publish', perMinute: 6, answer: beginPhotos },
  'POST /v2/post/publish/status/fetch/': { kind: () => 'status', perMinute: 30, answer: status },
  'POST /v2/post/publish/cancel/': { kind: () => 'status', perMinute: 30, answer: cancel },
  'GET /v2/user/info/': { kind: read, perMinute: 600, answer: user },
  'POST /v2/video/list/': { kind: read, perMinute: 600, answer: list },
  'POST /v2/video/query/': { kind: read, perMinute: 600, answer: query },
}

async function drain(body: ReadableStream<Uint8Array>): Promise<void> {
  const reader = body.getReader()
  for (let done = false; !done; )
    done = await reader
      .read()
      .then(({ done: over }) => over)
      .catch(() => true)
}

interface Note {
  account: string | null
  kind: string
}

/** One call answered, and written down. */
export async function answer(world: World, board: Board, call: Call): Promise<Reply> {
  const note: Note = { account: null, kind: 'none' }
  let reply: Reply
  try {
    reply = await run(world, board, call, note)
  } catch (fault) {
    reply = refused(world, fault)
  }
  // Refused without being read: a connection with the rest of a piece in it serves nobody after.
  if (call.body && !call.body.locked) await drain(call.body)
  const error = (reply.body as { error?: { code?: string } | string } | undefined)?.error
  world.calls.push({
    at: new Date(world.now()).toISOString(),
    method: call.method,
    path: call.path,
    account: note.account,
    kind: note.kind,
    status: reply.status,
    error: typeof error === 'string' ? error : (error?.code ?? null),
    dropped: reply.drop !== undefined,
  })
  return reply
}

async function run(world: World, board: Board, call: Call, note: Note): Promise<Reply> {
  await ripen(world)
  const path = `${call.method} ${call.path}`
  if (path === 'POST /v2/oauth/token/' || path === 'POST /v2/oauth/revoke/') {
    note.kind = 'token'
    return faulty(world, board, 'token', null, () =>
      path.includes('revoke') ? revoke(world, call) : token(world, call),
    )
  }
  if (call.method === 'PUT') {
    const piece = findPiece(world, call)
    note.kind = isLast(piece) ? 'publish' : 'upload'
    note.account = piece.task.accountId
    return faulty(world, board, note.kind as Kind, note.account, () => takePiece(world, call, piece))
  }
  const route = routes[path]
  if (!route) throw unknownPath()
  const kind = route.kind(call)
  note.kind = kind
  const who = whoCalls(world, call)
  note.account = who.account.id
  countCall(world, who, call.path, route.perMinute)
  const begins = kind === 'publish' || kind === 'init'
  const shaping = begins ? strike(board, kind, who.account.id, shapes) : null
  const fate: Fate = { reason: shaping?.what === 'fail' ? shaping.reason : null, stuck: shaping?.what === 'stuck' }
  return faulty(world, board, kind, who.account.id, () => route.answer(world, who, call, fate))
}

const shapes = (lever: Lever) => lever.what === 'fail' || lever.what === 'stuck'

/** A call under the levers: refused, cut before its effect, or spoiled on the way back. */
async function faulty(
  world: World,
  board: Board,
  kind: Kind,
  account: string | null,
  work: () => Reply | Promise<Reply>,
): Promise<Reply> {
  const lever = strike(board, kind, account, one => !shapes(one))
  if (lever?.what === 'refuse') throw refusal(kind, lever)
  if (lever && 'commit' in lever && !lever.commit) return spoil({ status: 200, body: {} }, lever)
  const reply = await told(world, work)
  return lever ? spoil(reply, lever) : reply
}

function refusal(kind: Kind, lever: Extract<Lever, { what: 'refuse' }>): Error {
  if (kind === 'token') return new OauthError(lever.code, lever.message ?? 'refused by a lever')
  if (kind === 'upload' || (kind === 'publish' && lever.code === 'upload'))
    return new UploadError(lever.status, 'lever')
  return new ApiError(lever.code, lever.status, lever.message)
}

/** A refusal is an answer too, and can be lost like any other. */
async function told(world: World, work: () => Reply | Promise<Reply>): Promise<Reply> {
  try {
    return await work()
  } catch (fault) {
    return refused(world, fault)
  }
}
