import type { Ctx } from '../context.ts'
import type { Problem } from '../ports/network.ts'
import type { Way } from '../ports/portal.ts'
import { ask, type Body } from './ask.ts'
import { intervalOf } from './manners.ts'
import { unlessBusy } from './polite.ts'
import { mayRead, type Robots, robotsOf, sitemapsOf } from './robots.ts'
import { type ReadKind, readKinds, type SourceSettings } from './source.ts'
import { busy, type Tried, tryOut } from './try.ts'

export interface WayTried extends Way {
  tried: Tried
}

/** How the portal wants to be read, by its robots.txt, and the pace that would be kept. */
export interface Pace {
  robots: Robots['is']
  /** Why nothing is known, where it did not answer. */
  detail?: string
  /** Seconds it asks for between two requests (`Crawl-delay`). */
  crawlDelay?: number
  /** Seconds that would lie between two requests. */
  everySeconds: number
}

export type Ways =
  | {
      is: 'found'
      /** Where the address led to. */
      url: string
      /** Kind of installation, as the presets name it. */
      family: string
      /** What it was recognised by. */
      signs: string[]
      pace: Pace
      /** In the order in which they are to be preferred; what cannot be read stands last. */
      ways: WayTried[]
    }
  | { is: 'failed'; why: Problem }

/** Requests to one portal while a person waits. */
const mostTries = 8
/** Of one kind: two that can be read are choice enough. */
const enough = 2

type Tools = Pick<Ctx, 'outbound' | 'readers' | 'now'>

/**
 * What stands at an address, and by which ways it could be watched, each tried out: the interface for posts, feeds, sitemaps,
 * then the page itself as a list. Nothing is saved.
 */
export async function findWays(ctx: Tools, address: string, rows = 5): Promise<Ways> {
  const answer = await unlessBusy(askFirst(ctx, address))
  if (answer.is === 'busy') return { is: 'failed', why: busy }
  if (answer.is !== 'body') return { is: 'failed', why: answer.why }
  const url = new URL(answer.url).href
  const itself = await kindOf(ctx, answer)
  const robots = await askRobots(ctx, url)
  const pace = paceOf(robots, url)
  if (itself) {
    const tried = forbidden(robots, url, url) ?? (await tryOut(ctx, url, { kind: itself, rows }))
    return { is: 'found', url, family: 'generic', signs: [], pace, ways: [{ kind: itself, url, told: true, tried }] }
  }
  const html = new TextDecoder().decode(answer.bytes)
  const recognised = ctx.readers.recognise(html, answer.headers, url)
  const list: Way = { kind: 'list', url, told: true }
  const named = sitemapsOf(robots, new URL('/robots.txt', url).href).map(
    (found): Way => ({ kind: 'sitemap', url: found, told: true }),
  )
  const usual = recognised.ways.filter(way => way.url !== url && !named.some(known => known.url === way.url))
  const before = usual.findIndex(({ kind }) => readKinds.indexOf(kind) >= readKinds.indexOf('sitemap'))
  const candidates = [...usual.toSpliced(before < 0 ? usual.length : before, 0, ...named), list]
  const { family, signs } = recognised
  const ways = await tryAll(ctx, candidates, { family }, rows, { robots, page: url })
  return { is: 'found', url, family, signs, pace, ways }
}

/** What the portal tells every robot: what may be read, how fast, and where its sitemaps are. */
async function askRobots(ctx: Tools, page: string): Promise<Robots> {
  const answer = await unlessBusy(ask(ctx, new URL('/robots.txt', page).href, { accept: 'text/plain, */*;q=0.5' }))
  if (answer.is === 'body') return robotsOf(200, new TextDecoder().decode(answer.bytes))
  const status = answer.is === 'gone' ? 410 : answer.is === 'failed' ? answer.why.status : undefined
  return status === undefined ? { is: 'unreachable', detail: 'robots.txt did not answer' } : robotsOf(status, '')
}

