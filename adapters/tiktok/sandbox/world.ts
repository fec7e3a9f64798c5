import { letters, makeRandom, type Random } from './random.ts'
import { Settings } from './settings.ts'
import type { Account, App, CallRecord, Code, Event, LedgerRow, Pair, Post, Task } from './types.ts'

export interface World {
  settings: Settings
  seed: number
  random: Random
  now(): number
  clock: { offset: number }
  apps: Map<string, App>
  accounts: Map<string, Account>
  tasks: Map<string, Task>
  posts: Map<string, Post>
  pairs: Pair[]
  codes: Map<string, Code>
  /** Times of calls by `{path} {token}`, within the last minute. */
  recent: Map<string, number[]>
  calls: CallRecord[]
  /** What a callback would be told, oldest first. */
  events: Event[]
  fetch: (url: string, init?: RequestInit) => Promise<Response>
  nextId(): string
}

export interface WorldOptions {
  now?: () => Date
  seed?: number
  settings?: Partial<Settings>
  /** Ids count up from here: a sandbox that forgot its posts must not give their ids to new ones. */
  firstId?: bigint
  /** How files are fetched; without it, only from this machine. */
  fetch?: (url: string, init?: RequestInit) => Promise<Response>
}

export function makeWorld(options: WorldOptions): World {
  const seed = options.seed ?? 1
  const base = options.now ?? (() => new Date())
  const clock = { offset: 0 }
  // Odd, and beyond 2^53: whoever reads them as numbers names another post.
  let last = (options.firstId ?? 7_493_784_938_978_805_791n) | 1n
  return {
    settings: Settings.parse(options.settings ?? {}),
    seed,
    random: makeRandom(seed),
    now: () => base().getTime() + clock.offset,
    clock,
    apps: new Map(),
    accounts: new Map(),
    tasks: new Map(),
    posts: new Map(),
    pairs: [],
    codes: new Map(),
    recent: new Map(),
    calls: [],
    events: [],
    fetch: options.fetch ?? fetchHere,
    nextId: () => {
      last += 2n
      return String(last)
    },
  }
}

/** The sandbox reaches nothing beyond the machine it runs on. */
async function fetchHere(url: string, init?: RequestInit): Promise<Response> {
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname)) throw new Error('not on this machine')
  return fetch(url, init)
}

/** Forgets everything that happened and everybody who was there; settings and clock stay. */
export function empty(world: World): void {
  for (const name of ['apps', 'accounts', 'tasks', 'posts', 'codes', 'recent'] as const) world[name].clear()
  for (const name of ['calls', 'pairs', 'events'] as const) world[name].length = 0
  world.random = makeRandom(world.seed)
}

export const opaque = (world: World, count: number) => letters(world.random, count)

/** Everybody sees it: public, past moderation, and there. */
export const isPublic = (world: World, post: Post) =>
  post.removedAt === null && post.info.privacy === 'PUBLIC_TO_EVERYONE' && post.publicAt <= world.now()

export const addressOf = (world: World, post: Post) => {
  const username = world.accounts.get(post.accountId)?.username ?? ''
  return `${world.settings.permalinks}/@${username}/${post.media === 'video' ? 'video' : 'photo'}/${post.id}`
}

export const ledgerOf = (world: World): LedgerRow[] =>
  [...world.posts.values()].map(post => ({
    account: post.accountId,
    id: post.id,
    publishId: post.taskId,
    media: post.media,
    title: post.info.title,
    description: post.info.description,
    privacy: post.info.privacy,
    comment: !post.info.disableComment,
    duet: !post.info.disableDuet,
    stitch: !post.info.disableStitch,
    aigc: post.info.aigc,
    pictures: post.pictures.map(picture => picture.url),
    bytes: post.bytes,
    createdAt: new Date(post.createdAt).toISOString(),
    visible: isPublic(world, post),
    removed: post.removedAt !== null,
  }))
