import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'

export interface Listening {
  port: number
  url: string
  /** Takes no new requests and waits for those in flight; after `graceMs` they are cut. */
  close(graceMs?: number): Promise<void>
}

type Handler = (request: Request, environment: unknown) => Response | Promise<Response>

/** Serves on `port`, 0 for any. `fallback`: any port where that one is taken. */
export async function listen(
  fetch: Handler,
  given: { port: number; host?: string; fallback?: boolean },
): Promise<Listening> {
  const server = createServer(getRequestListener(fetch))
  await new Promise<void>((done, fail) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EADDRINUSE' || !given.fallback) return fail(cause)
      server.once('error', fail).listen(0, given.host, done)
    })
    server.listen(given.port, given.host, done)
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://${given.host ?? 'localhost'}:${port}`,
    close: (graceMs = 10_000) =>
      new Promise(done => {
        const late = setTimeout(() => server.closeAllConnections(), graceMs)
        server.close(() => {
          clearTimeout(late)
          done()
        })
        server.closeIdleConnections()
      }),
  }
}
