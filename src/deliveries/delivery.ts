import type { Problem, Traits } from '../ports/network.ts'

export const states = [
  'queued',
  'publishing',
  'settling',
  'unknown',
  'failed',
  'live',
  'removed',
  'gone',
  'cancelled',
] as const
export type State = (typeof states)[number]

/** What a move depends on, beside the event. */
export interface Standing {
  state: State
  /** Attempts begun so far. */
  attempts: number
  /** Looks taken since the outcome became doubtful. */
  looks: number
  /** Since when the outcome is doubtful. */
  doubtAt: Date | null
  askAt: Date | null
  /** It lies with a person on the network, who has to finish it there. */
  awaitsPerson: boolean
  /** Somebody asked to stop it while it could not be stopped. */
  stopAsked: boolean
  /** Its approval is not voided. */
  inForce: boolean
  /** Its publication was withdrawn by the portal. */
  withdrawn: boolean
  notAfter: Date | null
  /** Since when a copy of an earlier attempt is known to be live, while a later one is open. */
  earlierLiveAt: Date | null
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** A person is asked when the network's own lists could not settle it within a day. */
export const askAfter = 24 * hour

/** Where it could not be read at all, a second day: that is told by a hold, and is mostly over before. */
export const askUnreadAfter = 2 * askAfter

/** An equal rendition on one channel within this time is a repetition that a person has to want. */
export const twinWithin = 7 * 24 * hour

/** Sends of which no byte left, in a row, after which the network is held. */
export const unreachableAfter = 5

/** Between two probes of a network that is held because it could not be reached. */
export const probeEvery = minute

/** Milliseconds until the next try, when the network did not say. */
export const resendAfter = (attempts: number): number => Math.min(hour, 15 * second * 2 ** Math.min(attempts, 10))

/** Milliseconds until the next look. The first is soon: most lost replies are settled by one reading. */
export function lookAfter(looks: number): number {
  const waits = [5 * second, 15 * second, 30 * second, minute, 2 * minute, 5 * minute, 10 * minute, 30 * minute]
  return waits[looks] ?? hour
}

/**
 * Milliseconds a claim lasts: one request and the time to write down what came of it. A publish of several requests
 * renews its claim before each of them.
 */
export const claimLength = (traits: Pick<Traits, 'requestLimit'>): number =>
  Math.round(traits.requestLimit * 1.25) + 3 * second

/**
 * The moment from which a network's lists can prove that an attempt left nothing. `doubtAt` is never before the end
 * of the claim; a request may still arrive within its limit, and lists show it `listDelay` later. Undefined: never.
 */
export function absentFrom(doubtAt: Date, traits: Pick<Traits, 'requestLimit' | 'listDelay'>): Date | undefined {
  if (traits.listDelay === undefined) return undefined
  return new Date(doubtAt.getTime() + traits.requestLimit + traits.listDelay)
}

export const later = (at: Date, milliseconds: number): Date => new Date(at.getTime() + milliseconds)

/** Problems the ledger itself states; their words stand under `deliveries`. */
export const problems = {
  stopped: { code: 'delivery.stopped' },
  voided: { code: 'delivery.approval_void' },
  withdrawn: { code: 'delivery.withdrawn' },
  tooLate: { code: 'delivery.too_late' },
  claimEnded: { code: 'delivery.claim_ended' },
  threw: { code: 'delivery.adapter_failed' },
  remoteTaken: { code: 'delivery.remote_taken' },
  notYetProof: { code: 'delivery.absent_too_early' },
  neverProof: { code: 'delivery.absence_unprovable' },
  unfinished: { code: 'delivery.unfinished' },
  doubled: { code: 'delivery.doubled' },
  twin: { code: 'delivery.twin' },
  discarded: { code: 'delivery.discarded' },
  gaveUp: { code: 'delivery.given_up' },
  cancelled: { code: 'delivery.cancelled' },
  altered: { code: 'delivery.altered' },
  unreadableContent: { code: 'delivery.content_unreadable' },
  unreadable: { code: 'channel.credential_unreadable' },
} as const satisfies Record<string, Problem>
