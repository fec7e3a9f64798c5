import { z } from 'zod'
import { buckets } from './types.ts'

/** How strict, how slow and how generous this YouTube is. Where the documents leave a rule open, the default is its strict reading. */
export const Settings = z.strictObject({
  /** Refuse unknown fields of bodies and uploads' metadata. Unknown parameters are refused in any case. */
  strict: z.boolean().default(true),
  /** Origin of the site with the watch pages, as the player of a video names it. */
  permalinks: z.url().default('https://www.youtube.com'),
  /** Uploads of unverified projects were private from 2020-07-28 to 2026-11-02. */
  unverifiedProjectLock: z.boolean().default(false),
  quotas: z
    .partialRecord(z.enum(buckets), z.number().int().nonnegative())
    .default({ default: 10_000, 'videos.insert': 100, 'search.list': 100, 'videos.batchGetStats': 10_000 }),
  /** Processing takes between these two, drawn from the seed. */
  processingFromMs: z.number().default(20_000),
  processingToMs: z.number().default(90_000),
  /** A fresh video is not in lists, and no playlist takes it, for so long. */
  listDelayMs: z.number().default(0),
  /** "Finite"; about a week is folklore. */
  sessionLifeMs: z.number().default(7 * 86_400_000),
  accessLifeMs: z.number().default(3_599_000),
  /** Of a project in testing. */
  testingLifeMs: z.number().default(604_799_000),
  codeLifeMs: z.number().default(600_000),
  /** Figures of the Analytics API come so late. */
  analyticsDelayMs: z.number().default(2 * 86_400_000),
  /** Two megabytes until 2026-09-14. */
  thumbnailBytes: z.number().default(52_428_800),
  /** A finished file up to this size can be played on the wall. */
  keepBytes: z.number().default(64 * 1_048_576),
  /** The file's name and size are shown to the owner. */
  fileDetails: z.boolean().default(true),
})
export type Settings = z.infer<typeof Settings>
