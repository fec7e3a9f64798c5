import type { Limits, Traits } from '../../src/ports/network.ts'

export const OPENAPI_HOST = 'openapi.zalo.me'
export const OAUTH_HOST = 'oauth.zaloapp.com'
/** Where people read an article when the list gave no address of its own. */
export const READER_HOST = 'officialaccount.me'

const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const limits: Limits = {
  // Article API, "Tạo bài viết": 150, 300 and 50 characters, unit not stated. Exactly 150 and exactly 300 were seen
  // refused; publishers settled on these figures after live refusals. Counted in code points over NFC.
  fields: {
    title: { max: 140, unit: 'codepoint' },
    description: { max: 250, unit: 'codepoint' },
    author: { max: 50, unit: 'codepoint' },
  },
  // The same page: jpg or png, at most 1 MB. How many pictures a body takes and how large they may be it does not say.
  pictures: { most: 20, mimes: ['image/jpeg', 'image/png'], bytes: 1_048_576, longestSide: 2048 },
  // "Chuẩn bị video": avi or mp4, at most 50 MB. How long one may be no page says.
  videos: { mimes: ['video/mp4', 'video/x-msvideo'], bytes: 52_428_800, seconds: Number.POSITIVE_INFINITY },
}

export const traits: Traits = {
  letter: 'Z',
  // A video of 50 MB goes in one request: two minutes want a line of 3.5 Mbit/s.
  requestLimit: 2 * MINUTE,
  // An article shows in the list when its job is done, mostly after seconds; no page states a bound. After a quarter of
  // an hour publishers stop waiting.
  listDelay: 15 * MINUTE,
  // No pace is stated beyond 4,000 calls a minute; followers see every article.
  spacing: 30 * SECOND,
  // Only the list tells counters, ten a page and newest first. A walk tells of all it passes and goes on where the last
  // one ended, so this bounds no more than what is taken from the ledger at once (`npm run bench measure`).
  metricsBatch: 500,
  // An access token lives 25 hours; renewed at about 20 there is time for somebody to see that it fails.
  renewBefore: 5 * HOUR,
  fetchesPictures: true,
  hosts: [OPENAPI_HOST, OAUTH_HOST],
}
