import type { Command } from './command.ts'
import { readFlags } from './guest.ts'
import { fail, report } from './report.ts'
import { untilAsked } from './serve.ts'

/** The sandboxes alone, for a server elsewhere to be pointed at with LANTOA_HOSTS. */
export const sandbox: Command = async (args, io) => {
  const given = readFlags(
    args,
    {
      port: { type: 'string', default: '0' },
      redirect: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean' },
    },
    'flags only',
  )
  if (given.is === 'bad') return fail(io, given.why, 2)
  const port = Number(given.values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_000)
    return fail(io, `--port "${given.values.port}" is not a port`, 2)
  const { networks } = await import('../../adapters/index.ts')
  const { hostsOf, startSandboxes } = await import('../runtime/node/sandboxes.ts')
  const running = await startSandboxes({ now: () => new Date(), firstPort: port, redirects: given.values.redirect })
  const hosts = [...hostsOf(networks, running.list)].map(([host, url]) => `${host}=${url}`).join(',')
  const list = running.list.map(({ network, wall, url, registered, account }) => ({
    network,
    wall,
    url,
    app: registered,
    account,
  }))
  const lines = list.flatMap(({ network, wall, app, account }) => [
    `wall ${network} ${wall}`,
    `app ${network} ${app.id} ${app.secret}`,
    `account ${network} ${account.id} ${JSON.stringify(account.cred)}`,
  ])
  report(io, given.values.json ?? false, { hosts, sandboxes: list }, [...lines, `LANTOA_HOSTS=${hosts}`])
  await untilAsked()
  await running.close()
  return 0
}
