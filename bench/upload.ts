/**
 * A film of 1.2 GB (UPLOAD_MB for another size) goes up in parts to each network that takes one so long (UPLOAD_NETWORKS). The sandbox is a
 * process of its own, and each upload has a fresh process for itself with the modules as they are shipped, so the memory is
 * that of the upload alone.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { OpenSandbox } from '../adapters/sandboxes.ts'
import type { Attempt, Content, Session } from '../src/ports/network.ts'
import { built } from './house.ts'

type Ready = { url: string } & Pick<OpenSandbox, 'registered' | 'account'>

const reach = 250
const takers = (process.env.UPLOAD_NETWORKS ?? 'facebook,youtube,tiktok').split(',')

/** The stand-in of one network, until it is killed. */
async function stand(name: string): Promise<void> {
  const { sandboxes } = await import('../adapters/sandboxes.ts')
  const { serve } = await import('../tests/support/serve.ts')
  const sandbox = sandboxes.find(one => one.network === name)
  let open: OpenSandbox | undefined
  const served = await serve({
    fetch: (request: Request) => open?.app.fetch(request) ?? new Response(null, { status: 503 }),
  })
  open = sandbox?.open({
    origin: served.url,
    now: () => new Date(),
    firstId: 1_000_000_000_000_000_000n,
    redirects: [],
  })
  if (open) process.send?.({ url: served.url, registered: open.registered, account: open.account } satisfies Ready)
}

async function upload(name: string): Promise<void> {
  const bytes = Math.round(Number(process.env.UPLOAD_MB ?? 1200) * 1_000_000)
  const { networks } = await built<typeof import('../adapters/index.ts')>('adapters/index.js')
  const { networkFetch } = await built<typeof import('../src/runtime/node/connect.ts')>('src/runtime/node/connect.js')
  const network = networks.get(name)
  if (!network) throw new Error(`no network called ${name}`)
  const child = fork(import.meta.filename, { env: { ...process.env, UPLOAD_TO: '', UPLOAD_SERVES: name } })
  try {
    const [ready] = (await once(child, 'message')) as [Ready]
    const { hosts } = network.about.traits
    const way = networkFetch({
      config: { hosts: new Map(hosts.map(host => [host, ready.url])), networks: 'sandbox', privateOk: [] },
      hosts,
      sandboxHosts: new Map(),
      userAgent: 'LanToa/bench',
    })
    let peak = 0
    const look = () => {
      peak = Math.max(peak, process.memoryUsage.rss())
    }
    const watching = setInterval(look, 50)
    const to: Session<unknown> = {
      app: ready.registered,
      account: ready.account.id,
      cred: ready.account.cred,
      fetch: way.fetch,
      now: () => new Date(),
      signal: new AbortController().signal,
      settings: network.shape.settings.parse({}),
      ledger: { spend: async (_, units) => ({ is: 'spent', units }), close: async () => {} },
      files: {
        read: async () => undefined,
        piece: async (_, from, end) => new Uint8Array(end - from).fill((from / 1_048_576) & 255),
      },
      note: notice => console.log(`  ${notice.why.code}`),
    }
    const content: Content = {
      form: 'video',
      title: 'Phim 1,2 GB',
      text: '',
      pictures: [],
      video: { digest: '1'.repeat(64), mime: 'video/mp4', bytes, width: 1920, height: 1080, seconds: 540 },
    }
    const now = new Date()
    const attempt: Attempt = {
      delivery: 1,
      number: 1,
      beganAt: now,
      firstBeganAt: now,
      save: async () => {},
      progress: async () => look(),
      taken: async () => new Set(),
    }
    const started = performance.now()
    const answer = await network.publish(to, content, attempt, network.shape.options.parse({}) as never)
    const seconds = (performance.now() - started) / 1000
    clearInterval(watching)
    look()
    const mb = (figure: number) => Math.round(figure / 1_000_000)
    const why = 'why' in answer ? ` (${JSON.stringify(answer.why)})` : ''
    console.log(
      `  ${name}: ${mb(bytes)} MB: ${answer.is}${why} after ${seconds.toFixed(1)} s, ${mb(bytes / seconds)} MB/s`,
    )
    console.log(`  most memory of the process: ${mb(peak)} MB (to stay below ${reach})`)
    await way.close()
  } finally {
    child.kill()
  }
}

export default async function run(): Promise<void> {
  for (const name of takers) {
    const child = fork(import.meta.filename, { env: { ...process.env, UPLOAD_TO: name } })
    await once(child, 'exit')
  }
}

if (process.env.UPLOAD_SERVES) await stand(process.env.UPLOAD_SERVES)
else if (process.env.UPLOAD_TO) await upload(process.env.UPLOAD_TO)
