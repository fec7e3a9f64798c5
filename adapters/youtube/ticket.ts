import { z } from 'zod'
import type { Attempt } from '../../src/ports/network.ts'

/** What is done beside the video itself; each may fail without the video failing. */
export const steps = ['captions', 'playlist', 'thumbnail'] as const
export type Step = (typeof steps)[number]

/** What survives a crash between two steps. */
const ticketShape = z.object({
  /** Sealed address of the upload session; stored before its first byte. */
  session: z.string().optional(),
  /** The part that ends the upload may have been sent: only now can the session have made a video. */
  ending: z.boolean().optional(),
  /** Of the video, once it is known. */
  video: z.string().optional(),
  /** Done, or given up and told. */
  done: z.array(z.enum(steps)).optional(),
})
export type Ticket = z.output<typeof ticketShape>

/** A ticket of another age or make is no ticket: the uploads then tell what is there. */
export const ticketOf = (attempt: Attempt): Ticket => ticketIn(attempt.ticket)

export const ticketIn = (given: unknown): Ticket => ticketShape.safeParse(given).data ?? {}

/** Through JSON once, so that an absent member is absent and not undefined. */
export const asJson = (ticket: Ticket) => JSON.parse(JSON.stringify(ticket))

export const save = (attempt: Attempt, ticket: Ticket): Promise<void> => attempt.save(asJson(ticket))
