import { dayOf } from '../../src/kit/time.ts'
import type { Metric, Problem, Reading, Readings, Session } from '../../src/ports/network.ts'
import { type Api, apiOf } from './api.ts'
import type { Bad } from './bad.ts'
import { type ReportRow, readStats, readVideos, reportVideos, type Stats } from './calls.ts'
import { MINUTE } from './limits.ts'
import { PACIFIC } from './quota.ts'
import type { Cred } from './shape.ts'

/**
 * Fifty a call from their own bucket: 10,000 live videos are 200 calls of 10,000 a day. Shares and the stricter count of
 * views come from the Analytics API, which has no part in those buckets and is two days late; what it does not give is absent.
 */
export async function metrics(from: Session<Cred>, remotes: readonly string[]): Promise<Readings> {
  if (remotes.length === 0) return { readings: [] }
  const api = apiOf(from, from.cred, from.settings)
  const stats = await readStats(api, remotes)
  if (stats.is !== 'answer') return { readings: unreadAll(remotes, whyOf(stats)), ...consequence(stats) }
  const seen = new Map(stats.value.map(one => [one.id, one]))
  const missing = remotes.filter(remote => !seen.has(remote))
  const gone = await ofMissing(api, missing)
  const report = seen.size > 0 ? await reportVideos(api, [...seen.keys()], dayOf(from.now(), PACIFIC)) : undefined
  if (report?.is === 'fault')
    from.note({ is: 'warning', why: { code: 'youtube.no_reports', ...detailOf(report.fault.why) } })
  const late = new Map((report?.is === 'answer' ? report.value : []).map(row => [row.get('video'), row]))
  const readings = remotes.map((remote): Reading => {
    const one = seen.get(remote)
    if (one) return { is: 'read', remote, values: { ...valuesOf(one), ...lateOf(late.get(remote)) } }
    if (gone.is === 'bad') return { is: 'unread', remote, why: whyOf(gone.bad) }
    return gone.ids.has(remote) ? { is: 'gone', remote } : { is: 'unread', remote, why: { code: 'youtube.not_listed' } }
  })
  return { readings, ...(gone.is === 'bad' && consequence(gone.bad)) }
}

/** Not atomic: an id that is not in the answer is not gone. The plain list says so, and says it of all at once. */
async function ofMissing(
  api: Api,
  ids: readonly string[],
): Promise<{ is: 'gone'; ids: Set<string> } | { is: 'bad'; bad: Bad }> {
  if (ids.length === 0) return { is: 'gone', ids: new Set() }
  const read = await readVideos(api, ids)
  if (read.is !== 'answer') return { is: 'bad', bad: read }
  const there = new Set(read.value.map(video => video.id))
  return { is: 'gone', ids: new Set(ids.filter(id => !there.has(id))) }
}

/** A counter that is missing is unknown: likes are hidden, comments are off. */
function valuesOf({ statistics }: Stats): Partial<Record<Metric, number>> {
  const { viewCount, likeCount, commentCount } = statistics
  return {
    ...(viewCount !== undefined && { views: viewCount }),
    ...(likeCount !== undefined && { reactions: likeCount }),
    ...(commentCount !== undefined && { comments: commentCount }),
  }
}

/** By name of the column, never by its place. */
function lateOf(row: ReportRow | undefined): Partial<Record<Metric, number>> {
  const figure = (name: string) => {
    const value = row?.get(name)
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
  }
  const [shares, engaged] = [figure('shares'), figure('engagedViews')]
  return { ...(shares !== undefined && { shares }), ...(engaged !== undefined && { engaged }) }
}

const unreadAll = (remotes: readonly string[], why: Problem) =>
  remotes.map((remote): Reading => ({ is: 'unread', remote, why }))

const whyOf = (bad: Bad): Problem => (bad.is === 'fault' ? bad.fault.why : bad.why)
const detailOf = ({ detail }: Problem) => (detail ? { detail } : {})

function consequence(bad: Bad): Pick<Readings, 'later' | 'reconnect'> {
  if (bad.is === 'silence') return { later: { retryAfter: MINUTE, why: bad.why } }
  const { fault } = bad
  switch (fault.is) {
    case 'account':
      return { reconnect: fault.why }
    case 'rate':
    case 'quota':
      return { later: { retryAfter: fault.retryAfter, why: fault.why } }
    case 'channel':
    case 'done':
    case 'missing':
    case 'invalid':
    case 'forbidden':
    case 'odd':
      return {}
    default:
      return fault satisfies never
  }
}
