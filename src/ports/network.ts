/**
 * What a network is to the core: data where it is data, functions where something happens. The core knows no
 * network by name; each adapter in `adapters/` exports one `Network`. A capability that shows in the shape (an
 * optional method) is not declared twice.
 */
import type { z } from 'zod'
import type {
  Announced,
  Audience,
  Found,
  Heard,
  Json,
  Knock,
  Problem,
  Published,
  Remote,
  Removed,
  Slots,
  Ticket,
  Updated,
} from './answers.ts'
import type { Brief, Content } from './brief.ts'

export type * from './answers.ts'
export type * from './brief.ts'

/** One thing `check` found. `field` names a field of `Content`. */
export interface Issue {
  code: string
  field: string
  blocks: boolean
  with?: Slots
}

/** Words of one adapter in one language: problem, issue, unfit and field codes → sentences with `{slots}`. */
export type Words = Readonly<Record<string, string>>

export type LengthUnit = 'codepoint' | 'utf16' | 'byte' | 'grapheme'

export interface FieldLimit {
  max: number
  unit: LengthUnit
}

/** The core makes every picture fit this before `format` sees it; `check` still says what an edit brought in. */
export interface PictureLimits {
  most: number
  /** JPEG is what a picture is turned into where it has to be, so it is always among them. */
  mimes: readonly string[]
  bytes: number
  longestSide: number
  /** Where the shorter side is bound too: "1080p" is 1920 by 1080 either way. */
  shorterSide?: number
  /** Width by height, at least and at most; what is outside gets a border, nothing is cut off. */
  ratio?: { least: number; most: number }
}

export interface Limits {
  /** Per content field (`text`, `title`, …), counted over NFC text. */
  fields: Readonly<Partial<Record<'title' | 'text' | 'description' | 'author', FieldLimit>>>
  pictures?: PictureLimits
  videos?: { mimes: readonly string[]; bytes: number; seconds: number }
}

export interface Traits {
  /** The mark in the letter box beside the name, one letter. */
  letter: string
  /** Milliseconds one publishing request may take before it is aborted; always shorter than a claim. */
  requestLimit: number
  /** Milliseconds after which the network's lists surely show a write; undefined: lists never prove absence. */
  listDelay?: number
  /** Milliseconds between two posts on one channel. */
  spacing: number
  /** How many remotes one `metrics` call may carry. */
  metricsBatch: number
  /** Milliseconds before a credential's end at which it is renewed; only where `auth.refresh` is. */
  renewBefore?: number
  /** It takes no upload of a picture and fetches each from a public address of ours (`ReadFiles.address`). */
  fetchesPictures?: true
  /** Hosts the adapter calls, as the documentation names them. `LANTOA_HOSTS` decides who answers. */
  hosts: readonly string[]
}

export type Settings = Readonly<Record<string, Json>>
export type Options = Readonly<Record<string, Json>>

export type Fit = { is: 'fit'; content: Content } | { is: 'unfit'; why: Problem }

/** Names of counters, each with one written meaning in `docs/metrics.md`. A counter not offered is absent. */
export type Metric = 'views' | 'engaged' | 'viewers' | 'reactions' | 'comments' | 'shares' | 'clicks'

export type Reading =
  | { is: 'read'; remote: string; values: Readonly<Partial<Record<Metric, number>>> }
  | { is: 'gone'; remote: string }
  | { is: 'unread'; remote: string; why: Problem }

export interface Readings {
  /** Of the remotes asked for; what else of the account came along is kept too. */
  readings: readonly Reading[]
  /**
   * How far a list has been read that is read page by page. The next call gets it back as long as there is more to ask,
   * and goes on from there; what was asked for and is not told of beside it was not reached, and is asked for again.
   */
  mark?: Json
  /** Present when the rest has to wait. */
  later?: { retryAfter: number; why: Problem }
  reconnect?: Problem
}

/** A remark the adapter makes beside its answer. */
export type Notice =
  /** Rest this channel (or all of the app) until then: `reading` rests measuring; sending and reading back go on. */
  | { is: 'rest'; what: 'reading' | 'everything'; of: 'channel' | 'app'; until: Date; why: Problem }
  /** Shown to the operator, changes nothing. */
  | { is: 'warning'; why: Problem }
  /** The copy is live or will be, and something beside it is not set yet: `complete` tries again. */
  | { is: 'incomplete'; why: Problem; retryAfter: number }

