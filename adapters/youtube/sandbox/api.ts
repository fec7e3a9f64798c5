import { caption, captions, thumbnail } from './dress.ts'
import { ApiError, notFound, OauthError } from './errors.ts'
import { type Board, type Kind, type Lever, strike } from './levers.ts'
import * as lists from './lists.ts'
import type { Method } from './methods.ts'
import { noContent, type Reply, refused, spoil } from './reply.ts'
import { reports } from './reports.ts'
import { type Call, checkQuery, findMethod } from './request.ts'
import { charge, mayUse, type Who, whoCalls } from './rights.ts'
import { exchange, revoke } from './tokens.ts'
import type { CallRecord } from './types.ts'
import { put, readPart, start } from './uploads.ts'
import * as videos from './videos.ts'
import type { World } from './world.ts'

type Work = (world: World, who: Who, call: Call) => Reply | Promise<Reply>

const works: Readonly<Record<string, Work>> = {
  'thumbnails.set': thumbnail,
  'captions.insert': caption,
  'captions.list': captions,
  'videos.list': videos.list,
  'videos.batchGetStats': videos.stats,
  'videos.update': videos.update,
  'videos.delete': videos.remove,
  'channels.list': lists.channels,
  'playlistItems.list': lists.items,
  'playlistItems.insert': lists.addItem,
  'playlists.list': lists.playlists,
  'videoCategories.list': lists.videoCategories,
  'commentThreads.list': lists.threads,
  'comments.setModerationStatus': lists.moderate,
  'reports.query': reports,
}

/** One call answered, and written down. */
export async function answer(world: World, board: Board, call: Call): Promise<Reply> {
  const note: CallRecord = {
    at: new Date(world.now()).toISOString(),
    method: call.method,
    path: `/${call.upload ? 'upload/' : ''}${call.path}`,
    call: '',
    kind: 'none',
    channel: null,
    status: 0,
    reason: null,
    bucket: null,
    cost: 0,
    dropped: false,
  }
  world.calls.push(note)
  const reply = await told(note, () => run(world, board, call, note))
  note.status = reply.status
  note.dropped = reply.drop !== undefined
  return reply
}

async function run(world: World, board: Board, call: Call, note: CallRecord): Promise<Reply> {
  if (call.method === 'POST' && call.path === 'token') {
    Object.assign(note, { call: 'oauth.token', kind: 'token' })
    return faulty(board, 'token', null, note, () => exchange(world, call))
  }
  if (call.method === 'POST' && call.path === 'revoke') {
    note.call = 'oauth.revoke'
    return revoke(world, call)
  }
  if (call.upload && call.method === 'PUT' && call.path === 'youtube/v3/videos') return bytes(world, board, call, note)
  const method = findMethod(call)
  if (!method) throw notFound()
  Object.assign(note, { call: method.name, kind: method.kind })
  const who = whoCalls(world, call)
  note.channel = who.channel.id
  charge(world, who, method)
  Object.assign(note, { bucket: method.bucket, cost: method.cost })
  checkQuery(method, call.query)
  mayUse(who, method.scopes)
  const reply = await faulty(board, method.kind, who.channel.id, note, () => perform(world, board, method, who, call))
  const { etag } = Object(reply.body) as { etag?: unknown }
  if (call.method === 'GET' && typeof etag === 'string' && call.headers.get('if-none-match') === etag)
    return { ...noContent(), status: 304 }
  return reply
}

function perform(world: World, board: Board, method: Method, who: Who, call: Call): Reply | Promise<Reply> {
  if (method.name === 'videos.insert') return start(world, board, who, call)
  const work = works[method.name]
  if (!work) throw new Error(`nobody answers ${method.name}`)
  return work(world, who, call)
}

/** A PUT to a session. It costs nothing: whether parts are counted no page says. */
async function bytes(world: World, board: Board, call: Call, note: CallRecord): Promise<Reply> {
  note.call = 'upload.put'
  const who = whoCalls(world, call)
  note.channel = who.channel.id
  mayUse(who, ['youtube', 'youtube.force-ssl', 'youtube.upload'])
  const part = readPart(world, call)
  note.kind = part.kind
  return faulty(board, part.kind, who.channel.id, note, () => put(world, board, call, part))
}

const shaping = (lever: Lever) => ['partial', 'forget', 'expire', 'move', 'fate'].includes(lever.what)

/** A call under the levers: refused, cut before its effect, or spoiled on the way back. */
async function faulty(
  board: Board,
  kind: Kind,
  channel: string | null,
  note: CallRecord,
  work: () => Reply | Promise<Reply>,
): Promise<Reply> {
  const lever = strike(board, kind, channel, one => !shaping(one))
  if (lever?.what === 'refuse') {
    note.reason = lever.reason
    if (lever.body === 'empty') return { status: lever.status, body: undefined }
    throw new ApiError(lever.status, lever.reason, lever.domain, lever.message)
  }
  if (lever && 'commit' in lever && !lever.commit) return spoil({ status: 200, body: { kind: 'youtube#none' } }, lever)
  const reply = await told(note, work)
  return lever ? spoil(reply, lever) : reply
}

/** A refusal is an answer too, and can be lost like any other. */
async function told(note: CallRecord, work: () => Reply | Promise<Reply>): Promise<Reply> {
  try {
    return await work()
  } catch (fault) {
    if (fault instanceof ApiError) note.reason = fault.reason
    if (fault instanceof OauthError) note.reason = fault.error
    return refused(fault)
  }
}
