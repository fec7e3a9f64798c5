import type { Db } from '../db/open.ts'
import { follow } from '../kit/follow.ts'
import { FetchFault } from '../kit/http.ts'
import type { Fetch } from '../ports/network.ts'
import { intervalOf, type Manners, mannersOf, quietUntil } from './manners.ts'
import { claimTurn, endTurnAt, findNextTurn, findOrigin, keepRobots, placeOrigin } from './queries-manners.ts'
import { mayRead, mostBytes, type Robots, robotsDue, robotsOf } from './robots.ts'

/** What good manners need of the runtime. */
export interface Doors {
  /** What stands behind a host: its address, because the sites of one installation share it. */
  installationOf(host: string): Promise<string>
  /** The guarded way, with certificates (PEM) trusted beside those of the system; verification is never off. */
  trusting(extraCa: string | undefined): Fetch
  /** Resolves after so many milliseconds of the business clock; fails when the process is to end. */
  pause(ms: number, signal?: AbortSignal | null): Promise<void>
}

interface House {
  db: Db
  now(): Date
  doors: Doors
}

/** Nothing was sent: somebody else asks there, or the pace or the portal's quiet hours hold. */
export class NotNow extends FetchFault {
  readonly until: Date
  constructor(host: string, until: Date) {
    super('busy', false, `${host} is not to be asked before ${until.toISOString()}`)
    this.until = until
  }
}

/** For callers that come back: that it is not their turn is an answer. */
export async function unlessBusy<T>(asked: Promise<T>): Promise<T | { is: 'busy'; until: Date }> {
  try {
    return await asked
  } catch (cause) {
    if (cause instanceof NotNow) return { is: 'busy', until: cause.until }
    throw cause
  }
}

/** How long one request waits for its turn on the business clock. Shorter than any claim under which it is made. */
const patience = 45_000
/** Names move between addresses seldom. */
const resolvedFor = 3_600_000

/**
 * The way to portals with manners: each request (redirects are requests of their own) asks robots.txt first, keeps the
 * quiet hours, and takes its turn at the installation: one at a time and so far apart, whatever asks and in whichever
 * process. The turn ends when the body was read or given up.
 */
export function politely(house: House): Fetch {
  return async (input, init = {}) => {
    const url = URL.parse(String(input))
    // What the guard refuses by its looks is refused by it alone, which says why.
    if (!url?.protocol.startsWith('http') || url.username || url.password)
      return house.doors.trusting(undefined)(input, init)
    const deadline = house.now().getTime() + patience
    const place = await placeOf(house, url)
    const { manners } = place
    const quiet = quietUntil(manners, house.now())
    if (quiet) throw new NotNow(url.host, quiet)
    const robots = manners.robotsPermission
      ? open
      : (place.robots ?? (await askRobots(house, url.origin, place, deadline)))
    const allowed = mayRead(robots, url.href)
    if (allowed.is === 'refused') throw new FetchFault(allowed.kind, false, `${url.host}: ${allowed.detail}`)
    return turnAt(house, place, intervalOf(manners, allowed.crawlDelay), deadline, url, init)
  }
}

const open: Robots = { is: 'open' }

interface Place {
  key: string
  manners: Manners
  fetch: Fetch
  /** Undefined when it has to be asked for. */
  robots: Robots | undefined
}

/** Portals at one address are one installation, whatever they are called. */
async function placeOf({ db, now, doors }: House, { origin, hostname }: URL): Promise<Place> {
  const known = await findOrigin(db, origin)
  const manners = mannersOf(known.settings)
  const named = manners.installation && `named:${manners.installation}`
  const at = now()
  const fresh = known.resolved_at && at.getTime() - known.resolved_at.getTime() < resolvedFor
  const before = known.installation_key
  const holds = fresh && before && (named ? named === before : !before.startsWith('named:'))
  const key = holds ? before : (named ?? (await doors.installationOf(hostname)))
  if (!holds) await placeOrigin(db, origin, key, at)
  const cached = known.robots && known.robots_due_at && known.robots_due_at > at
  const robots = cached ? recall(known.robots ?? 'unreachable', known.robots_text) : undefined
  return { key, manners, fetch: doors.trusting(manners.extraCa), robots }
}

