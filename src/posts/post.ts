import { z } from 'zod'
import { briefShape, problemShape, settingsShape } from '../ports/content.ts'
import type { Brief, Content, Issue, Options, Picture, Problem, Settings } from '../ports/network.ts'
import { type Lost, lostCodes } from './pictures.ts'

export const states = ['draft', 'submitted', 'approved', 'returned', 'expired', 'dropped'] as const
export type State = (typeof states)[number]

export type Event = 'submit' | 'withdraw' | 'approve' | 'return' | 'expire' | 'edit' | 'retime' | 'drop'

const moves: Readonly<Record<State, Readonly<Partial<Record<Event, State>>>>> = {
  draft: { submit: 'submitted', edit: 'draft', retime: 'draft', drop: 'dropped', approve: 'approved' },
  submitted: {
    withdraw: 'draft',
    approve: 'approved',
    return: 'returned',
    expire: 'expired',
    edit: 'draft',
    retime: 'submitted',
    drop: 'dropped',
  },
  approved: { edit: 'draft', retime: 'approved', drop: 'dropped' },
  returned: { submit: 'submitted', edit: 'returned', retime: 'returned', drop: 'dropped' },
  expired: { submit: 'submitted', edit: 'draft', retime: 'submitted', drop: 'dropped' },
  dropped: {},
}

/** Undefined where it cannot happen. Only a rule approves a draft; a person approves what was submitted. */
export const next = (state: State, event: Event): State | undefined => moves[state][event]

/** What one copy of a picture is; what is said of it is the picture's. */
export type Fitted = Pick<Picture, 'digest' | 'mime' | 'width' | 'height' | 'bytes'>

const fittedShape: z.ZodType<Fitted> = z.object({
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  mime: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  bytes: z.number().int().nonnegative(),
})

/** The common text and what belongs to it; kept in `post.brief`. */
export interface Draft extends Brief {
  /** Pictures the portal named and did not give. */
  lost: readonly Lost[]
  /** By digest and network: the copies made for networks that take less. */
  fitted: Readonly<Record<string, Readonly<Record<string, Fitted>>>>
  /** By address: why our own copy of a film is not to be had. */
  unfilmed: Readonly<Record<string, Problem>>
  /** Written by rules that all publish by themselves: what comes late goes out without a person too. */
  automatic: boolean
  /** Until then channels that would show a film of it wait for our copy; null where nothing waits, or a person wrote in it. */
  filmUntil: string | null
  /** By channel: what the rule that made the post changes in the channel's settings when it writes the text. */
  templates: Readonly<Record<string, Settings>>
}

export const draftShape = briefShape.extend({
  lost: z
    .array(
      z.object({
        url: z.string(),
        code: z.enum(lostCodes),
      }),
    )
    .default([]),
  fitted: z.record(z.string(), z.record(z.string(), fittedShape)).default({}),
  unfilmed: z.record(z.string(), problemShape).default({}),
  automatic: z.boolean().default(false),
  filmUntil: z.string().nullable().default(null),
  templates: z.record(z.string(), settingsShape).default({}),
}) satisfies z.ZodType<Draft>

export interface Rendition {
  id: number
  channel: {
    id: number
    network: string
    account: string
    name: string
    unit: number
    ended: boolean
    settings: Settings
  }
  state: 'fit' | 'unfit' | 'left_out'
  why: Problem | null
  content: Content | null
  options: Options
  /** Differs from the common text by a person's hand. */
  edited: boolean
  /** Of now: over the channel as it is, not as it was when the text was written. */
  digest: string
  dueAt: Date | null
  /** The newest delivery of it. */
  delivery: { id: number; state: string; digest: string; why: Problem | null } | null
}

export interface Post {
  id: number
  unit: { id: number; name: string }
  publication: { id: number; state: string; revision: number | null } | null
  revision: number | null
  author: { id: number; name: string } | null
  rule: { id: number; version: number } | null
  state: State
  draft: Draft
  /** Of now, over every rendition that goes out. */
  digest: string
  urgent: boolean
  dueAt: Date | null
  notAfter: Date | null
  note: string | null
  version: number
  createdAt: Date
  changedAt: Date
  submittedAt: Date | null
  /** Whose hands touched the text since the last approval. */
  hands: readonly number[]
  renditions: readonly Rendition[]
}

/** Delivery states in which the copy is out, on its way out, or may be out: its text cannot be taken back by an edit. */
export const isOut = (state: string): boolean => ['publishing', 'settling', 'unknown', 'live'].includes(state)

/** What goes out with an approval. */
export const goingOut = (post: Post): readonly (Rendition & { content: Content })[] =>
  post.renditions.filter(
    (each): each is Rendition & { content: Content } => each.state === 'fit' && each.content !== null,
  )

/**
 * Whether an approval makes a new delivery of this rendition. One that is out stays the one; what was taken down,
 * given up or cancelled by a person comes back only with another text, never because something beside it was approved.
 */
export function isToBeDelivered(rendition: Pick<Rendition, 'delivery' | 'digest'>): boolean {
  const { delivery, digest } = rendition
  if (!delivery) return true
  switch (delivery.state) {
    case 'failed':
      return true
    case 'cancelled':
      return delivery.digest !== digest || returning.has(delivery.why?.code ?? '')
    case 'removed':
    case 'gone':
      return delivery.digest !== digest
    default:
      return false
  }
}

/** Cancelled by the post's own course, not by a decision about the channel. */
const returning = new Set(['delivery.approval_void', 'delivery.withdrawn'])

/** The earliest moment at which something of it was to go out. */
export function plannedAt(post: Post): Date | null {
  const times = goingOut(post)
    .map(each => each.dueAt ?? post.dueAt)
    .filter(each => each !== null)
  return times.length > 0 ? new Date(Math.min(...times.map(Number))) : post.dueAt
}

export type Verdict =
  | { is: 'approved' }
  | { is: 'stale' }
  /** Nobody approves what their own hands touched. */
  | { is: 'own' }
  /** Its time has passed unapproved. */
  | { is: 'expired' }
  | { is: 'blocked'; issues: readonly Issue[] }

/** Approval covers exactly what the approver saw, and never one's own hand in it. */
export function mayApprove(
  post: Pick<Post, 'hands' | 'state' | 'digest' | 'notAfter'>,
  by: { id: number },
  seen: string,
  issues: readonly Issue[],
  planned: Date | null,
  now: Date,
): Verdict {
  if (post.hands.includes(by.id)) return { is: 'own' }
  if (post.state === 'expired') return { is: 'expired' }
  if (post.state !== 'submitted' || post.digest !== seen) return { is: 'stale' }
  if (isLate(planned, post.notAfter, now)) return { is: 'expired' }
  if (issues.some(issue => issue.blocks)) return { is: 'blocked', issues }
  return { is: 'approved' }
}

/** Unapproved at its time means it does not go out. */
export const isLate = (planned: Date | null, notAfter: Date | null, now: Date): boolean =>
  (planned !== null && planned <= now) || (notAfter !== null && notAfter <= now)
