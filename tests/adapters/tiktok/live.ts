import { tiktok } from '../../../adapters/tiktok/index.ts'
import { type SandboxOptions, tiktokSandbox } from '../../../adapters/tiktok/sandbox.ts'
import type { Cred } from '../../../adapters/tiktok/shape.ts'
import type { Attempt, Content, Found, Json, Notice, Options, Published, Session } from '../../../src/ports/network.ts'
import { networkFetch } from '../../../src/runtime/node/connect.ts'
import { serve } from '../../support/serve.ts'
import { choices, jpeg, pieceOfFilm, webp } from './builders.ts'

export const BACK = 'https://desk.example/tiktok/back'
export const NOW = new Date('2026-11-25T02:00:00Z')

/** Our media host as TikTok's fetcher meets it: what is not named here is 404. */
const files: Readonly<Record<string, () => Response>> = {
  [`/${'a'.repeat(64)}`]: () => new Response(jpeg(1600, 900)),
  [`/${'b'.repeat(64)}`]: () => new Response(webp(1080, 1920)),
  [`/${'c'.repeat(64)}`]: () => new Response(jpeg(2048, 1365)),
  [`/${'d'.repeat(64)}`]: () => new Response(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])),
  [`/${'e'.repeat(64)}`]: () => new Response(pieceOfFilm(0, 1000)),
  '/moved.jpg': () => Response.redirect('https://media.example.gov.vn/a.jpg', 302),
}

export async function fetchFiles(url: string): Promise<Response> {
  const { host, pathname } = new URL(url)
  const response =
    (host === 'media.example.gov.vn' ? files[pathname]?.() : undefined) ?? new Response('', { status: 404 })
  if (response.status >= 300 && response.status < 400) throw new TypeError('redirected')
  return response
}

/** The adapter and a strict TikTok over real sockets, by the very way out that the service uses. */
export async function setTiktok(
  options: SandboxOptions = {},
  app: Parameters<ReturnType<typeof tiktokSandbox>['addApp']>[0] = {},
) {
  const sandbox = tiktokSandbox({ now: () => NOW, fetch: fetchFiles, ...options })
  const served = await serve(sandbox.app)
  const registered = sandbox.addApp({ audited: true, redirects: [BACK], domains: ['example.gov.vn'], ...app })
  const account = sandbox.addAccount()
  const pair = sandbox.mintPair({ app: registered.id, account: account.id })
  const { hosts } = tiktok.about.traits
  const way = networkFetch({
    config: { hosts: new Map(hosts.map(host => [host, served.url])), networks: 'sandbox', privateOk: [] },
    hosts,
    sandboxHosts: new Map(),
    userAgent: 'LanToa/test',
  })
  const notes: Notice[] = []
  const cred: Cred = { ...pair, expiresAt: sandbox.now().getTime() + 7_200_000 }
  const session = (given: Partial<Session<Cred>> = {}): Session<Cred> => ({
    app: { id: registered.id, secret: registered.secret },
    fetch: way.fetch,
    now: sandbox.now,
    signal: new AbortController().signal,
    cred,
    account: account.id,
    settings: { direct: true },
    files: {
      read: async () => undefined,
      piece: async (_digest, from, to) => pieceOfFilm(from, to),
      address: digest => `https://media.example.gov.vn/${digest}`,
    },
    note: notice => notes.push(notice),
    ...given,
  })

  /** A delivery as the ledger keeps it: its ticket, its number, what it and others own. */
  function delivery(
    given: { owned?: readonly string[]; options?: Options; settings?: Session<Cred>['settings'] } = {},
  ) {
    const { owned = [], options: chosen = choices, settings = { direct: true } } = given
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
        const published = await tiktok.publish(to, content, attempt(), chosen)
        if (published.is === 'accepted') ticket = published.ticket
        return published
      },
      reconcile: (content: Content, to = session({ settings })): Promise<Found> =>
        tiktok.reconcile(to, content, attempt(), chosen),
    }
  }

  /** A plain client over HTTP. */
  async function call(path: string, body?: unknown, given: { method?: string; token?: string } = {}) {
    const response = await fetch(`${served.url}${path}`, {
      method: given.method ?? 'POST',
      headers: {
        authorization: `Bearer ${given.token ?? pair.access}`,
        'content-type': 'application/json; charset=UTF-8',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const json = text.startsWith('{') ? JSON.parse(text) : {}
    return { status: response.status, text, data: json.data ?? {}, code: json.error?.code ?? json.error, body: json }
  }
  async function token(fields: Record<string, string>) {
    const response = await fetch(`${served.url}/v2/oauth/token/`, {
      method: 'POST',
      body: new URLSearchParams({ client_key: registered.id, client_secret: registered.secret, ...fields }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const visible = () => sandbox.ledger().filter(row => row.visible)
  const count = (path: string) => sandbox.calls().filter(one => one.path.includes(path)).length
  const close = async () => {
    await way.close()
    await served.close()
  }
  return {
    sandbox,
    served,
    app: registered,
    account,
    pair,
    way,
    notes,
    cred,
    session,
    delivery,
    call,
    token,
    visible,
    count,
    close,
  }
}

export type Stage = Awaited<ReturnType<typeof setTiktok>>
