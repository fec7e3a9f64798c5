import { networks, readers } from '../../adapters/index.ts'
import { jobs, runTurn } from '../../jobs/index.ts'
import { makeApp } from '../app.tsx'
import { readConfig } from '../config.ts'
import type { Clocks, Ctx } from '../context.ts'
import { type Opened, openDatabase } from '../db/open.ts'
import type { Files } from '../ports/files.ts'
import { fileAddress } from './address.ts'
import { businessClock } from './clock.ts'
import { openSeal } from './seal.ts'
import { noPortals, workerFetch } from './worker-fetch.ts'
import { consoleLog } from './worker-log.ts'

/** What `wrangler.toml` binds, beside the settings that `config.ts` knows. */
interface Bindings extends Record<string, unknown> {
  HYPERDRIVE: { connectionString: string }
}

interface Running {
  waitUntil(promise: Promise<unknown>): void
}

/** Lives as long as the isolate does; a fresh one hears each network once before it claims. */
const clocks: Clocks = new Map()
/** Few: a Worker's context serves one request and is thrown away. */
const connections = 4
/** A scheduled Worker may run for minutes of the clock, and costs for all of them. */
const turnMs = 45_000
const turnItems = 200

/** Pictures are kept in the data folder of a Node process. */
const files: Files = {
  elsewhere: true,
  read: async () => undefined,
  piece: async () => undefined,
  keep: async () => {
    throw new Error('pictures are kept by a Node process')
  },
}

/** The jobs that run here; the others are left to a Node process on the same database. */
const mine = jobs.filter(job => job.needs === 'web')

export default {
  async fetch(request: Request, env: Bindings, running: Running): Promise<Response> {
    const fresh = await begin(env)
    if (fresh.is === 'stays_down') return new Response(fresh.why, { status: 503 })
    const { ctx, nudged, end } = fresh
    try {
      const response = await makeApp(ctx).fetch(request, env)
      running.waitUntil(work(ctx, nudged).finally(end))
      return response
    } catch (cause) {
      running.waitUntil(end())
      throw cause
    }
  },

  async scheduled(_: unknown, env: Bindings): Promise<void> {
    const fresh = await begin(env)
    if (fresh.is === 'stays_down') throw new Error(fresh.why)
    const { ctx, nudged, end } = fresh
    for (const job of mine) nudged.add(job.name)
    await work(ctx, nudged).finally(end)
  },
}

type Begun = { is: 'begun'; ctx: Ctx; nudged: Set<string>; end(): Promise<void> } | { is: 'stays_down'; why: string }

async function begin(env: Bindings): Promise<Begun> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => typeof value === 'string'))
  const read = readConfig(given, [...networks.keys()])
  if (read.is === 'wrong') return { is: 'stays_down', why: read.lines.join('; ') }
  const { config } = read
  if (!config.secretKey) return { is: 'stays_down', why: 'LANTOA_SECRET_KEY: wrangler secret put LANTOA_SECRET_KEY' }
  const log = consoleLog([config.secretKey, ...[...config.apps.values()].flatMap(app => [app.secret, app.hook ?? ''])])
  const opened = openDatabase(env.HYPERDRIVE.connectionString, connections)
  try {
    return await contextOf(opened, config, log)
  } catch (cause) {
    await opened.end()
    log.error('worker.begin_failed', { cause })
    return { is: 'stays_down', why: 'the database does not answer or is not migrated' }
  }
}

async function contextOf({ db, end }: Opened, config: Ctx['config'], log: Ctx['log']): Promise<Begun> {
  const seal = await openSeal(db, config.secretKey ?? '')
  if (seal.is === 'wrong') {
    await end()
    return { is: 'stays_down', why: `this database is sealed with key ${seal.written}, not with ${seal.given}` }
  }
  const nudged = new Set<string>()
  const hosts = [...networks.values()].flatMap(network => network.about.traits.hosts)
  const ctx: Ctx = {
    db,
    config,
    now: await businessClock(db, config.clockSpeed),
    wall: Date.now,
    clocks,
    log,
    networks,
    readers,
    outbound: { networks: workerFetch(config, hosts), portals: noPortals },
    files: { ...files, address: fileAddress(config) },
    sealer: seal.sealer,
    nudge: job => void nudged.add(job),
  }
  return { is: 'begun', ctx, nudged, end }
}

/** Turns of the nudged jobs, and of those that these nudge. */
async function work(ctx: Ctx, nudged: Set<string>): Promise<void> {
  const signal = AbortSignal.timeout(turnMs)
  while (nudged.size > 0 && !signal.aborted) {
    const due = mine.filter(job => nudged.has(job.name))
    nudged.clear()
    await Promise.all(due.map(job => runTurn(ctx, job, { items: turnItems, signal })))
  }
}
