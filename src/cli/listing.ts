import { readers } from '../../adapters/portals/index.ts'
import type { ListRules } from '../ports/portal.ts'
import type { Command } from './command.ts'
import { readFlags } from './guest.ts'
import { answer, readInput, refuse } from './input.ts'

const selectors = ['row', 'title', 'link', 'date', 'summary', 'picture', 'drop', 'next'] as const
const text = { type: 'string' } as const

/** `lantoa listing`: the rows of a list page, by selectors, by the preset named, or by likeness. */
export const listing: Command = async (args, io) => {
  const flags = readFlags(args, {
    'base-url': text,
    'content-type': text,
    'date-order': text,
    'time-zone': text,
    json: { type: 'boolean' },
    family: text,
    'id-pattern': text,
    row: text,
    title: text,
    link: text,
    date: text,
    summary: text,
    picture: text,
    drop: text,
    next: text,
  })
  if (flags.is === 'bad') return refuse(io, `listing: ${flags.why}`)
  const { values, positionals } = flags
  const { family } = values
  if (family !== undefined && !readers.families.includes(family))
    return refuse(io, `listing: --family is one of ${readers.families.join(', ')}, not "${family}"`)
  const own = (['base-url', 'content-type', 'date-order', 'time-zone'] as const).flatMap(name =>
    values[name] === undefined ? [] : [`--${name}`, values[name]],
  )
  const input = await readInput([...positionals, ...own])
  if (input.is === 'bad') return refuse(io, `listing: ${input.says}`)
  const list: ListRules = Object.fromEntries(selectors.flatMap(name => (values[name] ? [[name, values[name]]] : [])))
  const rules = { ...list, family, idPattern: values['id-pattern'] }
  const read = readers.listing(input.bytes, { ...input.came, list: rules })
  if (read.is === 'unreadable') return refuse(io, `listing: ${input.name}: ${read.code}: ${read.detail}`)
  return answer(io, { ...read.value, warnings: read.warnings }, read.warnings, input.name)
}
