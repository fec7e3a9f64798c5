import { readers } from '../../adapters/portals/index.ts'
import { readConfig } from '../config.ts'
import { never } from '../kit/never.ts'
import { findWays, type Pace, readAddress } from '../sources/find-ways.ts'
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
        : `${kind} ${url}: ${tried.why.code}${tried.why.code === 'source.fault_robots' ? ` (${tried.why.detail ?? ''})` : ''}`,
    )
    report(io, flags.values.json ?? false, found, [
      `${found.family} ${found.signs.join(' · ')}`,
      told(found.pace),
      ...lines,
    ])
    return 0
  } finally {
    await way.close()
  }
}

/** What robots.txt says, and the pace that would be kept because of it. */
function told({ robots, detail, crawlDelay, everySeconds }: Pace): string {
  const pace = `at least ${everySeconds} s between requests`
  switch (robots) {
    case 'open':
      return `robots.txt: none, everything may be read; ${pace}`
    case 'rules':
      return `robots.txt: read${crawlDelay === undefined ? '' : `, it asks for ${crawlDelay} s`}; ${pace}`
    case 'unreachable':
      return `robots.txt: ${detail ?? 'did not answer'}; nothing would be read until it does`
    default:
      return never(robots)
  }
}
