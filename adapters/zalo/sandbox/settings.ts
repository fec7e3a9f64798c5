import { z } from 'zod'

/** How strict and how slow this Zalo is. Where the documents leave a rule open, the default is its strict reading. */
export const Settings = z.strictObject({
  /** Refuse unknown fields and parameters, which the real service may ignore: it finds typing errors. */
  strict: z.boolean().default(true),
  /** Origin of `link_view`. */
  permalinks: z.url().default('https://officialaccount.me'),
  /** Inclusive, in NFC code points. The documents say 150 and 300; exactly that many were seen refused. */
  titleMost: z.number().default(149),
  descriptionMost: z.number().default(299),
  authorMost: z.number().default(50),
  /** A job takes between these two, drawn from the seed. */
  processingFromMs: z.number().default(2_000),
  processingToMs: z.number().default(8_000),
  /** Pictures are fetched; what cannot be had fails the job. */
  fetchPictures: z.boolean().default(true),
  pictureBytes: z.number().default(1_048_576),
  pictureTimeoutMs: z.number().default(5_000),
  /** Of an uploaded video. */
  videoBytes: z.number().default(52_428_800),
  /** A conversion takes between these two. */
  convertFromMs: z.number().default(5_000),
  convertToMs: z.number().default(20_000),
  /** Where the token of an upload is read when its state is asked for: the SDKs and the documents disagree. */
  videoTokenIn: z.enum(['both', 'header', 'query']).default('both'),
  /** `status` of a new video counts. One SDK sends it, the documents name it for changes only; without it a video begins hidden. */
  videoStatusOnCreate: z.boolean().default(true),
  /** What `status` of a video's detail means, no page says: whether it is shown, or how far its conversion is. */
  videoDetailStatus: z.enum(['seen', 'number']).default('number'),
  articlesPerMonth: z.number().default(1_000),
  /** For each follower, by the package: 1, 4 or 6. */
  broadcastsPerMonth: z.number().default(4),
  callsPerMinute: z.number().default(4_000),
  /** How long the token of a job is known; no document says. Null: for ever. */
  jobLifeMs: z.number().nullable().default(null),
  /** 90,000 seconds. */
  accessLifeMs: z.number().default(90_000_000),
  refreshLifeMs: z.number().default(90 * 86_400_000),
  codeLifeMs: z.number().default(600_000),
  /** The old access token dies when the new one is issued. */
  oldAccessDies: z.boolean().default(true),
  /** A spent refresh token that is used again kills the pair that came of it. */
  reuseKills: z.boolean().default(false),
})
export type Settings = z.infer<typeof Settings>
