import { z } from 'zod'
import type { Attempt } from '../../src/ports/network.ts'

/** What survives a crash between two steps. */
const ticketShape = z.object({
  /** `posting`: the call that makes the post may have been sent. */
  step: z.enum(['uploading', 'posting']),
  /** Unpublished pictures in their order, each usable by one post only: the handle that closes the window. */
  photos: z.array(z.object({ digest: z.string(), id: z.string() })),
  /** Of a video or a reel: saved before its first byte, and before the call that makes it public. */
  film: z
    .object({
      digest: z.string(),
      form: z.enum(['video', 'reel']),
      /** Facebook's id of the video: leads to it whatever became of the answers. */
      id: z.string(),
      /** Of a video's phases: its session, and which bytes the server wanted next. */
      session: z.string().optional(),
      from: z.number().optional(),
      to: z.number().optional(),
      /** Where a reel's bytes go. */
      url: z.string().optional(),
      /** Every byte was taken, Facebook said. */
      whole: z.boolean().optional(),
      /** The finishing call may have been sent; `finished`: and was answered with success. */
      finishing: z.boolean().optional(),
      finished: z.boolean().optional(),
      /** Facebook does not know the session any more. */
      dead: z.boolean().optional(),
    })
    .optional(),
  /** Facebook refused in words that leave doubt; settled by reading, then told to a person. */
  doubt: z
    .object({ code: z.string(), with: z.record(z.string(), z.union([z.string(), z.number()])).optional() })
    .optional(),
})
export type Ticket = z.output<typeof ticketShape>
export type Film = NonNullable<Ticket['film']>

/** A ticket of another age or make is no ticket: pictures are then uploaded again, which harms nobody. */
export function ticketOf(attempt: Attempt): Ticket {
  const read = ticketShape.safeParse(attempt.ticket)
  return read.success ? read.data : { step: 'uploading', photos: [] }
}

/** Through JSON once, so that an absent member is absent and not undefined. */
export const asJson = (ticket: Ticket) => JSON.parse(JSON.stringify(ticket))

export const save = (attempt: Attempt, ticket: Ticket): Promise<void> => attempt.save(asJson(ticket))

export const ofFilm = (film: Film): Ticket => ({ step: film.finishing ? 'posting' : 'uploading', photos: [], film })
