import type { Hono } from 'hono'
import { listen } from '../../src/runtime/node/listen.ts'
import { obeying } from '../../src/runtime/node/sandbox-wire.ts'

export interface Served {
  url: string
  port: number
  close(): Promise<void>
}

/** A Hono app on a loopback port of its own, over real sockets; a sandbox may have them cut, held or dripping. */
export async function serve(app: Pick<Hono, 'fetch'>, port = 0): Promise<Served> {
  const fetch = obeying((request, env) => app.fetch(request, env))
  const { url, port: bound, close } = await listen(fetch, { port, host: '127.0.0.1' })
  return { url, port: bound, close: () => close(0) }
}
