import type { Sha256 } from './sha256.ts'

/** What the sandbox's world is made of. Times are milliseconds of the sandbox clock. */

export const scopePrefix = 'https://www.googleapis.com/auth/'
/** The scopes that this sandbox knows, without their common prefix. */
export const scopes = [
  'youtube',
  'youtube.force-ssl',
  'youtube.readonly',
  'youtube.upload',
  'yt-analytics.readonly',
] as const
export type Scope = (typeof scopes)[number]

export const buckets = ['default', 'videos.insert', 'search.list', 'videos.batchGetStats'] as const
export type Bucket = (typeof buckets)[number]

/** A project of the cloud console with its one client. */
export interface Project {
  id: string
  secret: string
  name: string
  redirects: string[]
  /** Consent screen "External", publishing status "Testing": grants end after seven days. */
  testing: boolean
}

export interface Channel {
  id: string
  name: string
  subscribers: number
  /** Custom thumbnails need a verified phone. */
  thumbnails: boolean
  longUploads: 'allowed' | 'eligible' | 'disallowed'
  suspended: boolean
  /** Videos it may still upload in a day; belongs to the channel, not to the project. */
  uploadsADay: number
}

export interface Grant {
  access: string
  refresh: string
  projectId: string
  channelId: string
  scopes: readonly Scope[]
  /** Null: never. */
  accessEndsAt: number | null
  refreshEndsAt: number | null
  revoked: boolean
}

export interface Code {
  projectId: string
  channelId: string
  redirect: string
  challenge: string | null
  scopes: readonly Scope[]
  endsAt: number
  used: boolean
}

export interface Snippet {
  title: string
  description: string
  tags: string[]
  categoryId: string
  defaultLanguage: string | null
}

export type Privacy = 'public' | 'unlisted' | 'private'

export interface Status {
  privacyStatus: Privacy
  publishAt: number | null
  license: 'youtube' | 'creativeCommon'
  embeddable: boolean
  publicStatsViewable: boolean
  selfDeclaredMadeForKids: boolean | null
  containsSyntheticMedia: boolean | null
}

export interface Upload {
  id: string
  grant: Grant
  method: 'videos.insert'
  snippet: Snippet
  status: Status
  parts: readonly string[]
  notify: boolean
  fileName: string | null
  type: string
  total: number
  stored: number
  hash: Sha256
  /** Kept only while it is small enough to be shown. */
  bytes: Uint8Array<ArrayBuffer>[] | null
  beganAt: number
  /** The next thing that the server does with it. */
  fate: Fate
  ended: boolean
  videoId: string | null
}

/** What a lever decided about the processing of one upload. */
export interface Fate {
  failure: string | null
  rejection: string | null
  stuck: boolean
  /** Taken as a Short: nobody probes bytes here, so it has to be said. */
  short: boolean
}

export interface Caption {
  id: string
  language: string
  name: string
  isDraft: boolean
  bytes: number
  updatedAt: number
}

export interface Video {
  id: string
  channelId: string
  projectId: string
  snippet: Snippet
  status: Status
  /** Was public once: it can no longer be scheduled. */
  wasPublic: boolean
  notified: boolean
  fileName: string | null
  type: string
  size: number
  sha256: string
  bytes: Uint8Array<ArrayBuffer>[] | null
  /** Seconds, height and width where the sandbox could tell; nobody probes bytes here. */
  uploadedAt: number
  readyAt: number
  fate: Fate
  thumbnail: { bytes: number; type: string; body: Uint8Array<ArrayBuffer> } | null
  captions: Caption[]
  removedAt: number | null
  likesHidden: boolean
  commentsOff: boolean
}

export interface Playlist {
  id: string
  channelId: string
  title: string
  privacy: Privacy
  manual: boolean
  items: { id: string; videoId: string; addedAt: number }[]
}

/** One call as it was answered, without tokens and without the session's address. */
export interface CallRecord {
  at: string
  method: string
  path: string
  /** As the discovery document names it, `upload.put`, `oauth.token`; empty for what is nowhere. */
  call: string
  kind: string
  channel: string | null
  status: number
  reason: string | null
  bucket: Bucket | null
  cost: number
  dropped: boolean
}

/** What became of everything that was uploaded: the judge of duplicates and losses. */
export interface LedgerRow {
  channel: string
  id: string
  projectId: string
  title: string
  description: string
  tags: string[]
  categoryId: string
  language: string | null
  privacy: Privacy
  publishAt: string | null
  madeForKids: boolean | null
  synthetic: boolean | null
  license: string
  notified: boolean
  fileName: string | null
  bytes: number
  sha256: string
  thumbnail: number | null
  captions: { language: string; name: string; bytes: number }[]
  playlists: string[]
  uploadStatus: string
  uploadedAt: string
  /** A stranger finds it now. */
  visible: boolean
  removed: boolean
}
