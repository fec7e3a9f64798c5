import type { Limits, Traits } from '../../src/ports/network.ts'

export const API_HOST = 'open.tiktokapis.com'
export const CONSENT_HOST = 'www.tiktok.com'
/** Where uploads were seen to go. Which one it is only `upload_url` says; another is named in LANTOA_HOSTS. */
const UPLOAD_HOSTS = ['open-upload.tiktokapis.com', 'upload.us.tiktokapis.com', 'open-upload-i18n.tiktokapis.com']

const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Content Posting API, "Photo Post", read 2026-09-11: title 90, description 4000 UTF-16 units. */
export const PHOTO_TEXT = 4000

export const limits: Limits = {
  // "Direct Post" and "Photo Post", read 2026-09-11. The caption of a video is its only text; a draft carries none, and
  // the person who posts it pastes this one.
  fields: {
    title: { max: 90, unit: 'utf16' },
    text: { max: 2200, unit: 'utf16' },
  },
  // The same pages: JPEG or WebP, no PNG; 20 MB each; "maximum 1080p", read as 1920 by 1080 either way round.
  pictures: { most: 35, mimes: ['image/jpeg', 'image/webp'], bytes: 20_000_000, longestSide: 1920, shorterSide: 1080 },
  // "4 GB" is not defined: 4,000,000,000 is right in every reading. 10 minutes is the longest the inbox takes.
  videos: { mimes: ['video/mp4', 'video/quicktime', 'video/webm'], bytes: 4_000_000_000, seconds: 600 },
}

/** Media transfer guide, "Video restrictions", read 2026-09-11. */
export const FRAME_RATE = { least: 23, most: 60 }
export const VIDEO_SIDE = { least: 360, most: 4096 }
export const CODECS = /^(?:avc[13]|hvc1|hev1|vp0?8|vp0?9)\b/i
/** `max_video_post_duration_sec` of 300, 600 and 3600 were seen. */
export const LONGEST_DIRECT = 3600
/** Nowhere stated; shorter ones were refused to others. */
export const SHORTEST = 3

export const traits: Traits = {
  letter: 'T',
  // One piece of an upload is 20 MB at the most, or a whole file of 64 MB: 4.3 Mbit/s are enough.
  requestLimit: 2 * MINUTE,
  // No list delay: the list shows public videos only, after moderation, and photo posts perhaps never. It proves nothing.
  // "6 requests per minute" for each kind of init.
  spacing: 12 * SECOND,
  // "video_ids: at most 20".
  metricsBatch: 20,
  // An access token lived a day and lives two hours since November 2026; `expires_in` decides, this is only the margin.
  renewBefore: 30 * MINUTE,
  fetchesPictures: true,
  hosts: [API_HOST, CONSENT_HOST, ...UPLOAD_HOSTS],
}
