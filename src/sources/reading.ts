import { z } from 'zod'

export type Outcome = 'list' | 'unchanged' | 'gone' | 'failed'

/** Why rows of a list became no news, and some of their titles or addresses. */
const skipped = z.object({ code: z.string(), n: z.number(), some: z.array(z.string()).default([]) })
export type Skipped = z.infer<typeof skipped>

/** What a reading found, kept as JSON and read back. */
export const factsShape = z.object({
  /** Rows on the pages that were read. */
  rows: z.number().default(0),
  /** New publications, and as what they were recorded. */
  added: z.number().default(0),
  as: z.enum(['baseline', 'new', 'held']).optional(),
  /** Known items of which the list says something else than before. */
  touched: z.number().default(0),
  known: z.number().default(0),
  skipped: z.array(skipped).default([]),
  /** What the reader noticed, as codes. */
  warnings: z.array(z.string()).default([]),
  /** Titles of what is new, the first few. */
  titles: z.array(z.string()).default([]),
  pages: z.number().default(1),
})
export type Facts = z.infer<typeof factsShape>
