import { create, detail, type Fate, remove, slice, update, verify } from './articles.ts'
import { message } from './broadcast.ts'
import { OauthError, unknownPath, ZaloError } from './errors.ts'
import { prepareVideo, videoState } from './films.ts'
import { ripen } from './jobs.ts'
import { type Board, type Kind, type Lever, strike } from './levers.ts'
import { account } from './oa.ts'
import { type Reply, refused, spoil } from './reply.ts'
import type { Call } from './request.ts'
import { countCall, mayUse, mustBeVerified, type Who, whoCalls } from './rights.ts'
import { exchange } from './tokens.ts'
import type { Group } from './types.ts'
import type { World } from './world.ts'

interface Route {
  kind: Kind
  group: Group
  /** Refused to an OA that is not verified. */
  verified?: boolean
  answer(world: World, who: Who, call: Call, fate: Fate): Reply
}

const routes: Readonly<Record<string, Route>> = {
  'POST /v2.0/article/create': { kind: 'publish', group: 'articles', verified: true, answer: create },
  'POST /v2.0/article/verify': { kind: 'verify', group: 'articles', answer: verify },
  'POST /v2.0/article/update': { kind: 'change', group: 'articles', verified: true, answer: update },
  'POST /v2.0/article/remove': { kind: 'change', group: 'articles', answer: remove },
  'GET /v2.0/article/getdetail': { kind: 'read', group: 'articles', answer: detail },
  'GET /v2.0/article/getslice': { kind: 'read', group: 'articles', answer: slice },
  'POST /v2.0/article/upload_video/preparevideo': {
    kind: 'upload',
    group: 'articles',
    verified: true,
    answer: prepareVideo,
  },
  'GET /v2.0/article/upload_video/verify': { kind: 'video', group: 'articles', answer: videoState },
  'POST /v2.0/oa/message': { kind: 'announce', group: 'messages', verified: true, answer: message },
  'GET /v2.0/oa/getoa': { kind: 'read', group: 'account', answer: account },
}

/** One call answered, and written down. */
export async function answer(world: World, board: Board, call: Call): Promise<Reply> {
  const note = { account: null as string | null, kind: 'none' }
  let reply: Reply
  try {
    reply = await run(world, board, call, note)
  } catch (fault) {
    if (!(fault instanceof ZaloError) && !(fault instanceof OauthError)) throw fault
    reply = refused(fault)
  }
  const error = (reply.body as { error?: unknown }).error
  world.calls.push({
    at: new Date(world.now()).toISOString(),
    method: call.method,
    path: call.path,
    account: note.account,
    kind: note.kind,
    status: reply.status,
    error: typeof error === 'number' ? error : null,
    dropped: reply.drop !== undefined,
  })
  return reply
}

async function run(
  world: World,
  board: Board,
  call: Call,
  note: { account: string | null; kind: string },
): Promise<Reply> {
  await ripen(world)
  if (`${call.method} ${call.path}` === 'POST /v4/oa/access_token') {
    note.kind = 'token'
    return faulty(board, 'token', null, () => exchange(world, call))
  }
  const route = routes[`${call.method} ${call.path}`]
  if (!route) throw unknownPath()
  note.kind = route.kind
  const who = await whoCalls(world, call)
  note.account = who.account.id
  const left = countCall(world, who.app)
  mayUse(who, route.group)
  if (route.verified) mustBeVerified(who)
  const reply = await faulty(board, route.kind, who.account.id, async fate => {
    const done = route.answer(world, who, call, fate)
    // With no time to wait, the work is done before anybody looks.
    if (world.settings.processingToMs === 0) await ripen(world)
    return done
  })
  const limits = { 'x-ratelimit-limit': String(world.settings.callsPerMinute), 'x-ratelimit-remain': String(left) }
  return { ...reply, headers: { ...limits, ...reply.headers } }
}

const shapesJob = (lever: Lever) => ['stuck', 'deadPictures', 'slow', 'spoilt'].includes(lever.what)

/** A call under the levers: refused, cut before its effect, or spoiled on the way back. */
async function faulty(
  board: Board,
  kind: Kind,
  account: string | null,
  work: (fate: Fate) => Reply | Promise<Reply>,
): Promise<Reply> {
  const lever = strike(board, kind, account, one => !shapesJob(one))
  if (lever?.what === 'refuse') throw new ZaloError(lever.error, lever.message || 'refused by a lever')
  const without = lever && 'commit' in lever && !lever.commit
  if (lever && without) return spoil({ status: 200, body: { error: 0, message: 'Success' } }, lever)
  const isWrite = kind === 'publish' || kind === 'change' || kind === 'upload'
  const shaping = isWrite ? strike(board, kind, account, shapesJob) : null
  const reply = await told(() => work(fateOf(shaping)))
  return lever ? spoil(reply, lever) : reply
}

const fateOf = (lever: Lever | null): Fate => ({
  stuck: lever?.what === 'stuck',
  dead: lever?.what === 'deadPictures',
  slowMs: lever?.what === 'slow' ? lever.ms : 0,
  end: lever?.what === 'spoilt' ? lever.end : null,
})

/** A refusal is an answer too, and can be lost like any other. */
async function told(work: () => Reply | Promise<Reply>): Promise<Reply> {
  try {
    return await work()
  } catch (fault) {
    return refused(fault)
  }
}
