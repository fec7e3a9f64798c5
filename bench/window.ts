/**
 * The window of docs/adr/0007: from the last look at the claim until the request's first byte is handed to the socket.
 * Only a process that is stopped within it, for longer than its claim, can send what another has meanwhile sent.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer } from 'node:http'
import { wireUnder } from '../src/deliveries/wire.ts'
import { networkFetch } from '../src/runtime/node/connect.ts'
import { machine, percentile } from './house.ts'

const host = 'graph.example'
const posts = 2000

export default async function run(): Promise<void> {
  console.log(machine())
  for (const keeps of [true, false]) {
    const server = createServer((request, reply) => {
      request.resume().on('end', () => reply.writeHead(200, keeps ? {} : { connection: 'close' }).end('{"id":"1"}'))
    })
    const port = await new Promise<number>(done =>
      server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port)),
    )
    const way = networkFetch({
      config: { hosts: new Map([[host, `http://127.0.0.1:${port}`]]), networks: 'sandbox', privateOk: [] },
      hosts: [host],
      sandboxHosts: new Map(),
      userAgent: 'LanToa/bench',
    })
    const times: number[] = []
    let looked = 0
    const written = () => void times.push(performance.now() - looked)
    subscribe('undici:client:sendHeaders', written)
    for (let at = 0; at < posts; at++) {
      const clock = () => {
        looked = performance.now()
        return 0
      }
      const wire = wireUnder({ traits: { requestLimit: 30_000 }, clock, renew: async () => true }, way.fetch)
      const body = new URLSearchParams({ message: `Tin số ${at}` }).toString()
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      await (await wire.fetch(`https://${host}/v1/feed`, { method: 'POST', body, headers })).text()
    }
    unsubscribe('undici:client:sendHeaders', written)
    await way.close()
    server.close()
    if (times.length < posts) throw new Error(`${times.length} of ${posts} writes were seen`)
    const [p50 = 0, p99 = 0, most = 0] = [0.5, 0.99, 1].map(part => percentile(times, part))
    console.log(
      `${keeps ? 'open connection' : 'new connection each time'}: p50 ${p50.toFixed(3)} ms, p99 ${p99.toFixed(3)} ms, most ${most.toFixed(3)} ms over ${posts} posts`,
    )
  }
}
