import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type OpenSandbox, sandboxes } from '../../../adapters/sandboxes.ts'
import type { App, Networks } from '../../ports/network.ts'
import { type Listening, listen } from './listen.ts'
import { obeying } from './sandbox-wire.ts'

export interface RunningSandbox {
  network: string
  url: string
  wall: string
  registered: App
  account: OpenSandbox['account']
}

export interface RunningSandboxes {
  list: readonly RunningSandbox[]
  close(): Promise<void>
}

/** Each sandbox on a loopback port of its own, from `firstPort` upwards; 0 for any. */
export async function startSandboxes(given: {
  now(): Date
  firstPort: number
  redirects: readonly string[]
}): Promise<RunningSandboxes> {
  const servers: Listening[] = []
  const list: RunningSandbox[] = []
  for (const [place, sandbox] of sandboxes.entries()) {
    let open: OpenSandbox | undefined
    const answer = obeying((request, env) => open?.app.fetch(request, env) ?? new Response(null, { status: 503 }))
    const server = await listen(answer, {
      port: given.firstPort && given.firstPort + place,
      host: '127.0.0.1',
      fallback: true,
    })
    servers.push(server)
    open = sandbox.open({
      origin: server.url,
      now: given.now,
      // Memory is lost at a restart; ids must not come again. Microseconds since 1970 grow faster than posts.
      firstId: 1_000_000_000_000_000_000n + BigInt(Date.now()) * 1000n,
      redirects: given.redirects,
    })
    const { registered, account, wall } = open
    list.push({ network: sandbox.network, url: server.url, wall: server.url + wall, registered, account })
  }
  return { list, close: async () => void (await Promise.all(servers.map(server => server.close(1_000)))) }
}

/** Which server stands for which host of a network. */
export function hostsOf(networks: Networks, list: readonly { network: string; url: string }[]): Map<string, string> {
  const hosts = new Map<string, string>()
  for (const { network, url } of list)
    for (const host of networks.get(network)?.about.traits.hosts ?? []) hosts.set(host, url)
  return hosts
}

const memo = z.array(
  z.object({ network: z.string(), url: z.string(), registered: z.object({ id: z.string(), secret: z.string() }) }),
)
type Memo = z.infer<typeof memo>

const memoPath = (dataDir: string) => join(dataDir, 'sandboxes.json')

/** For workers and commands beside the server that runs them: one network's memory is in one process. */
export const tellSandboxes = (dataDir: string, list: readonly RunningSandbox[]) =>
  writeFile(
    memoPath(dataDir),
    JSON.stringify(list.map(({ network, url, registered }) => ({ network, url, registered }))),
    { mode: 0o600 },
  )

export const forgetSandboxes = (dataDir: string) => rm(memoPath(dataDir), { force: true })

export async function findSandboxes(dataDir: string): Promise<Memo> {
  const text = await readFile(memoPath(dataDir), 'utf8').catch(() => '[]')
  return memo.safeParse(JSON.parse(text)).data ?? []
}
