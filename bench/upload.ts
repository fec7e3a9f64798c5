/** A film of 1.2 GB (UPLOAD_MB for another size) goes up in parts; the sandbox is a process of its own, so the memory is ours alone. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { youtube } from '../adapters/youtube/index.ts'
import { youtubeSandbox } from '../adapters/youtube/sandbox.ts'
import type { Attempt, Content, Session } from '../src/ports/network.ts'
import { networkFetch } from '../src/runtime/node/connect.ts'
import { serve } from '../tests/support/serve.ts'

interface Ready {
  url: string
  app: { id: string; secret: string }
  account: string
  cred: { access: string; refresh: string }
}

const reach = 250

if (process.env.UPLOAD_SERVES) {
  const sandbox = youtubeSandbox({ settings: { processingFromMs: 0, processingToMs: 0, keepBytes: 0 } })
  const served = await serve(sandbox.app)
  const app = sandbox.addApp()
  const channel = sandbox.addChannel()
  const { access, refresh } = sandbox.mintGrant({ app: app.id, channel: channel.id, endless: true })
  process.send?.({ url: served.url, app, account: channel.id, cred: { access, refresh } } satisfies Ready)
}

export default async function run(): Promise<void> {
  const bytes = Math.round(Number(process.env.UPLOAD_MB ?? 1200) * 1_000_000)
  const child = fork(import.meta.filename, { env: { ...process.env, UPLOAD_SERVES: '1' } })
  try {
    const [ready] = (await once(child, 'message')) as [Ready]
    const { hosts } = youtube.about.traits
    const way = networkFetch({
      config: { hosts: new Map(hosts.map(host => [host, ready.url])), networks: 'sandbox', privateOk: [] },
      hosts,
      sandboxHosts: new Map(),
      userAgent: 'LanToa/bench',
    })
    let peak = 0
    const look = () => {
      peak = Math.max(peak, process.memoryUsage().rss)
    }
    const digest = '1'.repeat(64)
    const to: Session<unknown> = {
      ...ready,
      fetch: way.fetch,
      now: () => new Date(),
      signal: new AbortController().signal,
      settings: {},
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
      video: { digest, mime: 'video/mp4', bytes, width: 1920, height: 1080, seconds: 3600 },
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
    const answer = await youtube.publish(to as never, content, attempt, {})
    const seconds = (performance.now() - started) / 1000
    look()
    const mb = (figure: number) => Math.round(figure / 1_000_000)
    console.log(`  ${mb(bytes)} MB: ${answer.is} after ${seconds.toFixed(1)} s, ${mb(bytes / seconds)} MB/s`)
    console.log(`  most memory of this process: ${mb(peak)} MB (to stay below ${reach})`)
    await way.close()
  } finally {
    child.kill()
  }
}
