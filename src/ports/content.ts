import { z } from 'zod'
import type { Block, Brief, Content, Issue, Json, Options, Picture, Problem, Settings, Video } from './network.ts'

/** The shapes that cross the database as `jsonb`, parsed on the way back in. */

export const jsonShape: z.ZodType<Json> = z.json()

export const problemShape: z.ZodType<Problem> = z.object({
  code: z.string(),
  with: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  detail: z.string().optional(),
  status: z.number().optional(),
  trace: z.string().optional(),
})

export const issueShape: z.ZodType<Issue> = z.object({
  code: z.string(),
  field: z.string(),
  blocks: z.boolean(),
  with: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})

export const pictureShape: z.ZodType<Picture> = z.object({
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  mime: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  bytes: z.number().int().nonnegative(),
  alt: z.string(),
  caption: z.string().optional(),
  credit: z.string().optional(),
  origin: z.string().optional(),
})

export const videoShape: z.ZodType<Video> = z.object({
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  mime: z.string(),
  bytes: z.number().int().positive(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  seconds: z.number().positive(),
  rate: z.number().positive().optional(),
  videoCodec: z.string().optional(),
  audioCodec: z.string().optional(),
  origin: z.string().optional(),
})

export const blockShape: z.ZodType<Block> = z.discriminatedUnion('is', [
  z.object({ is: z.literal('heading'), level: z.union([z.literal(2), z.literal(3), z.literal(4)]), text: z.string() }),
  z.object({ is: z.literal('paragraph'), text: z.string() }),
  z.object({ is: z.literal('quote'), text: z.string() }),
  z.object({ is: z.literal('list'), ordered: z.boolean(), items: z.array(z.string()) }),
  z.object({ is: z.literal('table'), caption: z.string().optional(), rows: z.array(z.array(z.string())) }),
  z.object({ is: z.literal('figure'), picture: z.number().int().nonnegative(), caption: z.string().optional() }),
])

export const contentShape: z.ZodType<Content> = z.object({
  form: z.string().min(1),
  text: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  author: z.string().optional(),
  link: z.string().optional(),
  pictures: z.array(pictureShape),
  video: videoShape.optional(),
  blocks: z.array(blockShape).optional(),
  tags: z.array(z.string()).optional(),
  section: z.string().optional(),
  language: z.string().optional(),
})

export const settingsShape: z.ZodType<Settings> = z.record(z.string(), jsonShape)
export const optionsShape: z.ZodType<Options> = z.record(z.string(), jsonShape)

const kinds = ['news', 'urgent', 'document', 'infographic', 'photos', 'video', 'longform'] as const

export const briefShape = z.object({
  kind: z.enum(kinds),
  language: z.string(),
  title: z.string(),
  lead: z.string(),
  blocks: z.array(blockShape),
  section: z.string().optional(),
  source: z.object({ name: z.string(), url: z.string() }).optional(),
  credit: z.object({ name: z.string(), url: z.string().optional() }).optional(),
  hashtags: z.array(z.string()),
  pictures: z.array(pictureShape),
  attachments: z.array(
    z.object({ url: z.string(), name: z.string(), mime: z.string().optional(), bytes: z.number().optional() }),
  ),
  videos: z.array(z.object({ url: z.string(), title: z.string().optional(), file: videoShape.optional() })),
  preview: z.boolean(),
}) satisfies z.ZodType<Brief>
