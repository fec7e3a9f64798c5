import { z } from 'zod'
import type { Api } from './api.ts'
import type { Answer } from './bad.ts'

/** Every JSON request we make and the part of every reply that we use; the rest of a reply is ignored. */

const id = z.string().min(1)
const time = z.iso.datetime({ offset: true }).transform(text => new Date(text))

const videoShape = z.object({
  id,
  snippet: z
    .object({
      title: z.string().default(''),
      description: z.string().default(''),
      tags: z.array(z.string()).default([]),
      categoryId: z.string().optional(),
      defaultLanguage: z.string().optional(),
      defaultAudioLanguage: z.string().optional(),
      publishedAt: time.optional().catch(undefined),
    })
    .optional(),
  status: z
    .object({
      uploadStatus: z.string().optional(),
      failureReason: z.string().optional(),
      rejectionReason: z.string().optional(),
      privacyStatus: z.string().optional(),
      publishAt: time.optional().catch(undefined),
    })
    .optional(),
  fileDetails: z.object({ fileName: z.string().optional() }).optional(),
  player: z.object({ embedHtml: z.string().optional() }).optional(),
})
export type SeenVideo = z.output<typeof videoShape>
export const uploadedShape: z.ZodType<SeenVideo> = videoShape

const itemsOf = <T>(item: z.ZodType<T>) => z.object({ items: z.array(item).default([]) }).transform(list => list.items)

/** At most fifty; a video that is not there is simply not in the answer. */
export const readVideos = (api: Api, ids: readonly string[]): Promise<Answer<SeenVideo[]>> =>
  api.ask('videos.list', itemsOf(videoShape), client =>
    client.videos.list({ part: ['snippet', 'status', 'fileDetails', 'player'], id: [...ids] }),
  )

export interface WrittenSnippet {
  title: string
  description: string
  tags: string[]
  categoryId: string
  defaultLanguage?: string
  defaultAudioLanguage?: string
}

/** Destructive: what of the part is left out is deleted, so all of it is sent. */
export const updateSnippet = (api: Api, video: string, snippet: WrittenSnippet): Promise<Answer<unknown>> =>
  api.ask('videos.update', z.object({ id }), client =>
    client.videos.update({ part: ['snippet'], requestBody: { id: video, snippet } }),
  )

/** 204 and no body. */
export const removeVideo = (api: Api, video: string): Promise<Answer<unknown>> =>
  api.ask('videos.delete', z.unknown(), client => client.videos.delete({ id: video }))

/** 64-bit numbers are strings. One that is missing is unknown: likes are hidden, comments are off. */
const figure = z
  .string()
  .regex(/^\d+$/)
  .transform(Number)
  .pipe(z.number().int().nonnegative())
  .optional()
  .catch(undefined)

const statsShape = z.object({
  id,
  statistics: z.object({ viewCount: figure, likeCount: figure, commentCount: figure }).default({}),
})
export type Stats = z.output<typeof statsShape>

export const readStats = (api: Api, ids: readonly string[]): Promise<Answer<Stats[]>> =>
  api.ask('videos.batchGetStats', itemsOf(statsShape), client =>
    client.videos.batchGetStats({ part: ['id', 'statistics'], id: [...ids] }),
  )

const channelShape = z.object({
  id,
  snippet: z.object({ title: z.string().default('') }).default({ title: '' }),
  contentDetails: z.object({ relatedPlaylists: z.object({ uploads: id.optional() }).default({}) }).optional(),
  status: z.object({ longUploadsStatus: z.string().optional() }).optional(),
})
export type SeenChannel = z.output<typeof channelShape>

/** The one channel that was chosen at the consent; none where the login has none. */
export const readChannel = (api: Api): Promise<Answer<SeenChannel | undefined>> =>
  api.ask(
    'channels.list',
    itemsOf(channelShape).transform(([first]) => first),
    client => client.channels.list({ part: ['id', 'snippet', 'contentDetails', 'status'], mine: true }),
  )

const rowShape = z.object({
  snippet: z.object({ title: z.string().default(''), publishedAt: time.optional().catch(undefined) }).optional(),
  contentDetails: z.object({ videoId: id, videoPublishedAt: time.optional().catch(undefined) }),
})
export type Row = z.output<typeof rowShape>
const rowsShape = z.object({ items: z.array(rowShape).default([]), nextPageToken: z.string().optional() })

export const listItems = (
  api: Api,
  playlist: string,
  more: { page?: string; video?: string } = {},
): Promise<Answer<z.output<typeof rowsShape>>> =>
  api.ask('playlistItems.list', rowsShape, client =>
    client.playlistItems.list({
      part: ['snippet', 'contentDetails'],
      playlistId: playlist,
      maxResults: 50,
      ...(more.page && { pageToken: more.page }),
      ...(more.video && { videoId: more.video }),
    }),
  )

/** Without a position: only playlists that are sorted by hand take one. */
export const addItem = (api: Api, playlist: string, video: string): Promise<Answer<unknown>> =>
  api.ask('playlistItems.insert', z.object({ id }), client =>
    client.playlistItems.insert({
      part: ['snippet'],
      requestBody: { snippet: { playlistId: playlist, resourceId: { kind: 'youtube#video', videoId: video } } },
    }),
  )

const playlistShape = z.object({ id, snippet: z.object({ title: z.string().default('') }).default({ title: '' }) })

export const listPlaylists = (api: Api): Promise<Answer<z.output<typeof playlistShape>[]>> =>
  api.ask('playlists.list', itemsOf(playlistShape), client =>
    client.playlists.list({ part: ['id', 'snippet'], mine: true, maxResults: 50 }),
  )

const categoryShape = z.object({
  id,
  snippet: z.object({ title: z.string().default(''), assignable: z.boolean().default(false) }),
})

/** Those of Viet Nam, in Vietnamese. */
export const listCategories = (api: Api): Promise<Answer<z.output<typeof categoryShape>[]>> =>
  api.ask('videoCategories.list', itemsOf(categoryShape), client =>
    client.videoCategories.list({ part: ['snippet'], regionCode: 'VN', hl: 'vi' }),
  )

/** Columns in the order of the request, and yet read by their names; no rows at all where there is nothing. */
const tableShape = z
  .object({
    columnHeaders: z.array(z.object({ name: z.string() })),
    rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))).default([]),
  })
  .transform(({ columnHeaders, rows }) =>
    rows.map(row => new Map(columnHeaders.map(({ name }, at) => [name, row[at] ?? null] as const))),
  )
export type ReportRow = Map<string, string | number | null>

/** Sums of each video since it was uploaded. A video needs no filter of days: nothing was counted before it was there. */
export const reportVideos = (api: Api, ids: readonly string[], until: string): Promise<Answer<ReportRow[]>> =>
  api.report(tableShape, client =>
    client.reports.query({
      ids: 'channel==MINE',
      startDate: '2005-02-14',
      endDate: until,
      metrics: 'views,engagedViews,shares',
      dimensions: 'video',
      filters: `video==${ids.join(',')}`,
      sort: '-views',
      maxResults: Math.max(1, ids.length),
    }),
  )