function paceOf(robots: Robots, url: string): Pace {
  const may = mayRead(robots, new URL('/', url).href)
  const crawlDelay = may.is === 'allowed' ? may.crawlDelay : undefined
  return {
    robots: robots.is,
    ...(robots.is === 'unreachable' && { detail: robots.detail }),
    ...(crawlDelay !== undefined && { crawlDelay }),
    everySeconds: intervalOf({}, crawlDelay) / 1000,
  }
}

/** What robots.txt keeps from us is not tried either. */
function forbidden(robots: Robots, page: string, url: string): Extract<Tried, { is: 'failed' }> | undefined {
  // One that does not answer keeps a source from being read later; a person who looks is not kept from looking.
  if (robots.is !== 'rules' || new URL(url).origin !== new URL(page).origin) return undefined
  const may = mayRead(robots, url)
  return may.is === 'allowed' ? undefined : { is: 'failed', why: { code: 'source.fault_robots', detail: may.detail } }
}

async function tryAll(
  ctx: Tools,
  ways: readonly Way[],
  settings: SourceSettings,
  rows: number,
  { robots, page }: { robots: Robots; page: string },
): Promise<WayTried[]> {
  const out: WayTried[] = []
  let tries = 0
  for (const way of ways) {
    const same = out.filter(({ kind, tried }) => kind === way.kind && tried.is === 'list')
    // The page at hand is always looked at; it costs one request that was made already.
    if (way.kind !== 'list' && (same.length >= enough || tries >= mostTries)) continue
    const closed = forbidden(robots, page, way.url)
    if (!closed) tries++
    const tried = closed ?? (await tryOut(ctx, way.url, { kind: way.kind, settings, rows }))
    // What nobody promised and nobody has is no news.
    if (tried.is === 'failed' && !way.told && tried.why.code === 'source.not_found') continue
    out.push({ ...way, tried })
  }
  const isWell = ({ tried }: WayTried) => tried.is === 'list' && tried.entries.length > 0
  const order = (way: WayTried) => (isWell(way) ? 0 : 10) + readKinds.indexOf(way.kind)
  return out.sort((a, b) => order(a) - order(b))
}

/** A document that is a list by itself; undefined for a web page. */
async function kindOf({ readers }: Tools, { bytes, url, type, headers }: Body): Promise<ReadKind | undefined> {
  const came = { baseUrl: url, contentType: type, headers }
  if ((await readers.feed(bytes, came)).is === 'read') return 'feed'
  if ((await readers.posts(bytes, came)).is === 'read') return 'wordpress'
  return (await readers.sitemap(bytes, came)).is === 'read' ? 'sitemap' : undefined
}

/** A host alone is asked with TLS first; some portals have none, others have closed the way without. */
async function askFirst(ctx: Tools, address: string) {
  const accept = 'text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8'
  const addresses = /^https?:\/\//i.test(address) ? [address] : [`https://${address}`, `http://${address}`]
  let last: Exclude<Awaited<ReturnType<typeof ask>>, { is: 'unchanged' }> | undefined
  for (const one of addresses) {
    const answer = await ask(ctx, one, { accept })
    if (answer.is === 'unchanged') throw new Error('an address asked without memory cannot be unchanged')
    // A fault before any answer, and only that, says that another door may be open.
    if (answer.is !== 'failed' || answer.why.status !== undefined) return answer
    last ??= answer
  }
  if (!last) throw new Error('there is always an address')
  return last
}

/** An address or a host as people type it; undefined when it is neither. */
export function readAddress(text: string): string | undefined {
  const typed = text.trim()
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(typed) && !/^[^/]+:\d/.test(typed) ? typed : `https://${typed}`)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return undefined
  if (!/\./.test(url.hostname) && !/^\[/.test(url.hostname) && url.hostname !== 'localhost') return undefined
  return typed
}
