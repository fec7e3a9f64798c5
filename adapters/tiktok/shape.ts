import { z } from 'zod'

/** What Login Kit grants. The refresh token works once. */
export const credShape = z.object({
  access: z.string().min(1),
  refresh: z.string().min(1),
  /** When each ends, in milliseconds since 1970; unknown for a pair given by hand. */
  expiresAt: z.number().int().optional(),
  refreshUntil: z.number().int().optional(),
  /** What the person really ticked; unknown for a pair given by hand. */
  scopes: z.array(z.string()).optional(),
})
export type Cred = z.infer<typeof credShape>

export const privacies = ['PUBLIC_TO_EVERYONE', 'FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'] as const
export type Privacy = (typeof privacies)[number]

const settings = z.object({
  /** Post without a person in the app. Only once TikTok has audited the application: before, it refuses all but private. */
  direct: z.boolean().default(false),
  /** Let TikTok fetch videos from our address instead of sending them. The domain has to be verified with TikTok. */
  pull: z.boolean().default(false),
})
export type TiktokSettings = z.output<typeof settings>
export const settingsShape: z.ZodType<TiktokSettings> = settings

/** For direct posts. Privacy has no default on purpose, and interactions are off until somebody turns them on. */
const options = z.strictObject({
  privacy: z.enum(privacies).optional(),
  comment: z.boolean().default(false),
  duet: z.boolean().default(false),
  stitch: z.boolean().default(false),
  /** "Your brand", "Branded content", "AI-generated". */
  brand_organic: z.boolean().default(false),
  brand_content: z.boolean().default(false),
  aigc: z.boolean().default(false),
})
export type TiktokOptions = z.output<typeof options>
export const optionsShape: z.ZodType<Record<string, string | boolean> & Partial<TiktokOptions>> = options
export const optionsOf = (given: unknown): TiktokOptions => options.parse(given)

/** The form says by which way it goes, so that what was approved is what happens. */
const forms: Readonly<Record<string, { media: 'video' | 'photos'; direct: boolean }>> = {
  video: { media: 'video', direct: false },
  video_direct: { media: 'video', direct: true },
  photos: { media: 'photos', direct: false },
  photos_direct: { media: 'photos', direct: true },
}
export type Form = NonNullable<ReturnType<typeof findForm>>
export const findForm = (form: string) => (Object.hasOwn(forms, form) ? forms[form] : undefined)
