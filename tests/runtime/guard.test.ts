import { describe, expect, test } from 'vitest'
import { follow } from '../../src/kit/follow.ts'
import { guardedFetch } from '../../src/runtime/node/connect.ts'
import { type Resolve, reach } from '../../src/runtime/node/guard.ts'
import { serve } from '../support/server.ts'
import { answers, hosts } from '../support/tricks.ts'
import { faultOf } from '../support/ways.ts'

const resolveTo =
  (...answers: (readonly string[])[]): Resolve =>
  async () => {
    const next = answers.length > 1 ? answers.shift() : answers[0]
    return (next ?? []).map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
  }

const way = (given: Partial<Parameters<typeof guardedFetch>[0]> = {}) =>
  guardedFetch({ privateOk: [], portsOk: 'any', userAgent: 'LanToa/test', ...given })

/** As portals send it: the bytes of UTF-8 as they are. */
const raw = (address: string) => Buffer.from(address).toString('latin1')

describe('an address that is not public is refused, nothing having left,', () => {
  test.each(hosts)('as a literal: %s', async host => {
    const server = await serve((_, response) => response.end('reached'))
    const fault = await faultOf(way().fetch(`http://${host}:${server.port}/`))
    expect(fault).toMatchObject({ kind: 'blocked', sent: false })
    expect(server.hits).toEqual([])
  })

  test.each(hosts)('behind a redirect: %s', async host => {
    const inner = await serve((_, response) => response.end('reached'))
    const outer = await serve(
      (_, response) => response.writeHead(302, { location: raw(`http://${host}:${inner.port}/`) }).end(),
      '127.0.0.2',
    )
    const guarded = way({ privateOk: ['127.0.0.2/32'] })
    const fault = await faultOf(follow(guarded.fetch, outer.url))
    expect(fault).toMatchObject({ kind: 'blocked', sent: false })
    expect(outer.hits).toHaveLength(1)
    expect(inner.hits).toEqual([])
  })

  test.each(answers)('as the answer for a name: %s', async address => {
    const fault = await faultOf(way({ resolve: resolveTo([address]) }).fetch('http://portal.test/'))
    expect(fault).toMatchObject({ kind: 'blocked', sent: false })
  })

  test('as one of several answers', async () => {
    const server = await serve((_, response) => response.end('reached'), '127.0.0.2')
    const guarded = way({ privateOk: ['127.0.0.2/32'], resolve: resolveTo(['127.0.0.2', '127.0.0.1']) })
    const fault = await faultOf(guarded.fetch(`http://portal.test:${server.port}/`))
    expect(fault).toMatchObject({ kind: 'blocked', sent: false })
    expect(server.hits).toEqual([])
  })

  test.each(['localhost', 'LOCALHOST'])('as a name of this machine: %s', async host => {
    const server = await serve((_, response) => response.end('reached'))
    const fault = await faultOf(way().fetch(`http://${host}:${server.port}/`))
    expect(fault).toMatchObject({ kind: 'blocked', sent: false })
    expect(server.hits).toEqual([])
  })
})

test('a name is asked once per connection, so an answer that changes changes nothing', async () => {
  const good = await serve((_, response) => response.setHeader('connection', 'close').end('portal'), '127.0.0.2')
  const bad = await serve((_, response) => response.end('inside'), '127.0.0.1', good.port)
  let asked = 0
  const changing: Resolve = async () => {
    asked++
    return [{ address: asked % 2 ? '127.0.0.2' : '127.0.0.1', family: 4 }]
  }
  const guarded = way({ privateOk: ['127.0.0.2/32'], resolve: changing })
  const address = `http://portal.test:${good.port}/`
  expect(await (await guarded.fetch(address)).text()).toBe('portal')
  expect(asked).toBe(1)
  expect(await faultOf(guarded.fetch(address))).toMatchObject({ kind: 'blocked', sent: false })
  expect(asked).toBe(2)
  expect(bad.hits).toEqual([])
})

