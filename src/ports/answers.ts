/** What networks answer, and what may be asked of them: closed unions with one legal next step each. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type Slots = Readonly<Record<string, string | number>>

/** Why something did not go well. `code` is stable; words are added on the page. Never holds a secret. */
export interface Problem {
  /** Stable, dotted, e.g. `facebook.too_fast` or `net.timeout`. */
  code: string
  with?: Slots
  /** The network's own words, secrets removed, at most 500 characters; shown folded under technical details. */
  detail?: string
  /** HTTP status of the reply, when there was one. */
  status?: number
  /** The network's own id of the request, for its support. */
  trace?: string
}

export interface Remote {
  id: string
  /** Address of the live copy for people; never a key. */
  url?: string
}

/** What a network gave us in place of an answer; opaque to the core, kept as it is. */
export type Ticket = Json

export type Published =
  | { is: 'live'; remote: Remote; at: Date }
  /** Look later, in `lookAfter` milliseconds. */
  | { is: 'accepted'; awaits: 'network' | 'person'; ticket: Ticket; lookAfter: number }
  /** Certainly not live: send again, not before `retryAfter` milliseconds. */
  | { is: 'unsent'; why: Problem; retryAfter?: number }
  /** Certainly not live: a person must change it. */
  | { is: 'refused'; why: Problem }
  /** Certainly not live: the channel must be reconnected. */
  | { is: 'reconnect'; why: Problem }
  /** May be live: reconcile before anything else. */
  | { is: 'unknown'; why: Problem }

export type Found =
  | { is: 'live'; remote: Remote; at: Date }
  /** The listing reaches back past the attempt and does not hold it. The core adds the waiting. */
  | { is: 'absent' }
  /**
   * What was begun is there, certainly not public, and waits for us (an upload with bytes missing): the next attempt
   * goes on with its ticket. Only the network's word about that very ticket says so, never a list.
   */
  | { is: 'unfinished' }
  /** `remote` is a failed copy of ours that has to be removed first, never somebody else's. */
  | { is: 'refused'; why: Problem; remote?: Remote }
  | { is: 'pending'; awaits: 'network' | 'person'; lookAfter: number }
  /** The three below move nothing. */
  | { is: 'unproved'; why: Problem }
  | { is: 'later'; retryAfter: number; why: Problem }
  | { is: 'reconnect'; why: Problem }

export type Updated =
  | { is: 'done' }
  | { is: 'absent' }
  | { is: 'unsent'; why: Problem; retryAfter?: number }
  | { is: 'refused'; why: Problem }
  | { is: 'reconnect'; why: Problem }
  | { is: 'unknown'; why: Problem }

/** `absent` on the first try is reported, on a repeat it is success: the caller decides. */
export type Removed = Updated

/** A call of the network at our door, as it came: signatures are over the raw bytes. */
export interface Knock {
  method: string
  query: URLSearchParams
  headers: Headers
  body: Uint8Array<ArrayBuffer>
}

/** What a webhook makes due now. It proves nothing: only a look of our own moves a state. */
export type Hint =
  /** Look at what became of one delivery, known by its live copy or by something inside its ticket. */
  | { is: 'look'; account?: string; remote?: string; ticket?: string }
  /** The connection may have ended. */
  | { is: 'inspect'; account: string }

export type Heard =
  | { is: 'hints'; hints: readonly Hint[] }
  /** A question of the network that wants exactly this answer. */
  | { is: 'answer'; body: string }
  | { is: 'forged'; why: Problem }

/** Who of the followers gets an announcement: field → values, as the network names them. Empty: everybody. */
export type Audience = Readonly<Record<string, readonly string[]>>

export type Announced =
  | { is: 'sent'; message?: string }
  /** Certainly not sent. */
  | { is: 'unsent'; why: Problem; retryAfter?: number }
  | { is: 'refused'; why: Problem }
  | { is: 'reconnect'; why: Problem }
  /** May be with everybody by now: it is never sent again by us. */
  | { is: 'unknown'; why: Problem }
