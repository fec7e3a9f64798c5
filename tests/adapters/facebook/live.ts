import { facebook } from '../../../adapters/facebook/index.ts'
import { facebookSandbox, type SandboxOptions } from '../../../adapters/facebook/sandbox.ts'
import type { Attempt, Content, Found, Json, Notice, Published, Session } from '../../../src/ports/network.ts'
import { networkFetch } from '../../../src/runtime/node/connect.ts'
import { mp4 } from '../../support/films.ts'
import { png } from '../../support/pictures.ts'
import { serve } from '../../support/serve.ts'
import { picture, video } from './builders.ts'

export const BACK = 'https://desk.example/facebook/back'

/** The adapter and a strict Graph over real sockets, by the very way out that the service uses. */
export async function setPage(options: SandboxOptions = {}) {
  const sandbox = facebookSandbox(options)
  const served = await serve(sandbox.app)
  const app = sandbox.addApp({ redirects: [BACK], requireProof: true })
  const person = sandbox.addPerson()
  const page = sandbox.addPage({ roles: { [person.id]: ['CREATE_CONTENT', 'MODERATE', 'ANALYZE', 'MANAGE'] } })
  const token = sandbox.mintToken({ app: app.id, person: person.id, page: page.id })
  const { hosts } = facebook.about.traits
  const way = networkFetch({
    config: { hosts: new Map(hosts.map(host => [host, served.url])), networks: 'sandbox', privateOk: [] },
    hosts,
    sandboxHosts: new Map(),
    userAgent: 'LanToa/test',
  })

  const notes: Notice[] = []
  const bytes = new Map<string, Uint8Array<ArrayBuffer>>()
  const session = (given: Partial<Session<{ token: string }>> = {}): Session<{ token: string }> => ({
    app: { id: app.id, secret: app.secret },
    fetch: way.fetch,
    now: sandbox.now,
    signal: new AbortController().signal,
    cred: { token },
    account: page.id,
    settings: {},
    files: {
      read: async digest => bytes.get(digest),
      piece: async (digest, from, to) => bytes.get(digest)?.slice(from, to),
    },
    note: notice => notes.push(notice),
    ...given,
  })

  /** A picture of ours that is a real one. */
  function shot(n: number) {
    const digest = String(n).padStart(64, '0')
    const body = png(8 + n, 6)
    bytes.set(digest, body)
    return picture({ digest, mime: 'image/png', width: 8 + n, height: 6, bytes: body.length, alt: `Ảnh ${n}` })
  }

  /** A film of ours with the tables of a real one. */
  function film(n: number, given: Parameters<typeof mp4>[0] = {}) {
    const digest = String(n).padStart(64, 'f')
    const shape = { width: 1920, height: 1080, seconds: 95, rate: 25, ...given }
    const body = mp4({ ...shape, seconds: shape.seconds + n / 1000 })
    bytes.set(digest, body)
    return video({ ...shape, digest, bytes: body.length })
  }

  /** A delivery as the ledger keeps it: its ticket, its number, what it and others own. */
  function delivery(owned: readonly string[] = []) {
    let ticket: Json | undefined
    let number = 0
    const firstBeganAt = sandbox.now()
    let beganAt = firstBeganAt
    const progress: number[] = []
    let left = Number.POSITIVE_INFINITY
    const attempt = (): Attempt => ({
      delivery: 7,
      number,
      beganAt,
      firstBeganAt,
      ...(ticket !== undefined && { ticket }),
      save: async saved => {
        ticket = saved
        left -= 1
        if (left === 0) throw new Error('killed')
      },
      progress: async done => void progress.push(done),
      taken: async remotes => new Set(remotes.filter(remote => owned.includes(remote))),
    })
    return {
      ticket: () => ticket,
      progress,
      /** The process ends right after it has saved so many more times. */
      killAfter: (saves: number) => {
        left = saves
      },
      publish: async (content: Content, to = session()): Promise<Published> => {
        number += 1
        beganAt = sandbox.now()
        const published = await facebook.publish(to, content, attempt(), {})
        if (published.is === 'accepted') ticket = published.ticket
        return published
      },
      reconcile: (content: Content, to = session()): Promise<Found> => facebook.reconcile(to, content, attempt(), {}),
    }
  }

  const visible = () => sandbox.ledger().filter(row => row.visible)
  const close = async () => {
    await way.close()
    await served.close()
  }
  return {
    sandbox,
    served,
    app,
    person,
    page,
    token,
    way,
    notes,
    session,
    shot,
    film,
    kept: bytes,
    delivery,
    visible,
    close,
  }
}

export type Stage = Awaited<ReturnType<typeof setPage>>
