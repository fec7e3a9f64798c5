import { sitemap as readSitemap } from '../../adapters/portals/sitemap.ts'
import { gunzip, isGzip } from '../kit/gunzip.ts'
import type { Command } from './command.ts'
import { answer, readInput, refuse } from './input.ts'

const mostUnpacked = 52_428_800

/** `lantoa sitemap`: the pages and further files one sitemap names, compressed or not. */
export const sitemap: Command = async (args, io) => {
  const input = await readInput(args)
  if (input.is === 'bad') return refuse(io, `sitemap: ${input.says}`)
  const bytes = isGzip(input.bytes) ? await gunzip(input.bytes, mostUnpacked) : input.bytes
  if (!bytes) return refuse(io, `sitemap: ${input.name}: the compressed file is damaged or too large`)
  const read = readSitemap(bytes, input.came)
  if (read.is === 'unreadable') return refuse(io, `sitemap: ${input.name}: ${read.code}: ${read.detail}`)
  return answer(io, { ...read.value, warnings: read.warnings }, read.warnings, input.name)
}
