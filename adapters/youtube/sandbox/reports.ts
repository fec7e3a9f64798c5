import { pacificDay } from './days.ts'
import { readsOf } from './engagement.ts'
import { requiredOfReport, unsupportedReport } from './errors.ts'
import { ok, type Reply } from './reply.ts'
import type { Call } from './request.ts'
import type { Who } from './rights.ts'
import type { Video } from './types.ts'
import type { World } from './world.ts'

const metrics = {
  views: 'views',
  engagedViews: 'engagedViews',
  likes: 'likes',
  comments: 'comments',
  shares: 'shares',
  estimatedMinutesWatched: 'estimatedMinutesWatched',
} as const
type Known = keyof typeof metrics
const isKnown = (name: string): name is Known => Object.hasOwn(metrics, name)

/** Analytics v2: by video or by day, never by both; sums up to the end of the range, as far as figures have arrived. */
export function reports(world: World, who: Who, call: Call): Reply {
  const get = (name: string) => call.query.get(name) ?? ''
  for (const name of ['ids', 'startDate', 'endDate', 'metrics']) if (get(name) === '') throw requiredOfReport()
  if (get('ids') !== 'channel==MINE' && get('ids') !== `channel==${who.channel.id}`) throw unsupportedReport()
  const [from, to] = [get('startDate'), get('endDate')]
  const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
  if (!isDay(from) || !isDay(to) || from > to) throw unsupportedReport()
  const asked = get('metrics').split(',')
  if (!asked.every(isKnown)) throw unsupportedReport()
  const wanted = asked.filter(isKnown)
  const dimensions = get('dimensions')
  if (dimensions !== 'video' && dimensions !== 'day') throw unsupportedReport()
  const only = videosIn(get('filters'))
  const until = Math.min(world.now() - world.settings.analyticsDelayMs, Date.parse(to) + 86_400_000)
  const own = [...world.videos.values()].filter(
    video => video.channelId === who.channel.id && video.removedAt === null && (!only || only.includes(video.id)),
  )
  const reads = (video: Video, at: number) => {
    const all = readsOf(world, video, at)
    return wanted.map(name => all[metrics[name]])
  }
  let rows: (string | number)[][] = []
  if (dimensions === 'video') {
    const most = Number(get('maxResults'))
    if (!/^-\w+$/.test(get('sort')) || !(most >= 1 && most <= 200) || !wanted.some(name => `-${name}` === get('sort')))
      throw unsupportedReport()
    const by = wanted.findIndex(name => `-${name}` === get('sort'))
    rows = own
      .filter(video => video.uploadedAt <= until)
      .map(video => [video.id, ...reads(video, until)])
      .toSorted((a, b) => Number(b[by + 1]) - Number(a[by + 1]))
      .slice(0, most)
  } else {
    const [video] = own
    if (only?.length !== 1) throw unsupportedReport()
    for (let at = Date.parse(from); video && at <= until; at += 86_400_000) {
      const before = reads(video, at)
      rows.push([
        pacificDay(at + 43_200_000),
        ...reads(video, Math.min(until, at + 86_400_000)).map((n, i) => n - (before[i] ?? 0)),
      ])
    }
  }
  const columnHeaders = [
    { name: dimensions, columnType: 'DIMENSION', dataType: 'STRING' },
    ...wanted.map(name => ({ name, columnType: 'METRIC', dataType: 'INTEGER' })),
  ]
  // Where there is nothing there are no rows, not an empty list.
  return ok({ kind: 'youtubeAnalytics#resultTable', columnHeaders, ...(rows.length > 0 && { rows }) })
}

function videosIn(filters: string): string[] | null {
  if (filters === '') return null
  const [, ids] = /^video==([\w,-]+)$/.exec(filters) ?? []
  if (!ids) throw unsupportedReport()
  return ids.split(',')
}
