import type { Kind } from './levers.ts'
import type { Bucket, Scope } from './types.ts'

/** One parameter of a query: what it may be. */
export type Parameter =
  | { is: 'text'; required?: true; many?: true; pattern?: RegExp }
  | { is: 'flag' }
  | { is: 'number'; from: number; to: number }
  | { is: 'one'; of: readonly string[] }

export interface Method {
  /** As the discovery document names it. */
  name: string
  http: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  /** Takes bytes under `/upload/`. */
  upload?: { accept: readonly string[]; most: number; metadata: boolean }
  scopes: readonly Scope[]
  bucket: Bucket | null
  cost: number
  kind: Kind
  parameters: Readonly<Record<string, Parameter>>
}

/** Parameters that every call takes. */
export const common: Readonly<Record<string, Parameter>> = {
  alt: { is: 'one', of: ['json'] },
  prettyPrint: { is: 'flag' },
  fields: { is: 'text' },
  key: { is: 'text' },
  quotaUser: { is: 'text' },
}

const part: Parameter = { is: 'text', required: true, many: true }
const ids: Parameter = { is: 'text', many: true }
const text: Parameter = { is: 'text' }
const needed: Parameter = { is: 'text', required: true }
const most = (to: number): Parameter => ({ is: 'number', from: 0, to })

const manage: readonly Scope[] = ['youtube', 'youtube.force-ssl']
const see: readonly Scope[] = [...manage, 'youtube.readonly']
const dress: readonly Scope[] = [...manage, 'youtube.upload']
const words: readonly Scope[] = ['youtube.force-ssl']
const video = ['video/*', 'application/octet-stream']

/**
 * What this sandbox covers, retyped from the reference pages and the discovery document of revision 20260924: paths,
 * parameters, scopes; costs and buckets from the quota page of 2026-09-11.
 */
export const methods: readonly Method[] = [
  {
    name: 'videos.insert',
    http: 'POST',
    path: 'youtube/v3/videos',
    upload: { accept: video, most: 274_877_906_944, metadata: true },
    scopes: dress,
    bucket: 'videos.insert',
    cost: 1,
    kind: 'start',
    parameters: { part, notifySubscribers: { is: 'flag' }, stabilize: { is: 'flag' }, autoLevels: { is: 'flag' } },
  },
  {
    name: 'thumbnails.set',
    http: 'POST',
    path: 'youtube/v3/thumbnails/set',
    upload: { accept: ['image/jpeg', 'image/png', 'application/octet-stream'], most: 52_428_800, metadata: false },
    scopes: dress,
    bucket: 'default',
    cost: 50,
    kind: 'thumbnail',
    parameters: { videoId: needed },
  },
  {
    name: 'captions.insert',
    http: 'POST',
    path: 'youtube/v3/captions',
    upload: { accept: ['text/xml', 'application/octet-stream', '*/*'], most: 104_857_600, metadata: true },
    scopes: words,
    bucket: 'default',
    cost: 400,
    kind: 'caption',
    parameters: { part, sync: { is: 'flag' } },
  },
  {
    name: 'captions.list',
    http: 'GET',
    path: 'youtube/v3/captions',
    scopes: words,
    bucket: 'default',
    cost: 50,
    kind: 'read',
    parameters: { part, videoId: needed, id: ids },
  },
  {
    name: 'videos.list',
    http: 'GET',
    path: 'youtube/v3/videos',
    scopes: see,
    bucket: 'default',
    cost: 1,
    kind: 'read',
    parameters: {
      part,
      id: ids,
      chart: { is: 'one', of: ['mostPopular'] },
      myRating: { is: 'one', of: ['like', 'dislike'] },
      maxResults: { is: 'number', from: 1, to: 50 },
      pageToken: text,
      regionCode: text,
      hl: text,
    },
  },
  {
    name: 'videos.batchGetStats',
    http: 'GET',
    path: 'youtube/v3/videos:batchGetStats',
    scopes: see,
    bucket: 'videos.batchGetStats',
    cost: 1,
    kind: 'stats',
    parameters: { part, id: { is: 'text', many: true } },
  },
  {
    name: 'videos.update',
    http: 'PUT',
    path: 'youtube/v3/videos',
    scopes: manage,
    bucket: 'default',
    cost: 50,
    kind: 'change',
    parameters: { part },
  },
  {
    name: 'videos.delete',
    http: 'DELETE',
    path: 'youtube/v3/videos',
    scopes: manage,
    bucket: 'default',
    cost: 50,
    kind: 'change',
    parameters: { id: needed },
  },
  {
    name: 'channels.list',
    http: 'GET',
    path: 'youtube/v3/channels',
    scopes: see,
    bucket: 'default',
    cost: 1,
    kind: 'read',
    parameters: { part, mine: { is: 'flag' }, id: ids, maxResults: most(50), pageToken: text, hl: text },
  },
  {
    name: 'playlistItems.list',
    http: 'GET',
    path: 'youtube/v3/playlistItems',
    scopes: see,
    bucket: 'default',
    cost: 1,
    kind: 'read',
    parameters: { part, playlistId: text, videoId: text, id: ids, maxResults: most(50), pageToken: text },
  },
  {
    name: 'playlistItems.insert',
    http: 'POST',
    path: 'youtube/v3/playlistItems',
    scopes: manage,
    bucket: 'default',
    cost: 50,
    kind: 'list',
    parameters: { part },
  },
  {
    name: 'playlists.list',
    http: 'GET',
    path: 'youtube/v3/playlists',
    scopes: see,
    bucket: 'default',
    cost: 1,
    kind: 'read',
    parameters: {
      part,
      mine: { is: 'flag' },
      id: ids,
      channelId: text,
      maxResults: most(50),
      pageToken: text,
      hl: text,
    },
  },
  {
    name: 'videoCategories.list',
    http: 'GET',
    path: 'youtube/v3/videoCategories',
    scopes: see,
    bucket: 'default',
    cost: 1,
    kind: 'read',
    parameters: { part, regionCode: text, id: ids, hl: text },
  },
  {
    name: 'commentThreads.list',
    http: 'GET',
    path: 'youtube/v3/commentThreads',
    scopes: words,
    bucket: 'default',
    cost: 1,
    kind: 'read',
    parameters: {
      part,
      videoId: text,
      allThreadsRelatedToChannelId: text,
      id: ids,
      maxResults: { is: 'number', from: 1, to: 100 },
      pageToken: text,
      order: { is: 'one', of: ['time', 'relevance'] },
      textFormat: { is: 'one', of: ['html', 'plainText'] },
    },
  },
  {
    name: 'comments.setModerationStatus',
    http: 'POST',
    path: 'youtube/v3/comments/setModerationStatus',
    scopes: words,
    bucket: 'default',
    cost: 50,
    kind: 'change',
    parameters: {
      id: { is: 'text', required: true, many: true },
      moderationStatus: { is: 'text', required: true },
      banAuthor: { is: 'flag' },
    },
  },
  {
    name: 'reports.query',
    http: 'GET',
    path: 'v2/reports',
    scopes: ['youtube', 'youtube.readonly', 'yt-analytics.readonly'],
    bucket: null,
    cost: 0,
    kind: 'report',
    parameters: {
      ids: text,
      startDate: text,
      endDate: text,
      metrics: text,
      dimensions: text,
      filters: text,
      sort: text,
      currency: text,
      maxResults: { is: 'number', from: 1, to: 1_000_000 },
      startIndex: { is: 'number', from: 1, to: 1_000_000 },
      includeHistoricalChannelData: { is: 'flag' },
    },
  },
]
