import { readFile, stat } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { follow } from '../kit/follow.ts'
import { FetchFault } from '../kit/http.ts'
import type { Came } from '../ports/portal.ts'
import type { CliIo, ExitCode } from './command.ts'
import { fail } from './report.ts'

export type Input = { is: 'input'; name: string; bytes: Uint8Array; came: Came } | { is: 'bad'; says: string }

const options = {
  'base-url': { type: 'string' },
  'content-type': { type: 'string' },
  'date-order': { type: 'string' },
  'time-zone': { type: 'string' },
  json: { type: 'boolean' },
} as const

/** The document a reading command is pointed at: a file, `-` for standard input, or an address. */
export async function readInput(args: string[]): Promise<Input> {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (error) {
    return { is: 'bad', says: error instanceof Error ? error.message : String(error) }
  }
  const { values, positionals } = parsed
  const [name, ...more] = positionals
  if (name === undefined) return { is: 'bad', says: 'name a file or an address' }
  if (more.length > 0) return { is: 'bad', says: `one file or address at a time; "${more[0]}" is one too many` }
  const base = values['base-url']
  if (base !== undefined && !URL.canParse(base))
    return { is: 'bad', says: `--base-url "${base}" is not an absolute address` }
  const order = values['date-order']
  if (order !== undefined && order !== 'day-first' && order !== 'month-first')
    return { is: 'bad', says: `--date-order is day-first or month-first, not "${order}"` }

  const got = /^https?:\/\//i.test(name) ? await fetchInput(name) : await readLocal(name)
  if (got.is === 'bad') return got
  return {
    is: 'input',
    name,
    bytes: got.bytes,
    came: {
      baseUrl: base ?? got.url,
      contentType: values['content-type'] ?? got.contentType,
      ...(order ? { dateOrder: order } : {}),
      ...(values['time-zone'] ? { timeZone: values['time-zone'] } : {}),
    },
  }
}

function parse(args: string[]) {
  return parseArgs({ args, options, allowPositionals: true })
}

/** One JSON document on stdout. */
export function answer(io: CliIo, document: unknown, warnings: readonly string[], name: string): ExitCode {
  for (const warning of warnings) io.stderr.write(`${name}: ${warning}\n`)
  io.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
  return 0
}

/** Exit 2, one line saying what is wrong and where. */
export const refuse = (io: CliIo, says: string): ExitCode => fail(io, says, 2)

type Got = { is: 'got'; bytes: Uint8Array; url: string; contentType: string | null } | { is: 'bad'; says: string }

/** Bytes of a file, or of standard input for `-`. */
export async function readLocal(name: string): Promise<Got> {
  if (name === '-') {
    const parts: Buffer[] = []
    for await (const part of process.stdin) parts.push(Buffer.from(part))
    return { is: 'got', bytes: Buffer.concat(parts), url: 'file:///dev/stdin', contentType: null }
  }
  try {
    if ((await stat(name)).isDirectory()) return { is: 'bad', says: `${name}: is a directory` }
    return { is: 'got', bytes: await readFile(name), url: pathToFileURL(name).href, contentType: null }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const why = code === 'ENOENT' ? 'no such file' : code === 'EACCES' ? 'may not be read' : `cannot be read (${code})`
    return { is: 'bad', says: `${name}: ${why}` }
  }
}

async function fetchInput(name: string): Promise<Got> {
  const { readConfig } = await import('../config.ts')
  const configured = readConfig(process.env, [])
  if (configured.is === 'wrong') return { is: 'bad', says: configured.lines.join('; ') }
  const { guardedFetch, userAgentOf } = await import('../runtime/node/connect.ts')
  const { packageVersion } = await import('../runtime/node/root.ts')
  const { privateOk } = configured.config
  const way = guardedFetch({
    privateOk,
    // A portal inside an office listens where it likes.
    portsOk: privateOk.length > 0 ? 'any' : [],
    userAgent: userAgentOf(packageVersion(), configured.config),
  })
  try {
    const { response, url } = await follow(way.fetch, name)
    if (!response.ok) return { is: 'bad', says: `${url}: the portal answered ${response.status}` }
    const bytes = new Uint8Array(await response.arrayBuffer())
    return { is: 'got', bytes, url, contentType: response.headers.get('content-type') }
  } catch (error) {
    if (!(error instanceof FetchFault)) throw error
    return { is: 'bad', says: `${name}: ${error.message}` }
  } finally {
    await way.close()
  }
}
