/** Compares what the websites published and saw with what the service says it found. The truth is the websites'. */
import type { Db } from '../../../src/db/open.ts'
import { pathOf, waysOf } from './pages.ts'
import { calm, type Plan, type Site } from './plan.ts'
import type { Seen } from './sites.ts'

export interface Verdict {
  /** Sentences, none when all is well. */
  wrong: string[]
  published: number
  found: number
  edited: number
  withdrawn: number
  /** Milliseconds: the least between two requests to one installation, and the median until an item was found. */
  pace: number
  delay: number
  unchanged: number
}

const hour = 3_600_000

export async function judge(db: Db, plan: Plan, seen: readonly Seen[], port: number): Promise<Verdict> {
  const wrong: string[] = []
  const counted = { published: 0, found: 0, edited: 0, withdrawn: 0 }
  const rows = await db
    .selectFrom('publication')
    .innerJoin('portal', 'portal.id', 'publication.portal_id')
    .select(['publication.id', 'publication.url', 'publication.title', 'publication.state', 'publication.seen_at'])
    .select('portal.name as host')
    .select(e =>
      e
        .selectFrom('revision')
        .select(r => r.fn.countAll<number>().as('n'))
        .whereRef('publication_id', '=', 'publication.id')
        .as('revisions'),
    )
    .execute()
  const end = plan.days * 24 * hour
  const delays: number[] = []
  for (const site of plan.sites) {
    const mine = rows.filter(row => row.host === site.host)
    const known = new Set<string>()
    for (const piece of site.pieces) {
      const path = pathOf(site.family, piece, plan.start)
      const url = `http://${site.host}:${port}${path}`
      const found = mine.filter(row => row.url.replace(/[?&]redirect=.*$/, '') === url)
      known.add(url)
      if (site.robots === 'forbids') {
        if (found.length > 0) wrong.push(`${url} was taken from a site that forbids it`)
        continue
      }
      counted.published++
      const [one] = found
      if (!one) {
        wrong.push(`${url} (${site.family}, published at ${hours(piece.at)}) was not found`)
        continue
      }
      if (found.length > 1) wrong.push(`${url} was found ${found.length} times`)
      counted.found++
      const history = piece.at < calm
      // A site whose robots.txt does not answer has its first sight later, and what it published until then is history.
      const late = site.robots === 'late' && piece.at < 8 * hour
      if (history ? one.state !== 'baseline' : !late && one.state === 'baseline')
        wrong.push(`${url}, published at ${hours(piece.at)}, is ${one.state}`)
      const gone = piece.goneAt !== undefined && piece.goneAt < one.seen_at.getTime() - plan.start + 5 * 60_000
      if (one.state !== 'baseline' && !gone && one.title !== piece.title.normalize('NFC'))
        wrong.push(`${url} is called "${one.title}", not "${piece.title}"`)
      if (one.state === 'new' || one.state === 'withdrawn') delays.push(one.seen_at.getTime() - plan.start - piece.at)
      // What came late, after hours in which its site answered with something else, came edited already.
      const seenBefore = piece.editedAt !== undefined && one.seen_at.getTime() - plan.start < piece.editedAt
      if (piece.editedAt !== undefined && seenBefore && piece.editedAt < end - 30 * hour && one.state === 'new') {
        counted.edited++
        if (Number(one.revisions) < 2) wrong.push(`${url} was edited and nobody saw it`)
      }
      if (one.state === 'withdrawn') {
        counted.withdrawn++
        if (piece.goneAt === undefined) wrong.push(`${url} counts as withdrawn and was not`)
      } else if (piece.goneAt !== undefined && piece.goneAt < end - 80 * hour && one.state === 'new')
        wrong.push(`${url} was taken down ${hours(end - piece.goneAt)} before the end and does not count as withdrawn`)
    }
    for (const row of mine)
      if (!known.has(row.url.replace(/[?&]redirect=.*$/, '')))
        wrong.push(`${row.url} was invented: no site published it`)
  }
  const pace = judgePace(plan, seen, wrong)
  judgeManners(plan, seen, wrong)
  const unchanged = seen.filter(({ status }) => status === 304).length
  delays.sort((a, b) => a - b)
  return { wrong, ...counted, pace, delay: delays[delays.length >> 1] ?? 0, unchanged }
}

const hours = (ms: number) => `${(ms / hour).toFixed(1)} h`

