import type { Limits, Traits } from '../../src/ports/network.ts'

/** Newest Graph version on 2026-11-22; published 2026-07-29, end not announced (changelog, version26.0). */
export const VERSION = 'v26.0'

export const GRAPH_HOST = 'graph.facebook.com'
export const WEB_HOST = 'www.facebook.com'
/** Phases of videos go here, the bytes of reels there (video API overview, Reels guide; read 2026-11-22). */
export const VIDEO_HOST = 'graph-video.facebook.com'
export const UPLOAD_HOST = 'rupload.facebook.com'

const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const limits: Limits = {
  // Publishers state 63,206 characters, Meta's reference names neither figure nor unit; we stay below in the larger unit.
  fields: {
    text: { max: 60_000, unit: 'utf16' },
    // Of a video; publishers state the figure, Meta's reference does not.
    title: { max: 255, unit: 'utf16' },
  },
  // Page/photos reference: 4 MB (newer pages say 10 MB, error 1366046 speaks of 4 MB). Ten pictures: the most any
  // publisher is known to send. JPEG and PNG of the listed types: the others lose animation or are not understood.
  pictures: { most: 10, mimes: ['image/jpeg', 'image/png'], bytes: 4_000_000, longestSide: 2048 },
  // Resumable uploads: 10 GB and four hours (video API guide). "Many containers, prefer MP4": the ones we can probe.
  videos: {
    mimes: ['video/mp4', 'video/quicktime', 'video/x-matroska'],
    bytes: 10_000_000_000,
    seconds: 4 * 3600,
  },
}

/** Width by height of a video, from 9:16 to 16:9; real files miss it by a row or two (854 by 480). */
export const RATIO = { least: 9 / 16, most: 16 / 9, slack: 0.01 }

/** Reels guide, read 2026-11-22: 9:16, at least 540 by 960, 3 to 90 s, 24 to 60 frames a second, 30 a day. */
export const REEL = { ratio: 9 / 16, width: 540, height: 960, least: 3, most: 90, slowest: 24, fastest: 60, aDay: 30 }

export const traits: Traits = {
  letter: 'ƒ',
  requestLimit: MINUTE,
  // Lists show a post after seconds to minutes; no page states a bound.
  listDelay: 3 * MINUTE,
  // 368/1390008, "posting too fast", blocks a Page for a day; nothing states the pace that is safe.
  spacing: 2 * MINUTE,
  // Batch requests guide: at most 50 parts.
  metricsBatch: 50,
  hosts: [GRAPH_HOST, WEB_HOST, VIDEO_HOST, UPLOAD_HOST],
}
