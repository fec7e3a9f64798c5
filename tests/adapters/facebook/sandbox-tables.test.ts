import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import * as tables from '../../../adapters/facebook/sandbox/tables.ts'

const root = resolve(import.meta.dirname, '../../..')
const folder = join(resolve(root, process.env.REFERENCE_DIR ?? '../shared'), 'platforms/data/facebook')
const present = existsSync(folder)
if (!present) console.log('the tables of the Facebook sandbox are not compared: the reference material is not here')

interface Param {
  name: string
  type: string
}
interface Node {
  operations: { method: string; edge: string; params: Param[]; params_only_in_v26_sdk?: string[] }[]
  fields: Param[]
  fields_only_in_v26_sdk?: string[]
}
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
const node = (name: string) => read(name) as Node

/** The spec's own words for what we parse. `place` is an object there and the id of a Page in the documents. */
function matches(type: tables.ParamType, spec: string, name: string): boolean {
  if (name === 'place') return true
  if (typeof type !== 'string')
    return (read('enums') as { enums: Record<string, string[]> }).enums[spec]?.join() === type.join()
  const words: Record<string, RegExp> = {
    bool: /^bool$/,
    int: /^(unsigned )?int$/,
    string: /^string$/,
    datetime: /^datetime$/,
    list: /^list/,
    object: /^(Object|map)/,
    file: /^file$/,
  }
  return words[type]?.test(spec) ?? false
}

test.skipIf(!present)('every parameter of the tables exists in the specification, with its type', () => {
  const wrong: string[] = []
  for (const [operation, params] of Object.entries(tables.operations)) {
    const [, method = '', name = '', edge = ''] = /^(\w+) (\w+)\/(.+)$/.exec(operation) ?? []
    if (name === '') continue
    const spec = node(name).operations.find(found => found.method === method && found.edge === edge)
    if (!spec) wrong.push(operation)
    for (const [param, type] of Object.entries(params)) {
      const known = spec?.params.find(found => found.name === param)
      if (!known ? !spec?.params_only_in_v26_sdk?.includes(param) : !matches(type, known.type, param))
        wrong.push(`${operation} ${param}`)
    }
  }
  expect(wrong).toEqual([])
})

test.skipIf(!present)('every field of the tables exists in the specification', () => {
  const wrong: string[] = []
  for (const [name, fields] of Object.entries(tables.fields)) {
    const spec = node(name)
    for (const field of fields)
      if (!spec.fields.some(found => found.name === field) && !spec.fields_only_in_v26_sdk?.includes(field))
        wrong.push(`${name}.${field}`)
  }
  expect(wrong).toEqual([])
})

test.skipIf(!present)('every edge of the tables exists in the specification', () => {
  const wrong: string[] = []
  for (const [name, edges] of Object.entries(tables.edges)) {
    if (edges.length === 0) continue
    const known = node(name).operations.filter(found => found.method === 'GET')
    for (const edge of edges) if (!known.some(found => found.edge === edge)) wrong.push(`${name}/${edge}`)
  }
  expect(wrong).toEqual([])
})
