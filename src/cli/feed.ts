// Not by way of the list of readers: an article's parsers would double the time to start.
import { feed as readFeed } from '../../adapters/portals/feed.ts'
import type { Command } from './command.ts'
import { answer, readInput, refuse } from './input.ts'

/** `lantoa feed`: the entries of a feed, as the portal reader sees them. */
export const feed: Command = async (args, io) => {
  const input = await readInput(args)
  if (input.is === 'bad') return refuse(io, `feed: ${input.says}`)
  const read = readFeed(input.bytes, input.came)
  if (read.is === 'unreadable') return refuse(io, `feed: ${input.name}: ${read.code}: ${read.detail}`)
  return answer(io, { ...read.value, warnings: read.warnings }, read.warnings, input.name)
}
