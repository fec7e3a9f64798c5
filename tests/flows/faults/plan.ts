/** What one run is made of. Everything random comes from the seed. */

export interface Plan {
  seed: number
  channels: number
  deliveries: number
  kills: number
  /** How often a worker is frozen past its claim. */
  freezes: number
  /** F12: how often the network says of a channel "too much, come back in a minute". */
  blocks: number
  /** How much faster the business clock runs, here and at the network. Claims stay on the real clock. */
  speed: number
  /** Real milliseconds over which the deliveries come due, and in which the kills fall. */
  spread: number
  /** Real milliseconds after which a row that still moves is a failure of the run. */
  patience: number
}

export const whole: Omit<Plan, 'seed'> = {
  channels: 40,
  deliveries: 300,
  kills: 5,
  freezes: 2,
  blocks: 12,
  speed: 10,
  spread: 45_000,
  patience: 240_000,
}

export const small: Omit<Plan, 'seed'> = {
  channels: 8,
  deliveries: 40,
  kills: 2,
  freezes: 0,
  blocks: 3,
  speed: 10,
  spread: 9_000,
  patience: 150_000,
}

/** The adapter's own pace is minutes; the run's is seconds. `requestLimit` is real, so claims are. */
export const pace = { requestLimit: 2_500, listDelay: 80_000, spacing: 0 }
/** Real milliseconds; the answer comes after every patience of the client. */
export const hang = 6_000
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

/** F1, F2, F3 and F14 at random, on sending, on uploading and on reading; a healthy call stays the most likely. */
export const levers = [
  { what: 'fail', commit: true, chance: 0.05 },
  { what: 'fail', commit: false, chance: 0.03 },
  { what: 'lose', commit: true, chance: 0.06 },
  { what: 'lose', commit: false, chance: 0.04 },
  { what: 'hang', commit: true, ms: hang, chance: 0.03 },
  { what: 'delay', ms: lateBy, answer: 'lose', chance: 0.04 },
  { what: 'delay', ms: lateBy, answer: 'fail', chance: 0.02 },
  { what: 'html', commit: true, status: 200, chance: 0.02 },
  { what: 'html', commit: true, status: 502, chance: 0.02 },
  { what: 'garbage', commit: true, form: 'truncated', chance: 0.02 },
  { what: 'garbage', commit: true, form: 'empty', chance: 0.02 },
  { what: 'garbage', commit: true, form: 'cut', chance: 0.02 },
  { what: 'lose', on: 'upload', commit: true, chance: 0.05 },
  { what: 'fail', on: 'upload', commit: true, chance: 0.03 },
  { what: 'lose', on: 'read', chance: 0.04 },
  { what: 'fail', on: 'read', chance: 0.03 },
  // Healthy, but slow enough that kills and freezes fall between a call and its answer, and between two steps.
  { what: 'hang', commit: true, ms: 400, chance: 0.7 },
  { what: 'hang', on: 'upload', commit: true, ms: 300, chance: 0.7 },
] as const

/** What is broken on purpose, to show that the judge sees it. Every one is done from outside the code it breaks. */
export const sabotages = ['intent_removed', 'timeout_is_unsent', 'guard_skipped', 'absent_at_once'] as const
export type Sabotage = (typeof sabotages)[number]
