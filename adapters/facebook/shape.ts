import { z } from 'zod'

/** A Page token. It names its Page by itself (`debug_token`, `profile_id`), so nothing else has to be kept. */
export const credShape = z.object({ token: z.string().min(1) })
export type Cred = z.infer<typeof credShape>

export const SLOTS = ['title', 'lead', 'body', 'files', 'source', 'link', 'hashtags'] as const
export type Slot = (typeof SLOTS)[number]

const template = z
  .string()
  .max(500)
  .refine(text =>
    [...text.matchAll(/\{(\w+)\}/g)].every(([, name]) => (SLOTS as readonly string[]).includes(name ?? '')),
  )
  .default('{title}\n\n{lead}\n\n{body}\n\n{files}\n\n{source}\n{link}\n\n{hashtags}')

export const settingsShape = z.object({
  /** Order and spacing of a post; a slot with nothing to say takes its empty lines with it. */
  template,
  /** What to build when the portal's page offers a preview and the item has pictures too. */
  prefer: z.enum(['link', 'photo']).default('link'),
  /** What to build when the page offers Facebook's crawler no preview: pictures, words alone, or the bare link all the same. */
  withoutPreview: z.enum(['photo', 'text', 'link']).default('photo'),
  /** Repeat the address in the text of a link post. */
  linkInText: z.boolean().default(false),
  /** What a vertical film within the rules of reels becomes. */
  vertical: z.enum(['reel', 'video']).default('reel'),
  source: z.boolean().default(true),
  sectionHashtag: z.boolean().default(true),
  /** Standing hashtags of the channel, with or without `#`. */
  hashtags: z.array(z.string().max(100)).max(5).default([]),
})
export type FacebookSettings = z.infer<typeof settingsShape>

/** Nothing is chosen per post today; what is not known is refused, so that no approval covers a wish we ignore. */
export const optionsShape = z.strictObject({})
