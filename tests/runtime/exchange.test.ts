import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { serve, serveSockets } from '../support/server.ts'
import { faultOf, toGraph, toPortal } from '../support/ways.ts'

const post = { method: 'POST', body: new URLSearchParams({ message: 'Xin chào' }) }

describe('what failed before a byte left says so:', () => {
  test('a refused port', async () => {
    const gone = await serveSockets(() => {})
    const port = gone.port
    const closed = toGraph(`http://127.0.0.1:${port === 1 ? 2 : 1}`)
    expect(await faultOf(closed('https://graph.test/me', post))).toMatchObject({ kind: 'refused', sent: false })
  })

  test('a name without an address', async () => {
    const lost = toGraph('http://no-such-host.invalid')
    expect(await faultOf(lost('https://graph.test/me', post))).toMatchObject({ kind: 'name', sent: false })
  })

  test('garbage in place of TLS', async () => {
    const server = await serveSockets(socket => socket.end('this is no handshake\r\n'))
    const fault = await faultOf(toGraph(`https://127.0.0.1:${server.port}`)('https://graph.test/me', post))
    expect(fault).toMatchObject({ kind: 'tls', sent: false })
  })

  test('a connection cut during the handshake', async () => {
    const server = await serveSockets(socket => socket.once('data', () => socket.resetAndDestroy()))
    const fault = await faultOf(toGraph(`https://127.0.0.1:${server.port}`)('https://graph.test/me', post))
    expect(fault).toMatchObject({ kind: 'reset', sent: false })
  })

  test('a handshake that never ends', async () => {
    const server = await serveSockets(() => {})
    const slow = toGraph(`https://127.0.0.1:${server.port}`, { connectMs: 300 })
    expect(await faultOf(slow('https://graph.test/me', post))).toMatchObject({ kind: 'timeout', sent: false })
  })

  test('a call given up while it waited for the handshake, which is not sent afterwards', async () => {
    const server = await serveSockets(() => {})
    const signal = AbortSignal.timeout(100)
    const slow = toGraph(`https://127.0.0.1:${server.port}`, { connectMs: 400 })
    const fault = await faultOf(slow('https://graph.test/me', { ...post, signal }))
    expect(fault).toMatchObject({ kind: 'timeout', sent: false })
  })

  test('a call given up before it began', async () => {
    const server = await serve((_, response) => response.end())
    const fault = await faultOf(toGraph(server.url)('https://graph.test/me', { ...post, signal: AbortSignal.abort() }))
    expect(fault).toMatchObject({ kind: 'aborted', sent: false })
    expect(server.hits).toEqual([])
  })
})

describe('what failed after the request was handed to the socket may have arrived:', () => {
  test('a reset before the headers', async () => {
    const server = await serveSockets(socket => socket.once('data', () => socket.resetAndDestroy()))
    const fault = await faultOf(toGraph(server.url)('https://graph.test/me', post))
    expect(fault).toMatchObject({ kind: 'reset', sent: true })
    expect(server.sockets).toBe(1)
  })

  test('an early close without a word', async () => {
    const server = await serveSockets(socket => socket.once('data', () => socket.end()))
    const fault = await faultOf(toGraph(server.url)('https://graph.test/me', post))
    expect(fault).toMatchObject({ kind: 'reset', sent: true })
    expect(server.sockets).toBe(1)
  })

  test('a close as soon as the connection stands', async () => {
    const server = await serveSockets(socket => socket.resetAndDestroy())
    // The request may or may not have reached the socket by then; if it may have, it must not be called unsent.
    const fault = await faultOf(toGraph(server.url)('https://graph.test/me', post))
    expect(fault.kind).toBe('reset')
    expect(server.sockets).toBe(1)
  })

  test('a reset in the middle of the body', async () => {
    const server = await serveSockets(socket =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"id":"1')
        setTimeout(() => socket.resetAndDestroy(), 50)
      }),
    )
    const response = await toGraph(server.url)('https://graph.test/me', post)
    expect(response.status).toBe(200)
    expect(await faultOf(response.text())).toMatchObject({ kind: 'reset', sent: true })
  })

  test('words that are no HTTP', async () => {
    const server = await serveSockets(socket => socket.once('data', () => socket.end('SSH-2.0-Open\r\n')))
    expect(await faultOf(toGraph(server.url)('https://graph.test/me', post))).toMatchObject({
      kind: 'other',
      sent: true,
    })
  })

  test('silence', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const server = await serveSockets(socket => socket.once('data', () => vi.advanceTimersByTime(200)))
    const fault = await faultOf(toGraph(server.url, { totalMs: 200 })('https://graph.test/me', post))
    expect(fault).toMatchObject({ kind: 'timeout', sent: true })
  })

  test("silence, ended by the caller's own limit", async () => {
    const caller = new AbortController()
    const over = () => caller.abort(new DOMException('the limit of the caller', 'TimeoutError'))
    const server = await serveSockets(socket => socket.once('data', over))
    const call = toGraph(server.url)('https://graph.test/me', { ...post, signal: caller.signal })
    expect(await faultOf(call)).toMatchObject({ kind: 'timeout', sent: true })
  })

  test('a body that drips', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      const drip = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(drip))
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const response = await toPortal({ totalMs: 300 })(server.url)
    const reading = faultOf(response.text())
    vi.advanceTimersByTime(300)
    expect(await reading).toMatchObject({ kind: 'timeout', sent: true })
  })

  test('headers without end', async () => {
    const server = await serveSockets(socket => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const more = setInterval(() => socket.write(`x-${'a'.repeat(900)}: ${'b'.repeat(900)}\r\n`), 1)
      socket.on('close', () => clearInterval(more))
    })
    expect(await faultOf(toPortal()(server.url))).toMatchObject({ kind: 'too_big', sent: true })
  })
})

test('a connection that the server closes between two calls is opened anew, and each request arrives once', async () => {
  const bodies: string[] = []
  let closed: Promise<unknown> = Promise.resolve()
  const server = await serve((request, response) => {
    request.setEncoding('utf8').on('data', chunk => bodies.push(chunk))
    request.on('end', () => {
      response.end('{}')
      if (bodies.length % 2 === 0) return
      closed = once(request.socket, 'close')
      setTimeout(() => request.socket.destroy(), 0)
    })
  })
  const fetch = toGraph(server.url)
  for (let n = 0; n < 6; n++) {
    await (await fetch('https://graph.test/me', { method: 'POST', body: `n=${n}` })).text()
    await closed
    // What the server has closed is known to the client when its sockets were looked at once more.
    for (let round = 0; round < 3; round++) await new Promise(setImmediate)
  }
  expect(bodies).toEqual(['n=0', 'n=1', 'n=2', 'n=3', 'n=4', 'n=5'])
})

test('what a call has sent is let go when it is over, however long its signal lives', async () => {
  const server = await serve((request, response) => request.resume().on('end', () => response.end('{}')))
  const fetch = toGraph(server.url)
  const { signal } = new AbortController()
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const held = () => {
    collect()
    return process.memoryUsage().arrayBuffers
  }
  const before = held()
  for (let n = 0; n < 40; n++)
    await (await fetch('https://graph.test/me', { method: 'POST', body: new Uint8Array(1_000_000), signal })).text()
  // What was collected is given back by other threads, a little later.
  await expect.poll(() => held() - before, { timeout: 60_000 }).toBeLessThan(10_000_000)
})
