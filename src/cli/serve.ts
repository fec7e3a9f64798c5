import { once } from 'node:events'
import type { CliIo, Command, ExitCode } from './command.ts'
import { readFlags } from './guest.ts'
import { fail, report } from './report.ts'

const flags = { only: { type: 'string' }, json: { type: 'boolean' } } as const

/** The desk and the jobs in one process; `--only web` leaves the jobs to workers. */
export const serve: Command = async (args, io) => {
  const given = readFlags(args, flags, 'flags only')
  if (given.is === 'bad') return fail(io, given.why, 2)
  const { only, json = false } = given.values
  if (only !== undefined && only !== 'web' && only !== 'worker')
    return fail(io, `--only is web or worker, not "${only}"`, 2)
  return run(io, { web: only !== 'worker', worker: only !== 'web', json })
}

/** The jobs alone, as many as are wanted, beside a server or on another machine. */
export const worker: Command = async (args, io) => {
  const given = readFlags(args, { json: { type: 'boolean' } }, 'flags only')
  return given.is === 'bad'
    ? fail(io, given.why, 2)
    : run(io, { web: false, worker: true, json: given.values.json ?? false })
}

async function run(io: CliIo, part: { web: boolean; worker: boolean; json: boolean }): Promise<ExitCode> {
  // From the first moment: whoever ends it while it starts finds no PostgreSQL left behind.
  const asked = untilAsked()
  const { boot } = await import('../runtime/node/boot.ts')
  // The desk is loaded while PostgreSQL comes up.
  const [up, { start }] = await Promise.all([
    boot({ environment: process.env, as: part.web ? 'server' : 'guest' }),
    import('../runtime/node.ts'),
  ])
  if (up.is === 'stays_down') return fail(io, up.why, up.exit)
  const running = await start(up, part).catch(async (cause: NodeJS.ErrnoException) => {
    await up.down()
    if (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES') throw cause
    return fail(io, `port ${up.ctx.config.port} cannot be used (${cause.code}): set PORT`, 1)
  })
  if (typeof running === 'number') return running
  const walls = up.sandboxes.list.map(({ network, wall }) => ({ network, wall }))
  const lines = [
    ...(running.url ? [`desk ${running.url}`] : []),
    ...walls.map(({ network, wall }) => `wall ${network} ${wall}`),
  ]
  report(io, part.json, { desk: running.url, walls, worker: part.worker }, lines)
  await asked
  await running.stop()
  return 0
}

/** Ctrl-C, or the word of whatever supervises us. A second one does not wait for what is in flight. */
export async function untilAsked(): Promise<void> {
  const asked = new AbortController()
  const { signal } = asked
  await Promise.race([once(process, 'SIGINT', { signal }), once(process, 'SIGTERM', { signal })])
  asked.abort()
  const hurry = () => process.exit(130)
  process.once('SIGINT', hurry).once('SIGTERM', hurry)
}
