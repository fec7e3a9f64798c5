import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { networkFetch, userAgentOf } from '../../src/runtime/node/connect.ts'
import { serve } from '../support/server.ts'
import { faultOf, toGraph } from '../support/ways.ts'

const post = { method: 'POST', body: new URLSearchParams({ message: 'Xin chào' }) }

describe('a call to a network', () => {
  test('goes to the server named for its host, path and bytes kept, the host in a header', async () => {
    const seen: Record<string, unknown>[] = []
    const server = await serve((request, response) => {
      const hash = createHash('sha256')
      request.on('data', chunk => hash.update(chunk))
      request.on('end', () => {
        const { headers } = request
        seen.push({
          url: request.url,
          host: headers['x-forwarded-host'],
          agent: headers['user-agent'],
          type: headers['content-type'],
          length: headers['content-length'],
          hash: hash.digest('hex'),
        })
        response.end('{"id":"1"}')
      })
    })
    const body = crypto.getRandomValues(new Uint8Array(60_000))
    const call = { method: 'POST', body, headers: { 'content-type': 'multipart/form-data; boundary=x' } }
    const response = await toGraph(server.url)('https://graph.test//v25.0/me/photos?a=%2F&b=á', call)
    expect(await response.json()).toEqual({ id: '1' })
    expect(seen).toEqual([
      {
        url: '//v25.0/me/photos?a=%2F&b=%C3%A1',
        host: 'graph.test',
        agent: 'LanToa/test',
        type: 'multipart/form-data; boundary=x',
        length: '60000',
        hash: createHash('sha256').update(body).digest('hex'),
      },
    ])
  })

  test('goes to its sandbox where LANTOA_HOSTS says nothing, host by host', async () => {
    const builtIn = await serve((_, response) => response.end('built-in'))
    const named = await serve((_, response) => response.end('named'))
    const { fetch } = networkFetch({
      config: { hosts: new Map([['one.test', named.url]]), networks: 'sandbox', privateOk: [] },
      hosts: ['one.test', 'two.test'],
      sandboxHosts: new Map([
        ['one.test', builtIn.url],
        ['two.test', builtIn.url],
      ]),
      userAgent: 'LanToa/test',
    })
    expect(await (await fetch('https://one.test/')).text()).toBe('named')
    expect(await (await fetch('https://two.test/')).text()).toBe('built-in')
  })

  test('is refused for a host of no network, and for one without a sandbox outside live mode', async () => {
    const sandbox = networkFetch({
      config: { hosts: new Map(), networks: 'sandbox', privateOk: [] },
      hosts: ['graph.test'],
      sandboxHosts: new Map(),
      userAgent: 'LanToa/test',
    }).fetch
    expect(await faultOf(sandbox('https://graph.test/me', post))).toMatchObject({ kind: 'blocked', sent: false })
    expect(await faultOf(sandbox('https://elsewhere.test/', post))).toMatchObject({ kind: 'blocked', sent: false })
  })

  test('in live mode wants TLS and a public address, and never a sandbox', async () => {
    const builtIn = await serve((_, response) => response.end('built-in'))
    const asked: string[] = []
    const { fetch } = networkFetch({
      config: { hosts: new Map(), networks: 'live', privateOk: [] },
      hosts: ['graph.test'],
      sandboxHosts: new Map([['graph.test', builtIn.url]]),
      userAgent: 'LanToa/test',
      resolve: async host => {
        asked.push(host)
        return [{ address: '127.0.0.1', family: 4 }]
      },
    })
    expect(await faultOf(fetch('http://graph.test/me', post))).toMatchObject({ kind: 'blocked', sent: false })
    expect(await faultOf(fetch('https://graph.test/me', post))).toMatchObject({ kind: 'blocked', sent: false })
    expect(asked).toEqual(['graph.test'])
    expect(builtIn.hits).toEqual([])
  })
})

test('the user agent names the service and whom to write to', () => {
  const publicUrl = 'https://lantoa.example.vn'
  expect(userAgentOf('1.2.3', { publicUrl })).toBe('LanToa/1.2.3 (+https://lantoa.example.vn)')
  expect(userAgentOf('1.2.3', { publicUrl, contact: 'cong@tinh.example' })).toBe(
    'LanToa/1.2.3 (+mailto:cong@tinh.example)',
  )
  expect(userAgentOf('1.2.3', { contact: 'https://tinh.example/lien-he' })).toBe(
    'LanToa/1.2.3 (+https://tinh.example/lien-he)',
  )
  expect(userAgentOf('1.2.3', {})).toBe('LanToa/1.2.3')
})
