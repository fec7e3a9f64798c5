import { letters, makeRandom, type Random } from './random.ts'
import { Settings } from './settings.ts'
import type { Account, App, Article, Broadcast, CallRecord, Code, Film, Job, LedgerRow, Pair } from './types.ts'

export interface World {
  settings: Settings
  seed: number
  random: Random
  now(): number
  clock: { offset: number }
  apps: Map<string, App>
  accounts: Map<string, Account>
  articles: Map<string, Article>
  jobs: Map<string, Job>
  /** By the token of the upload. */
  films: Map<string, Film>
  pairs: Pair[]
  codes: Map<string, Code>
  /** By `{app} {minute}`. */
  minutes: Map<string, number>
  calls: CallRecord[]
  broadcasts: Broadcast[]
  /** By account and follower: the last day, and how many in that month. */
  received: Map<string, { day: string; month: string; count: number }>
  fetch: (url: string, init?: RequestInit) => Promise<Response>
  nextId(): bigint
}

export interface WorldOptions {
  now?: () => Date
  seed?: number
  settings?: Partial<Settings>
  /** Ids count up from here: a sandbox that forgot its articles must not give their ids to new ones. */
  firstId?: bigint
  /** How pictures are fetched; without it, only from this machine. */
  fetch?: (url: string, init?: RequestInit) => Promise<Response>
}

export function makeWorld(options: WorldOptions): World {
  const seed = options.seed ?? 1
  const base = options.now ?? (() => new Date())
  const clock = { offset: 0 }
  let last = options.firstId ?? 388_600_000_000_000_000n
  return {
    settings: Settings.parse(options.settings ?? {}),
    seed,
    random: makeRandom(seed),
    now: () => base().getTime() + clock.offset,
    clock,
    apps: new Map(),
    accounts: new Map(),
    articles: new Map(),
    jobs: new Map(),
    films: new Map(),
    pairs: [],
    codes: new Map(),
    minutes: new Map(),
    calls: [],
    broadcasts: [],
    received: new Map(),
    fetch: options.fetch ?? fetchHere,
    nextId: () => ++last,
  }
}

/** The sandbox reaches nothing beyond the machine it runs on. */
async function fetchHere(url: string, init?: RequestInit): Promise<Response> {
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname)) throw new Error('not on this machine')
  return fetch(url, init)
}

/** Forgets everything that happened and everybody who was there; settings and clock stay. */
export function empty(world: World): void {
  for (const name of ['apps', 'accounts', 'articles', 'jobs', 'films', 'codes', 'minutes'] as const) world[name].clear()
  world.calls.length = 0
  world.broadcasts.length = 0
  world.received.clear()
  world.pairs.length = 0
  world.random = makeRandom(world.seed)
}

export const opaque = (world: World, count: number) => letters(world.random, count)

/** Twenty lower-case hexadecimal digits, as ids of articles look. */
export const hexId = (world: World) => {
  const count = world.nextId().toString(16).padStart(16, '0')
  return (
    Math.floor(world.random() * 0x10000)
      .toString(16)
      .padStart(4, '0') + count
  ).slice(-20)
}

/** 88 letters of base64, among them the ones that an address would spoil. */
export const jobToken = (world: World) => `${opaque(world, 30)}+/${opaque(world, 25)}/+${opaque(world, 27)}==`

export const isPublic = (world: World, article: Article) =>
  article.removedAt === null &&
  article.matter.status === 'show' &&
  article.createdAt <= world.now() &&
  !world.accounts.get(article.accountId)?.disabled

export const ledgerOf = (world: World): LedgerRow[] =>
  [...world.articles.values()].map(article => ({
    account: article.accountId,
    id: article.id,
    type: article.matter.type,
    video: article.matter.film && { id: article.matter.film.id, bytes: article.matter.film.bytes.length },
    appId: article.appId,
    title: article.matter.title,
    author: article.matter.author,
    description: article.matter.description,
    body: article.matter.body,
    cover: article.matter.cover.photo_url,
    pictures: article.pictures.map(({ url, type, bytes }) => ({ url, type, bytes: bytes.length })),
    status: article.matter.status,
    createdAt: new Date(article.createdAt).toISOString(),
    updatedAt: new Date(article.updatedAt).toISOString(),
    visible: isPublic(world, article),
    removed: article.removedAt !== null,
  }))
