import { z } from 'zod'

const minutes = 60_000

/** How strict and how slow this Graph is. Defaults are the strict reading of every rule the documents leave open. */
export const Settings = z.strictObject({
  /** Refuse unknown parameters, which the real Graph ignores: it finds typing errors. */
  strict: z.boolean().default(true),
  /** Origin of `paging.next`. */
  base: z.url().default('https://graph.facebook.com'),
  /** Origin of `permalink_url`. */
  permalinks: z.url().default('https://www.facebook.com'),
  /** Origin of `upload_url`. */
  uploads: z.url().default('https://rupload.facebook.com'),
  /** Serve this version whatever was asked for. */
  served: z.string().nullable().default(null),
  /** The second page of a longer list is empty and still has a `next`. */
  emptyPages: z.boolean().default(true),
  cursorLifeMs: z.number().default(60 * minutes),
  /** The same text as the previous post within this time is 506. */
  duplicateMs: z.number().default(10 * minutes),
  /** A post shows in lists only so long after it was made. */
  listDelayMs: z.number().default(0),
  /** The page/photos reference says 4 MB, newer pages 10 MB: the smaller one holds. */
  photoBytes: z.number().default(4 * 1024 * 1024),
  /** Bytes of a video that one transfer may carry: the server's choice, anew each time. */
  videoChunk: z.number().default(1_048_576),
  videoSessionMs: z.number().default(24 * 60 * minutes),
  /** From the finishing call until a video is processed, and until it is published. */
  processingMs: z.number().default(20_000),
  publishingMs: z.number().default(5_000),
  /** The guides write some words of a status otherwise than the specification does. */
  statusWords: z.enum(['specification', 'guide']).default('specification'),
  /** A larger video is counted and not kept. */
  videoKept: z.number().default(32 * 1024 * 1024),
  /** "30 reels per Page in 24 hours." */
  reelsPerDay: z.number().default(30),
  photosPerPost: z.number().default(10),
  textLimit: z.number().default(63_206),
  /** Seconds ahead that a schedule may lie. */
  scheduleFrom: z.number().default(600),
  scheduleTo: z.number().default(30 * 86_400),
  scheduleVideoTo: z.number().default(180 * 86_400),
  scheduleReelTo: z.number().default(29 * 86_400),
  codeLifeMs: z.number().default(10 * minutes),
  /** Fetch the link as Meta's crawler would; what cannot be fetched is 1609005. */
  fetchLinks: z.boolean().default(false),
  /** Fetch it for the wall's card only: what cannot be fetched has no preview. */
  previews: z.boolean().default(false),
  /** May a post that another app made be deleted? The documents do not say. */
  deleteOthers: z.boolean().default(false),
})
export type Settings = z.infer<typeof Settings>
