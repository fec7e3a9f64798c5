import { readers } from '../../adapters/portals/index.ts'
import { readConfig } from '../config.ts'
import { findWays, readAddress } from '../sources/find-ways.ts'
import { wordsIn } from '../words/index.ts'
import type { Command } from './command.ts'
import { readFlags } from './guest.ts'
import { fail, report } from './report.ts'

/** `lantoa ways`: how a portal could be watched, each way tried out; needs no database and saves nothing. */
export const ways: Command = async (args, io) => {
  const flags = readFlags(args, { json: { type: 'boolean' } })
  if (flags.is === 'bad') return fail(io, flags.why, 2)
  const [typed = '', ...more] = flags.positionals
  const address = readAddress(typed)
  if (!address || more.length > 0)
    return fail(io, `ways: name one address or host, not "${flags.positionals.join(' ')}"`, 2)
  const configured = readConfig(process.env, [])
  if (configured.is === 'wrong') return fail(io, configured.lines.join('; '), 2)
  const { guardedFetch, userAgentOf } = await import('../runtime/node/connect.ts')
  const { packageVersion } = await import('../runtime/node/root.ts')
  const { privateOk } = configured.config
  const way = guardedFetch({
    privateOk,
    portsOk: privateOk.length > 0 ? 'any' : [],
    userAgent: userAgentOf(packageVersion(), configured.config),
  })
  try {
    const outbound = { portals: way.fetch, networks: way.fetch }
    const found = await findWays({ outbound, readers, now: () => new Date() }, address)
    const w = wordsIn('en')
    if (found.is === 'failed') return fail(io, `ways: ${address}: ${found.why.code}: ${w.say(found.why)}`, 2)
    const lines = found.ways.map(({ kind, url, tried }) =>
      tried.is === 'list'
        ? `${kind} ${url}: ${tried.total} items${tried.warnings.length ? ` (${tried.warnings.join(', ')})` : ''}`
        : `${kind} ${url}: ${tried.why.code}`,
    )
    report(io, flags.values.json ?? false, found, [`${found.family} ${found.signs.join(' · ')}`, ...lines])
    return 0
  } finally {
    await way.close()
  }
}
