import { z } from 'zod'
import type { Part } from '../../src/kit/multipart.ts'
import type { Answer, Graph } from './graph.ts'

/** Every request we make of Graph and the part of every reply that we use; the rest of a reply is ignored. */

/** Decimal text, never a number: ids go beyond 2^53. */
const id = z
  .union([z.string(), z.number().int()])
  .transform(String)
  .pipe(z.string().regex(/^\d+(?:_\d+)?$/))
export const created = z.object({ id })
export const success = z.object({ success: z.literal(true) })
export const time = z.string().transform((text, problem) => {
  // `2026-11-22T01:30:00+0000`: the offset has no colon, which strict readers of ISO 8601 refuse.
  const at = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  if (Number.isNaN(at.getTime())) problem.addIssue('not a time')
  return at
})

/** `post_id` of some answers lacks the Page's part; stored and compared is the full form. */
export function fullId(page: string, post: string): string {
  return post.includes('_') ? post : `${page}_${post}`
}

/* Publishing */

export interface PostParameters {
  message: string
  link?: string
  photos: readonly string[]
}

/** Page/feed reference. The one call that makes something public; nothing that customises a link is ever in it. */
export function createPost(graph: Graph, page: string, post: PostParameters): Promise<Answer<{ id: string }>> {
  const parameters = {
    message: post.message === '' ? undefined : post.message,
    link: post.link,
    attached_media:
      post.photos.length === 0 ? undefined : JSON.stringify(post.photos.map(photo => ({ media_fbid: photo }))),
  }
  return graph.post(`${page}/feed`, parameters, created)
}

export interface PhotoParameters {
  name: string
  mime: string
  bytes: Uint8Array
  alt: string
}

/** Page/photos reference, unpublished: invisible, so it may be repeated without harm. */
export function uploadPhoto(graph: Graph, page: string, photo: PhotoParameters): Promise<Answer<{ id: string }>> {
  const parts: Part[] = [{ name: 'published', value: 'false' }]
  if (photo.alt !== '') parts.push({ name: 'alt_text_custom', value: photo.alt })
  parts.push({ name: 'source', file: { name: photo.name, mime: photo.mime, bytes: photo.bytes } })
  return graph.upload(`${page}/photos`, parts, created)
}

export function editPost(graph: Graph, post: string, message: string): Promise<Answer<{ success: true }>> {
  return graph.post(post, { message }, success)
}

export function deletePost(graph: Graph, post: string): Promise<Answer<{ success: true }>> {
  return graph.delete(post, success)
}

/* Reading back */

const application = z.object({ id })
/** A link's target has an address and no id. */
const target = z.object({ id: z.unknown().optional() })
const attachment = z.object({
  url: z.string().optional(),
  unshimmed_url: z.string().optional(),
  target: target.optional(),
  subattachments: z.object({ data: z.array(z.object({ target: target.optional() })) }).optional(),
})
const postShape = z.object({
  id,
  created_time: time.optional(),
  message: z.string().optional(),
  permalink_url: z.string().optional(),
  is_published: z.boolean().optional(),
  application: application.optional(),
  attachments: z.object({ data: z.array(attachment) }).optional(),
})
export type Post = z.output<typeof postShape>

/** Without the seven old names (`link`, `name`, …): one of them fails the whole request with code 12. */
const POST_FIELDS =
  'id,created_time,message,permalink_url,is_published,application,attachments{media_type,url,unshimmed_url,target{id},subattachments}'

export interface Page<T> {
  data: T[]
  paging?: { next?: string | undefined } | undefined
}

export const listOf = <T>(item: z.ZodType<T>): z.ZodType<Page<T>> =>
  z.object({ data: z.array(item), paging: z.object({ next: z.string().optional() }).optional() })

export const postList = listOf(postShape)

export function listPosts(graph: Graph, page: string, since: Date, limit: number): Promise<Answer<Page<Post>>> {
  const parameters = {
    fields: POST_FIELDS,
    since: String(Math.floor(since.getTime() / 1000)),
    limit: String(limit),
  }
  return graph.get(`${page}/published_posts`, parameters, postList)
}

export function readPost(graph: Graph, post: string): Promise<Answer<Post>> {
  return graph.get(post, { fields: POST_FIELDS }, postShape)
}

const placeShape = z.object({
  permalink_url: z.string().optional(),
  created_time: time.optional().catch(undefined),
})

export function readPlace(graph: Graph, post: string): Promise<Answer<z.output<typeof placeShape>>> {
  return graph.get(post, { fields: 'permalink_url,created_time' }, placeShape)
}

const ownerShape = z.object({ application: application.optional() })

export function readOwner(graph: Graph, post: string): Promise<Answer<z.output<typeof ownerShape>>> {
  return graph.get(post, { fields: 'application' }, ownerShape)
}

const storyShape = z.object({ page_story_id: id.optional() })

/** The post a photo became part of. */
export function readStory(graph: Graph, photo: string): Promise<Answer<z.output<typeof storyShape>>> {
  return graph.get(photo, { fields: 'page_story_id' }, storyShape)
}

/* Counting */

