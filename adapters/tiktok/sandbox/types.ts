export const scopes = [
  'user.info.basic',
  'user.info.profile',
  'user.info.stats',
  'video.list',
  'video.upload',
  'video.publish',
] as const
export type Scope = (typeof scopes)[number]

export interface App {
  /** The client_key. */
  id: string
  secret: string
  name: string
  /** Desktop applications must send a challenge, in hex; of a web application any is taken. */
  kind: 'web' | 'desktop'
  redirects: string[]
  /** What TikTok has approved the application for. */
  scopes: readonly Scope[]
  audited: boolean
  /** Verified for PULL_FROM_URL. */
  domains: string[]
  prefixes: string[]
}

export interface Account {
  /** The open_id. */
  id: string
  username: string
  nickname: string
  isPrivate: boolean
  commentDisabled: boolean
  duetDisabled: boolean
  stitchDisabled: boolean
  maxSeconds: number
  banned: boolean
  /** Of the app on the phone; photo drafts need 31.8. */
  appVersion: string
  verified: boolean
  followers: number
}

export interface Pair {
  access: string
  refresh: string
  appId: string
  accountId: string
  scopes: readonly Scope[]
  accessEndsAt: number | null
  refreshEndsAt: number | null
  /** The one that came of its renewal: its refresh token is spent. */
  next: Pair | null
  withdrawn: boolean
}

export interface Code {
  appId: string
  accountId: string
  redirect: string
  challenge: string | null
  scopes: readonly Scope[]
  endsAt: number
  used: boolean
}

export type State = 'PROCESSING_UPLOAD' | 'PROCESSING_DOWNLOAD' | 'SEND_TO_USER_INBOX' | 'PUBLISH_COMPLETE' | 'FAILED'

export interface PostInfo {
  title: string
  description: string
  privacy: string
  disableComment: boolean
  disableDuet: boolean
  disableStitch: boolean
  aigc: boolean
  brandContent: boolean
  brandOrganic: boolean
}

export interface Upload {
  token: string
  endsAt: number
  size: number
  chunk: number
  count: number
  received: number
  type: string | null
  /** The first bytes, to see what it is. */
  head: Uint8Array
}

/** What a publish_id stands for. */
export interface Task {
  id: string
  appId: string
  accountId: string
  media: 'video' | 'photo'
  mode: 'direct' | 'inbox'
  state: State
  reason: string | null
  info: PostInfo
  upload: Upload | null
  urls: readonly string[]
  pictures: Picture[]
  beganAt: number
  /** When it stops processing; null while bytes are missing. */
  readyAt: number | null
  /** A lever's. */
  fate: string | null
  stuck: boolean
  /** What a person made of a draft. */
  discardedAt: number | null
  postIds: string[]
}

export interface Picture {
  url: string
  type: string
  width: number
  height: number
  bytes: Uint8Array<ArrayBuffer>
}

export interface Post {
  id: string
  accountId: string
  taskId: string | null
  media: 'video' | 'photo'
  info: PostInfo
  pictures: Picture[]
  createdAt: number
  /** When moderation lets it pass. */
  publicAt: number
  removedAt: number | null
  bytes: number
}

export interface Event {
  client_key: string
  event: string
  create_time: number
  user_openid: string
  content: string
}

export interface CallRecord {
  at: string
  method: string
  path: string
  account: string | null
  kind: string
  status: number
  error: string | null
  dropped: boolean
}

export interface LedgerRow {
  account: string
  id: string
  publishId: string | null
  media: 'video' | 'photo'
  title: string
  description: string
  privacy: string
  comment: boolean
  duet: boolean
  stitch: boolean
  aigc: boolean
  pictures: string[]
  bytes: number
  createdAt: string
  visible: boolean
  removed: boolean
}
