import { expect, onTestFinished, test } from 'vitest'
import { networks } from '../../adapters/index.ts'
import { returnsOf } from '../../src/runtime/node/boot.ts'
import { hostsOf, startSandboxes } from '../../src/runtime/node/sandboxes.ts'

async function sandboxes(redirects: readonly string[]) {
  const running = await startSandboxes({ now: () => new Date(), firstPort: 0, redirects })
  onTestFinished(running.close)
  return running
}

test('every network has a stand-in for each of its hosts, and none beside', async () => {
  const { list } = await sandboxes([])
  expect(list.map(one => one.network)).toEqual([...networks.keys()])
  const hosts = hostsOf(networks, list)
  expect([...hosts.keys()]).toEqual([...networks.values()].flatMap(network => network.about.traits.hosts))
  for (const { wall } of list) expect((await fetch(wall)).status).toBe(200)
})

test.each([
  [{ port: 8080 }, 'http://localhost:8080'],
  [{ port: 8080 }, 'http://127.0.0.1:8080'],
  [{ port: 8080, publicUrl: 'https://lantoa.example.vn' }, 'https://lantoa.example.vn'],
])('a consent dialog leads back to the desk at %j, and nowhere else', async (config, origin) => {
  const { list } = await sandboxes(returnsOf(config))
  for (const { network, url, registered } of list) {
    const ask = async (redirect: string) => {
      const begun = await networks.get(network)?.auth.begin(registered, redirect, 'state')
      const dialog = new URL(begun?.url ?? '')
      return fetch(url + dialog.pathname + dialog.search, { redirect: 'manual' })
    }
    expect((await ask(`${origin}/channels/back`)).status, network).toBe(200)
    const elsewhere = await ask('https://elsewhere.test/channels/back')
    // A page of the network's own that says what is wrong, at once or by a redirect.
    expect([302, 400], network).toContain(elsewhere.status)
    expect(elsewhere.headers.get('location') ?? url, network).not.toContain('elsewhere.test')
  }
})
