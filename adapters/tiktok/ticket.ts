import { z } from 'zod'
import type { Attempt } from '../../src/ports/network.ts'

/** What survives a crash between two steps. */
const ticketShape = z.object({
  /** Of TikTok, for what was begun. */
  publish: z.string(),
  /** Where a file goes, saved before its first piece: with it the next attempt goes on instead of beginning again. */
  upload: z
    .object({
      url: z.string(),
      /** "Valid for one hour": in milliseconds since 1970. */
      until: z.number(),
      size: z.number(),
      chunk: z.number(),
      count: z.number(),
      /** Every byte was taken, TikTok said. */
      whole: z.boolean().optional(),
      /** TikTok does not know the address any more. */
      dead: z.boolean().optional(),
    })
    .optional(),
  /** Since when it is complete without a public id. */
  complete: z.number().optional(),
})
export type Ticket = z.output<typeof ticketShape>
export type Upload = NonNullable<Ticket['upload']>

/** A ticket of another age or make is no ticket. */
export const findTicket = (attempt: Attempt): Ticket | undefined => ticketShape.safeParse(attempt.ticket).data

/** Through JSON once, so that an absent member is absent and not undefined. */
export const asJson = (ticket: Ticket) => JSON.parse(JSON.stringify(ticket))

/**
 * Before something is begun anew. Were the handle of the new one lost, what is saved of the old one would be asked after in
 * its place, and "that failed" would send a third.
 */
export const forget = (attempt: Attempt): Promise<void> => attempt.save({})

export const save = (attempt: Attempt, ticket: Ticket): Promise<void> => attempt.save(asJson(ticket))
