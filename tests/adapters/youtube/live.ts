import { youtube } from '../../../adapters/youtube/index.ts'
import { type SandboxOptions, youtubeSandbox } from '../../../adapters/youtube/sandbox.ts'
import type { Cred } from '../../../adapters/youtube/shape.ts'
import type { Attempt, Content, Found, Json, Notice, Options, Published, Session } from '../../../src/ports/network.ts'
import { networkFetch } from '../../../src/runtime/node/connect.ts'
import { png } from '../../support/pictures.ts'
import { serve } from '../../support/serve.ts'
import { film, memoryLedger } from './builders.ts'

export const BACK = 'https://desk.example/youtube/back'
export const NOW = new Date('2026-11-25T02:00:00Z')

/** The adapter and a strict YouTube over real sockets, by the very way out that the service uses. */
export async function setChannel(options: SandboxOptions = {}) {
  const sandbox = youtubeSandbox({
    now: () => NOW,
    ...options,
    settings: { processingFromMs: 0, processingToMs: 0, ...options.settings },
  })
  const served = await serve(sandbox.app)
  const app = sandbox.addApp({ redirects: [BACK] })
  const channel = sandbox.addChannel()
  const pair = sandbox.mintGrant({ app: app.id, channel: channel.id })
  const { hosts } = youtube.about.traits
  const way = networkFetch({
    config: { hosts: new Map(hosts.map(host => [host, served.url])), networks: 'sandbox', privateOk: [] },
    hosts,
    sandboxHosts: new Map(),
    userAgent: 'LanToa/test',
  })
  const notes: Notice[] = []
  const counted = memoryLedger(sandbox.now)
  const cred: Cred = {
    access: pair.access,
    refresh: pair.refresh,
    expiresAt: sandbox.now().getTime() + 3_599_000,
  }
  /** Our own copies: whatever is asked for is there, as large as the content says. */
  const kept = new Map<string, Uint8Array<ArrayBuffer>>([['a'.repeat(64), png(64, 36)]])
  const bytesOf = (digest: string, size: number) => {
    const bytes = kept.get(digest) ?? film(size)
    kept.set(digest, bytes)
    return bytes
  }
  const session = (given: Partial<Session<Cred>> = {}): Session<Cred> => ({
    app: { id: app.id, secret: app.secret },
    fetch: way.fetch,
    now: sandbox.now,
    signal: new AbortController().signal,
    ledger: counted.ledger,
    cred,
    account: channel.id,
    settings: {},
    files: {
      read: async digest => kept.get(digest),
      piece: async (digest, from, to) => bytesOf(digest, 24 * 1_048_576).slice(from, to),
    },
    note: notice => notes.push(notice),
    ...given,
  })

  /** A delivery as the ledger keeps it: its ticket, its number, what it and others own. */
  function delivery(
    given: { owned?: readonly string[]; settings?: Session<Cred>['settings']; options?: Options } = {},
  ) {
    const { owned = [], settings = {}, options: chosen = {} } = given
    let ticket: Json | undefined
    let number = 0
    let saves = 0
    let killAfter = Number.POSITIVE_INFINITY
    const progress: number[] = []
    const firstBeganAt = sandbox.now()
    let beganAt = firstBeganAt
    const attempt = (): Attempt => ({
      delivery: 7,
      number,
      beganAt,
      firstBeganAt,
      ...(ticket !== undefined && { ticket }),
      save: async saved => {
        ticket = JSON.parse(JSON.stringify(saved))
        saves += 1
        if (saves >= killAfter) throw new Error('killed')
      },
      progress: async done => void progress.push(done),
      taken: async remotes => new Set(remotes.filter(remote => owned.includes(remote))),
    })
    return {
      progress,
      ticket: () => ticket,
      saves: () => saves,
      /** The process dies right after this save. */
      killAfter: (count: number) => {
        killAfter = saves + count
      },
      publish: async (what: Content, to = session({ settings })): Promise<Published> => {
        number += 1
        beganAt = sandbox.now()
        const published = await youtube.publish(to, what, attempt(), chosen)
        if (published.is === 'accepted') ticket = published.ticket
        return published
      },
      reconcile: (what: Content, to = session({ settings })): Promise<Found> =>
        youtube.reconcile(to, what, attempt(), chosen),
      revive: () => {
        killAfter = Number.POSITIVE_INFINITY
      },
    }
  }

  const visible = () => sandbox.ledger().filter(row => row.visible)
  const count = (call: string) => sandbox.calls().filter(one => one.call === call).length
  const close = async () => {
    await way.close()
    await served.close()
  }
  return {
    sandbox,
    served,
    app,
    channel,
    pair,
    way,
    notes,
    counted,
    cred,
    kept,
    session,
    delivery,
    visible,
    count,
    close,
  }
}

export type Stage = Awaited<ReturnType<typeof setChannel>>
