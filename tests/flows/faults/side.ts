/** One network as a run sees it: how its sandbox is told to fail, and how its public ledger is read. */
import type { Hono } from 'hono'
import type { AnyNetwork, Content, Options, Picture, Settings, Traits, Video } from '../../../src/ports/network.ts'
import type { FaultId } from './faults.ts'
import type { Random } from './plan.ts'

/** The control API of one sandbox. */
export type Control = (path: string, body?: unknown, method?: 'GET' | 'POST' | 'PATCH' | 'DELETE') => Promise<unknown>

/** A copy at the network, read from its own ledger. */
export interface Copy {
  account: string
  /** Which publication it is, by what can be seen of it. */
  mark: string
  /** Every name it may go by in our rows. */
  ids: readonly string[]
  url: string
  /** `waiting`, `discarded`: of a draft that a person has to finish. */
  is: 'visible' | 'hidden' | 'removed' | 'waiting' | 'discarded'
}

/** A fault drawn at random, call by call. */
export interface Way {
  fault: FaultId
  lever: { what: string; chance: number; on?: string; [more: string]: unknown }
}

/** A fault that falls on one account, or on all, at a moment. */
export interface Act {
  fault: FaultId
  name: string
  /** How often in a whole run; a small one does it once. */
  often: number
  /** The network wants no sending to this account for a day. */
  stops?: true
  do(control: Control, account: string, random: Random): Promise<unknown>
}

export interface App {
  id: string
  secret: string
  /** Who holds its grants, where that is somebody. */
  person?: string
}

export interface Granted {
  cred: unknown
  /** Milliseconds since 1970, on the network's clock. */
  expiresAt?: number
}

export interface Goods {
  pictures: readonly Picture[]
  /** Every film is another one. */
  film(): Promise<Video>
}

export interface Call {
  at: string
  account: string | null
  kind: string
}

export interface Judged extends Call {
  /** It would have made something, or brought a part of it. */
  sends: boolean
  /** It was answered with "stop for a day". */
  stopped: boolean
}

export interface Side {
  id: string
  network: AnyNetwork
  pace: Partial<Traits>
  open(given: { now(): Date; seed: number }): { app: Hono }
  ways: readonly Way[]
  acts: readonly Act[]
  app(control: Control): Promise<App>
  account(control: Control, app: App, n: number): Promise<string>
  /** @param life of the first access token, in milliseconds of the network's clock, where they end. */
  grant(control: Control, app: App, account: string, life?: number): Promise<Granted>
  settings(n: number): Settings
  content(random: Random, text: string, goods: Goods, n: number): Promise<{ content: Content; options: Options }>
  markOf(content: Content): string
  copies(control: Control): Promise<Copy[]>
  calls(control: Control): Promise<readonly Judged[]>
  /** Refusals that an editor mends outside and sends again. */
  mends: readonly string[]
  /** Why a person may be asked: what the network's own lists cannot settle. */
  asks: readonly string[]
  /** Plays the people who finish things in the network's app. */
  person?(control: Control, day: number, seed: number): Promise<void>
}

/** Slow enough that kills and freezes fall between a call and its answer, and between two steps. */
export const slow = (on: string, ms: number, chance = 0.6): Way => ({
  fault: 'F4',
  lever: { what: 'hang', on, commit: true, ms, chance },
})

/** Real milliseconds; the answer comes after every patience of the client. */
export const hang = 6_000

/** F14, for one kind of call. `nothing` is what this network calls JSON without what was promised. */
export const garbled = (on: string, chance: number, nothing?: string): Way[] => [
  { fault: 'F14', lever: { what: 'html', on, commit: true, status: 200, chance } },
  { fault: 'F14', lever: { what: 'html', on, commit: true, status: 502, chance } },
  ...['truncated', 'empty', 'cut', ...(nothing ? [nothing] : [])].map(
    (form): Way => ({ fault: 'F14', lever: { what: 'garbage', on, commit: true, form, chance } }),
  ),
  { fault: 'F14', lever: { what: 'garbage', on, commit: true, form: 'huge', chance: chance / 2 } },
  { fault: 'F14', lever: { what: 'drip', on, ms: 100, chance: chance / 2 } },
]

/** F11. The same for every network whose tokens end. */
export const tokens: readonly Way[] = [
  { fault: 'F11', lever: { what: 'lose', on: 'token', commit: true, chance: 0.08 } },
  { fault: 'F11', lever: { what: 'lose', on: 'token', commit: false, chance: 0.06 } },
  { fault: 'F11', lever: { what: 'html', on: 'token', commit: true, status: 502, chance: 0.04 } },
  { fault: 'F11', lever: { what: 'hang', on: 'token', commit: true, ms: hang, chance: 0.05 } },
  { fault: 'F11', lever: { what: 'hang', on: 'token', commit: true, ms: 500, chance: 0.9 } },
]

/** On the networks' clock: how long an access token lives, and how long before its end it is renewed. */
export const accessLife = 1_200_000
export const renewBefore = 200_000

export const pick = <T>(random: Random, of: readonly [T, ...T[]]): T => of[Math.floor(random() * of.length)] ?? of[0]
