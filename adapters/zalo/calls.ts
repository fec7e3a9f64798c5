import { z } from 'zod'
import type { Answer, OpenApi, Sending } from './openapi.ts'

/** Every request we make of the OpenAPI and the part of every reply that we use; the rest of a reply is ignored. */

export type Seen = 'show' | 'hide'
export type WireBlock = { type: 'text'; content: string } | { type: 'image'; url: string; caption?: string }

/** An article as it is sent; always whole, with every state named: a missing one means hidden. */
export interface WireArticle {
  type: 'normal'
  title: string
  author: string
  cover: { cover_type: 'photo'; photo_url: string; status: Seen }
  description: string
  body: readonly WireBlock[]
  status: Seen
  comment: Seen
}

/** A video as it is sent: title, words and a still, and neither author nor body. */
export interface WireVideo {
  type: 'video'
  title: string
  description: string
  video_id: string
  avatar: string
  status: Seen
  comment: Seen
}

export type Kind = 'normal' | 'video'

const id = z.union([z.string(), z.number().int()]).transform(String).pipe(z.string().min(1))
const job = z.object({ token: z.string().min(1) })

/** Answers with the token of a job, not with an article. */
export const createArticle = (zalo: OpenApi, article: WireArticle | WireVideo): Promise<Answer<{ token: string }>> =>
  zalo.post('/v2.0/article/create', article, job)

/** The whole article again; a job of its own. */
export const updateArticle = (
  zalo: OpenApi,
  article: string,
  wire: WireArticle | WireVideo,
): Promise<Answer<{ token: string }>> => zalo.post('/v2.0/article/update', { id: article, ...wire }, job)

/** The file of a video, at most 50 MB: `file` of a multipart body. The answer is the token of the upload, and no video yet. */
export const prepareVideo = (zalo: OpenApi, upload: Sending): Promise<Answer<{ token: string }>> =>
  zalo.upload('/v2.0/article/upload_video/preparevideo', upload, job)

const videoShape = z.object({
  // A number in the documents; one integrator compares it as a text.
  status: z.coerce.number().int(),
  video_id: id.optional().catch(undefined),
  status_message: z.string().optional().catch(undefined),
  convert_error_code: z.coerce.number().optional().catch(undefined),
})
export type VideoState = z.output<typeof videoShape>

/** How far a conversion is. The Java SDK sends the token in a header, the .NET SDK and the documents in the address. */
export const readVideo = (zalo: OpenApi, token: string, place: 'header' | 'query'): Promise<Answer<VideoState>> =>
  place === 'header'
    ? zalo.get('/v2.0/article/upload_video/verify', {}, videoShape, { token })
    : zalo.get('/v2.0/article/upload_video/verify', { token }, videoShape)

/** What became of a job. Reads, although it is a POST: the token holds signs that an address would spoil. */
export const verifyJob = (zalo: OpenApi, token: string): Promise<Answer<{ id: string }>> =>
  zalo.post('/v2.0/article/verify', { token }, z.object({ id }))

export const removeArticle = (zalo: OpenApi, article: string): Promise<Answer<unknown>> =>
  zalo.post('/v2.0/article/remove', { id: article }, z.unknown())

const detailShape = z.object({
  title: z.string().default(''),
  author: z.string().optional(),
  description: z.string().optional(),
  status: z.enum(['show', 'hide']).optional().catch(undefined),
  /** Of a video only. */
  video_id: id.optional().catch(undefined),
})
export type Detail = z.output<typeof detailShape>

export const readArticle = (zalo: OpenApi, article: string): Promise<Answer<Detail>> =>
  zalo.get('/v2.0/article/getdetail', { id: article }, detailShape)

const count = z.coerce.number().int().nonnegative()
const rowShape = z.object({
  id,
  title: z.string().default(''),
  status: z.enum(['show', 'hide']).optional().catch(undefined),
  total_view: count.optional().catch(undefined),
  total_share: count.optional().catch(undefined),
  /** Milliseconds since 1970. */
  create_date: z.coerce.number().optional().catch(undefined),
  link_view: z
    .url({ protocol: /^https?$/ })
    .optional()
    .catch(undefined),
})
export type Row = z.output<typeof rowShape>

const sliceShape = z.object({ medias: z.array(rowShape), total: count })

/** "maximum limit is 10" */
export const PAGE = 10

export const listArticles = (
  zalo: OpenApi,
  offset: number,
  type: Kind = 'normal',
): Promise<Answer<z.output<typeof sliceShape>>> =>
  zalo.get('/v2.0/article/getslice', { offset: String(offset), limit: String(PAGE), type }, sliceShape)

const accountShape = z
  .object({
    // The documents call it oaid, live code reads oa_id.
    oaid: id.optional(),
    oa_id: id.optional(),
    name: z.string().default(''),
    is_verified: z.boolean().optional().catch(undefined),
    /** `dd/MM/yyyy`, may be empty. */
    package_valid_through_date: z.string().optional().catch(undefined),
  })
  .transform(({ oaid, oa_id, ...rest }) => ({ ...rest, id: oa_id ?? oaid ?? '' }))
  .refine(account => account.id !== '')
export type AccountInfo = z.output<typeof accountShape>

export const readAccount = (zalo: OpenApi): Promise<Answer<AccountInfo>> => zalo.get('/v2.0/oa/getoa', {}, accountShape)
