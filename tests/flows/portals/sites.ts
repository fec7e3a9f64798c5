/** The websites, in a thread of their own so that what they cost can be told from what reading them costs. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { goneOf, listOf, pageOf, pathOf, type Shown, waysOf } from './pages.ts'
import type { Piece, Plan, Site } from './plan.ts'

/** One request as the websites saw it, in milliseconds of the story. */
export interface Seen {
  address: string
  host: string
  path: string
  from: number
  to: number
  status: number
  conditional: boolean
  agent: string
}

const { plan, clock } = workerData as { plan: Plan; clock: SharedArrayBuffer }
const shared = new Float64Array(clock)
const now = () => (shared[0] ?? 0) - plan.start
const seen: Seen[] = []
let count = 0
const sites = new Map(plan.sites.map(site => [site.host, { site, paths: pathsOf(site) }]))

function pathsOf(site: Site): Map<string, Piece> {
  return new Map(site.pieces.map(piece => [pathOf(site.family, piece, plan.start), piece]))
}

function answer(request: IncomingMessage, response: ServerResponse): unknown {
  const [host = '', port] = (request.headers.host ?? '').split(':')
  const path = request.url ?? '/'
  const found = sites.get(host)
  const one: Seen = {
    address: request.socket.localAddress ?? '',
    host,
    path,
    from: now(),
    to: 0,
    status: 0,
    conditional: 'if-none-match' in request.headers || 'if-modified-since' in request.headers,
    agent: request.headers['user-agent'] ?? '',
  }
  seen.push(one)
  count++
  const end = response.end.bind(response)
  // When the last byte is handed over: by the time 'finish' is told, whoever asked may have moved the clock.
  response.end = ((...last: Parameters<typeof end>) => {
    one.to = now()
    one.status = response.statusCode
    return end(...last)
  }) as typeof end
  if (!found) return response.writeHead(404).end()
  const { site, paths } = found
  const base = `http://${host}:${port}`
  const at = now()
  if (path === '/robots.txt') return robots(site, at, response)
  const list = waysOf[site.family].path
  if (site.family === 'wordpress' ? path.split('?')[0] === list.split('?')[0] : path === list)
    return showList(site, base, at, request, response)
  const piece = paths.get(path.replace(/\?redirect=.*$/, ''))
  if (!piece || piece.at > at) return response.writeHead(404, { 'content-type': 'text/html' }).end('Không có')
  if (piece.goneAt !== undefined && at >= piece.goneAt) {
    // Half of the families know the status for it.
    const status = ['liferay', 'sharepoint', 'dotnet', 'spa'].includes(site.family) ? 200 : 404
    return send(response, status, goneOf())
  }
  return send(response, 200, pageOf(piece, base, plan.start, at, count))
}

function robots(site: Site, at: number, response: ServerResponse): unknown {
  if (site.robots === 'none') return response.writeHead(404).end('no')
  if (site.robots === 'late' && at < 5 * 3_600_000) return response.writeHead(503).end()
  const rules =
    site.robots === 'forbids'
      ? 'User-agent: *\nDisallow: /\n'
      : `User-agent: *\nDisallow: /quan-tri/\n${site.crawlDelay ? `Crawl-delay: ${site.crawlDelay}\n` : ''}`
  return response.writeHead(200, { 'content-type': 'text/plain' }).end(rules)
}

function showList(site: Site, base: string, at: number, request: IncomingMessage, response: ServerResponse): unknown {
  const what = site.troubles.find(({ from, to }) => at >= from && at < to)?.what
  switch (what) {
    case 'error':
      return response.writeHead(503, { 'retry-after': '1200' }).end()
    case 'forbidden':
      return response.writeHead(403).end('Từ chối')
    case 'captcha':
      return send(response, 200, {
        type: 'text/html',
        body: '<html><head><script src="/challenge-platform/x.js"></script></head><body>Xác nhận bạn là người</body></html>',
      })
    case 'login':
      return send(response, 200, {
        type: 'text/html',
        body: '<html><body><form><input type="password"></form></body></html>',
      })
    case 'empty':
      return send(response, 200, { type: 'text/xml', body: '' })
    default:
  }
  const shown = listOf(site, base, plan.start, at, {
    guids: what === 'guids',
    count,
    asked: new URL(request.url ?? '/', base).searchParams,
  })
  if (what === 'cut') return send(response, 200, { ...shown, body: shown.body.slice(0, shown.body.length * 0.6) })
  if (what === 'reversed' && site.family === 'sharepoint') {
    const items = shown.body.match(/<item>.*?<\/item>/gs) ?? []
    const head = shown.body.slice(0, shown.body.indexOf('<item>'))
    return send(response, 200, { ...shown, body: `${head}${items.toReversed().join('')}</channel></rss>` })
  }
  // Half of the families know conditional requests; counters in a page defeat them.
  const known = ['sharepoint', 'vccorp', 'spa', 'wordpress'].includes(site.family)
  const newest = site.pieces.filter(piece => piece.at <= at).length
  const etag = `"${site.host}-${newest}"`
  if (known && request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end()
  return send(response, 200, { ...shown, headers: { ...shown.headers, ...(known && { etag }) } })
}

function send(response: ServerResponse, status: number, { type, body, headers }: Shown): unknown {
  return response.writeHead(status, { 'content-type': type, ...headers }).end(body)
}

async function listen(): Promise<void> {
  let port = 0
  for (const address of new Set(plan.sites.map(site => site.address)))
    port = await new Promise<number>((done, fail) => {
      const server = createServer(answer)
      server.once('error', fail)
      server.listen(port, address, () => done((server.address() as { port: number }).port))
    })
  parentPort?.postMessage({ port })
  parentPort?.on('message', (asked: 'seen' | 'cpu') => {
    const { user, system } = process.threadCpuUsage()
    parentPort?.postMessage(asked === 'cpu' ? { cpu: (user + system) / 1e6 } : { seen })
  })
}

await listen()
