import { GraphError, invalid } from './errors.ts'
import { accountFields, attachmentFields, edges, fields, removedPageFields, removedPostFields } from './tables.ts'

/** One wanted field: `reactions.limit(0).summary(total_count).as(all){id}`. */
export interface Field {
  name: string
  alias: string
  modifiers: Map<string, string>
  sub: Field[] | null
}

const modifierNames = ['as', 'filter', 'limit', 'metric', 'order', 'period', 'since', 'summary', 'type', 'until']

export function parseFields(wanted: unknown[] | undefined): Field[] | null {
  if (!wanted || wanted.length === 0) return null
  const text = wanted.map(String).join(',')
  const reader = { text, at: 0 }
  const list = readList(reader)
  if (reader.at !== text.length) throw syntax(reader)
  return list
}

interface Reader {
  text: string
  at: number
}

const syntax = (reader: Reader) =>
  new GraphError({
    status: 400,
    code: 2500,
    message: `Syntax error "Expected end of string instead of "${reader.text[reader.at] ?? ''}"." at character ${reader.at}: ${reader.text}`,
  })

function readList(reader: Reader): Field[] {
  const list: Field[] = []
  for (;;) {
    list.push(readField(reader))
    if (reader.text[reader.at] !== ',') return list
    reader.at += 1
  }
}

function readField(reader: Reader): Field {
  const name = take(reader, /\s*([a-z_0-9]+)\s*/iy)
  const modifiers = new Map<string, string>()
  while (reader.text[reader.at] === '.') {
    reader.at += 1
    const modifier = take(reader, /([a-z_]+)/iy)
    if (!modifierNames.includes(modifier)) throw invalid(`Unknown modifier .${modifier}()`)
    modifiers.set(modifier, take(reader, /\(([^()]*)\)\s*/y))
  }
  let sub: Field[] | null = null
  if (reader.text[reader.at] === '{') {
    reader.at += 1
    sub = readList(reader)
    if (reader.text[reader.at] !== '}') throw syntax(reader)
    reader.at += 1
  }
  return { name, alias: modifiers.get('as') ?? name, modifiers, sub }
}

function take(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)
  if (found?.[1] === undefined) throw syntax(reader)
  reader.at = pattern.lastIndex
  return found[1]
}

/** One bad field fails the whole read. */
export function checkFields(node: string, wanted: Field[]): void {
  const base = node === 'Account' ? 'Page' : node
  for (const { name, sub } of wanted) {
    if (base === 'PagePost' && removedPostFields.includes(name)) throw aggregated()
    if (base === 'Page' && removedPageFields.includes(name))
      throw new GraphError({
        status: 400,
        code: 12,
        message: `(#12) ${name} field is deprecated for versions v26.0 and higher`,
      })
    const known =
      fields[base]?.includes(name) ||
      edges[base]?.includes(name) ||
      (node === 'Account' && accountFields.includes(name))
    if (!known) throw invalid(`Tried accessing nonexisting field (${name}) on node type (${base})`)
    if (base === 'PagePost' && name === 'attachments' && sub) checkAttachments(sub)
  }
}

function checkAttachments(wanted: Field[]): void {
  for (const { name, sub } of wanted) {
    if (name === 'description') throw aggregated()
    if (!attachmentFields.includes(name))
      throw invalid(`Tried accessing nonexisting field (${name}) on node type (StoryAttachment)`)
    if (name === 'subattachments' && sub) checkAttachments(sub)
  }
}

const aggregated = () =>
  new GraphError({
    status: 400,
    code: 12,
    message: '(#12) deprecate_post_aggregated_fields_for_attachement is deprecated for versions v3.3 and higher',
  })
