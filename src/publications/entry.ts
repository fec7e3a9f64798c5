import { z } from 'zod'
import type { Entry } from '../ports/portal.ts'

/** A list's row, kept until its page is read and read again with it. */
export const entryShape: z.ZodType<Entry> = z.object({
  id: z.string().nullable(),
  url: z.string().nullable(),
  title: z.string(),
  summary: z.string(),
  contentHtml: z.string(),
  author: z.string().nullable(),
  categories: z.array(z.string()),
  publishedAt: z.string().nullable(),
  updatedAt: z.string().nullable(),
  enclosures: z.array(z.object({ url: z.string(), mime: z.string().optional(), bytes: z.number().optional() })),
  language: z.string().nullable(),
  doubt: z.literal('legacy_text').optional(),
})

/** What is known of a page that a portal named without a list: where it is. */
export const entryOfUrl = (url: string): Entry => ({
  id: null,
  url,
  title: '',
  summary: '',
  contentHtml: '',
  author: null,
  categories: [],
  publishedAt: null,
  updatedAt: null,
  enclosures: [],
  language: null,
})
