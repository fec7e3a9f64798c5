import { createServer as createHttp, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Socket, type Server as TcpServer } from 'node:net'
import { onTestFinished } from 'vitest'

/** A web server of the test's own on a loopback address. */
export async function serve(
  handler: RequestListener,
  host = '127.0.0.1',
  port = 0,
): Promise<{ url: string; port: number; hits: string[] }> {
  const hits: string[] = []
  const server = createHttp((request, response) => {
    hits.push(`${request.method} ${request.url}`)
    handler(request, response)
  })
  const at = await open(server, host, port)
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${at}`, port: at, hits }
}

/** Bare sockets, for replies that are no HTTP. */
export async function serveSockets(
  onSocket: (socket: Socket) => void,
): Promise<{ url: string; port: number; sockets: number }> {
  const seen = { url: '', port: 0, sockets: 0 }
  const server = createTcp(socket => {
    seen.sockets++
    socket.on('error', () => {})
    onSocket(socket)
  })
  seen.port = await open(server, '127.0.0.1', 0)
  seen.url = `http://127.0.0.1:${seen.port}`
  return seen
}

async function open(server: Server | TcpServer, host: string, port: number): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, host, done)
  })
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise(done => server.close(done))
  })
  return (server.address() as AddressInfo).port
}
