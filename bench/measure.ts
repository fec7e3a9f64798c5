/**
 * Calls needed to measure 10,000 live posts once, beside the fewest that the batch limit of each network allows: the
 * adapters as they are, in groups as the core makes them and handed back their own mark, against the sandboxes in this
 * process.
 */
import { facebook } from '../adapters/facebook/index.ts'
import { facebookSandbox } from '../adapters/facebook/sandbox.ts'
import { tiktok } from '../adapters/tiktok/index.ts'
import { tiktokSandbox } from '../adapters/tiktok/sandbox.ts'
import { youtube } from '../adapters/youtube/index.ts'
import { youtubeSandbox } from '../adapters/youtube/sandbox.ts'
import { zalo } from '../adapters/zalo/index.ts'
import { zaloSandbox } from '../adapters/zalo/sandbox.ts'
import type { AnyNetwork, App, Json } from '../src/ports/network.ts'

const posts = 10_000

interface Ground {
  network: AnyNetwork
  app: App
  cred: unknown
  account: string
  remotes: readonly string[]
  /** Calls to each host, by what the network's own page says one may ask for. */
  fewest: Readonly<Record<string, number>>
  limit: string
  fetch(request: Request): Response | Promise<Response>
}

const times = <T>(make: (n: number) => T): T[] => Array.from({ length: posts }, (_, n) => make(n))

function ofFacebook(): Ground {
  const sandbox = facebookSandbox()
  const app = sandbox.addApp()
  const person = sandbox.addPerson()
  const page = sandbox.addPage({ engaged: 1e6, roles: { [person.id]: ['CREATE_CONTENT', 'ANALYZE'] } })
  const token = sandbox.mintToken({ app: app.id, person: person.id, page: page.id })
  const remotes = times(n => sandbox.addPost({ page: page.id, message: `Tin ${n}` }).id)
  const limit = 'Graph batch requests, 50 in one'
  const fewest = { 'graph.facebook.com': posts / 50 }
  return { network: facebook, app, cred: { token }, account: page.id, remotes, fewest, limit, fetch: sandbox.app.fetch }
}

function ofZalo(): Ground {
  const sandbox = zaloSandbox({ settings: { callsPerMinute: 1e9 } })
  const app = sandbox.addApp()
  const account = sandbox.addAccount()
  const cred = sandbox.mintPair({ app: app.id, account: account.id })
  const remotes = times(n => {
    sandbox.advance(1000)
    return sandbox.addArticle({ account: account.id, title: `Tin ${n}` }).id
  })
  // Another list tells of videos, and no id says in which list it stands: one page of it is read too.
  const limit = 'article/getslice, "maximum limit is 10"; and one page of the list of videos'
  const fewest = { 'openapi.zalo.me': posts / 10 + 1 }
  return { network: zalo, app, cred, account: account.id, remotes, fewest, limit, fetch: sandbox.app.fetch }
}

function ofYoutube(): Ground {
  const sandbox = youtubeSandbox()
  const app = sandbox.addApp()
  const channel = sandbox.addChannel()
  const cred = sandbox.mintGrant({ app: app.id, channel: channel.id })
  const remotes = times(n => sandbox.addVideo({ channel: channel.id, title: `Tin ${n}` }).id)
  const limit = 'videos.batchGetStats, 50 ids; a report of the Analytics API, which alone tells shares, 200 videos'
  const fewest = { 'youtube.googleapis.com': posts / 50, 'youtubeanalytics.googleapis.com': posts / 200 }
  return { network: youtube, app, cred, account: channel.id, remotes, fewest, limit, fetch: sandbox.app.fetch }
}

function ofTiktok(): Ground {
  const sandbox = tiktokSandbox({ settings: { minuteLimits: false } })
  const app = sandbox.addApp({ audited: true })
  const account = sandbox.addAccount()
  const cred = sandbox.mintPair({ app: app.id, account: account.id })
  const remotes = times(n => sandbox.addPost({ account: account.id, title: `Tin ${n}` }).id)
  const limit = 'video/query, 20 ids'
  const fewest = { 'open.tiktokapis.com': posts / 20 }
  return { network: tiktok, app, cred, account: account.id, remotes, fewest, limit, fetch: sandbox.app.fetch }
}

async function measure({ network, app, cred, account, remotes, fewest, limit, fetch }: Ground): Promise<string> {
  const calls = new Map<string, number>()
  const due = new Set(remotes)
  const most = network.about.traits.metricsBatch
  let mark: Json | undefined
  // As the core goes on: what was told of is not asked for again, whether it was asked for or came along.
  for (let before = due.size + 1; due.size > 0 && (due.size < before || mark !== undefined); ) {
    before = due.size
    const answer = await network.metrics(
      {
        app,
        cred,
        account,
        settings: network.shape.settings.parse({}),
        files: { read: async () => undefined, piece: async () => undefined },
        fetch: async (input, init) => {
          const { host } = new URL(input)
          calls.set(host, (calls.get(host) ?? 0) + 1)
          return fetch(new Request(input, init))
        },
        now: () => new Date(),
        signal: new AbortController().signal,
        note: () => {},
      },
      [...due].slice(0, most),
      mark,
    )
    for (const reading of answer.readings) if (reading.is === 'read') due.delete(reading.remote)
    const why = answer.reconnect ?? answer.later?.why
    if (why) throw new Error(`${network.about.id}: ${why.code}`)
    mark = JSON.stringify(answer.mark) === JSON.stringify(mark) ? undefined : answer.mark
  }
  const told = [...calls].map(([host, n]) => `${n} to ${host}, ${fewest[host] ?? 0} at the least`).join('; ')
  const read = posts - due.size
  return `${network.about.name}: ${told}; ${read} of ${posts} posts read (${limit})`
}

export default async function run(): Promise<void> {
  for (const set of [ofFacebook, ofZalo, ofYoutube, ofTiktok]) console.log(await measure(set()))
}