const summary = z.object({ summary: z.object({ total_count: z.number().int().nonnegative() }).optional() }).optional()
const countsShape = z.object({
  id,
  shares: z.object({ count: z.number().int().nonnegative() }).optional(),
  reactions: summary,
  comments: summary,
})
export type Counts = z.output<typeof countsShape>

/** Counts without insights: no 100-likes rule, no dead metric, one reading for fifty posts (batch requests guide). */
export function readCounts(graph: Graph, posts: readonly string[]): Promise<Answer<(Answer<Counts> | null)[]>> {
  const fields = 'id,shares,reactions.limit(0).summary(total_count),comments.limit(0).summary(total_count)'
  return graph.batch(
    posts.map(post => `${post}?fields=${fields}`),
    countsShape,
  )
}

/* Connecting */

const tokenShape = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().optional() })

export function exchangeCode(
  graph: Graph,
  given: { id: string; secret: string; redirect: string; code: string },
): Promise<Answer<z.output<typeof tokenShape>>> {
  const parameters = {
    client_id: given.id,
    redirect_uri: given.redirect,
    client_secret: given.secret,
    code: given.code,
  }
  return graph.get('oauth/access_token', parameters, tokenShape)
}

export function exchangeToken(
  graph: Graph,
  given: { id: string; secret: string; token: string },
): Promise<Answer<z.output<typeof tokenShape>>> {
  const parameters = {
    grant_type: 'fb_exchange_token',
    client_id: given.id,
    client_secret: given.secret,
    fb_exchange_token: given.token,
  }
  return graph.get('oauth/access_token', parameters, tokenShape)
}

const permissionsShape = z.object({ data: z.array(z.object({ permission: z.string(), status: z.string() })) })

export function readPermissions(graph: Graph): Promise<Answer<z.output<typeof permissionsShape>>> {
  return graph.get('me/permissions', {}, permissionsShape)
}

const accountShape = z.object({
  id,
  name: z.string().default(''),
  /** Absent where the person lacks the tasks. */
  access_token: z.string().optional(),
  tasks: z.array(z.string()).optional(),
})
export type PageAccount = z.output<typeof accountShape>
export const accountList = listOf(accountShape)

export function listAccounts(graph: Graph, limit: number): Promise<Answer<Page<PageAccount>>> {
  return graph.get('me/accounts', { fields: 'id,name,access_token,tasks', limit: String(limit) }, accountList)
}

const inspectionShape = z.object({
  data: z.object({
    app_id: id.optional(),
    type: z.string().optional(),
    is_valid: z.boolean(),
    expires_at: z.number().optional(),
    data_access_expires_at: z.number().optional(),
    profile_id: id.optional(),
    scopes: z.array(z.string()).default([]),
    granular_scopes: z.array(z.object({ scope: z.string(), target_ids: z.array(id).optional() })).default([]),
    /** Here the key is `subcode`, without the prefix of the usual envelope. */
    error: z.unknown().optional(),
  }),
})
export type Inspection = z.output<typeof inspectionShape>['data']

/** Answers with 200 for a dead token too. To be asked with the app's own token. */
export async function inspectToken(app: Graph, token: string): Promise<Answer<Inspection>> {
  const answer = await app.get('debug_token', { input_token: token }, inspectionShape)
  return answer.is === 'answer' ? { is: 'answer', value: answer.value.data } : answer
}

const appShape = z.object({ privacy_policy_url: z.string().optional() })

export function readApp(app: Graph, appId: string): Promise<Answer<z.output<typeof appShape>>> {
  return app.get(appId, { fields: 'id,privacy_policy_url' }, appShape)
}

const pageShape = z.object({ id, name: z.string().default(''), is_published: z.boolean().optional() })

export function readPage(graph: Graph, page: string): Promise<Answer<z.output<typeof pageShape>>> {
  return graph.get(page, { fields: 'id,name,is_published' }, pageShape)
}

/* Webhooks */

const hookList = z.object({
  data: z.array(
    z.object({
      object: z.string(),
      callback_url: z.string(),
      fields: z.array(z.union([z.string(), z.object({ name: z.string() })])).default([]),
    }),
  ),
})
const subscribedList = z.object({
  data: z.array(z.object({ id, subscribed_fields: z.array(z.string()).default([]) })),
})

export const readHooks = (graph: Graph, app: string) => graph.get(`${app}/subscriptions`, {}, hookList)

/** The handshake comes before the answer. */
export const subscribeApp = (
  graph: Graph,
  app: string,
  given: { door: string; token: string; fields: readonly string[] },
) => {
  const { door, token, fields } = given
  const parameters = { object: 'page', callback_url: door, verify_token: token, include_values: 'true' }
  return graph.post(`${app}/subscriptions`, { ...parameters, fields: JSON.stringify(fields) }, success)
}

export const readSubscribed = (graph: Graph, page: string) => graph.get(`${page}/subscribed_apps`, {}, subscribedList)

export const subscribePage = (graph: Graph, page: string, fields: readonly string[]) =>
  graph.post(`${page}/subscribed_apps`, { subscribed_fields: JSON.stringify(fields) }, success)
