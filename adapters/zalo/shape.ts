import { z } from 'zod'

/** A pair from the token endpoint, or from the console's API Explorer. The refresh token works once. */
export const credShape = z.object({
  access: z.string().min(1),
  refresh: z.string().min(1),
  /** When the access token ends, in milliseconds since 1970; unknown for one given by hand. */
  expiresAt: z.number().int().optional(),
})
export type Cred = z.infer<typeof credShape>

const isAddress = (text: string) => text === '' || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))

const settings = z.object({
  /** Who signs the articles; the portal's name where it is empty. */
  author: z.string().max(50).default(''),
  /** Public address of the picture that covers items without one. */
  cover: z.string().max(2000).refine(isAddress).default(''),
  /** Create hidden, show when Zalo has taken every picture. Slower by some fifteen minutes. */
  hiddenFirst: z.boolean().default(false),
  /** Items that are a film become a video of the OA where its file is fit; otherwise every item is an article. */
  films: z.boolean().default(true),
  /** Where the token of an upload is sent: the SDKs and the documents disagree. */
  videoToken: z.enum(['header', 'query']).default('header'),
  comments: z.boolean().default(true),
  source: z.boolean().default(true),
})
export type ZaloSettings = z.output<typeof settings>
/** Named by its output alone: compared in full with the port's open record, the compiler loses itself. */
export const settingsShape: z.ZodType<ZaloSettings> = settings

/** Nothing is chosen per post today; what is not known is refused, so that no approval covers a wish we ignore. */
export const optionsShape = z.strictObject({})
