import { networks, readers } from '../../../adapters/index.ts'
import { type Config, readConfig } from '../../config.ts'
import type { Ctx } from '../../context.ts'
import { demoFact, findFact } from '../../db/facts.ts'
import { politely } from '../../sources/polite.ts'
import { fileAddress } from '../address.ts'
import { businessClock } from '../clock.ts'
import { filmLimits, networkFetch, userAgentOf } from './connect.ts'
import { lockDataDir } from './data-lock.ts'
import { reachDatabase } from './database.ts'
import { makeDoors } from './doors.ts'
import { threadedReaders } from './extract.ts'
import { folderFiles } from './files.ts'
import { type LogSettings, makeLog } from './log.ts'
import { checkMark } from './mark.ts'
import { sharpMedia } from './media.ts'
import { packageVersion } from './root.ts'
import {
  findSandboxes,
  forgetSandboxes,
  hostsOf,
  type RunningSandboxes,
  startSandboxes,
  tellSandboxes,
} from './sandboxes.ts'
import { unlock } from './secret-key.ts'

export interface BootOptions {
  environment: Readonly<Record<string, unknown>>
  /** A server holds the data folder and its PostgreSQL; everything else joins what runs. */
  as: 'server' | 'guest'
  log?: LogSettings['level']
  logTo?: LogSettings['to']
  /** Where the first sandbox listens; two above PORT when it is not said. */
  sandboxPort?: number
}

export interface Up {
  is: 'up'
  ctx: Ctx
  sandboxes: RunningSandboxes
  /** Of the database. */
  url: string
  /** Names of migrations applied just now. */
  applied: readonly string[]
  /** Who does the jobs when a commit makes work due; nobody until it is set. */
  onNudge(listener: (job: string) => void): void
  /** The desk answers there: sandboxes fetch pictures from it. */
  servesAt(port: number): void
  /** Nobody waits any longer for a turn at a portal; called before the jobs are waited for. */
  hurry(): void
  down(): Promise<void>
}

/** `exit` is 2 where the settings are wrong, 1 where something does not answer. */
export type Booted = Up | { is: 'stays_down'; why: string; exit: 1 | 2 }

/** From the environment to a context, or to one line that says why not. Nothing it opened stays open then. */
export async function boot(options: BootOptions): Promise<Booted> {
  const read = readConfig(options.environment, [...networks.keys()])
  if (read.is === 'wrong') return { is: 'stays_down', why: read.lines.join('; '), exit: 2 }
  const closing: (() => Promise<unknown>)[] = []
  const down = async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  }
  const fail = async (why: string) => {
    await down()
    return { is: 'stays_down', why, exit: 1 } as const
  }
  try {
    return await open(read.config, options, closing, down, fail)
  } catch (cause) {
    await down()
    throw cause
  }
}

