import { z } from 'zod'
import type { Attempt } from '../../src/ports/network.ts'

/** What survives a crash between two steps. */
const ticketShape = z.object({
  /** A video that was uploaded: nobody sees it before an article is made with it. */
  film: z
    .object({
      /** Of our copy. */
      digest: z.string(),
      /** Of the upload, to ask after it with. */
      token: z.string(),
      /** Of the video, once it is converted. */
      id: z.string().optional(),
      /** An article with it was asked for: only the list tells whether it was made. */
      creating: z.boolean().optional(),
    })
    .optional(),
  /** Zalo could not fetch the cover: the article is made, once, with the channel's standing cover. */
  standing: z.boolean().optional(),
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
export type Film = NonNullable<Ticket['film']>

/** A ticket of another age or make is no ticket: the list then tells what is there. */
export const ticketOf = (attempt: Attempt): Ticket => ticketShape.safeParse(attempt.ticket).data ?? {}

/** Through JSON once, so that an absent member is absent and not undefined. */
export const asJson = (ticket: Ticket) => JSON.parse(JSON.stringify(ticket))

export const save = (attempt: Attempt, ticket: Ticket): Promise<void> => attempt.save(asJson(ticket))
