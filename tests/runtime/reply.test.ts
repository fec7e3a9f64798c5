import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { serve } from '../support/server.ts'
import { faultOf, toPortal } from '../support/ways.ts'

describe('a body is limited as it is read:', () => {
  const zeros = Buffer.alloc(60_000_000)
  const bombs = { gzip: gzipSync(zeros), br: brotliCompressSync(zeros) }

  test.each(['gzip', 'br'] as const)('a %s bomb', async coding => {
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': coding }).end(bombs[coding]),
    )
    const response = await toPortal()(server.url)
    expect(await faultOf(response.arrayBuffer())).toMatchObject({ kind: 'too_big', sent: true })
  })

  test('a bomb within a bomb', async () => {
    const server = await serve((_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip, gzip' })
        .end(gzipSync(bombs.gzip)),
    )
    const response = await toPortal()(server.url)
    expect(await faultOf(response.arrayBuffer())).toMatchObject({ kind: 'too_big' })
  })

  test('more codings than anyone needs', async () => {
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip, gzip, gzip' }).end('x'),
    )
    expect(await faultOf(toPortal()(server.url))).toMatchObject({ kind: 'other', sent: true })
  })

  test('a declared length over the limit, before it is read', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/rss+xml', 'content-length': 1_000_000_000 })
      response.write('<rss>')
    })
    expect(await faultOf(toPortal()(server.url))).toMatchObject({ kind: 'too_big' })
  })

  test('a stream without end', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/xml' })
      const chunk = Buffer.alloc(256_000, 32)
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      }
      response.on('drain', more)
      more()
    })
    const response = await toPortal()(server.url)
    expect(await faultOf(response.text())).toMatchObject({ kind: 'too_big' })
  })

  test('a compressed stream that decodes to nothing', async () => {
    const server = await serve((_, response) => {
      // A gzip header whose file name never ends.
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
      response.write(Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]))
      const chunk = Buffer.alloc(256_000, 97)
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      }
      response.on('drain', more)
      more()
    })
    const response = await toPortal()(server.url)
    expect(await faultOf(response.text())).toMatchObject({ kind: 'too_big' })
  })

  test('a picture may be longer than a page, a document longer than a picture', async () => {
    const size = { '/page': 'text/html', '/picture': 'image/jpeg', '/document': 'application/pdf' } as const
    const server = await serve((request, response) =>
      response.writeHead(200, { 'content-type': size[request.url as keyof typeof size] }).end(Buffer.alloc(3000)),
    )
    const fetch = toPortal({ pageBytes: 1000, pictureBytes: 2000, documentBytes: 4000 })
    const read = async (path: string) => (await fetch(server.url + path)).arrayBuffer()
    expect((await faultOf(read('/page'))).kind).toBe('too_big')
    expect((await faultOf(read('/picture'))).kind).toBe('too_big')
    expect((await read('/document')).byteLength).toBe(3000)
  })
})

test.each(['gzip', 'br'])('a %s reply arrives decoded, and one cut short is an error', async coding => {
  const text = 'Nghị quyết số 18/NQ-HĐND '.repeat(2000)
  const packed = coding === 'gzip' ? gzipSync(text) : brotliCompressSync(text)
  const server = await serve((request, response) => {
    const body = request.url === '/cut' ? packed.subarray(0, packed.length - 12) : packed
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': coding }).end(body)
  })
  const whole = await toPortal()(server.url)
  expect(whole.headers.get('content-encoding')).toBeNull()
  expect(await whole.text()).toBe(text)
  const cut = await toPortal()(`${server.url}/cut`)
  expect(await faultOf(cut.text())).toMatchObject({ sent: true })
})

test('304 and HEAD come without a body, several cookies stay apart', async () => {
  const server = await serve((request, response) =>
    request.method === 'HEAD'
      ? response.writeHead(200, { 'content-length': 5_000_000_000 }).end()
      : response.writeHead(304, { etag: '"a"', 'set-cookie': ['a=1', 'b=2'] }).end(),
  )
  expect((await toPortal()(server.url, { method: 'HEAD' })).status).toBe(200)
  const unchanged = await toPortal()(server.url)
  expect(unchanged.status).toBe(304)
  expect(unchanged.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
})
