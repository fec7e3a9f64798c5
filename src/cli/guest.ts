import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import type { Ctx } from '../context.ts'
import type { CliIo, ExitCode } from './command.ts'
import { fail } from './report.ts'

/** Runs beside whatever serves the data folder, on its PostgreSQL; starts and stops one where none runs. */
export async function asGuest(io: CliIo, run: (ctx: Ctx, url: string) => Promise<ExitCode>): Promise<ExitCode> {
  // Loaded when the flags are right: it brings the readers of portals and all adapters.
  const { boot } = await import('../runtime/node/boot.ts')
  const up = await boot({ environment: process.env, as: 'guest', log: 'warn' })
  if (up.is === 'stays_down') return fail(io, up.why, up.exit)
  try {
    return await run(up.ctx, up.url)
  } finally {
    await up.down()
  }
}

type Given<T extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>

/** The flags of a command, or what is wrong with them in one line. */
export function readFlags<const T extends ParseArgsOptionsConfig>(
  args: string[],
  options: T,
  takes: 'names' | 'flags only' = 'names',
): ({ is: 'flags' } & Given<T>) | { is: 'bad'; why: string } {
  try {
    const given = parseArgs({ args, options, allowPositionals: true })
    const [one] = takes === 'flags only' ? given.positionals : []
    // What is not understood is not passed over: `serve worker` is no server without a desk.
    return one === undefined ? { is: 'flags', ...given } : { is: 'bad', why: `"${one}" is not known here; see --help` }
  } catch (cause) {
    return { is: 'bad', why: cause instanceof Error ? cause.message : String(cause) }
  }
}
