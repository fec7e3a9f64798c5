/** What the sandbox's world is made of. Times are milliseconds of the sandbox clock; ids of apps and OAs are decimal strings. */

/** The permission groups of the consent page that this sandbox knows; there are nine. */
export const groups = ['articles', 'account', 'messages', 'followers'] as const
export type Group = (typeof groups)[number]

export interface App {
  id: string
  secret: string
  name: string
  /** Switched to "Đang hoạt động" in the console. */
  active: boolean
  /** `appsecret_proof` is compulsory. */
  requireProof: boolean
  redirects: string[]
}

export interface Account {
  id: string
  name: string
  followers: number
  verified: boolean
  disabled: boolean
  /** `dd/MM/yyyy`, may be empty. */
  packageUntil: string
  articles: Article[]
}

export interface Pair {
  access: string
  refresh: string
  appId: string
  accountId: string
  groups: readonly Group[]
  /** Null: never. */
  accessEndsAt: number | null
  refreshEndsAt: number | null
  /** Replaced by a refresh, or withdrawn. */
  accessDead: boolean
  /** The pair that came of this one's refresh token. */
  next: Pair | null
  withdrawn: boolean
}

export interface Code {
  appId: string
  accountId: string
  challenge: string
  groups: readonly Group[]
  endsAt: number
  used: boolean
}

export type Block = { type: 'text'; content: string } | { type: 'image'; url: string; caption?: string | undefined }

/** How a conversion ends. */
export type FilmEnd = 'ready' | 'locked' | 'failed' | 'deleted'

/** A video that was uploaded for an article. */
export interface Film {
  token: string
  id: string
  appId: string
  accountId: string
  name: string
  kind: 'mp4' | 'avi'
  bytes: Uint8Array<ArrayBuffer>
  beganAt: number
  /** Never: converted for ever. */
  readyAt: number
  end: FilmEnd
}

/** A video has a still in place of a cover, and neither author nor body. */
export interface Matter {
  type: 'normal' | 'video'
  film: Film | null
  title: string
  author: string
  description: string
  cover: { cover_type: 'photo'; photo_url: string; status: 'show' | 'hide' }
  body: Block[]
  status: 'show' | 'hide'
  comment: 'show' | 'hide'
}

export interface Picture {
  url: string
  type: string
  bytes: Uint8Array<ArrayBuffer>
}

export interface Article {
  id: string
  accountId: string
  appId: string
  matter: Matter
  pictures: Picture[]
  createdAt: number
  updatedAt: number
  /** When it was first shown; null while it was always hidden. */
  shownAt: number | null
  removedAt: number | null
}

export interface Broadcast {
  id: string
  accountId: string
  at: number
  articles: string[]
  target: Record<string, unknown>
  receivers: number
}

export interface Job {
  token: string
  appId: string
  accountId: string
  /** The article to change; null makes one. */
  articleId: string | null
  matter: Matter
  issuedAt: number
  /** Never: stuck for ever. */
  readyAt: number
  fetching: Promise<void>
  outcome: { is: 'fetched'; pictures: Picture[] } | { is: 'failed'; message: string } | null
  state: 'processing' | 'done' | 'failed'
  /** Of the article it made or changed. */
  made: string | null
}

/** One call as it was answered, without tokens. */
export interface CallRecord {
  at: string
  method: string
  path: string
  account: string | null
  kind: string
  status: number
  error: number | null
  dropped: boolean
}

/** What became visible of an OA: the judge of duplicates and losses. */
export interface LedgerRow {
  account: string
  id: string
  type: 'normal' | 'video'
  video: { id: string; bytes: number } | null
  appId: string
  title: string
  author: string
  description: string
  body: Block[]
  cover: string
  pictures: { url: string; type: string; bytes: number }[]
  status: 'show' | 'hide'
  createdAt: string
  updatedAt: string
  /** A stranger sees it now. */
  visible: boolean
  removed: boolean
}
