import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'

type Answer = (request: Request, env: HttpBindings) => Response | Promise<Response>

/**
 * What a sandbox cannot do through a Response it asks of its server, in headers that never leave:
 * `x-sandbox-drop: 1` destroy the connection, `half` after half of the announced body; `x-sandbox-hold: ms` answer so
 * late; `x-sandbox-drip: ms` send it byte by byte.
 */
export const obeying =
  (answer: Answer) =>
  async (request: Request, env: unknown): Promise<Response> => {
    const bindings = env as HttpBindings
    return obey(await answer(request, bindings), bindings)
  }

async function obey(response: Response, { incoming, outgoing }: HttpBindings): Promise<Response> {
  const take = (name: string) => {
    const value = response.headers.get(name)
    if (value !== null) response.headers.delete(name)
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
