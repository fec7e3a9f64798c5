import { letters, makeRandom, type Random } from './random.ts'
import { Settings } from './settings.ts'
import type { Bucket, CallRecord, Channel, Code, Grant, LedgerRow, Playlist, Project, Upload, Video } from './types.ts'

export interface World {
  settings: Settings
  seed: number
  random: Random
  now(): number
  clock: { offset: number }
  projects: Map<string, Project>
  channels: Map<string, Channel>
  videos: Map<string, Video>
  playlists: Map<string, Playlist>
  uploads: Map<string, Upload>
  grants: Grant[]
  codes: Map<string, Code>
  /** Units spent, by `{project} {bucket} {Pacific day}`. */
  spent: Map<string, number>
  calls: CallRecord[]
  nextId(): bigint
}

export interface WorldOptions {
  now?: () => Date
  seed?: number
  settings?: Partial<Settings>
  /** Ids count up from here: a sandbox that forgot its videos must not give their ids to new ones. */
  firstId?: bigint
}

export function makeWorld(options: WorldOptions): World {
  const seed = options.seed ?? 1
  const base = options.now ?? (() => new Date())
  const clock = { offset: 0 }
  let last = options.firstId ?? 0n
  return {
    settings: Settings.parse(options.settings ?? {}),
    seed,
    random: makeRandom(seed),
    now: () => base().getTime() + clock.offset,
    clock,
    projects: new Map(),
    channels: new Map(),
    videos: new Map(),
    playlists: new Map(),
    uploads: new Map(),
    grants: [],
    codes: new Map(),
    spent: new Map<string, number>(),
    calls: [],
    nextId: () => ++last,
  }
}

/** Forgets everything that happened and everybody who was there; settings and clock stay. */
export function empty(world: World): void {
  for (const name of ['projects', 'channels', 'videos', 'playlists', 'uploads', 'codes', 'spent'] as const)
    world[name].clear()
  world.calls.length = 0
  world.grants.length = 0
  world.random = makeRandom(world.seed)
}

export const opaque = (world: World, count: number) => letters(world.random, count)

/** A count hidden in letters: no two are alike, and none looks like a count. */
function counted(world: World, length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  let left = world.nextId() * 2_862_933_555_777_941_757n
  let out = ''
  for (let i = 0; i < length; i++) {
    out += alphabet[Number(((left % 64n) + 64n) % 64n)]
    left /= 64n
  }
  return out
}

/** Eleven letters, digits, hyphens and underscores. */
export const videoId = (world: World) => counted(world, 11)
export const channelId = (world: World) => `UC${counted(world, 11)}${opaque(world, 11)}`
export const playlistId = (world: World) => `PL${counted(world, 11)}${opaque(world, 21)}`
export const itemId = (world: World) => `UEw${counted(world, 11)}${opaque(world, 40)}`
export const captionId = (world: World) => `AUie${counted(world, 11)}${opaque(world, 30)}`
export const uploadsOf = (channel: string) => `UU${channel.slice(2)}`

export const isScheduled = (world: World, video: Video) =>
  video.status.publishAt !== null && video.status.publishAt > world.now()

/** A private video with a time of publication is public from then on. */
export const privacyOf = (world: World, video: Video) =>
  video.status.publishAt !== null && video.status.publishAt <= world.now() ? 'public' : video.status.privacyStatus

export function uploadStatusOf(
  world: World,
  video: Video,
): 'uploaded' | 'processed' | 'failed' | 'rejected' | 'deleted' {
  if (video.removedAt !== null) return 'deleted'
  if (video.fate.stuck || video.readyAt > world.now()) return 'uploaded'
  if (video.fate.failure !== null) return 'failed'
  return video.fate.rejection !== null ? 'rejected' : 'processed'
}

/** What a stranger finds on the channel: while it is processed there is a page already. */
export function isPublic(world: World, video: Video): boolean {
  const state = uploadStatusOf(world, video)
  return (
    (state === 'processed' || state === 'uploaded') &&
    privacyOf(world, video) === 'public' &&
    !world.channels.get(video.channelId)?.suspended
  )
}

export const ledgerOf = (world: World): LedgerRow[] =>
  [...world.videos.values()].map(video => ({
    channel: video.channelId,
    id: video.id,
    projectId: video.projectId,
    title: video.snippet.title,
    description: video.snippet.description,
    tags: video.snippet.tags,
    categoryId: video.snippet.categoryId,
    language: video.snippet.defaultLanguage,
    privacy: privacyOf(world, video),
    publishAt: video.status.publishAt === null ? null : new Date(video.status.publishAt).toISOString(),
    madeForKids: video.status.selfDeclaredMadeForKids,
    synthetic: video.status.containsSyntheticMedia,
    license: video.status.license,
    notified: video.notified,
    fileName: video.fileName,
    bytes: video.size,
    sha256: video.sha256,
    thumbnail: video.thumbnail?.bytes ?? null,
    captions: video.captions.map(({ language, name, bytes }) => ({ language, name, bytes })),
    playlists: [...world.playlists.values()]
      .filter(list => list.items.some(item => item.videoId === video.id))
      .map(list => list.id),
    uploadStatus: uploadStatusOf(world, video),
    uploadedAt: new Date(video.uploadedAt).toISOString(),
    visible: isPublic(world, video),
    removed: video.removedAt !== null,
  }))

export const bucketKey = (project: string, bucket: Bucket, day: string) => `${project} ${bucket} ${day}`
