/** What one run is made of. Everything random comes from the seed. */

export interface Plan {
  seed: number
  /** Each is an installation of its own: a database, two workers, its own applications at the networks. */
  installations: number
  channels: number
  deliveries: number
  kills: number
  /** Kills of every worker of an installation while a refresh token is being exchanged. */
  renewalKills: number
  /** How often a worker is frozen past its claim. */
  freezes: number
  /** Share of the acts that fall on single accounts (limits, stops, revoked grants); at least one of each. */
  acts: number
  /** How much faster the business clock runs, here and at the networks. Claims stay on the real clock. */
  speed: number
  /** Real milliseconds over which the deliveries come due, and in which kills and acts fall. */
  spread: number
  /** Real milliseconds after which a row that still moves is a failure of the run. */
  patience: number
}

export const whole: Omit<Plan, 'seed'> = {
  installations: 2,
  channels: 40,
  deliveries: 400,
  kills: 6,
  renewalKills: 2,
  freezes: 2,
  acts: 1,
  speed: 10,
  spread: 60_000,
  patience: 420_000,
}

export const small: Omit<Plan, 'seed'> = {
  installations: 1,
  channels: 8,
  deliveries: 32,
  kills: 1,
  renewalKills: 1,
  freezes: 0,
  acts: 0,
  speed: 10,
  spread: 6_000,
  patience: 300_000,
}

/** The adapter's own pace is minutes; the run's is seconds. `requestLimit` is real, so claims are. */
export const pace = { requestLimit: 2_500, spacing: 0 }
/** On the network's clock: how late a post may appear, and how late lists show it. */
export const lateBy = 20_000
export const listsLateBy = 10_000

/** On the network's clock. */
export const blockMinutes = 1

export type Random = () => number

/** mulberry32: small, and the same on every machine. */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const between = (random: Random, from: number, to: number) => from + random() * (to - from)

/** What is broken on purpose, to show that the judge sees it. Every one is done from outside the code it breaks. */
export const sabotages = ['intent_removed', 'timeout_is_unsent', 'guard_skipped', 'absent_at_once'] as const
export type Sabotage = (typeof sabotages)[number]