function recall(robots: Robots['is'], text: string | null | undefined): Robots {
  switch (robots) {
    case 'open':
      return open
    case 'rules':
      return { is: 'rules', text: text ?? '' }
    case 'unreachable':
      return { is: 'unreachable', detail: 'robots.txt did not answer a few minutes ago' }
    default:
      return robots satisfies never
  }
}

/** A request like any other, with a turn of its own; redirects are followed, across hosts too (RFC 9309 §2.3.1.2). */
async function askRobots(house: House, origin: string, place: Place, deadline: number): Promise<Robots> {
  const fetch: Fetch = async (input, init) => {
    const url = new URL(input)
    const there = url.origin === origin ? place : await placeOf(house, url)
    return turnAt(house, there, intervalOf(there.manners, undefined), deadline, url, init ?? {})
  }
  const robots = await readRobots(fetch, `${origin}/robots.txt`)
  await keepRobots(house.db, origin, robots, robotsDue(robots, house.now()))
  return robots
}

async function readRobots(fetch: Fetch, address: string): Promise<Robots> {
  try {
    const { response } = await follow(fetch, address, { headers: { accept: 'text/plain, */*;q=0.5' } })
    if (response.status === 200) return robotsOf(200, await firstBytes(response))
    await response.body?.cancel()
    return robotsOf(response.status, '')
  } catch (cause) {
    // That it was not our turn, or that the address is forbidden, says nothing about robots.txt.
    if (!(cause instanceof FetchFault) || ['busy', 'aborted', 'blocked'].includes(cause.kind)) throw cause
    return { is: 'unreachable', detail: cause.message.slice(0, 300) }
  }
}

async function firstBytes(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let read = 0
  for await (const part of response.body ?? []) {
    text += decoder.decode(part.subarray(0, mostBytes - read), { stream: true })
    read += part.length
    // Leaving the loop gives up the rest; a rule cut in the middle would be another rule.
    if (read >= mostBytes) return text.slice(0, text.lastIndexOf('\n') + 1)
  }
  return text
}

async function turnAt(
  house: House,
  { key, fetch }: Pick<Place, 'key' | 'fetch'>,
  interval: number,
  deadline: number,
  url: URL,
  init: RequestInit,
): Promise<Response> {
  const leave = await enter(house, key, interval, deadline, url.host, init.signal)
  try {
    return await held(await fetch(url, init), leave)
  } catch (cause) {
    await leave()
    throw cause
  }
}

/** Waits for a turn; what it gives ends the turn, once. */
async function enter(
  { db, now, doors }: House,
  key: string,
  interval: number,
  deadline: number,
  host: string,
  signal?: AbortSignal | null,
): Promise<() => Promise<void>> {
  for (;;) {
    const at = now()
    const claim = await claimTurn(db, key, at)
    if (claim !== undefined) {
      let left = false
      return async () => {
        if (left) return
        left = true
        await endTurnAt(db, key, claim, new Date(now().getTime() + interval))
      }
    }
    const next = (await findNextTurn(db, key))?.next_at ?? at
    // Under somebody's claim: how long is not known, mostly a fraction of a second.
    const until = next > at ? next.getTime() : at.getTime() + 250
    if (until > deadline) throw new NotNow(host, new Date(Math.max(next.getTime(), at.getTime() + 1000)))
    // The clock went on while the database was asked.
    await doors.pause(Math.max(0, until - now().getTime()), signal)
  }
}

/** The answer as it came; the turn ends with its body. */
async function held(response: Response, leave: () => Promise<void>): Promise<Response> {
  const { status, headers, body } = response
  if (!body) {
    await leave()
    return response
  }
  const reader = body.getReader()
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(value)
        await leave()
        controller.close()
      } catch (cause) {
        await leave()
        controller.error(cause)
      }
    },
    async cancel(reason) {
      await reader.cancel(reason)
      await leave()
    },
  })
  return new Response(stream, { status, headers })
}
