import { Hono } from 'hono'
import { consent } from './sandbox/consent.ts'
import { control } from './sandbox/control.ts'
import { answer } from './sandbox/graph.ts'
import { type Levers, makeLevers } from './sandbox/hands.ts'
import { makeBoard } from './sandbox/levers.ts'
import { bytesOf } from './sandbox/making.ts'
import * as people from './sandbox/people.ts'
import { refused, toResponse } from './sandbox/reply.ts'
import { readCall } from './sandbox/request.ts'
import { takeBytes } from './sandbox/rupload.ts'
import type { Settings } from './sandbox/settings.ts'
import { proofOf } from './sandbox/tokens.ts'
import type { App, CallRecord, LedgerRow, Page, Person, Post } from './sandbox/types.ts'
import { permalink, videoLink, wall } from './sandbox/wall.ts'
import { empty, ledgerOf, makeWorld, type WorldOptions } from './sandbox/world.ts'

export type SandboxOptions = WorldOptions
export type { LedgerRow, Levers, Settings }

export interface FacebookSandbox {
  /** Graph on all its hosts, the consent dialog, the public wall under /wall, and the control API under /_sandbox. */
  app: Hono
  levers: Levers
  settings: Settings
  /** What became visible: the judge of duplicates and losses. */
  ledger(): LedgerRow[]
  /** What arrived of a video, while it is small enough to be kept. */
  film(video: string): Uint8Array<ArrayBuffer> | undefined
  calls(): readonly CallRecord[]
  now(): Date
  /** Moves the sandbox clock on. */
  advance(ms: number): void
  reset(): void
  addApp(app?: Parameters<typeof people.addApp>[1]): App
  addPerson(person?: Parameters<typeof people.addPerson>[1]): Person
  addPage(page?: Parameters<typeof people.addPage>[1]): Page
  addPost(post: Parameters<typeof people.addPost>[1]): Post
  /** The value of a new user token; with `page` of a Page token. */
  mintToken(token: Parameters<typeof people.addToken>[1]): string
  proofOf(secret: string, token: string): Promise<string>
}

/**
 * A Graph API for Page publishing, written from its documentation and sharing nothing with the adapter it judges. It
 * refuses what the documents say is refused, and where they are silent it is the stricter of the possible readings.
 */
export function facebookSandbox(options: SandboxOptions = {}): FacebookSandbox {
  const world = makeWorld(options)
  const board = makeBoard(world.seed)
  const levers = makeLevers(world, board)
  const app = new Hono()
  app.route('/_sandbox', control(world, board, levers))
  app.get('/favicon.ico', c => c.body(null, 204))
  app.route('/wall', wall(world))
  app.get('/:page{[0-9]+}/posts/:post{[0-9]+}', c =>
    c.redirect(permalink(c.req.param('page'), c.req.param('post')), 302),
  )
  for (const path of ['/:page{[0-9]+}/videos/:video{[0-9]+}/', '/reel/:video{[0-9]+}/'] as const)
    app.get(path, c => {
      const to = videoLink(world, c.req.param('video'))
      return to === undefined ? c.notFound() : c.redirect(to, 302)
    })
  app.route('/dialog/oauth', consent(world))
  app.route('/:version{v[0-9]+\\.[0-9]+}/dialog/oauth', consent(world))
  app.post('/video-upload/:version/:video', async c =>
    toResponse(world, await takeBytes(world, board, c.req.raw, c.req.param('video')), 'v26.0'),
  )
  app.all('*', async c => {
    try {
      const call = await readCall(c.req.raw)
      return toResponse(world, await answer(world, board, call), call.version || 'v26.0')
    } catch (fault) {
      return toResponse(world, refused(world, fault), 'v26.0')
    }
  })
  return {
    app,
    levers,
    settings: world.settings,
    ledger: () => ledgerOf(world),
    film: id => {
      const video = world.videos.get(id)
      return video && bytesOf(video)
    },
    calls: () => world.calls,
    now: () => new Date(world.now()),
    advance: ms => {
      world.clock.offset += ms
    },
    reset: () => {
      empty(world)
      levers.clear()
    },
    addApp: (made = {}) => people.addApp(world, made),
    addPerson: (made = {}) => people.addPerson(world, made),
    addPage: (made = {}) => people.addPage(world, made),
    addPost: made => people.addPost(world, made),
    mintToken: made => people.addToken(world, made).value,
    proofOf,
  }
}
