import type { Ctx } from '../context.ts'
import type { Role } from '../db/tables/people.ts'
import type { Actor } from '../people/person.ts'
import type { OpenHold } from '../ui/holdbar.tsx'
import type { Words } from '../words/index.ts'

/** What the frame around a page shows beside the page itself. */
export interface Frame {
  holds: readonly OpenHold[]
  now: Date
  /** Work waiting for this person, shown in the menu and gone at zero. */
  waiting: Readonly<Partial<Record<'publications' | 'approvals' | 'deliveries', number>>>
}

export interface Variables {
  ctx: Ctx
  requestId: string
  words: Words
  /** Set behind `signedIn` (desk) and `bearer` (API); never read before them. */
  actor: Actor
  /** Every role the actor has anywhere; where each counts is in the SQL, by the view `scope`. */
  roles: ReadonlySet<Role>
  frame: Frame
}

/** `Bindings` is whatever the runtime hands over; only `makeApp`'s context factory looks at it. */
export interface Env {
  Variables: Variables
  Bindings: Record<string, unknown>
}