describe('an address is refused for', () => {
  test.each([
    ['its scheme', 'file:///etc/passwd'],
    ['its scheme', 'ftp://portal.test/'],
    ['its scheme', 'gopher://portal.test/'],
    ['its scheme', 'data:text/html,hello'],
    ['a user name in it', 'http://someone@portal.test/'],
    ['a password in it', 'http://:secret@portal.test/'],
    ['its port', 'http://portal.test:22/'],
    ['its port', 'https://portal.test:6379/'],
    ['being none', 'not an address'],
    ['being none', 'http://[::1'],
  ])('%s: %s', async (_, address) => {
    const guarded = way({ portsOk: [8080], resolve: resolveTo(['127.0.0.1']), privateOk: ['127.0.0.0/8'] })
    expect(await faultOf(guarded.fetch(address))).toMatchObject({ kind: 'blocked', sent: false })
  })
})

test('a configured port and the ranges the operator named pass', async () => {
  const server = await serve((request, response) => response.end(request.headers['user-agent']))
  const guarded = way({ portsOk: [server.port], privateOk: ['10.0.0.0/8', '127.0.0.1/32'] })
  expect(await (await guarded.fetch(server.url)).text()).toBe('LanToa/test')
})

test('ranges of one family open nothing in the other, mapped addresses count as what they map', () => {
  const may = reach(['127.0.0.0/8', 'fd00::/8'])
  expect(may('127.9.9.9')).toBe(true)
  expect(may('::ffff:127.0.0.1')).toBe(true)
  expect(may('fd00::5')).toBe(true)
  expect(may('::1')).toBe(false)
  expect(may('10.0.0.1')).toBe(false)
  expect(may('203.162.0.1')).toBe(true)
  expect(may('2405:4800::1')).toBe(true)
  expect(may('no address')).toBe(false)
})

describe('redirects', () => {
  test('are not followed by the port itself', async () => {
    const server = await serve((_, response) => response.writeHead(301, { location: '/there' }).end())
    const response = await way({ privateOk: ['127.0.0.0/8'] }).fetch(server.url)
    expect(response.status).toBe(301)
    expect(server.hits).toHaveLength(1)
  })

  test('are followed five times and say whether the address moved for good', async () => {
    const server = await serve((request, response) => {
      const step = Number(request.url?.slice(1))
      if (step < 5) response.writeHead(step === 0 ? 308 : 301, { location: `/${step + 1}` }).end()
      else response.end('arrived')
    })
    const followed = await follow(way({ privateOk: ['127.0.0.0/8'] }).fetch, `${server.url}/0`)
    expect(await followed.response.text()).toBe('arrived')
    expect(followed).toMatchObject({ url: `${server.url}/5`, permanentUrl: `${server.url}/5` })
  })

  test('in a loop end after five', async () => {
    const server = await serve((_, response) => response.writeHead(302, { location: '/again' }).end())
    const fault = await faultOf(follow(way({ privateOk: ['127.0.0.0/8'] }).fetch, server.url))
    expect(fault).toMatchObject({ kind: 'other', sent: true })
    expect(server.hits).toHaveLength(6)
  })

  test('drop credentials at the border of an origin and keep them within', async () => {
    const seen: (string | undefined)[] = []
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization, request.headers.cookie)
      response.end('there')
    }, '127.0.0.2')
    const first = await serve((request, response) => {
      seen.push(request.headers.authorization)
      response.writeHead(302, { location: request.url === '/a' ? '/b' : `${other.url}/c` }).end()
    })
    const headers = { authorization: 'Bearer one', cookie: 'a=b' }
    await follow(way({ privateOk: ['127.0.0.0/8'] }).fetch, `${first.url}/a`, { headers })
    expect(seen).toEqual(['Bearer one', 'Bearer one', undefined, undefined])
  })

  test('to an address with Vietnamese letters as they are arrive', async () => {
    const server = await serve((request, response) =>
      request.url === '/' ? response.writeHead(302, { location: raw('/tin-tức') }).end() : response.end('tin'),
    )
    const followed = await follow(way({ privateOk: ['127.0.0.0/8'] }).fetch, server.url)
    expect(followed.url).toBe(`${server.url}/tin-t%E1%BB%A9c`)
  })

  test('to another scheme are refused', async () => {
    const server = await serve((_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end())
    const fault = await faultOf(follow(way({ privateOk: ['127.0.0.0/8'] }).fetch, server.url))
    expect(fault).toMatchObject({ kind: 'blocked', sent: false })
  })
})
