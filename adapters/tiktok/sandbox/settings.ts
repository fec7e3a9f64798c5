import { z } from 'zod'

/** How strict, how slow, how it spells. */
export const Settings = z.strictObject({
  /** Unknown fields are refused. What is off is not documented either way. */
  strict: z.boolean().default(true),
  /** OAuth errors were seen with both. */
  oauthErrorStatus: z.union([z.literal(200), z.literal(400)]).default(200),
  /** Since November 2026; a day and a year before. */
  accessSeconds: z.number().int().positive().default(7200),
  refreshSeconds: z.number().int().positive().default(15_552_000),
  codeSeconds: z.number().int().positive().default(300),
  /** From the last byte, or from the beginning where TikTok fetches, to the inbox or the profile. */
  processingMs: z.number().int().nonnegative().default(20_000),
  /** From the profile to everybody, and to an id. */
  moderationMs: z.number().int().nonnegative().default(60_000),
  uploadMs: z.number().int().positive().default(3_600_000),
  uploadOrigin: z.string().default('https://open-upload.tiktokapis.com'),
  minuteLimits: z.boolean().default(true),
  directPerDay: z.number().int().nonnegative().default(15),
  pendingPerDay: z.number().int().nonnegative().default(5),
  usersPerDayUnaudited: z.number().int().nonnegative().default(5),
  /** Clients have assumed both. */
  idsAsText: z.boolean().default(false),
  /** Whether photo posts stand in the lists no page says. */
  photosListed: z.boolean().default(false),
  /** Fetch what PULL_FROM_URL names. Off: believe it. */
  fetchFiles: z.boolean().default(true),
  /** For demonstrations on one machine: files may come from loopback without TLS and without proof of ownership. */
  loopbackOk: z.boolean().default(false),
  /** Where addresses of posts lead. */
  permalinks: z.string().default('https://www.tiktok.com'),
})
export type Settings = z.output<typeof Settings>
