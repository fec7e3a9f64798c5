import { z } from 'zod'
import type { Attempt } from '../../src/ports/network.ts'

/** What survives a crash between two steps. */
const ticketShape = z.object({
  /** `posting`: the call that makes the post may have been sent. */
  step: z.enum(['uploading', 'posting']),
  /** Unpublished pictures in their order, each usable by one post only: the handle that closes the window. */
  photos: z.array(z.object({ digest: z.string(), id: z.string() })),
  /** Facebook refused in words that leave doubt; settled by reading, then told to a person. */
  doubt: z
    .object({ code: z.string(), with: z.record(z.string(), z.union([z.string(), z.number()])).optional() })
    .optional(),
})
export type Ticket = z.output<typeof ticketShape>

/** A ticket of another age or make is no ticket: pictures are then uploaded again, which harms nobody. */
export function ticketOf(attempt: Attempt): Ticket {
  const read = ticketShape.safeParse(attempt.ticket)
  return read.success ? read.data : { step: 'uploading', photos: [] }
}

export async function save(attempt: Attempt, ticket: Ticket): Promise<void> {
  // Through JSON once, so that an absent doubt is absent and not undefined.
  await attempt.save(JSON.parse(JSON.stringify(ticket)))
}
