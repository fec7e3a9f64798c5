import { readers } from '../../adapters/portals/index.ts'
import type { Command } from './command.ts'
import { answer, readInput, refuse } from './input.ts'

/** `lantoa article`: the article on a page, as the portal reader sees it. */
export const article: Command = async (args, io) => {
  const input = await readInput(args)
  if (input.is === 'bad') return refuse(io, `article: ${input.says}`)
  const read = readers.article(input.bytes, input.came)
  if (read.is === 'unreadable') return refuse(io, `article: ${input.name}: ${read.code}: ${read.detail}`)
  return answer(io, { ...read.value, warnings: read.warnings }, read.warnings, input.name)
}
