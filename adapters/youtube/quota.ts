import { dayOf, findStartOfDay } from '../../src/kit/time.ts'
import type { Allowance } from '../../src/ports/network.ts'
import { DAY, HOUR } from './limits.ts'
import type { YoutubeSettings } from './shape.ts'

/** Where YouTube counts days, by its own clock and its changes. */
export const PACIFIC = 'America/Los_Angeles'

export type Bucket = 'default' | 'videos.insert' | 'search.list' | 'videos.batchGetStats'

/**
 * Data API, "Quota costs" as published on 2026-09-11, and the revision history of 2026-06-01 and 06-03: three methods
 * have a bucket of their own, all others share one. Every request costs at least 1, a wrong one too.
 */
const COSTS = {
  'channels.list': 1,
  'videos.list': 1,
  'playlistItems.list': 1,
  'playlists.list': 1,
  'videoCategories.list': 1,
  'captions.list': 50,
  'playlistItems.insert': 50,
  'thumbnails.set': 50,
  'videos.update': 50,
  'videos.delete': 50,
  'captions.insert': 400,
  'videos.insert': 1,
  'search.list': 1,
  'videos.batchGetStats': 1,
} as const
export type Method = keyof typeof COSTS

export const costOf = (method: Method): number => COSTS[method]

export function bucketOf(method: Method): Bucket {
  switch (method) {
    case 'videos.insert':
    case 'search.list':
    case 'videos.batchGetStats':
      return method
    default:
      return 'default'
  }
}

export function allowanceOf(bucket: Bucket, settings: YoutubeSettings, now: Date): Allowance {
  const most: Record<Bucket, number> = {
    default: settings.dailyUnits,
    'videos.insert': settings.dailyUploads,
    'search.list': 100,
    'videos.batchGetStats': 10_000,
  }
  return { bucket, most: most[bucket], until: pacificMidnight(now) }
}

/** The channel's own limit of uploads, which no page states: closed for a day when YouTube says so. */
export const channelAllowance = (account: string, now: Date): Allowance => ({
  bucket: `uploads ${account}`,
  most: 1_000_000,
  until: new Date(now.getTime() + DAY),
})

/** The next midnight in Los Angeles: 14:00 in Viet Nam in summer, 15:00 in winter, and right on days with 23 or 25 hours. */
export function pacificMidnight(now: Date): Date {
  // From noon of today 24 hours on it is tomorrow, whatever the clocks do in the night between.
  const noon = (findStartOfDay(dayOf(now, PACIFIC), PACIFIC)?.getTime() ?? now.getTime()) + 12 * HOUR
  const next = findStartOfDay(dayOf(new Date(noon + DAY), PACIFIC), PACIFIC)
  if (!next) throw new Error('no such day in Los Angeles')
  return next
}
