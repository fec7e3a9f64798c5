/**
 * Calls needed to measure 10,000 live posts once, beside the fewest that the batch limit of each network allows: the
 * adapters as they are, in groups as the core makes them, against the sandboxes in this process.
 */
import { facebook } from '../adapters/facebook/index.ts'
import { facebookSandbox } from '../adapters/facebook/sandbox.ts'
import { tiktok } from '../adapters/tiktok/index.ts'
import { tiktokSandbox } from '../adapters/tiktok/sandbox.ts'
import { youtube } from '../adapters/youtube/index.ts'
import { youtubeSandbox } from '../adapters/youtube/sandbox.ts'
import { zalo } from '../adapters/zalo/index.ts'
import { zaloSandbox } from '../adapters/zalo/sandbox.ts'
import type { AnyNetwork, App } from '../src/ports/network.ts'

const posts = 10_000

interface Set {
  network: AnyNetwork
  app: App
  cred: unknown
  account: string
  remotes: readonly string[]
  /** How many posts one call of the network can tell of. */
  perCall: number
  fetch(request: Request): Response | Promise<Response>
}

const times = <T>(make: (n: number) => T): T[] => Array.from({ length: posts }, (_, n) => make(n))

function ofFacebook(): Set {
  const sandbox = facebookSandbox()
  const app = sandbox.addApp()
  const person = sandbox.addPerson()
  const page = sandbox.addPage({ engaged: 1e6, roles: { [person.id]: ['CREATE_CONTENT', 'ANALYZE'] } })
  const token = sandbox.mintToken({ app: app.id, person: person.id, page: page.id })
  const remotes = times(n => sandbox.addPost({ page: page.id, message: `Tin ${n}` }).id)
  return { network: facebook, app, cred: { token }, account: page.id, remotes, perCall: 50, fetch: sandbox.app.fetch }
}

function ofZalo(): Set {
  const sandbox = zaloSandbox({ settings: { callsPerMinute: 1e9 } })
  const app = sandbox.addApp()
  const account = sandbox.addAccount()
  const cred = sandbox.mintPair({ app: app.id, account: account.id })
  const remotes = times(n => sandbox.addArticle({ account: account.id, title: `Tin ${n}` }).id)
  return { network: zalo, app, cred, account: account.id, remotes, perCall: 10, fetch: sandbox.app.fetch }
}

function ofYoutube(): Set {
  const sandbox = youtubeSandbox()
  const app = sandbox.addApp()
  const channel = sandbox.addChannel()
  const cred = sandbox.mintGrant({ app: app.id, channel: channel.id })
  const remotes = times(n => sandbox.addVideo({ channel: channel.id, title: `Tin ${n}` }).id)
  return { network: youtube, app, cred, account: channel.id, remotes, perCall: 50, fetch: sandbox.app.fetch }
}

function ofTiktok(): Set {
  const sandbox = tiktokSandbox({ settings: { minuteLimits: false } })
  const app = sandbox.addApp({ audited: true })
  const account = sandbox.addAccount()
  const cred = sandbox.mintPair({ app: app.id, account: account.id })
  const remotes = times(n => sandbox.addPost({ account: account.id, title: `Tin ${n}` }).id)
  return { network: tiktok, app, cred, account: account.id, remotes, perCall: 20, fetch: sandbox.app.fetch }
}

async function measure({ network, app, cred, account, remotes, perCall, fetch }: Set): Promise<string> {
  const calls = new Map<string, number>()
  let read = 0
  const most = network.about.traits.metricsBatch
  for (let at = 0; at < posts; at += most) {
    const { readings, later, reconnect } = await network.metrics(
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
      remotes.slice(at, at + most),
    )
    read += readings.filter(reading => reading.is === 'read').length
    const why = reconnect ?? later?.why
    if (why) throw new Error(`${network.about.id}: ${why.code}`)
  }
  const told = [...calls].map(([host, n]) => `${n} to ${host}`).join(', ')
  const fewest = Math.ceil(posts / perCall)
  return `${network.about.name}: ${told}; ${read} of ${posts} posts read, ${perCall} a call at the most, so ${fewest} at the least`
}

export default async function run(): Promise<void> {
  for (const set of [ofFacebook, ofZalo, ofYoutube, ofTiktok]) console.log(await measure(set()))
}
