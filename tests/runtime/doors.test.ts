import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { makeDoors } from '../../src/runtime/node/doors.ts'
import { type Certificate, makeCa, makeLeaf } from '../support/certificates.ts'
import { faultOf } from '../support/ways.ts'

const doorsTo = (addresses: Readonly<Record<string, readonly string[]>> = {}) => {
  const doors = makeDoors(
    {
      privateOk: ['127.0.0.0/8'],
      portsOk: 'any',
      userAgent: 'LanToa/test',
      resolve: async host => (addresses[host] ?? ['127.0.0.1']).map(address => ({ address, family: 4 })),
    },
    1000,
  )
  onTestFinished(() => doors.close())
  return doors
}

async function serveTls(leaf: Certificate, chain: readonly Certificate[] = []): Promise<string> {
  const cert = [leaf, ...chain].map(({ pem }) => pem).join('')
  const server = createServer({ key: leaf.keyPem, cert }, (_, response) => response.end('qua được'))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  return `https://cong.test:${(server.address() as AddressInfo).port}/`
}

test('a portal under a certificate authority of its own is read with it, and only with it', async () => {
  const root = makeCa('Gốc của tỉnh')
  const url = await serveTls(makeLeaf(root, ['cong.test']))
  const doors = doorsTo()
  expect(await faultOf(doors.trusting(undefined)(url))).toMatchObject({ kind: 'tls', sent: false })
  expect(await faultOf(doors.trusting(makeCa('Gốc khác').pem)(url))).toMatchObject({ kind: 'tls', sent: false })
  expect(await (await doors.trusting(root.pem)(url)).text()).toBe('qua được')
  // What is trusted for one portal is trusted for no other.
  expect(await faultOf(doors.trusting(undefined)(url))).toMatchObject({ kind: 'tls' })
})

test('a chain that the server sends incomplete is completed by the intermediate', async () => {
  const root = makeCa('Gốc')
  const between = makeCa('Trung gian', root)
  const url = await serveTls(makeLeaf(between, ['cong.test']))
  const doors = doorsTo()
  expect(await faultOf(doors.trusting(root.pem)(url))).toMatchObject({ kind: 'tls', sent: false })
  expect(await (await doors.trusting(root.pem + between.pem)(url)).text()).toBe('qua được')
  expect(await (await doors.trusting(between.pem)(url)).text()).toBe('qua được')
})

test('a certificate for another name, or one that has ended, is refused whatever is trusted', async () => {
  const root = makeCa('Gốc')
  const doors = doorsTo()
  for (const leaf of [makeLeaf(root, ['khac.test']), makeLeaf(root, ['cong.test'], -1)])
    expect(await faultOf(doors.trusting(root.pem)(await serveTls(leaf)))).toMatchObject({ kind: 'tls', sent: false })
})

test('the guard holds behind certificates as everywhere', async () => {
  const root = makeCa('Gốc')
  const url = await serveTls(makeLeaf(root, ['cong.test']))
  const doors = makeDoors({ privateOk: [], portsOk: 'any', userAgent: 'LanToa/test' }, 1)
  onTestFinished(() => doors.close())
  const local = url.replace('cong.test', '127.0.0.1')
  expect(await faultOf(doors.trusting(root.pem)(local))).toMatchObject({ kind: 'blocked', sent: false })
})

test('an installation is the address behind a name, the same one whatever order the answer has', async () => {
  const doors = doorsTo({
    'mot.test': ['203.162.0.9', '203.162.0.1', '2405:4800::1'],
    'hai.test': ['2405:4800::1', '203.162.0.1', '203.162.0.9'],
  })
  expect(await doors.installationOf('mot.test')).toBe('203.162.0.1')
  expect(await doors.installationOf('hai.test')).toBe('203.162.0.1')
  expect(await doors.installationOf('[::ffff:203.162.0.1]')).toBe('203.162.0.1')
})

test('waiting runs on the business clock, and ends when the process is to end', async () => {
  const doors = doorsTo()
  await doors.pause(1000)
  const waiting = faultOf(doors.pause(3_600_000_000))
  doors.hurry()
  expect(await waiting).toMatchObject({ kind: 'aborted', sent: false })
  expect(await faultOf(doors.pause(3_600_000_000))).toMatchObject({ kind: 'aborted' })
})
