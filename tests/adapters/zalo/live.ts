import { zalo } from '../../../adapters/zalo/index.ts'
import type { SandboxOptions } from '../../../adapters/zalo/sandbox.ts'
import type { Cred } from '../../../adapters/zalo/shape.ts'
import type { Attempt, Content, Found, Json, Notice, Published, Session } from '../../../src/ports/network.ts'
import { networkFetch } from '../../../src/runtime/node/connect.ts'
import { mp4 } from '../../support/films.ts'
import { setZalo } from './served.ts'

/** What every film of these tests consists of. */
export const FILM = mp4({ width: 1280, height: 720, bytes: 3_000_000 })

/** The adapter and a strict Zalo over real sockets, by the very way out that the service uses. */
export async function setOa(options: SandboxOptions = {}) {
  const served = await setZalo(options)
  const { sandbox, app, oa, pair } = served
  app.requireProof = true
  const { hosts } = zalo.about.traits
  const way = networkFetch({
    config: { hosts: new Map(hosts.map(host => [host, served.served.url])), networks: 'sandbox', privateOk: [] },
    hosts,
    sandboxHosts: new Map(),
    userAgent: 'LanToa/test',
  })
  const notes: Notice[] = []
  const cred: Cred = { ...pair, expiresAt: sandbox.now().getTime() + 90_000_000 }
  const session = (given: Partial<Session<Cred>> = {}): Session<Cred> => ({
    app: { id: app.id, secret: app.secret },
    fetch: way.fetch,
    now: sandbox.now,
    signal: new AbortController().signal,
    cred,
    account: oa.id,
    settings: {},
    files: {
      read: async () => undefined,
      piece: async (_digest, from, to) => FILM.slice(from, to),
    },
    note: notice => notes.push(notice),
    ...given,
  })

  /** A delivery as the ledger keeps it: its ticket, its number, what it and others own. */
  function delivery(owned: readonly string[] = [], settings: Session<Cred>['settings'] = {}) {
    let ticket: Json | undefined
    let number = 0
    const firstBeganAt = sandbox.now()
    let beganAt = firstBeganAt
    const progress: number[] = []
    const attempt = (): Attempt => ({
      delivery: 7,
      number,
      beganAt,
      firstBeganAt,
      ...(ticket !== undefined && { ticket }),
      save: async saved => {
        ticket = saved
      },
      progress: async done => void progress.push(done),
      taken: async remotes => new Set(remotes.filter(remote => owned.includes(remote))),
    })
    return {
      ticket: () => ticket,
      progress,
      publish: async (content: Content, to = session({ settings })): Promise<Published> => {
        number += 1
        beganAt = sandbox.now()
        const published = await zalo.publish(to, content, attempt(), {})
        if (published.is === 'accepted') ticket = published.ticket
        return published
      },
      reconcile: (content: Content, to = session({ settings })): Promise<Found> =>
        zalo.reconcile(to, content, attempt(), {}),
    }
  }

  const visible = () => sandbox.ledger().filter(row => row.visible)
  const count = (path: string) => sandbox.calls().filter(call => call.path.endsWith(path)).length
  const close = async () => {
    await way.close()
    await served.close()
  }
  return { ...served, way, notes, cred, session, delivery, visible, count, close }
}

export type Stage = Awaited<ReturnType<typeof setOa>>
