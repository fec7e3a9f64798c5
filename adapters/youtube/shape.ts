import { z } from 'zod'
import { PIECE_UNIT } from './limits.ts'

/** The access token ends within the hour; the refresh token stays the same over renewals. */
export const credShape = z.object({
  access: z.string().min(1),
  refresh: z.string().min(1),
  /** When the access token ends, in milliseconds since 1970; unknown for one given by hand. */
  expiresAt: z.number().int().optional(),
  /** When the grant itself ends: only of a consent screen in testing. */
  grantEndsAt: z.number().int().optional(),
})
export type Cred = z.infer<typeof credShape>

export const privacies = ['public', 'unlisted', 'private'] as const
export type Privacy = (typeof privacies)[number]

const category = z.string().regex(/^\d{1,3}$/)

const settings = z.object({
  privacy: z.enum(privacies).default('public'),
  /** 25: News & Politics. */
  category: category.default('25'),
  /** BCP 47. */
  language: z.string().min(2).max(20).default('vi'),
  /** A section of the portal → the playlist its videos go to. */
  playlists: z.record(z.string(), z.string().min(1)).default({}),
  /** The item's first picture becomes the still of an ordinary video; needs a channel with a verified phone. */
  thumbnails: z.boolean().default(true),
  license: z.enum(['youtube', 'creativeCommon']).default('youtube'),
  source: z.boolean().default(true),
  /** What the project may use in a day: more than the default after an audit by YouTube. */
  dailyUnits: z.number().int().positive().default(10_000),
  dailyUploads: z.number().int().positive().default(100),
  /** Bytes of a part. Smaller on a slow line: a part has to go out within 100 seconds. */
  pieceBytes: z
    .number()
    .int()
    .positive()
    .multipleOf(PIECE_UNIT)
    .default(16 * PIECE_UNIT),
})
export type YoutubeSettings = z.output<typeof settings>
/** Named by its output alone: compared in full with the port's open record, the compiler loses itself. */
export const settingsShape: z.ZodType<YoutubeSettings> = settings

/** What an editor chooses per video; what is not chosen follows the channel's settings. */
const options = z.strictObject({
  privacy: z.enum(privacies).optional(),
  category: category.optional(),
  playlist: z.string().optional(),
  language: z.string().min(2).max(20).optional(),
  /** YouTube publishes it then by itself. */
  publishAt: z.iso.datetime({ offset: true }).optional(),
  madeForKids: z.boolean().default(false),
  /** Realistic content that was altered or generated. */
  synthetic: z.boolean().default(false),
  notify: z.boolean().default(true),
  /** SubRip or WebVTT. */
  captions: z.string().max(400_000).optional(),
})
export type YoutubeOptions = z.output<typeof options>
export const optionsShape: z.ZodType<YoutubeOptions> = options
