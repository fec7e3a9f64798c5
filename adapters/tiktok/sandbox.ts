import { Hono } from 'hono'
import { answer } from './sandbox/api.ts'
import { consent } from './sandbox/consent.ts'
import { control } from './sandbox/control.ts'
import { signed } from './sandbox/events.ts'
import * as inbox from './sandbox/inbox.ts'
import { type LeverInput, makeBoard, pull } from './sandbox/levers.ts'
import { owns } from './sandbox/ownership.ts'
import * as people from './sandbox/people.ts'
import { toResponse } from './sandbox/reply.ts'
import { readCall } from './sandbox/request.ts'
import type { Settings } from './sandbox/settings.ts'
import { ripen } from './sandbox/tasks.ts'
import { hexOf } from './sandbox/tokens.ts'
import type { Account, App, CallRecord, Event, LedgerRow, Post, Task } from './sandbox/types.ts'
import { wall } from './sandbox/wall.ts'
import { empty, ledgerOf, makeWorld, type WorldOptions } from './sandbox/world.ts'

export type SandboxOptions = WorldOptions
export type { LedgerRow, LeverInput, Settings }

export interface TiktokSandbox {
  /** The API, the upload host and the consent page; profiles and inboxes under /wall, the control API under /_sandbox. */
  app: Hono
  settings: Settings
  pull(lever: LeverInput): void
  clearLevers(): void
  /** What stands on profiles, the private marked as not visible: the judge of duplicates and losses. */
  ledger(): LedgerRow[]
  /** What was begun and what became of it. */
  tasks(): readonly Task[]
  calls(): readonly CallRecord[]
  /** What a callback would be told. */
  events(): readonly Event[]
  sign(event: Event, at?: Date): Promise<{ body: string; header: string }>
  now(): Date
  /** Moves the sandbox clock on, and lets it do its work. */
  advance(ms: number): Promise<void>
  reset(): void
  addApp(app?: Parameters<typeof people.addApp>[1]): App
  addAccount(account?: Parameters<typeof people.addAccount>[1]): Account
  addPost(post: Parameters<typeof people.addPost>[1]): Post
  mintPair(pair: Parameters<typeof people.mintPair>[1]): { access: string; refresh: string }
  /** The person takes the grant back in the app. */
  withdraw(account: string): number
  drafts(account: string): readonly Task[]
  /** The person posts a draft, or throws it away. */
  finish(draft: string, given?: Parameters<typeof inbox.finish>[2]): Post
  discard(draft: string): void
  owns: typeof owns
  hexOf: typeof hexOf
}

/**
 * TikTok's Login Kit, Content Posting API and Display API, written from their documentation and sharing nothing with the
 * adapter it judges. Where the documents are silent it is the stricter of the readings, or a setting.
 */
export function tiktokSandbox(options: SandboxOptions = {}): TiktokSandbox {
  const world = makeWorld(options)
  const board = makeBoard(world.seed)
  const app = new Hono()
  app.route('/_sandbox', control(world, board))
  app.get('/favicon.ico', c => c.body(null, 204))
  app.route('/wall', wall(world))
  app.get('/:name{@[\\w.]+}/:media{video|photo}/:id', c => {
    const { name, media, id } = c.req.param()
    return c.redirect(`/wall/${name.slice(1)}/${media}/${id}`, 302)
  })
  // Some clients leave out the last slash.
  app.route('/v2/auth/authorize/', consent(world))
  app.route('/v2/auth/authorize', consent(world))
  app.all('*', async c => toResponse(await answer(world, board, await readCall(c.req.raw))))
  return {
    app,
    settings: world.settings,
    pull: lever => pull(board, lever),
    clearLevers: () => {
      board.pulled.length = 0
    },
    ledger: () => ledgerOf(world),
    tasks: () => [...world.tasks.values()],
    calls: () => world.calls,
    events: () => world.events,
    sign: (event, at) => {
      const owner = world.apps.get(event.client_key)
      if (!owner) throw new Error('no such app')
      return signed(owner, event, at?.getTime() ?? world.now())
    },
    now: () => new Date(world.now()),
    advance: async ms => {
      world.clock.offset += ms
      await ripen(world)
    },
    reset: () => {
      empty(world)
      board.pulled.length = 0
    },
    addApp: (made = {}) => people.addApp(world, made),
    addAccount: (made = {}) => people.addAccount(world, made),
    addPost: made => people.addPost(world, made),
    mintPair: made => {
      const { access, refresh } = people.mintPair(world, made)
      return { access, refresh }
    },
    withdraw: account => people.withdraw(world, account),
    drafts: account => inbox.draftsOf(world, account),
    finish: (draft, given) => inbox.finish(world, draft, given),
    discard: draft => inbox.discard(world, draft),
    owns,
    hexOf,
  }
}
