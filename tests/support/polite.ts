import { onTestFinished } from 'vitest'
import { guardedFetch } from '../../src/runtime/node/connect.ts'
import { makeDoors } from '../../src/runtime/node/doors.ts'
import { type Doors, politely } from '../../src/sources/polite.ts'
import { someTime } from './build.ts'
import { freshDatabase } from './database.ts'
import { serve } from './server.ts'
import { waitingMoves } from './turns.ts'

export interface Reply {
  status?: number
  type?: string
  headers?: Record<string, string>
  body?: string | Buffer
}

/** When a request began and ended on the test's clock. */
export interface Asked {
  host: string
  path: string
  from: number
  to: number
}

/** Names that all stand on loopback addresses, a clock that waiting moves, and the way to portals with its manners. */
export async function setPolite(given: { addresses?: Readonly<Record<string, string>>; speed?: number } = {}) {
  const { db } = await freshDatabase()
  const clock = { at: someTime.getTime() }
  const now = () => new Date(clock.at)
  const asked: Asked[] = []
  const answers = new Map<string, (headers: Record<string, unknown>) => Reply>()
  const server = await serve(async (request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '')
    const path = request.url ?? '/'
    const one: Asked = { host, path, from: clock.at, to: 0 }
    asked.push(one)
    const found = answers.get(`${host}${path}`) ?? answers.get(path)
    const {
      status = 200,
      type = 'text/plain',
      headers = {},
      body = '',
    } = found?.(request.headers) ?? ({ status: 404, body: 'không có' } as Reply)
    // A request takes its time on the business clock as well.
    clock.at += 30
    // Before the last byte is handed over: by the time 'finish' is told, whoever asked may have moved the clock.
    one.to = clock.at
    response.writeHead(status, { 'content-type': type, ...headers }).end(body)
  })
  const resolve = async (host: string) => [{ address: given.addresses?.[host] ?? '127.0.0.1', family: 4 }]
  const guarded = { privateOk: ['127.0.0.0/8'], portsOk: 'any' as const, userAgent: 'LanToa/test', resolve }
  const running = makeDoors(guarded, 1)
  onTestFinished(() => running.close())
  const way = guardedFetch({ ...guarded, resolve: async () => [{ address: '127.0.0.1', family: 4 }] })
  onTestFinished(() => way.close())
  const doors: Doors = {
    installationOf: running.installationOf,
    trusting: () => way.fetch,
    pause: waitingMoves(db, ms => {
      clock.at += ms
    }),
  }
  return {
    db,
    clock,
    now,
    asked,
    port: server.port,
    doors,
    fetch: politely({ db, now, doors }),
    /** Another process on the same database. */
    another: () => politely({ db, now, doors }),
    at: (host: string, path: string) => `http://${host}:${server.port}${path}`,
    answer: (where: string, reply: Reply | ((headers: Record<string, unknown>) => Reply)) =>
      void answers.set(where, typeof reply === 'function' ? reply : () => reply),
  }
}

/** The least time between the end of one request and the beginning of the next, and whether two were open at once. */
export function paceOf(asked: readonly Asked[]): { least: number; overlapped: boolean } {
  const sorted = asked.toSorted((a, b) => a.from - b.from)
  let least = Number.POSITIVE_INFINITY
  for (const [at, one] of sorted.entries()) {
    const next = sorted[at + 1]
    if (next) least = Math.min(least, next.from - one.to)
  }
  return { least, overlapped: least < 0 }
}
