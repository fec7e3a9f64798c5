/** What the sandbox's world is made of. Times are milliseconds of the sandbox clock; ids are decimal strings. */

export const tasks = ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MESSAGING', 'MODERATE', 'MANAGE'] as const
export type Task = (typeof tasks)[number]

export interface App {
  id: string
  secret: string
  name: string
  /** In development a post can be seen only by people with a role on the app: everything works, nobody sees it. */
  mode: 'live' | 'development'
  defaultVersion: string | null
  requireProof: boolean
  redirects: string[]
}

export interface Person {
  id: string
  name: string
  kind: 'person' | 'system'
}

export interface Page {
  id: string
  name: string
  category: string
  likes: number
  /** Feeds the allowance of calls: 4800 for each engaged user in 24 hours. */
  engaged: number
  roles: Map<string, readonly Task[]>
  /** Hosts whose link previews this Page may customise. */
  owns: string[]
  tooFastUntil: number
  blockedUntil: number
  /** A lever: the percent every usage header reports instead of the counted one. */
  usage: number | null
  calls: Map<number, number>
  /** In the order in which they were made. */
  posts: Post[]
}

export type TokenType = 'USER' | 'PAGE' | 'SYSTEM_USER' | 'APP'

export interface Grant {
  scope: string
  /** Only these Pages; absent means all of them. */
  targets?: readonly string[]
}

export interface Token {
  value: string
  type: TokenType
  appId: string
  personId: string | null
  pageId: string | null
  grants: readonly Grant[]
  issuedAt: number
  /** Null: never. */
  expiresAt: number | null
  dead: number | null
  /** A Page token lives and dies with the token it was made from. */
  parent: Token | null
}

export interface Post {
  id: string
  pageId: string
  fromId: string
  fromName: string
  appId: string | null
  message: string | null
  link: string | null
  preview: Preview | null
  photoIds: string[]
  /** Of a video or a reel. */
  videoId: string | null
  /** The moment it begins to exist: later than the call that made it when the commit is delayed. */
  bornAt: number
  updatedAt: number
  kind: 'published' | 'scheduled' | 'dark'
  scheduledAt: number | null
  backdatedAt: number | null
  hidden: boolean
  pinned: boolean
  removedAt: number | null
}

/** What the crawler read behind the link. */
export interface Preview {
  title: string | null
  description: string | null
  picture: { bytes: Uint8Array<ArrayBuffer>; type: string } | null
}

export interface Photo {
  id: string
  pageId: string
  appId: string
  bytes: Uint8Array<ArrayBuffer>
  type: string
  width: number
  height: number
  /** An EXIF block came along, and may tell where the picture was taken. */
  exif: boolean
  caption: string | null
  alt: string | null
  createdAt: number
  expiresAt: number | null
  published: boolean
  postId: string | null
  removedAt: number | null
}

export interface Video {
  id: string
  pageId: string
  appId: string
  /** A reel is in no list of posts, and its bytes go another way. */
  form: 'video' | 'reel'
  /** As it was announced; a reel's is known with its first byte. */
  size: number | null
  received: number
  /** Of the phases: which bytes are wanted next. */
  session: { id: string; endsAt: number; from: number; to: number } | null
  /** What came, while it is small enough to be kept; null for what was too large. */
  bytes: Uint8Array<ArrayBuffer>[] | null
  /** The first bytes, whatever the size. */
  head: Uint8Array<ArrayBuffer>
  title: string | null
  description: string | null
  createdAt: number
  updatedAt: number
  finished: Finished | null
  removedAt: number | null
}

/** What became certain with the finishing call; it shows as the clock goes on. */
export interface Finished {
  /** The finishing call had its effect. */
  at: number
  processedAt: number
  publishedAt: number
  /** The bare right half of the post's id, which exists from `publishedAt` on. */
  postId: string | null
  failure: { code: number; message: string } | null
  state: 'published' | 'scheduled' | 'draft'
  scheduledAt: number | null
}

export interface Code {
  appId: string
  personId: string
  redirect: string
  grants: readonly Grant[]
  expiresAt: number
  used: boolean
}

export interface Consent {
  granted: Set<string>
  declined: Set<string>
}

export interface Cursor {
  list: string
  /** Continue behind this item of the list. */
  behind: string
  empty: boolean
  issuedAt: number
}

/** One call as it was answered, for tests that must prove that nobody called. */
export interface CallRecord {
  at: string
  method: string
  path: string
  account: string | null
  kind: string
  status: number
  code: number | null
  dropped: boolean
}

/** What became visible on a Page: the judge of duplicates and losses. */
export interface LedgerRow {
  account: string
  postId: string
  appId: string | null
  message: string | null
  link: string | null
  photos: {
    id: string
    type: string
    width: number
    height: number
    bytes: number
    exif: boolean
    alt: string | null
  }[]
  video: { id: string; form: Video['form']; title: string | null; bytes: number } | null
  createdAt: string
  kind: Post['kind']
  /** A stranger sees it now. */
  visible: boolean
  /** Committed by a call whose effect shows only later. */
  pending: boolean
  hidden: boolean
  removed: boolean
}