/** What became of the things beside a live copy. `ticket` is what the next try is handed. */
export type Completed =
  | { is: 'done' }
  /** Not yet; not before `retryAfter` milliseconds. */
  | { is: 'later'; why: Problem; retryAfter: number; ticket?: Ticket }
  | { is: 'reconnect'; why: Problem }

/**
 * The only way out. Like the standard fetch, but follows no redirect, and a failure is a `FetchFault` that says
 * whether a byte of the request may have left (`kit/http.ts`).
 */
export type Fetch = (input: string | URL, init?: RequestInit) => Promise<Response>

/** Our own copies, by digest. */
export interface ReadFiles {
  read(digest: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** Bytes `from` to before `to` of a copy too large to hold: videos go out in pieces. Undefined where it is not kept. */
  piece(digest: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** Where a network that fetches pictures itself finds this copy; undefined where we have no public address. */
  address?(digest: string): string | undefined
}

export interface App {
  id: string
  secret: string
  /** What webhooks are signed with, where that is another one. */
  hook?: string
}

/** What a network lets one app do within a window of time, counted by us so that we stop before it does. */
export interface Allowance {
  /** The adapter's own name of it; another account's allowance has another name. */
  bucket: string
  most: number
  /** When the network begins to count anew. */
  until: Date
}

export type Spent = { is: 'spent'; units: number } | { is: 'over'; until: Date }

/** One count for all processes and channels of the app. */
export interface Ledger {
  /** Counted before the request leaves. `over` counts nothing: the request must not be made before `until`. No units only ask. */
  spend(of: Allowance, units: number): Promise<Spent>
  /** The network said by itself that nothing is left. */
  close(of: Allowance): Promise<void>
}

export interface Io {
  app: App
  fetch: Fetch
  now(): Date
  signal: AbortSignal
  /** Absent where nothing is counted: a look without a database. */
  ledger?: Ledger
}

export interface Session<Cred> extends Io {
  cred: Cred
  account: string
  settings: Settings
  files: ReadFiles
  note(notice: Notice): void
}

export interface Attempt {
  /** Of the delivery; stable over attempts. */
  delivery: number
  /** 1 for the first. */
  number: number
  beganAt: Date
  /**
   * When the first attempt of the same delivery and digest began. What a network shows since then may be ours: an
   * attempt that was looked for too early leaves a copy that is older than the attempt being looked for now.
   */
  firstBeganAt: Date
  /** The last ticket saved, by this or an earlier attempt of the same delivery and digest. */
  ticket?: Ticket
  /** Stored before it returns. Save before the step that makes something public. */
  save(ticket: Ticket): Promise<void>
  /** How far a long upload has come, in bytes; shown beside the delivery. */
  progress(done: number, total: number): Promise<void>
  /** Of these remotes, the ones another delivery already owns: never adopt them. */
  taken(remotes: readonly string[]): Promise<ReadonlySet<string>>
}

export interface Account<Cred> {
  id: string
  name: string
  cred: Cred
  expiresAt?: Date
  /** Said to the administrator, does not stop the connection. */
  warnings: readonly Problem[]
}

export type Connected<Cred> = { is: 'accounts'; accounts: readonly Account<Cred>[] } | { is: 'refused'; why: Problem }

export type Health =
  | { is: 'well'; expiresAt?: Date; warnings: readonly Problem[] }
  | { is: 'reconnect'; why: Problem }
  | { is: 'unknown'; why: Problem }

/** What became of a renewal. A refresh token that works once is spent by `renewed`, and may be by `unknown`. */
export type Renewed<Cred> =
  | { is: 'renewed'; cred: Cred; expiresAt?: Date }
  /** Nothing was spent: try again, not before `retryAfter` milliseconds. */
  | { is: 'unsent'; why: Problem; retryAfter?: number }
  /** Only a new consent helps. */
  | { is: 'reconnect'; why: Problem }
  | { is: 'unknown'; why: Problem }

export interface Auth<Cred> {
  /** Address of the consent page. `keep` (a PKCE verifier) is sealed by the core and handed back to `finish`. */
  begin(app: App, redirect: string, state: string): Promise<{ url: string; keep?: Json }>
  finish(io: Io, back: URLSearchParams, redirect: string, keep?: Json): Promise<Connected<Cred>>
  /** Credentials given by hand become an account, after the same checks. */
  adopt(io: Io, cred: Cred): Promise<Connected<Cred>>
  /** The daily look at a connection. Reads only. */
  inspect(to: Session<Cred>): Promise<Health>
  /** Once a connection stands: has the network knock at `door`. What it could not is told and stands in nobody's way. */
  attach?(to: Session<Cred>, door: string | undefined): Promise<readonly Problem[]>
  /** One request that exchanges the credential for a new one. The core calls it under the channel's claim and stores what comes of it first. */
  refresh?(to: Session<Cred>): Promise<Renewed<Cred>>
}

/** One thing an editor chooses for a rendition, as this account allows it now. `option` is a field of `shape.options`. */
export type Choice =
  /** `chosen` only where the network lets us propose one; values are named in the adapter's words. */
  | {
      option: string
      is: 'one'
      values: readonly string[]
      chosen?: string
      /** What the account itself calls them (its own lists), where no word of ours can. */
      names?: Readonly<Record<string, string>>
    }
  | { option: string; is: 'flag'; allowed: boolean; chosen: boolean }
  /** A moment to come, kept as an ISO time in UTC; or words, several lines of them. Absent until somebody gives one. */
  | { option: string; is: 'time' }
  | { option: string; is: 'text' }

export type Choices =
  /** `account` is the name to show beside the choices, as the network gives it now. */
  | { is: 'read'; account: string; choices: readonly Choice[]; warnings: readonly Problem[] }
  | { is: 'later'; why: Problem }
  | { is: 'reconnect'; why: Problem }

/** A push of live copies to followers: scarce, and nothing calls it back. */
export interface Announce<Cred = unknown> {
  /** Live copies in one, at most. */
  most: number
  /** On Vietnam's clock; both ends belong to it. */
  hours: { from: string; until: string }
  /** What followers can be chosen by; words `audience.<field>` and `audience.<field>.<value>`. */
  audience: readonly { field: string; values: readonly string[]; many: boolean }[]
  send(to: Session<Cred>, remotes: readonly Remote[], audience: Audience): Promise<Announced>
}

/**
 * What the core asks of an adapter's zod schema. Its full type made the compiler compare everything a schema can do
 * with everything another can, and give up on it (TS2589).
 */
export interface Shape<Parsed> extends z.core.$ZodType<Parsed> {
  parse(given: unknown): Parsed
  safeParse(given: unknown): z.ZodSafeParseResult<Parsed>
}

export interface Network<Cred = unknown> {
  about: { id: string; name: string; words: { vi: Words; en: Words }; traits: Traits; limits: Limits }
  /** `cred` sealed at rest · `settings` per channel · `options` per rendition, covered by the approval. */
  shape: { cred: Shape<Cred>; settings: Shape<Settings>; options: Shape<Options> }
  auth: Auth<Cred>
  /** Pure. */
  format(brief: Brief, settings: Settings): Fit
  /** Pure: every limit, in the network's own units. */
  check(content: Content, options: Options): readonly Issue[]
  publish(to: Session<Cred>, content: Content, attempt: Attempt, options: Options): Promise<Published>
  /** Never writes. */
  reconcile(to: Session<Cred>, content: Content, attempt: Attempt, options: Options): Promise<Found>
  metrics(from: Session<Cred>, remotes: readonly string[], mark?: Json): Promise<Readings>
  /** Asked when an editor opens the rendition; reads only. */
  choices?(to: Session<Cred>): Promise<Choices>
  /** Checks the signature and says what to look at. No call goes out. */
  hear?(app: App, knock: Knock, now: Date): Promise<Heard>
  /** The remote's id in an address that a person pasted; undefined when it is not one of a post. Pure. */
  recognise?(address: string): string | undefined
  announce?: Announce<Cred>
  /** Sets what stands beside a live copy and could not be set with it. Doing it twice is doing it once. */
  complete?(
    to: Session<Cred>,
    remote: Pick<Remote, 'id'>,
    content: Content,
    options: Options,
    ticket: Ticket | undefined,
  ): Promise<Completed>
  update?(to: Session<Cred>, remote: Remote, content: Content): Promise<Updated>
  remove?(to: Session<Cred>, remote: Remote): Promise<Removed>
}

/** Adapters of different credentials in one list: the core only ever hands back what `shape.cred` parsed. */
// biome-ignore lint/suspicious/noExplicitAny: the credential's type is the adapter's secret, by design.
export type AnyNetwork = Network<any>
export type Networks = ReadonlyMap<string, AnyNetwork>
