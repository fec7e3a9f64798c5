import { Hono } from 'hono'
import { answer } from './sandbox/api.ts'
import { consent } from './sandbox/consent.ts'
import { control, withdraw } from './sandbox/control.ts'
import { ripenFetched } from './sandbox/jobs.ts'
import { type LeverInput, makeBoard, pull } from './sandbox/levers.ts'
import * as people from './sandbox/people.ts'
import { toResponse } from './sandbox/reply.ts'
import { readCall } from './sandbox/request.ts'
import { proofOf } from './sandbox/rights.ts'
import type { Settings } from './sandbox/settings.ts'
import { challengeOf } from './sandbox/tokens.ts'
import type { Account, App, Article, Broadcast, CallRecord, LedgerRow } from './sandbox/types.ts'
import { wall } from './sandbox/wall.ts'
import { empty, ledgerOf, makeWorld, type WorldOptions } from './sandbox/world.ts'

export type SandboxOptions = WorldOptions
export type { LedgerRow, LeverInput, Settings }

export interface ZaloSandbox {
  /** The OpenAPI and OAuth on both their hosts, the consent page, the public wall under /wall, the control API under /_sandbox. */
  app: Hono
  settings: Settings
  pull(lever: LeverInput): void
  clearLevers(): void
  /** What became visible: the judge of duplicates and losses. */
  ledger(): LedgerRow[]
  calls(): readonly CallRecord[]
  /** Who got what: no call of the API tells it. */
  broadcasts(): readonly Broadcast[]
  now(): Date
  /** Moves the sandbox clock on. */
  advance(ms: number): void
  reset(): void
  addApp(app?: Parameters<typeof people.addApp>[1]): App
  addAccount(account?: Parameters<typeof people.addAccount>[1]): Account
  addArticle(article: Parameters<typeof people.addArticle>[1]): Article
  /** Bytes of an uploaded video, by its id. */
  film(id: string): Uint8Array<ArrayBuffer> | undefined
  mintPair(pair: Parameters<typeof people.mintPair>[1]): { access: string; refresh: string }
  /** The OA's administrator takes the grant back. */
  withdraw(account: string): number
  proofOf(secret: string, token: string): Promise<string>
  challengeOf(verifier: string): Promise<string>
}

/**
 * A Zalo OpenAPI for articles of an Official Account, written from its documentation and sharing nothing with the adapter
 * it judges. It refuses what the documents say is refused, and where they are silent it is the stricter of the readings.
 */
export function zaloSandbox(options: SandboxOptions = {}): ZaloSandbox {
  const world = makeWorld(options)
  const board = makeBoard(world.seed)
  const app = new Hono()
  app.route('/_sandbox', control(world, board))
  app.get('/favicon.ico', c => c.body(null, 204))
  app.route('/wall', wall(world))
  app.get('/d', c => c.redirect(`/wall/${c.req.query('pageId') ?? ''}/${c.req.query('id') ?? ''}`, 302))
  app.route('/v4/oa/permission', consent(world))
  app.all('*', async c => toResponse(await answer(world, board, await readCall(c.req.raw))))
  return {
    app,
    settings: world.settings,
    pull: lever => pull(board, lever),
    clearLevers: () => {
      board.pulled.length = 0
    },
    ledger: () => {
      ripenFetched(world)
      return ledgerOf(world)
    },
    calls: () => world.calls,
    broadcasts: () => world.broadcasts,
    now: () => new Date(world.now()),
    advance: ms => {
      world.clock.offset += ms
    },
    reset: () => {
      empty(world)
      board.pulled.length = 0
    },
    addApp: (made = {}) => people.addApp(world, made),
    addAccount: (made = {}) => people.addAccount(world, made),
    addArticle: made => people.addArticle(world, made),
    film: id => [...world.films.values()].find(film => film.id === id)?.bytes,
    mintPair: made => {
      const { access, refresh } = people.mintPair(world, made)
      return { access, refresh }
    },
    withdraw: account => withdraw(world, account),
    proofOf,
    challengeOf,
  }
}
