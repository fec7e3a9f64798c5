import type { Silence } from '../../src/kit/exchange.ts'
import { tidy } from '../../src/kit/text.ts'
import type { Content } from '../../src/ports/network.ts'
import { listVideos, type Video } from './calls.ts'
import type { Fault } from './errors.ts'
import { MINUTE } from './limits.ts'
import type { Look } from './look.ts'
import { addressOf, remoteOf } from './remote.ts'

export type Searched = { is: 'searched'; post?: string } | { is: 'fault'; fault: Fault } | Silence

/** What TikTok's clock may be behind ours. */
const BEFORE = 2 * MINUTE
/** Pages of twenty that are looked through; nobody posts more in the time a doubt lasts. */
const PAGES = 5

/** A public post that reads like ours, appeared since the first attempt and belongs to no other delivery. */
export async function search({ to, api, content, attempt, form }: Look): Promise<Searched> {
  const since = attempt.firstBeganAt.getTime() - BEFORE
  const alike: Video[] = []
  let cursor: number | undefined
  for (let page = 0; page < PAGES; page++) {
    const read = await listVideos(api, cursor)
    if (read.is !== 'answer') return read
    const { videos, has_more, cursor: next } = read.value
    alike.push(...videos.filter(video => madeAt(video) >= since && isLike(video, content)))
    if (!has_more || next === undefined || videos.every(video => madeAt(video) < since)) break
    cursor = next
  }
  const taken = await attempt.taken(alike.map(video => remoteOf(form.media, video.id)))
  const ours = alike.filter(video => !taken.has(remoteOf(form.media, video.id))).sort((a, b) => madeAt(a) - madeAt(b))
  const [oldest, ...others] = ours
  if (others.length > 0) {
    const addresses = others.map(video => addressOf(form.media, video.id)).join(' ')
    to.note({ is: 'warning', why: { code: 'tiktok.several', with: { count: ours.length, others: addresses } } })
  }
  return oldest ? { is: 'searched', post: oldest.id } : { is: 'searched' }
}

const madeAt = (video: Video) => (video.create_time ?? 0) * 1000

/** The list gives the first 150 units of a caption, and the length of a video in whole seconds. */
function isLike(video: Video, content: Content): boolean {
  const shown = tidy(video.video_description || video.title || '')
  const sent = [content.text, content.title ?? ''].map(tidy)
  const begins = shown !== '' && sent.some(text => text !== '' && (text.startsWith(shown) || shown.startsWith(text)))
  const lasts = content.video?.seconds
  const fits = lasts === undefined || video.duration === undefined || Math.abs(video.duration - lasts) <= 2
  return begins && fits
}
