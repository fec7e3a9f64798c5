import { dayOf } from '../../src/kit/time.ts'
import type { Metric, Problem, Reading, Readings, Session } from '../../src/ports/network.ts'
import { apiOf } from './api.ts'
import type { Answer, Bad } from './bad.ts'
import { type ReportRow, readStats, readVideos, reportVideos, type Stats } from './calls.ts'
import { MINUTE, MOST_IDS } from './limits.ts'
import { PACIFIC } from './quota.ts'
import type { Cred } from './shape.ts'

/**
 * Fifty a call from their own bucket: 10,000 live videos are 200 calls of 10,000 a day. Shares and the stricter count of
 * views come from the Analytics API, 200 videos a report, which has no part in those buckets and is two days late; what it
 * does not give is absent.
 */
export async function metrics(from: Session<Cred>, remotes: readonly string[]): Promise<Readings> {
  if (remotes.length === 0) return { readings: [] }
  const api = apiOf(from, from.cred, from.settings)
  const counted = await inParts(remotes, ids => readStats(api, ids))
  const seen = new Map(counted.items.map(one => [one.id, one]))
  const missing = counted.asked.filter(remote => !seen.has(remote))
  const listed = await inParts(missing, ids => readVideos(api, ids))
  const there = new Set(listed.items.map(video => video.id))
  // Not atomic: an id that is not in the answer is not gone. The plain list says so, and says it of all at once.
  const gone = new Set(listed.asked.filter(id => !there.has(id)))
  const report = seen.size > 0 ? await reportVideos(api, [...seen.keys()], dayOf(from.now(), PACIFIC)) : undefined
  if (report?.is === 'fault')
    from.note({ is: 'warning', why: { code: 'youtube.no_reports', ...detailOf(report.fault.why) } })
  const late = new Map((report?.is === 'answer' ? report.value : []).map(row => [row.get('video'), row]))
  const bad = counted.bad ?? listed.bad
  const why = bad ? whyOf(bad) : { code: 'youtube.not_listed' }
  const readings = remotes.map((remote): Reading => {
    const one = seen.get(remote)
    if (one) return { is: 'read', remote, values: { ...valuesOf(one), ...lateOf(late.get(remote)) } }
    return gone.has(remote) ? { is: 'gone', remote } : { is: 'unread', remote, why }
  })
  return { readings, ...(bad && consequence(bad)) }
}

interface Parts<T> {
  items: T[]
  /** What was asked about and answered. */
  asked: string[]
  /** What went wrong with the next part; the rest was not asked. */
  bad?: Bad
}

async function inParts<T>(ids: readonly string[], ask: (some: readonly string[]) => Promise<Answer<T[]>>) {
  const parts: Parts<T> = { items: [], asked: [] }
  for (let at = 0; at < ids.length; at += MOST_IDS) {
    const some = ids.slice(at, at + MOST_IDS)
    const answer = await ask(some)
    if (answer.is !== 'answer') return { ...parts, bad: answer }
    parts.items.push(...answer.value)
    parts.asked.push(...some)
  }
  return parts
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
