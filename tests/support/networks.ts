import { onTestFinished } from 'vitest'
import { networks } from '../../adapters/index.ts'
import { readers } from '../../adapters/portals/index.ts'
import type { Job } from '../../jobs/index.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { networkFetch } from '../../src/runtime/node/connect.ts'
import { folderFiles } from '../../src/runtime/node/files.ts'
import { sharpMedia } from '../../src/runtime/node/media.ts'
import { hostsOf, startSandboxes } from '../../src/runtime/node/sandboxes.ts'
import { freshDatabase } from './database.ts'
import { deskContext, openDesk, origin, type Seated } from './desk.ts'
import { freshFolder } from './folder.ts'
import { openPortal } from './portal.ts'
import { runJobs } from './stage.ts'

/**
 * The desk over HTTP, a portal, and the four networks as strict sandboxes over real sockets, on one clock that the test
 * moves. Channels are connected as an administrator does it: through the network's own page of consent.
 */
export async function setOffice(given: { jobs: readonly Job[] }) {
  const { db } = await freshDatabase()
  // Sessions end by the machine's clock, so the story begins now.
  const clock = { at: Math.floor(Date.now() / 1000) * 1000 }
  const now = () => new Date(clock.at)
  const portal = await openPortal()
  const running = await startSandboxes({ now, firstPort: 0, redirects: [`${origin}/channels/back`] })
  onTestFinished(() => running.close())
  const hosts = hostsOf(networks, running.list)
  const config = configOf(running.list, hosts)
  const way = networkFetch({ config, hosts: [...hosts.keys()], sandboxHosts: new Map(), userAgent: 'LanToa/test' })
  onTestFinished(() => way.close())
  const nudged = new Set<string>()
  const ctx = await deskContext(db, {
    now,
    networks,
    readers,
    clocks: new Map([...networks.keys()].map(id => [id, { ahead: 0, wall: Date.now(), steady: performance.now() }])),
    outbound: { networks: way.fetch, portals: portal.fetch, films: portal.fetch },
    files: folderFiles(await freshFolder()),
    media: sharpMedia(),
    nudge: name => void nudged.add(name),
  })
  Object.assign(ctx, { config })
  const desk = await openDesk(ctx)
  const admin = await desk.seat('Quản trị viên', ['admin'])
  const editor = await desk.seat('Biên tập viên', ['editor'])
  const approver = await desk.seat('Người duyệt', ['approver'])
  const sandboxOf = (network: string) => {
    const found = running.list.find(one => one.network === network)
    if (!found) throw new Error(`no sandbox of ${network}`)
    return found
  }
  /** The sandbox's control API: levers, ledger, who exists. */
  async function control<T>(
    network: string,
    path: string,
    body?: unknown,
    method = body === undefined ? 'GET' : 'POST',
  ) {
    const answer = await fetch(`${sandboxOf(network).url}/_sandbox${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  return {
    db,
    ctx,
    desk,
    portal,
    admin,
    editor,
    approver,
    nudged,
    sandboxOf,
    control,
    now,
    tick: async (after = 0) => {
      clock.at += after
      await runJobs(ctx, given.jobs, nudged)
    },
    consent: (network: string, how: Consent = {}) => consent({ desk, admin, root: desk.root }, network, how),
    /** Through the consent, with everything ticked, to a channel. */
    connect: async (network: string, how: Consent = {}): Promise<number> => {
      const { account } = sandboxOf(network)
      const { answer } = await consent({ desk, admin, root: desk.root }, network, { account: account.id, ...how })
      if (answer.headers.get('location') !== '/channels?done=connected')
        throw new Error(`${network} is not connected: ${await answer.text()}`)
      const found = await db.selectFrom('channel').select('id').where('network', '=', network).executeTakeFirstOrThrow()
      return found.id
    },
    read: async (path: string, as: Seated = approver) => textOf(await (await desk.get(path, as)).text()),
  }
}

export type Office = Awaited<ReturnType<typeof setOffice>>

function configOf(
  list: readonly { network: string; registered: { id: string; secret: string } }[],
  hosts: ReadonlyMap<string, string>,
): Config {
  const read = readConfig(
    {
      LANTOA_SECRET_KEY: '0123456789abcdef'.repeat(4),
      LANTOA_HOSTS: [...hosts].map(([host, url]) => `${host}=${url}`).join(','),
      ...Object.fromEntries(
        list.flatMap(({ network, registered }) => [
          [`${network.toUpperCase()}_APP_ID`, registered.id],
          [`${network.toUpperCase()}_APP_SECRET`, registered.secret],
        ]),
      ),
    },
    [...networks.keys()],
  )
  if (read.is !== 'config') throw new Error(read.lines.join('\n'))
  return read.config
}

export interface Consent {
  /** The channel that is connected again; a new one of the desk's unit without it. */
  channel?: number
  /** What the person unticks there, by value. */
  untick?: readonly string[]
  decision?: 'allow' | 'deny'
  /** Whom the person chooses, at the network and at the desk. */
  account?: string
}

/** An administrator's way: the desk's form, the network's page, back to the desk, the choice of an account. */
async function consent(
  at: { desk: Awaited<ReturnType<typeof openDesk>>; admin: Seated; root: number },
  network: string,
  how: Consent,
): Promise<{ answer: Response; shown: string }> {
  const { desk, admin } = at
  const target: Record<string, string> = how.channel ? { channel: String(how.channel) } : { unit: String(at.root) }
  const left = await desk.post('/channels/consent', { network, ...target }, admin)
  const address = /url=(\S+)/.exec(left.headers.get('refresh') ?? '')?.[1]
  if (!address) throw new Error(`no way to ${network}: ${left.status}`)
  const page = await (await fetch(address)).text()
  const form = new FormData()
  const radios = new Set<string>()
  for (const [, tag = ''] of page.matchAll(/<input ([^>]*)>/g)) {
    const read = (name: string) => unescaped(new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
    const [type, name, value] = [read('type'), read('name'), read('value')]
    if (how.untick?.includes(value)) continue
    if (
      type === 'radio' &&
      (how.account && page.includes(`value="${how.account}"`) ? value !== how.account : radios.has(name))
    )
      continue
    if (type === 'radio') radios.add(name)
    form.append(name, value)
  }
  form.append('decision', how.decision ?? 'allow')
  const back = await fetch(address, { method: 'POST', body: form, redirect: 'manual' })
  const location = back.headers.get('location')
  if (!location) return { answer: back, shown: textOf(await back.clone().text()) }
  const { pathname, search } = new URL(location)
  const picked = await desk.get(pathname + search, admin)
  const html = await picked.clone().text()
  const state = /name="state" value="([^"]*)"/.exec(html)?.[1]
  const accounts = [...html.matchAll(/name="account" [^>]*value="([^"]*)"|value="([^"]*)" [^>]*name="account"/g)]
  const account = how.account ?? unescaped(accounts[0]?.[1] ?? accounts[0]?.[2] ?? '')
  if (!state) return { answer: picked, shown: textOf(html) }
  const answer = await desk.post('/channels/choice', { state: unescaped(state), account }, admin)
  return { answer, shown: textOf(await answer.clone().text()) }
}

const marks: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
const unescaped = (text: string) => text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, mark => marks[mark] ?? mark)

/** What a page says, without its markup. */
export const textOf = (html: string) =>
  unescaped(html.replaceAll(/<(?:script|style)[\s\S]*?<\/(?:script|style)>|<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ')
