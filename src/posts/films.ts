import { showClock, showDate } from '../kit/time.ts'
import type { Networks, Problem, Video } from '../ports/network.ts'
import { picturesFor } from './fit-pictures.ts'
import type { Target } from './format.ts'
import type { Draft } from './post.ts'

/** What is known of an item's films before our copies are there. */
type Filmed = Pick<Draft, 'videos' | 'unfilmed' | 'filmUntil'>

/** Our copy of a film is still to come: none is here, and at least one was not given up. */
export const isFilmComing = ({ videos, unfilmed }: Pick<Draft, 'videos' | 'unfilmed'>): boolean =>
  videos.length > 0 && !videos.some(({ file }) => file) && videos.some(({ url }) => isOpen(unfilmed[url]))

/** One that is late may still come, for whoever has nothing to show without it. */
const isOpen = (why: Problem | undefined) => why === undefined || why.code === 'video.late'

/** What a channel waits for that could go without the film, while there is time; undefined where it waits no longer. */
export function filmAwaited(draft: Filmed): Problem | undefined {
  const { filmUntil, videos, unfilmed } = draft
  if (filmUntil === null || !isFilmComing(draft) || videos.every(({ url }) => unfilmed[url])) return undefined
  const until = new Date(filmUntil)
  return { code: 'video.awaited', with: { until: `${showClock(until)} ${showDate(until)}` } }
}

/** Why what goes out goes out without the film; undefined where none is missing. */
export function filmMissing(draft: Filmed): Problem | undefined {
  const { videos, unfilmed } = draft
  const [first] = videos
  if (!first || videos.some(({ file }) => file)) return undefined
  return unfilmed[first.url] ?? { code: 'video.coming' }
}

/**
 * Whether a channel would show the item's film, were our copy of it there. The network itself is asked, with a film that
 * it surely takes: only its form tells whether this kind of item is a film there, under these settings.
 */
export function showsFilm(networks: Networks, channel: Pick<Target, 'id' | 'network' | 'settings'>, draft: Draft) {
  const network = networks.get(channel.network)
  const limits = network?.about.limits.videos
  const settings = network?.shape.settings.safeParse({ ...channel.settings, ...draft.templates[channel.id] })
  if (!network || !limits || !settings?.success) return false
  const file: Video = { ...model, mime: limits.mimes[0] ?? model.mime }
  const videos = draft.videos.map(video => ({ ...video, file }))
  const pictures = picturesFor(draft, channel.network)
  const fit = network.format({ ...draft, pictures, videos }, settings.data)
  return fit.is === 'fit' && fit.content.video !== undefined
}

/** Full HD, a minute, of the codecs that all of them take. */
const model: Video = {
  digest: '0'.repeat(64),
  mime: 'video/mp4',
  bytes: 10_000_000,
  width: 1920,
  height: 1080,
  seconds: 60,
  rate: 25,
  videoCodec: 'avc1.640028',
  audioCodec: 'mp4a.40.2',
}

/**
 * How long a post by rules waits for a film: so many minutes, and where it goes out later anyway until then; nothing of
 * it is waited past half the time after which it would be too late.
 */
export function filmUntil(minutes: number, now: Date, due: Date | null, notAfter: Date | null): Date | null {
  if (minutes === 0) return null
  const first = Math.max(now.getTime(), due?.getTime() ?? 0)
  const until = Math.max(now.getTime() + minutes * 60_000, first)
  return new Date(notAfter ? Math.min(until, (first + notAfter.getTime()) / 2) : until)
}
