/** What the jobs and the people of one installation use: the code as it ships, on this run's clock and networks. */
import { readConfig } from '../../../src/config.ts'
import type { Ctx } from '../../../src/context.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { makeSealer } from '../../../src/kit/sealer.ts'
import { networkFetch } from '../../../src/runtime/node/connect.ts'
import { folderFiles } from '../../../src/runtime/node/files.ts'
import { breakNetwork } from './breaking.ts'
import type { Sabotage } from './plan.ts'
import type { App } from './side.ts'
import { sides } from './sides/index.ts'

/** Handed to each process as JSON. */
export interface Run {
  database: string
  /** By network. */
  urls: Readonly<Record<string, string>>
  apps: Readonly<Record<string, App>>
  /** Where networks fetch our pictures. */
  media: string
  epoch: number
  speed: number
  offset: number
  key: string
  folder: string
  sabotage?: Sabotage
}

export interface Opened {
  ctx: Ctx
  /** The days that have been skipped, in milliseconds of the business clock. */
  skip(offset: number): void
  end(): Promise<void>
}

export async function openContext(run: Run, log: Ctx['log'], nudge: (job: string) => void, most = 6): Promise<Opened> {
  const hosts = sides.flatMap(side => side.network.about.traits.hosts.map(host => `${host}=${run.urls[side.id]}`))
  const environment: Record<string, string> = { LANTOA_HOSTS: hosts.join(','), LANTOA_PUBLIC_URL: run.media }
  for (const [network, app] of Object.entries(run.apps)) {
    environment[`${network.toUpperCase()}_APP_ID`] = app.id
    environment[`${network.toUpperCase()}_APP_SECRET`] = app.secret
  }
  const read = readConfig(
    environment,
    sides.map(side => side.id),
  )
  if (read.is !== 'config') throw new Error(read.lines.join('\n'))
  const networks = sides.map(({ id, network, pace }) => {
    const traits = { ...network.about.traits, ...pace }
    return [id, breakNetwork({ ...network, about: { ...network.about, traits } }, run.sabotage)] as const
  })
  const known = sides.flatMap(side => side.network.about.traits.hosts)
  const out = networkFetch({
    config: read.config,
    hosts: known,
    sandboxHosts: new Map(),
    userAgent: 'LanToa/fault-run',
  })
  const opened = openDatabase(run.database, most)
  let { offset } = run
  const unread = () => ({ is: 'unreadable', code: 'none', detail: '' }) as const
  const ctx: Ctx = {
    db: opened.db,
    config: read.config,
    now: () => new Date(run.epoch + (Date.now() - run.epoch) * run.speed + offset),
    wall: Date.now,
    clocks: new Map(),
    log,
    networks: new Map(networks),
    readers: {
      feed: unread,
      article: unread,
      sitemap: unread,
      listing: unread,
      posts: unread,
      recognise: () => ({ family: 'generic', weight: 0, signs: [], ways: [] }),
      families: ['generic'],
      waysOf: () => [],
      identity: () => null,
    },
    outbound: { networks: out.fetch, portals: out.fetch },
    files: { ...folderFiles(run.folder), address: digest => `${run.media}/media/${digest}` },
    sealer: await makeSealer(new Uint8Array(Buffer.from(run.key, 'hex'))),
    nudge,
  }
  return {
    ctx,
    skip: given => {
      offset = given
    },
    end: () => opened.end(),
  }
}
