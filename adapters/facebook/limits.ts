import type { Limits, Traits } from '../../src/ports/network.ts'

/** Newest Graph version on 2026-11-22; published 2026-07-29, end not announced (changelog, version26.0). */
export const VERSION = 'v26.0'

export const GRAPH_HOST = 'graph.facebook.com'
export const WEB_HOST = 'www.facebook.com'

const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const limits: Limits = {
  // Publishers state 63,206 characters, Meta's reference names neither figure nor unit; we stay below in the larger unit.
  fields: { text: { max: 60_000, unit: 'utf16' } },
  // Page/photos reference: 4 MB (newer pages say 10 MB, error 1366046 speaks of 4 MB). Ten pictures: the most any
  // publisher is known to send. JPEG and PNG of the listed types: the others lose animation or are not understood.
  pictures: { most: 10, mimes: ['image/jpeg', 'image/png'], bytes: 4_000_000, longestSide: 2048 },
}

export const traits: Traits = {
  letter: 'ƒ',
  requestLimit: MINUTE,
  // Lists show a post after seconds to minutes; no page states a bound.
  listDelay: 3 * MINUTE,
  // 368/1390008, "posting too fast", blocks a Page for a day; nothing states the pace that is safe.
  spacing: 2 * MINUTE,
  // Batch requests guide: at most 50 parts.
  metricsBatch: 50,
  hosts: [GRAPH_HOST, WEB_HOST],
}
