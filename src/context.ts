import type { Config } from './config.ts'
import type { Db } from './db/open.ts'
import type { Files } from './ports/files.ts'
import type { Media } from './ports/media.ts'
import type { Fetch, Networks } from './ports/network.ts'
import type { Readers } from './ports/portal.ts'

/** Structured, with secrets removed by the runtime; never given a credential, a token or a raw request. */
export interface Log {
  info(event: string, facts?: Readonly<Record<string, unknown>>): void
  warn(event: string, facts?: Readonly<Record<string, unknown>>): void
  error(event: string, facts?: Readonly<Record<string, unknown>>): void
}

/** Credentials at rest. The key is not in the database. `about` binds a sealed value to its place. */
export interface Sealer {
  seal(plain: string, about: string): Promise<Uint8Array<ArrayBuffer>>
  /** Undefined when the key is another one or the bytes were altered. */
  open(sealed: Uint8Array, about: string): Promise<string | undefined>
}

/** Ways out, guarded and routed by the runtime. `portals` refuses private addresses, on each redirect too. */
export interface Outbound {
  networks: Fetch
  portals: Fetch
  /** Films of portals: the same guard, more patience and more bytes. Absent where nothing can be kept. */
  films?: Fetch
}

/** What the last reply of each network said of the time, kept by the process. */
export type Clocks = Map<string, Heard>

export interface Heard {
  /** Milliseconds by which the network's clock is ahead of this machine's; undefined where its replies do not say. */
  ahead: number | undefined
  /** When it was heard, on this machine's clock and on one that nobody sets. */
  wall: number
  steady: number
}

/** What an operation may use. Made by the runtime; nothing below knows where it runs. */
export interface Ctx {
  db: Db
  config: Config
  /** The business clock. Claims do not use it: they run on the database's. */
  now(): Date
  /** The machine's own clock in milliseconds: to see a claim end, and to compare with the database's. Nothing else. */
  wall(): number
  clocks: Clocks
  log: Log
  networks: Networks
  readers: Readers
  outbound: Outbound
  files: Files
  /** Absent where only `web` can be done. */
  media?: Media
  sealer: Sealer
  /** After a commit that makes work due: the job's turn starts at once. The tick is the safety net. */
  nudge(job: string): void
}
