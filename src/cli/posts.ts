import { posts as readPosts } from '../../adapters/portals/wordpress.ts'
import type { Command } from './command.ts'
import { answer, readInput, refuse } from './input.ts'

/** `lantoa posts`: what the REST interface of a WordPress site lists. */
export const posts: Command = async (args, io) => {
  const input = await readInput(args)
  if (input.is === 'bad') return refuse(io, `posts: ${input.says}`)
  const read = readPosts(input.bytes, input.came)
  if (read.is === 'unreadable') return refuse(io, `posts: ${input.name}: ${read.code}: ${read.detail}`)
  return answer(io, { ...read.value, warnings: read.warnings }, read.warnings, input.name)
}
