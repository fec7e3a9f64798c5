/** The project as the house rules see it: every module, what it imports, and what its code (not its comments) says. */
import { type Dirent, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'vitest/node'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

export interface Import {
  /** As it is written. */
  of: string
  /** Path from the root where it is a file of ours. */
  file?: string
  /** Otherwise the package's name: `node:fs`, `zod`. */
  package?: string
  typeOnly: boolean
  line: number
}

export interface Said {
  text: string
  line: number
}

export interface Module {
  path: string
  lines: number
  imports: readonly Import[]
  /** Identifiers, strings, template parts and markup text. */
  said: readonly Said[]
  /** Calls as they are written: `db.selectFrom`, `console.log`, `fetch`, `new Date()`, and a tag as ``sql`` ``. */
  calls: readonly Said[]
  /** Names bound in the module: a parameter called `fetch` is not the global one. */
  bound: ReadonlySet<string>
}

export type Tree = ReadonlyMap<string, Module>

let read: Tree | undefined

export function readTree(): Tree {
  if (read) return read
  const sources: Record<string, string> = {}
  for (const folder of ['src', 'jobs', 'adapters', 'migrations', 'tests', 'bench', 'tools'])
    for (const path of filesBelow(folder))
      if (/\.tsx?$/.test(path)) sources[path] = readFileSync(join(root, path), 'utf8')
  read = treeOf(sources)
  return read
}

/** A tree of invented files: how a rule proves that it convicts. */
export function treeOf(sources: Readonly<Record<string, string>>): Tree {
  return new Map(Object.entries(sources).map(([path, text]) => [path, parse(path, text)]))
}

/** Paths from the root, with `/`; nothing that is built, installed or hidden. */
export function filesBelow(folder: string): string[] {
  let entries: Dirent[]
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true })
  } catch {
    return []
  }
  return entries.flatMap(entry => {
    if (entry.name.startsWith('.') || entry.name === 'node_modules' || entry.name === 'dist') return []
    const path = posix.join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

type Node = Readonly<Record<string, unknown>> & { type: string; start: number }

function parse(path: string, text: string): Module {
  const starts = lineStarts(text)
  const imports: Import[] = []
  const said: Said[] = []
  const calls: Said[] = []
  const bound = new Set<string>()
  const lineOf = (node: Node) => lineAt(starts, node.start)
  const importing = (node: Node, typeOnly: boolean) => {
    const of = isNode(node.source) ? node.source.value : undefined
    if (typeof of === 'string') imports.push({ of, ...resolve(path, of), typeOnly, line: lineOf(node) })
  }
  visit(parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' }), node => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        importing(node, node.importKind === 'type' || node.exportKind === 'type' || onlyTypes(node.specifiers))
        break
      case 'TSImportType':
        importing(node, true)
        break
      case 'ImportExpression':
        importing(node, false)
        break
      case 'Identifier':
      case 'JSXIdentifier':
        said.push({ text: String(node.name), line: lineOf(node) })
        break
      case 'Literal':
      case 'JSXText':
        if (typeof node.value === 'string') said.push({ text: node.value, line: lineOf(node) })
        break
      case 'TemplateElement':
        if (isRecord(node.value)) said.push({ text: String(node.value.raw), line: lineOf(node) })
        break
      case 'CallExpression':
        calls.push({ text: written(node.callee), line: lineOf(node) })
        break
      case 'NewExpression':
        if (list(node.arguments).length === 0) calls.push({ text: `new ${written(node.callee)}()`, line: lineOf(node) })
        break
      case 'TaggedTemplateExpression':
        calls.push({ text: `${written(node.tag)}\`\``, line: lineOf(node) })
        break
    }
    for (const part of binders(node)) for (const name of namesIn(part)) bound.add(name)
  })
  return { path, lines: starts.length - (text.endsWith('\n') ? 1 : 0), imports, said, calls, bound }
}

function resolve(from: string, of: string): { file: string } | { package: string } {
  if (of.startsWith('.')) return { file: posix.join(posix.dirname(from), of) }
  if (of.startsWith('node:')) return { package: of }
  const parts = of.split('/')
  return { package: of.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? of) }
}

/** `import { type A, type B }` brings no code along. */
function onlyTypes(specifiers: unknown): boolean {
  const all = list(specifiers).filter(isNode)
  return all.length > 0 && all.every(one => one.importKind === 'type' || one.exportKind === 'type')
}

/** The last two names of a callee: `a.b.c` is `.c`, `b.c` is `b.c`. */
function written(callee: unknown): string {
  if (!isNode(callee)) return ''
  if (callee.type === 'Identifier') return String(callee.name)
  if (callee.type !== 'MemberExpression' || !isNode(callee.property)) return ''
  const of = isNode(callee.object) && callee.object.type === 'Identifier' ? String(callee.object.name) : ''
  return `${of}.${String(callee.property.name ?? callee.property.value ?? '')}`
}

function binders(node: Node): unknown[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return [node.id]
    case 'FunctionDeclaration':
      return [node.id, ...list(node.params)]
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return list(node.params)
    case 'ImportSpecifier':
      return [node.local]
    default:
      return []
  }
}

function namesIn(pattern: unknown): string[] {
  if (!isNode(pattern)) return []
  switch (pattern.type) {
    case 'Identifier':
      return [String(pattern.name)]
    case 'ObjectPattern':
      return list(pattern.properties).flatMap(one => (isNode(one) ? namesIn(one.value ?? one.argument) : []))
    case 'ArrayPattern':
      return list(pattern.elements).flatMap(namesIn)
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    case 'RestElement':
      return namesIn(pattern.argument)
    default:
      return []
  }
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) visit(one, see)
  else if (isRecord(value)) {
    if (isNode(value)) see(value)
    for (const part of Object.values(value)) visit(part, see)
  }
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isNode = (value: unknown): value is Node => isRecord(value) && typeof value.type === 'string'

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (low + 1 < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return low + 1
}