/** One at a time and so far apart, whatever the sites at an address are called. */
function judgePace(plan: Plan, seen: readonly Seen[], wrong: string[]): number {
  let least = Number.POSITIVE_INFINITY
  const delays = new Map(plan.sites.map(({ host, crawlDelay }) => [host, (crawlDelay ?? 2) * 1000]))
  for (const [address, requests] of Map.groupBy(seen, one => one.address)) {
    const sorted = requests.toSorted((a, b) => a.from - b.from)
    for (const [at, one] of sorted.entries()) {
      const next = sorted[at + 1]
      if (!next) continue
      const gap = next.from - one.to
      least = Math.min(least, gap)
      // Until robots.txt was read nobody knows what it asks.
      const asked = one.path === '/robots.txt' ? 2000 : (delays.get(one.host) ?? 2000)
      if (gap < asked) wrong.push(`${address}: ${next.host}${next.path} came ${gap} ms after ${one.host}${one.path}`)
    }
  }
  return least
}

function judgeManners(plan: Plan, seen: readonly Seen[], wrong: string[]): void {
  const byHost = Map.groupBy(seen, one => one.host)
  for (const site of plan.sites) {
    const requests = byHost.get(site.host) ?? []
    const robots = requests.filter(({ path }) => path === '/robots.txt')
    if (requests[0] && requests[0].path !== '/robots.txt') wrong.push(`${site.host} was asked before its robots.txt`)
    if (site.robots !== 'late' && robots.length > plan.days + 1)
      wrong.push(`${site.host}: robots.txt was asked ${robots.length} times in ${plan.days} days`)
    if (site.robots === 'forbids' && requests.length > robots.length)
      wrong.push(`${site.host} forbids everything and was asked ${requests.length - robots.length} times`)
    if (site.robots === 'late') {
      const early = requests.find(({ path, from }) => path !== '/robots.txt' && from < 5 * hour)
      if (early) wrong.push(`${site.host}${early.path} was asked while robots.txt did not answer`)
    }
    if (requests.some(({ path }) => path.startsWith('/quan-tri')))
      wrong.push(`${site.host}: a forbidden path was asked`)
    if (site.quiet) judgeQuiet(plan, site, requests, wrong)
    judgeFullReads(plan, site, requests, wrong)
    if (requests.some(({ agent }) => !/^LanToa\/\S+ \(\+mailto:/.test(agent)))
      wrong.push(`${site.host} was not told who asks`)
  }
}

function judgeQuiet(plan: Plan, site: Site, requests: readonly Seen[], wrong: string[]): void {
  const loud = requests.find(({ from }) => {
    const clock = new Date(plan.start + from + 7 * hour).toISOString().slice(11, 16)
    const { from: begins = '', to: ends = '' } = site.quiet ?? {}
    return begins > ends ? clock >= begins || clock < ends : clock >= begins && clock < ends
  })
  if (loud) wrong.push(`${site.host} was asked in its quiet hours, ${hours(loud.from)} into the story`)
}

/** Validators may lie: once a day each list is asked for whole. */
function judgeFullReads(plan: Plan, site: Site, requests: readonly Seen[], wrong: string[]): void {
  const list = waysOf[site.family].path.split('&')[0] ?? ''
  const whole = requests.filter(one => one.path.startsWith(list) && one.status === 200 && !one.conditional)
  const longest = whole.slice(1).reduce((most, one, at) => Math.max(most, one.from - (whole[at]?.from ?? 0)), 0)
  const troubled = site.troubles.length > 0 || site.quiet !== undefined
  if (!troubled && longest > 25 * hour + 2000 * plan.every)
    wrong.push(`${site.host}: ${hours(longest)} without a whole read`)
}

export function tell(verdict: Verdict): string {
  const { wrong, published, found, edited, withdrawn, pace, delay, unchanged } = verdict
  return [
    `${published} published, ${found} found, each once: ${wrong.length === 0 ? 'yes' : 'NO'}`,
    `${edited} edits seen, ${withdrawn} withdrawn, ${unchanged} answers 304`,
    `least between two requests to one installation ${(pace / 1000).toFixed(2)} s, median until found ${(delay / 60_000).toFixed(0)} min`,
    ...wrong.slice(0, 40),
    ...(wrong.length > 40 ? [`and ${wrong.length - 40} more`] : []),
  ].join('\n')
}
