import { Hono } from 'hono'
import { answer } from './sandbox/api.ts'
import { consent } from './sandbox/consent.ts'
import { control } from './sandbox/control.ts'
import { type LeverInput, makeBoard, pull } from './sandbox/levers.ts'
import * as people from './sandbox/people.ts'
import { toResponse } from './sandbox/reply.ts'
import { readCall } from './sandbox/request.ts'
import { spentToday } from './sandbox/rights.ts'
import type { Settings } from './sandbox/settings.ts'
import { challengeOf, withdraw } from './sandbox/tokens.ts'
import type { Bucket, CallRecord, Channel, Grant, LedgerRow, Playlist, Project, Video } from './sandbox/types.ts'
import { wall } from './sandbox/wall.ts'
import { empty, ledgerOf, makeWorld, type WorldOptions } from './sandbox/world.ts'

export type SandboxOptions = WorldOptions
export type { Bucket, LedgerRow, LeverInput, Settings }

export interface YoutubeSandbox {
  /** All hosts of the API and of Google's accounts, the public wall under /wall, the control API under /_sandbox. */
  app: Hono
  settings: Settings
  pull(lever: LeverInput): void
  clearLevers(): void
  /** What became of everything that was uploaded: the judge of duplicates and losses. */
  ledger(): LedgerRow[]
  calls(): readonly CallRecord[]
  /** Units of a bucket that a project spent on this day of Los Angeles. */
  spent(project: string, bucket: Bucket): number
  now(): Date
  /** Moves the sandbox clock on. */
  advance(ms: number): void
  reset(): void
  addApp(app?: Parameters<typeof people.addApp>[1]): Project
  addChannel(channel?: Parameters<typeof people.addChannel>[1]): Channel
  addPlaylist(list: Parameters<typeof people.addPlaylist>[1]): Playlist
  addVideo(video: Parameters<typeof people.addVideo>[1]): Video
  mintGrant(grant: Parameters<typeof people.mintGrant>[1]): Grant
  /** The owner takes the grant back: every token of the channel is dead. */
  withdraw(channel: string): number
  challengeOf(verifier: string): Promise<string>
}

/**
 * A YouTube for uploading and reading videos of a channel, written from its documentation and sharing nothing with the
 * adapter it judges. It refuses what the documents say is refused, and where they are silent it is the stricter of the
 * readings.
 */
export function youtubeSandbox(options: SandboxOptions = {}): YoutubeSandbox {
  const world = makeWorld(options)
  const board = makeBoard(world.seed)
  const app = new Hono()
  app.route('/_sandbox', control(world, board))
  app.get('/favicon.ico', c => c.body(null, 204))
  app.route('/wall', wall(world))
  app.get('/watch', c => c.redirect(placeOf(c.req.query('v') ?? ''), 302))
  app.get('/shorts/:id', c => c.redirect(placeOf(c.req.param('id')), 302))
  app.route('/o/oauth2/v2/auth', consent(world))
  app.all('*', async c => toResponse(await answer(world, board, readCall(c.req.raw))))
  const placeOf = (id: string) => `/wall/${world.videos.get(id)?.channelId ?? 'none'}/${encodeURIComponent(id)}`
  return {
    app,
    settings: world.settings,
    pull: lever => pull(board, lever),
    clearLevers: () => {
      board.pulled.length = 0
    },
    ledger: () => ledgerOf(world),
    calls: () => world.calls,
    spent: (project, bucket) => spentToday(world, project, bucket),
    now: () => new Date(world.now()),
    advance: ms => {
      world.clock.offset += ms
    },
    reset: () => {
      empty(world)
      board.pulled.length = 0
    },
    addApp: (made = {}) => people.addApp(world, made),
    addChannel: (made = {}) => people.addChannel(world, made),
    addPlaylist: made => people.addPlaylist(world, made),
    addVideo: made => people.addVideo(world, made),
    mintGrant: made => people.mintGrant(world, made),
    withdraw: channel => withdraw(world, channel),
    challengeOf,
  }
}
