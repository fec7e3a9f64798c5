/** One worker: the jobs as they are, a database, a way to the network. It is killed and frozen from outside. */
import { facebook } from '../../../adapters/facebook/index.ts'
import { deliver } from '../../../jobs/deliver.ts'
import { createRunner, type Job } from '../../../jobs/index.ts'
import { settle } from '../../../jobs/settle.ts'
import { readConfig } from '../../../src/config.ts'
import type { Ctx } from '../../../src/context.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { makeSealer } from '../../../src/kit/sealer.ts'
import { networkFetch } from '../../../src/runtime/node/connect.ts'
import { folderFiles } from '../../../src/runtime/node/files.ts'
import { breakNetwork } from './breaking.ts'
import { pace, type Sabotage } from './plan.ts'

const { RUN } = process.env
const run = JSON.parse(RUN ?? '{}') as {
  database: string
  network: string
  epoch: number
  speed: number
  key: string
  folder: string
  app: { id: string; secret: string }
  sabotage?: Sabotage
}

const read = readConfig(
  {
    FACEBOOK_APP_ID: run.app.id,
    FACEBOOK_APP_SECRET: run.app.secret,
    LANTOA_HOSTS: facebook.about.traits.hosts.map(host => `${host}=${run.network}`).join(','),
  },
  ['facebook'],
)
if (read.is !== 'config') throw new Error(read.lines.join('\n'))
const { config } = read

const traits = { ...facebook.about.traits, ...pace }
const network = breakNetwork({ ...facebook, about: { ...facebook.about, traits } }, run.sabotage)
const out = networkFetch({ config, hosts: traits.hosts, sandboxHosts: new Map(), userAgent: 'LanToa/fault-run' })
const opened = openDatabase(run.database, 6)
const say = (level: string) => (event: string, facts?: object) => {
  if (level !== 'info') process.stderr.write(`${JSON.stringify({ level, event, ...facts })}\n`)
}
const unread = () => ({ is: 'unreadable', code: 'none', detail: '' }) as const
const fast: Job[] = [deliver, settle].map(job => ({ ...job, every: 0.3 }))
const runner = createRunner(() => ctx, fast, 200)
const ctx: Ctx = {
  db: opened.db,
  config,
  now: () => new Date(run.epoch + (Date.now() - run.epoch) * run.speed),
  wall: Date.now,
  clocks: new Map(),
  log: { info: say('info'), warn: say('warn'), error: say('error') },
  networks: new Map([[network.about.id, network]]),
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
  files: folderFiles(run.folder),
  sealer: await makeSealer(new Uint8Array(Buffer.from(run.key, 'hex'))),
  nudge: runner.nudge,
}
setInterval(() => void runner.tick(), 150)
process.send?.('ready')
