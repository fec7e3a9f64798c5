import { z } from 'zod'
import type { Attempt } from '../../src/ports/network.ts'

/** What survives a crash between two steps. */
const ticketShape = z.object({
  /** Of the job that makes the article. It is no id. */
  token: z.string().optional(),
  /** Of the article, once it is known: it may be hidden still. */
  id: z.string().optional(),
  /** Of the job that shows a hidden article. */
  showing: z.string().optional(),
  /** Zalo would not show what it had taken: settled by reading, then told to a person. */
  doubt: z
    .object({ code: z.string(), with: z.record(z.string(), z.union([z.string(), z.number()])).optional() })
    .optional(),
})
export type Ticket = z.output<typeof ticketShape>

/** A ticket of another age or make is no ticket: the list then tells what is there. */
export const ticketOf = (attempt: Attempt): Ticket => ticketShape.safeParse(attempt.ticket).data ?? {}

/** Through JSON once, so that an absent member is absent and not undefined. */
export const asJson = (ticket: Ticket) => JSON.parse(JSON.stringify(ticket))

export const save = (attempt: Attempt, ticket: Ticket): Promise<void> => attempt.save(asJson(ticket))
