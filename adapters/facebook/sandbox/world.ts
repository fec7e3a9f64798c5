import { letters, makeRandom, type Random } from './random.ts'
import { Settings } from './settings.ts'
import type {
  App,
  CallRecord,
  Code,
  Consent,
  Cursor,
  LedgerRow,
  Page,
  Person,
  Photo,
  Post,
  Token,
  Video,
} from './types.ts'

export interface World {
  settings: Settings
  seed: number
  random: Random
  now(): number
  clock: { offset: number }
  apps: Map<string, App>
  people: Map<string, Person>
  pages: Map<string, Page>
  tokens: Map<string, Token>
  posts: Map<string, Post>
  photos: Map<string, Photo>
  videos: Map<string, Video>
  codes: Map<string, Code>
  cursors: Map<string, Cursor>
  /** Permissions by `{app} {person}`. */
  consents: Map<string, Consent>
  /** By app: where it is knocked at. */
  hooks: Map<string, { callback: string; fields: string[] }>
  /** By `{app} {page}`: what the Page tells it. */
  subscribed: Map<string, string[]>
  calls: CallRecord[]
  fetch: (url: string, init?: RequestInit) => Promise<Response>
  nextId(): string
}

export interface WorldOptions {
  now?: () => Date
  seed?: number
  settings?: Partial<Settings>
  /** Ids count up from here: a sandbox that forgot its posts must not give their ids to new ones. */
  firstId?: bigint
  /** How the sandbox fetches `link` and photo `url`; without it, only from this machine. */
  fetch?: (url: string, init?: RequestInit) => Promise<Response>
}

export function makeWorld(options: WorldOptions): World {
  const seed = options.seed ?? 1
  const base = options.now ?? (() => new Date())
  const clock = { offset: 0 }
  let last = options.firstId ?? 122_100_000_000_000_000n
  return {
    settings: Settings.parse(options.settings ?? {}),
    seed,
    random: makeRandom(seed),
    now: () => base().getTime() + clock.offset,
    clock,
    apps: new Map(),
    people: new Map(),
    pages: new Map(),
    tokens: new Map(),
    posts: new Map(),
    photos: new Map(),
    videos: new Map(),
    codes: new Map(),
    cursors: new Map(),
    consents: new Map(),
    hooks: new Map(),
    subscribed: new Map(),
    calls: [],
    fetch: options.fetch ?? fetchHere,
    // Above 2^53, so that a client which turns an id into a number loses it.
    nextId: () => String(++last),
  }
}

/** The sandbox reaches nothing beyond the machine it runs on. */
async function fetchHere(url: string, init?: RequestInit): Promise<Response> {
  const host = new URL(url).hostname
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) throw new Error('not on this machine')
  return fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(5000) })
}

/** Forgets everything that happened and everybody who was there; settings and clock stay. */
export function empty(world: World): void {
  for (const name of [
    'apps',
    'people',
    'pages',
    'tokens',
    'posts',
    'photos',
    'videos',
    'codes',
    'cursors',
    'consents',
    'hooks',
    'subscribed',
  ] as const)
    world[name].clear()
  world.calls.length = 0
  world.random = makeRandom(world.seed)
}

export const opaque = (world: World, prefix: string, count: number) => prefix + letters(world.random, count)

export function keepPost(world: World, page: Page, post: Post): void {
  world.posts.set(post.id, post)
  page.posts.push(post)
}

/** `2026-11-22T01:30:00+0000`: the offset has no colon. */
export const graphTime = (at: number) => `${new Date(at).toISOString().slice(0, 19)}+0000`

/** When the public first saw it, or will. */
export const shownAt = (post: Post) =>
  post.kind === 'scheduled' && post.scheduledAt !== null ? post.scheduledAt : post.bornAt

export const exists = (world: World, post: Post) => post.bornAt <= world.now() && post.removedAt === null

/** A scheduled post becomes a published one when the clock passes its time, under the same id. */
export const isPublished = (world: World, post: Post) =>
  post.kind === 'published' || (post.kind === 'scheduled' && shownAt(post) <= world.now())

/** What a stranger sees. */
export const isPublic = (world: World, post: Post) =>
  exists(world, post) &&
  isPublished(world, post) &&
  !post.hidden &&
  (post.appId === null || world.apps.get(post.appId)?.mode !== 'development')

export function findPhoto(world: World, id: string): Photo | undefined {
  const photo = world.photos.get(id)
  if (!photo || photo.removedAt !== null) return undefined
  if (photo.postId === null && photo.expiresAt !== null && photo.expiresAt <= world.now()) return undefined
  return photo
}

export function ledgerOf(world: World): LedgerRow[] {
  return [...world.posts.values()].map(post => ({
    account: post.pageId,
    postId: post.id,
    appId: post.appId,
    message: post.message,
    link: post.link,
    photos: post.photoIds.flatMap(id => {
      const photo = world.photos.get(id)
      if (!photo) return []
      const { type, width, height, exif, alt } = photo
      return [{ id, type, width, height, bytes: photo.bytes.length, exif, alt }]
    }),
    video: videoOf(world, post),
    createdAt: new Date(post.bornAt).toISOString(),
    kind: post.kind,
    visible: isPublic(world, post),
    pending: post.bornAt > world.now(),
    hidden: post.hidden,
    removed: post.removedAt !== null,
  }))
}

function videoOf(world: World, post: Post): LedgerRow['video'] {
  const video = world.videos.get(post.videoId ?? '')
  return video ? { id: video.id, form: video.form, title: video.title, bytes: video.received } : null
}