async function open(
  given: Config,
  options: BootOptions,
  closing: (() => Promise<unknown>)[],
  down: () => Promise<void>,
  fail: (why: string) => Promise<Booted>,
): Promise<Booted> {
  const { dataDir } = given
  const serves = options.as === 'server'
  if (serves) {
    const locked = await lockDataDir(dataDir)
    if (locked.is === 'taken')
      return fail(`A server already runs on ${dataDir} (process ${locked.pid}): stop it, or set LANTOA_DATA_DIR.`)
    closing.push(locked.release)
  }
  const reached = await reachDatabase(given, serves)
  if (reached.is === 'unreachable') return fail(reached.why)
  const { db } = reached.opened
  closing.push(reached.stop, () => reached.opened.end())
  if (given.networks === 'live' && (await findFact(db, demoFact)) !== undefined)
    return fail('This database is the demonstration, whose passwords everybody knows: it never goes live.')
  const unlocked = await unlock(db, dataDir, given.secretKey)
  if (unlocked.is === 'wrong') return fail(unlocked.why)

  const now = await businessClock(db, given.clockSpeed)
  const sandboxes = await standIns(given, options, now)
  closing.push(sandboxes.close)
  const config = withSandboxes({ ...given, secretKey: unlocked.key }, sandboxes)
  const log = makeLog({ level: options.log, to: options.logTo, secrets: secretsOf(config, reached.url) })
  const userAgent = userAgentOf(packageVersion(), config)
  const { privateOk } = config
  const doors = makeDoors({ privateOk, portsOk: privateOk.length ? 'any' : [], userAgent }, config.clockSpeed)
  const hosts = [...networks.values()].flatMap(network => network.about.traits.hosts)
  const out = networkFetch({ config, hosts, sandboxHosts: new Map(), userAgent })
  const filmDoors = makeDoors(
    { privateOk, portsOk: privateOk.length ? 'any' : [], userAgent, limits: filmLimits },
    config.clockSpeed,
  )
  const reading = threadedReaders(readers)
  closing.push(doors.close, filmDoors.close, out.close, reading.close)

  let listener = (_job: string) => {}
  let port = config.port
  const address = (digest: string) => fileAddress(config, `http://127.0.0.1:${port}`)(digest)
  const ctx: Ctx = {
    db,
    config,
    now,
    wall: Date.now,
    clocks: new Map(),
    log,
    networks,
    readers: reading,
    files: { ...folderFiles(dataDir), address },
    outbound: {
      networks: out.fetch,
      portals: politely({ db, now, doors }),
      films: politely({ db, now, doors: filmDoors }),
    },
    media: sharpMedia(),
    sealer: unlocked.sealer,
    nudge: job => listener(job),
  }
  if (serves) await checkMark(ctx)
  const onNudge = (next: (job: string) => void) => {
    listener = next
  }
  const servesAt = (at: number) => {
    port = at
  }
  const hurry = () => {
    doors.hurry()
    filmDoors.hurry()
  }
  return { is: 'up', ctx, url: reached.url, sandboxes, applied: reached.applied, onNudge, servesAt, hurry, down }
}

/** The server runs the stand-ins of the networks; guests are told where. None where the networks are real. */
async function standIns(
  config: Config,
  options: BootOptions,
  now: () => Date,
): Promise<RunningSandboxes & { told?: Told }> {
  if (config.networks === 'live') return { list: [], close: async () => {} }
  if (options.as === 'guest') return { list: [], told: await findSandboxes(config.dataDir), close: async () => {} }
  const running = await startSandboxes({
    now,
    firstPort: options.sandboxPort ?? (config.port && config.port + 2),
    redirects: returnsOf(config),
  })
  await tellSandboxes(config.dataDir, running.list)
  return {
    list: running.list,
    close: async () => {
      await forgetSandboxes(config.dataDir)
      await running.close()
    },
  }
}

/** Where the desk takes people back from a consent dialog; networks compare the whole address. */
export function returnsOf({ publicUrl, port }: Pick<Config, 'publicUrl' | 'port'>): string[] {
  const origins = publicUrl ? [publicUrl] : [`http://localhost:${port}`, `http://127.0.0.1:${port}`]
  return origins.map(origin => `${origin}/channels/back`)
}

type Told = Awaited<ReturnType<typeof findSandboxes>>

/** LANTOA_HOSTS stands over the built-in ones host by host; so do registered applications that were given. */
function withSandboxes(config: Config, sandboxes: RunningSandboxes & { told?: Told }): Config {
  const list = sandboxes.told ?? sandboxes.list
  return {
    ...config,
    hosts: new Map([...hostsOf(networks, list), ...config.hosts]),
    apps: new Map([...list.map(one => [one.network, one.registered] as const), ...config.apps]),
  }
}

const secretsOf = (config: Config, url: string) => [
  config.secretKey ?? '',
  decodeURIComponent(new URL(url).password),
  ...[...config.apps.values()].flatMap(app => [app.secret, app.hook ?? '']),
]
