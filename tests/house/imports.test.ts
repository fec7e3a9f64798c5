import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  arrowsPointDown,
  everyFileHasAPlace,
  operationsKnowNoPage,
  packagesAreDependencies,
  packagesStandInTheirPlace,
  workerReachesNoNode,
} from './rules.ts'
import { readTree, root, treeOf } from './tree.ts'

const tree = readTree()
const dependencies = new Set(
  Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies as object),
)

describe('the house', () => {
  test('every file has a place', () => expect(everyFileHasAPlace(tree)).toEqual([]))
  test('arrows point down', () => expect(arrowsPointDown(tree)).toEqual([]))
  test('packages stand where they may, and only the runtime knows where it runs', () =>
    expect(packagesStandInTheirPlace(tree)).toEqual([]))
  test('what is shipped uses dependencies only', () => expect(packagesAreDependencies(dependencies)(tree)).toEqual([]))
  test('the Worker reaches nothing that needs Node', () => expect(workerReachesNoNode(tree)).toEqual([]))
  test('operations know no page', () => expect(operationsKnowNoPage(tree)).toEqual([]))
  test('the tree was read: imports, re-exports and dynamic imports are all seen', () => {
    expect(tree.size).toBeGreaterThan(30)
    expect(tree.get('src/db/migrate.ts')?.imports.map(one => one.file)).toContain('migrations/index.ts')
  })
})

describe('the rules convict', () => {
  const convicts = (rule: (tree: ReturnType<typeof treeOf>) => string[], path: string, text: string) =>
    expect(rule(treeOf({ [path]: text })), `${path}: ${text}`).toHaveLength(1)

  test.each([
    ['a room that imports a later one', 'src/posts/approve.ts', `import { x } from '../deliveries/queue.ts'`],
    ['by re-export', 'src/posts/post.ts', `export { x } from '../deliveries/queue.ts'`],
    ['by a dynamic import', 'src/posts/post.ts', `const x = await import('../deliveries/queue.ts')`],
    ['by a type', 'src/posts/post.ts', `import type { X } from '../deliveries/queue.ts'`],
    ['by a type in place', 'src/posts/post.ts', `export type X = import('../deliveries/queue.ts').X`],
    ['a room that imports an adapter', 'src/posts/post.ts', `import { x } from '../../adapters/index.ts'`],
    ['an adapter that imports the database', 'adapters/toy/publish.ts', `import { x } from '../../src/db/open.ts'`],
    ['an adapter that imports another', 'adapters/toy/publish.ts', `import { x } from '../other/calls.ts'`],
    ['a sandbox that imports its adapter', 'adapters/toy/sandbox.ts', `import { x } from './calls.ts'`],
    ['a sandbox that imports the kit', 'adapters/toy/sandbox.ts', `import { x } from '../../src/kit/text.ts'`],
    ['an adapter that imports its sandbox', 'adapters/toy/publish.ts', `import { x } from './sandbox.ts'`],
    ['a job that imports a page’s parts', 'jobs/watch.ts', `import { x } from '../src/ui/table.tsx'`],
    ['kit that imports a port', 'src/kit/text.ts', `import { x } from '../ports/network.ts'`],
    ['the app that imports the runtime', 'src/app.ts', `import { x } from './runtime/node.ts'`],
    ['what is shipped that imports a test', 'src/cli.ts', `import { x } from '../tests/support/database.ts'`],
  ])('%s', (_, path, text) => convicts(arrowsPointDown, path, text))

  test.each([
    ['a Node module in a room', 'src/posts/post.ts', `import { readFile } from 'node:fs/promises'`],
    ['a Node module in the kit', 'src/kit/crypto.ts', `import { createHash } from 'node:crypto'`],
    ['a Node package in the Worker', 'src/runtime/worker.ts', `const sharp = await import('sharp')`],
    ['Hono in an adapter', 'adapters/toy/index.ts', `import { Hono } from 'hono'`],
    ['a network’s client in the core', 'adapters/toy/index.ts', `import { youtube } from 'googleapis/build/x'`],
    ['a parser in a sandbox', 'adapters/toy/sandbox.ts', `import { decode } from 'entities'`],
    ['the driver outside the database', 'src/posts/queries.ts', `import pg from 'pg'`],
    ['a framework in a job', 'jobs/watch.ts', `import { Hono } from 'hono'`],
  ])('%s', (_, path, text) => convicts(packagesStandInTheirPlace, path, text))

  test('a file without a place', () => convicts(everyFileHasAPlace, 'src/utils/helpers.ts', ''))
  test('a network without a folder', () => convicts(everyFileHasAPlace, 'adapters/toy.ts', ''))
  test('a package that is installed for development only', () =>
    convicts(packagesAreDependencies(new Set(['zod'])), 'src/app.ts', `import { x } from 'vitest'`))
  test('an operation that answers requests', () =>
    convicts(operationsKnowNoPage, 'src/posts/approve.ts', `import { Hono } from 'hono'`))
  test('an operation that draws its page', () =>
    convicts(operationsKnowNoPage, 'src/posts/approve.ts', `import { Review } from './pages.tsx'`))
  test('a Worker that reaches Node three files away', () => {
    const far = treeOf({
      'src/runtime/worker.ts': `import { app } from '../app.ts'`,
      'src/app.ts': `import type { Server } from 'undici'\nimport { x } from './kit/x.ts'`,
      'src/kit/x.ts': `export * from 'sharp'`,
    })
    expect(workerReachesNoNode(far)).toEqual(['src/runtime/worker.ts → src/app.ts → src/kit/x.ts → sharp'])
  })
  test('and acquit what is allowed', () => {
    const right = treeOf({
      'src/deliveries/queue.ts': `import { x } from '../posts/post.ts'\nimport { sql } from 'kysely'`,
      'adapters/toy/index.ts': `import { x } from './publish.ts'\nimport { z } from 'zod'`,
      'adapters/toy/sandbox.tsx': `import { Hono } from 'hono'\nimport { x } from './sandbox-wall.tsx'`,
      'src/runtime/node/media.ts': `import sharp from 'sharp'`,
      'src/cli/serve.ts': `import { x } from '../runtime/node.ts'\nimport { readFile } from 'node:fs/promises'`,
      'jobs/deliver.ts': `import { x } from '../src/deliveries/deliver.ts'\nimport type { Job } from './index.ts'`,
    })
    for (const rule of [everyFileHasAPlace, arrowsPointDown, packagesStandInTheirPlace, operationsKnowNoPage])
      expect(rule(right)).toEqual([])
  })
})
