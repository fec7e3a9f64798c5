import type { Limits, Traits } from '../../src/ports/network.ts'

/** The discovery document's root. */
export const API = 'https://youtube.googleapis.com/'
export const ANALYTICS = 'https://youtubeanalytics.googleapis.com/'
export const ACCOUNTS_HOST = 'accounts.google.com'
export const OAUTH_HOST = 'oauth2.googleapis.com'
/** Where a session's address may lead: a token is sent nowhere else. */
export const UPLOAD_HOSTS = ['youtube.googleapis.com', 'www.googleapis.com']
export const WATCH_HOST = 'www.youtube.com'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Resumable upload guide: every part but the last is a multiple of this. */
export const PIECE_UNIT = 262_144

/** thumbnails.set takes 50 MB since 2026-09-14; under 2 MB both rules take it. */
export const THUMBNAIL_BYTES = 2_000_000

/** Vertical or square, and at most three minutes (uploads since 2024-10-15). There is no flag for it. */
export const SHORT_SECONDS = 180

/** "500 characters" for all tags together. */
export const TAGS_LENGTH = 500

export const limits: Limits = {
  fields: {
    // Data API reference, Videos resource, read 2026-11-22: "100 characters", whose unit is nowhere told. The stricter
    // reading of the two is UTF-16, in which an emoji is two.
    title: { max: 100, unit: 'utf16' },
    // The same page: "5000 bytes".
    text: { max: 5000, unit: 'byte' },
  },
  pictures: { most: 1, mimes: ['image/jpeg', 'image/png'], bytes: THUMBNAIL_BYTES, longestSide: 2560 },
  // 256 GB or 12 hours, whichever is less; more than 15 minutes only where the channel may.
  videos: {
    mimes: ['video/mp4', 'video/quicktime', 'video/webm', 'video/x-msvideo', 'video/mpeg', 'video/x-matroska'],
    bytes: 274_877_906_944,
    seconds: 12 * 3600,
  },
}

/** videos.batchGetStats and videos.list: at most 50 ids. */
export const MOST_IDS = 50

export const traits: Traits = {
  letter: 'Y',
  // One part of eight megabytes on a line of one megabit a second takes 67 s.
  requestLimit: 100 * SECOND,
  // A fresh upload is in the uploads playlist within seconds, mostly; no page states a bound.
  listDelay: 10 * MINUTE,
  spacing: 0,
  // One report of the Analytics API tells of 200 videos at the most, and four calls of the counters belong to it.
  metricsBatch: 200,
  // An access token lives an hour.
  renewBefore: 10 * MINUTE,
  hosts: ['youtube.googleapis.com', 'www.googleapis.com', 'youtubeanalytics.googleapis.com', ACCOUNTS_HOST, OAUTH_HOST],
}
