/**
 * By hand: `node tests/proof/large.ts`. A generated video of 1.2 GB goes up to the sandbox in pieces; the process that sends it
 * stays under 250 MB. The sandbox runs in a process of its own, so that what is measured is ours.
 */
import { fork } from 'node:child_process'
import { tiktok } from '../../adapters/tiktok/index.ts'
import { tiktokSandbox } from '../../adapters/tiktok/sandbox.ts'
import type { Attempt, Json, Session } from '../../src/ports/network.ts'
import { networkFetch } from '../../src/runtime/node/connect.ts'
import { film, pieceOfFilm, video } from '../adapters/tiktok/builders.ts'
import { serve } from '../support/serve.ts'

const size = 1_200_000_000
const most = 250_000_000

async function sandbox(): Promise<void> {
  const made = tiktokSandbox({ settings: { processingMs: 0 } })
  const served = await serve(made.app)
  const app = made.addApp()
  const account = made.addAccount()
  const pair = made.mintPair({ app: app.id, account: account.id })
  process.send?.({ url: served.url, app: { id: app.id, secret: app.secret }, account: account.id, pair })
}

interface Place {
  url: string
  app: { id: string; secret: string }
  account: string
  pair: { access: string; refresh: string }
}

async function upload({ url, app, account, pair }: Place): Promise<boolean> {
  const { hosts } = tiktok.about.traits
  const way = networkFetch({
    config: { hosts: new Map(hosts.map(host => [host, url])), networks: 'sandbox', privateOk: [] },
    hosts,
    sandboxHosts: new Map(),
    userAgent: 'LanToa/proof',
  })
  const to: Session<typeof pair> = {
    app,
    fetch: way.fetch,
    now: () => new Date(),
    signal: new AbortController().signal,
    cred: pair,
    account,
    settings: {},
    files: { read: async () => undefined, piece: async (_, from, end) => pieceOfFilm(from, end) },
    note: () => {},
  }
  let peak = 0
  let ticket: Json | undefined
  const attempt: Attempt = {
    delivery: 1,
    number: 1,
    beganAt: new Date(),
    firstBeganAt: new Date(),
    save: async saved => {
      ticket = saved
    },
    progress: async done => {
      peak = Math.max(peak, process.memoryUsage().rss)
      if (done % 200_000_000 === 0) console.log(`${done / 1_000_000} MB, ${Math.round(peak / 1_000_000)} MB of memory`)
    },
    taken: async () => new Set(),
  }
  const content = film({ video: video({ bytes: size, seconds: 590 }) })
  const published = await tiktok.publish(to, content, attempt, {})
  const found = await tiktok.reconcile(to, content, { ...attempt, ...(ticket !== undefined && { ticket }) }, {})
  await way.close()
  console.log(`${published.is}, then ${found.is}: at most ${Math.round(peak / 1_000_000)} MB of memory`)
  return published.is === 'accepted' && found.is === 'pending' && found.awaits === 'person' && peak < most
}

if (process.send) await sandbox()
else {
  const other = fork(new URL(import.meta.url))
  const place = await new Promise<Place>(done => other.once('message', message => done(message as Place)))
  process.exitCode = (await upload(place)) ? 0 : 1
  other.kill()
}
