import { stat } from 'node:fs/promises'
import { readConfig } from '../config.ts'
import type { CliIo, Command, ExitCode } from './command.ts'
import { asGuest, readFlags } from './guest.ts'
import { fail, report } from './report.ts'

/** `lantoa backup`: while the service runs, as it stood at one moment. */
export const backup: Command = async (args, io) => {
  const given = readFlags(args, { 'with-key': { type: 'boolean' }, json: { type: 'boolean' } })
  if (given.is === 'bad') return fail(io, given.why, 2)
  const [path = `lantoa-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.tar.gz`, ...more] =
    given.positionals
  if (more.length) return fail(io, `one file at a time; "${more[0]}" is one too many`, 2)
  if (await exists(path)) return fail(io, `${path} stands already`, 2)
  const withKey = given.values['with-key'] ?? false
  return asGuest(io, async (ctx, url) => {
    const { backUp } = await import('../runtime/node/backup.ts')
    if (withKey && !(await exists(`${ctx.config.dataDir}/secret-key`)))
      return fail(io, '--with-key: the key comes from LANTOA_SECRET_KEY and is not in the data folder', 2)
    const done = await backUp({ url, dataDir: ctx.config.dataDir, to: path, withKey })
    for (const digest of done.rotten) io.stderr.write(`file ${digest} is damaged and was left out\n`)
    const what = `${done.rows} rows of ${done.tables} tables, ${done.files} files`
    report(io, given.values.json ?? false, { file: path, ...done }, [
      `${path}: ${what}, ${withKey ? 'with' : 'without'} the key`,
    ])
    return 0
  })
}

/** `lantoa restore`: the service stands still, and starts under a hold on everything. */
export const restore: Command = async (args, io) => {
  const given = readFlags(args, { json: { type: 'boolean' } })
  if (given.is === 'bad') return fail(io, given.why, 2)
  const [path, ...more] = given.positionals
  if (!path) return fail(io, 'name the file of a safe copy', 2)
  if (more.length) return fail(io, `one file at a time; "${more[0]}" is one too many`, 2)
  if (!(await exists(path))) return fail(io, `${path}: no such file`, 2)
  const read = readConfig(process.env, [])
  if (read.is === 'wrong') return fail(io, read.lines.join('; '), 2)
  return putBack(io, path, read.config, given.values.json ?? false)
}

async function putBack(
  io: CliIo,
  path: string,
  config: { dataDir: string; databaseUrl?: string },
  json: boolean,
): Promise<ExitCode> {
  const { lockDataDir } = await import('../runtime/node/data-lock.ts')
  const { PostgresProblem, startPostgres } = await import('../runtime/node/embedded-postgres.ts')
  const locked = await lockDataDir(config.dataDir)
  if (locked.is === 'taken') return fail(io, `a server runs on ${config.dataDir} (process ${locked.pid}): stop it`, 1)
  let stop = async () => {}
  try {
    const server = config.databaseUrl ? undefined : await startPostgres(config.dataDir, {}, true)
    stop = server?.stop ?? stop
    const url = config.databaseUrl ?? server?.url ?? ''
    const { restore: putInto } = await import('../runtime/node/restore.ts')
    const done = await putInto({ url, dataDir: config.dataDir, from: path, now: new Date() })
    if (done.is === 'refused') return fail(io, done.why, 1)
    report(io, json, done, [
      `${done.rows} rows and ${done.files} files as of ${done.madeAt}`,
      'everything is held: compare the channels with the board, then lift the hold',
      ...(done.key === 'missing'
        ? ['put the secret key into the data folder, or set LANTOA_SECRET_KEY, before the start']
        : []),
    ])
    return 0
  } catch (cause) {
    if (cause instanceof PostgresProblem) return fail(io, cause.message, 1)
    throw cause
  } finally {
    await stop()
    await locked.release()
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
