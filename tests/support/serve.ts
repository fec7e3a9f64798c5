import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type HttpBindings, serve as serveNode } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Hono } from 'hono'

export interface Served {
  url: string
  port: number
  close(): Promise<void>
}

/**
 * A Hono app on a loopback port of its own, over real sockets. What a sandbox cannot do through a Response it asks for in
 * headers that never leave: `x-sandbox-drop: 1` (destroy the connection) or `half` (after half of the announced body),
 * `x-sandbox-hold: ms` (answer so late), `x-sandbox-drip: ms` (byte by byte).
 */
export async function serve(app: Pick<Hono, 'fetch'>, port = 0): Promise<Served> {
  const server = serveNode({
    fetch: async (request, env) => obey(await app.fetch(request, env), env as HttpBindings),
    hostname: '127.0.0.1',
    port,
  }) as Server
  if (!server.listening) await once(server, 'listening')
  const bound = (server.address() as AddressInfo).port
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function obey(response: Response, { incoming, outgoing }: HttpBindings): Promise<Response> {
  const take = (name: string) => {
    const value = response.headers.get(name)
    response.headers.delete(name)
    return value
  }
  const drop = take('x-sandbox-drop')
  const hold = Number(take('x-sandbox-hold') ?? 0)
  const drip = Number(take('x-sandbox-drip') ?? 0)
  if (hold > 0 && !(await waited(hold, outgoing))) return RESPONSE_ALREADY_SENT
  if (drop === '1') {
    incoming.socket.destroy()
    return RESPONSE_ALREADY_SENT
  }
  if (drop === 'half') {
    const body = new Uint8Array(await response.arrayBuffer())
    outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), 'content-length': body.length })
    outgoing.write(body.subarray(0, body.length >> 1), () => incoming.socket.destroy())
    return RESPONSE_ALREADY_SENT
  }
  return drip > 0 ? new Response(dripping(response, drip), response) : response
}

/** False when the other end went away meanwhile. */
function waited(ms: number, outgoing: HttpBindings['outgoing']): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(true), ms)
    outgoing.once('close', () => {
      clearTimeout(timer)
      resolve(false)
    })
  })
}

function dripping(response: Response, ms: number): ReadableStream<Uint8Array> {
  let bytes: Uint8Array | undefined
  let at = 0
  return new ReadableStream({
    async pull(stream) {
      bytes ??= new Uint8Array(await response.arrayBuffer())
      if (at >= bytes.length) return stream.close()
      await new Promise(resolve => setTimeout(resolve, ms))
      stream.enqueue(bytes.subarray(at, at + 1))
      at += 1
    },
  })
}
