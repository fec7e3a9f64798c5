import type { Command } from './command.ts'
import { readFlags } from './guest.ts'
import { fail, report } from './report.ts'

/** Brings the tables to this version. Serving does it too; this is for doing it ahead. */
export const migrate: Command = async (args, io) => {
  const given = readFlags(args, { json: { type: 'boolean' } }, 'flags only')
  if (given.is === 'bad') return fail(io, given.why, 2)
  const { boot } = await import('../runtime/node/boot.ts')
  const up = await boot({ environment: process.env, as: 'guest', log: 'warn' })
  if (up.is === 'stays_down') return fail(io, up.why, up.exit)
  const { applied } = up
  await up.down()
  const lines = applied.length ? applied.map(name => `applied ${name}`) : ['nothing to apply']
  report(io, given.values.json ?? false, { applied }, lines)
  return 0
}
