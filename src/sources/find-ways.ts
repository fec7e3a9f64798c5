import type { Ctx } from '../context.ts'
import type { Problem } from '../ports/network.ts'
import type { Way } from '../ports/portal.ts'
import { ask, type Body } from './ask.ts'
import { unlessBusy } from './polite.ts'
import { robotsOf, sitemapsOf } from './robots.ts'
import { type ReadKind, readKinds, type SourceSettings } from './source.ts'
import { busy, type Tried, tryOut } from './try.ts'

export interface WayTried extends Way {
  tried: Tried
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
  if (itself) {
    const tried = await tryOut(ctx, url, { kind: itself, rows })
    return { is: 'found', url, family: 'generic', signs: [], ways: [{ kind: itself, url, told: true, tried }] }
  }
  const html = new TextDecoder().decode(answer.bytes)
  const recognised = ctx.readers.recognise(html, answer.headers, url)
  const list: Way = { kind: 'list', url, told: true }
  const named = (await sitemapsNamed(ctx, url)).map((found): Way => ({ kind: 'sitemap', url: found, told: true }))
  const usual = recognised.ways.filter(way => way.url !== url && !named.some(known => known.url === way.url))
  const before = usual.findIndex(({ kind }) => readKinds.indexOf(kind) >= readKinds.indexOf('sitemap'))
  const candidates = [...usual.toSpliced(before < 0 ? usual.length : before, 0, ...named), list]
  const { family, signs } = recognised
  const ways = await tryAll(ctx, candidates, { family }, rows)
  return { is: 'found', url, family, signs, ways }
}

/** By the portal's own robots.txt, in which it tells every robot where they are. */
async function sitemapsNamed(ctx: Tools, page: string): Promise<string[]> {
  const address = new URL('/robots.txt', page).href
  const answer = await unlessBusy(ask(ctx, address, { accept: 'text/plain, */*;q=0.5' }))
  return answer.is === 'body' ? sitemapsOf(robotsOf(200, new TextDecoder().decode(answer.bytes)), address) : []
}

async function tryAll(ctx: Tools, ways: readonly Way[], settings: SourceSettings, rows: number): Promise<WayTried[]> {
  const out: WayTried[] = []
  let tries = 0
  for (const way of ways) {
    const same = out.filter(({ kind, tried }) => kind === way.kind && tried.is === 'list')
    // The page at hand is always looked at; it costs one request that was made already.
    if (way.kind !== 'list' && (same.length >= enough || tries >= mostTries)) continue
    tries++
    const tried = await tryOut(ctx, way.url, { kind: way.kind, settings, rows })
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
