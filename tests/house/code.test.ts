import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  clockAndFetchAreHandedIn,
  coreNamesNoNetwork,
  filesStaySmall,
  jobsAreScheduled,
  longFiles,
  migrationsAreListed,
  onlyTheCliPrints,
  processIsForTheRuntime,
  settingsAreKnown,
  settingsIn,
  sqlStandsInQueries,
} from './rules.ts'
import { readTree, root, treeOf } from './tree.ts'

const tree = readTree()
const known = new Set(settingsIn(readFileSync(join(root, 'src/config.ts'), 'utf8')))

describe('the house', () => {
  test('the core names no network', () => expect(coreNamesNoNetwork(tree)).toEqual([]))
  test('SQL stands in queries', () => expect(sqlStandsInQueries(tree)).toEqual([]))
  test('the clock and the way out are handed in', () => expect(clockAndFetchAreHandedIn(tree)).toEqual([]))
  test('only the command line prints', () => expect(onlyTheCliPrints(tree)).toEqual([]))
  test('only the runtime knows of a process', () => expect(processIsForTheRuntime(tree)).toEqual([]))
  test('every setting named in code is known', () => {
    expect(known.size).toBeGreaterThan(5)
    expect(settingsAreKnown(known)(tree)).toEqual([])
  })
  test('migrations are listed, numbered and in order', () => expect(migrationsAreListed(tree)).toEqual([]))
  test('every job is in the schedule', () => expect(jobsAreScheduled(tree)).toEqual([]))
  test('files stay small', () => {
    const long = longFiles(tree)
    if (long.length) console.info(`over 200 lines: ${long.join(', ')}`)
    expect(filesStaySmall(tree)).toEqual([])
  })
})

describe('the rules convict', () => {
  const convicts = (rule: (tree: ReturnType<typeof treeOf>) => string[], path: string, text: string) =>
    expect(rule(treeOf({ [path]: text })), `${path}: ${text}`).toHaveLength(1)
  const acquits = (rule: (tree: ReturnType<typeof treeOf>) => string[], path: string, text: string) =>
    expect(rule(treeOf({ [path]: text })), `${path}: ${text}`).toEqual([])

  test('a network named in a string, a name, a template or markup', () => {
    convicts(coreNamesNoNetwork, 'src/posts/post.ts', `const x = 'Facebook'`)
    convicts(coreNamesNoNetwork, 'src/posts/post.ts', `export const zaloLimit = 3`)
    convicts(coreNamesNoNetwork, 'src/posts/post.ts', 'const x = `live on TikTok`')
    convicts(coreNamesNoNetwork, 'src/posts/pages.tsx', `const x = <b>YouTube</b>`)
    acquits(coreNamesNoNetwork, 'src/posts/post.ts', '// Facebook counts code points (Graph API reference)')
    acquits(coreNamesNoNetwork, 'adapters/facebook/index.ts', `const x = 'Facebook'`)
  })
  test('SQL outside queries', () => {
    convicts(sqlStandsInQueries, 'src/posts/approve.ts', `ctx.db.updateTable('post').set({})`)
    convicts(sqlStandsInQueries, 'src/posts/approve.ts', `const q = db.with('x', x).selectFrom('x')`)
    convicts(sqlStandsInQueries, 'jobs/tidy.ts', 'await sql`delete from turn`.execute(db)')
    convicts(sqlStandsInQueries, 'jobs/tidy.ts', `sql.raw('delete from turn')`)
    acquits(sqlStandsInQueries, 'src/posts/queries.ts', `db.selectFrom('post')`)
    acquits(sqlStandsInQueries, 'src/posts/approve.ts', `await ctx.db.transaction().execute(run)`)
  })
  test('a clock or a way out of its own', () => {
    convicts(clockAndFetchAreHandedIn, 'adapters/toy/publish.ts', `const at = new Date()`)
    convicts(clockAndFetchAreHandedIn, 'src/posts/approve.ts', `const at = Date.now()`)
    convicts(clockAndFetchAreHandedIn, 'adapters/toy/calls.ts', `await fetch('http://x')`)
    acquits(clockAndFetchAreHandedIn, 'adapters/toy/calls.ts', `const f = ({ fetch }: Io) => fetch('http://x')`)
    acquits(clockAndFetchAreHandedIn, 'adapters/toy/calls.ts', `const at = new Date(reply.created_time)`)
  })
  test('printing and processes', () => {
    convicts(onlyTheCliPrints, 'src/posts/approve.ts', `console.log(1)`)
    acquits(onlyTheCliPrints, 'src/cli/status.ts', `console.log(1)`)
    convicts(processIsForTheRuntime, 'src/posts/approve.ts', `const x = process.env.HOME`)
    acquits(processIsForTheRuntime, 'src/runtime/node/log.ts', `const x = process.pid`)
  })
  test('a setting nobody knows', () =>
    convicts(settingsAreKnown(new Set(['LANTOA_DATA_DIR'])), 'src/cli.ts', `const x = env.LANTOA_DATA_DIRS`))
  test('a file of many ideas', () => {
    convicts(filesStaySmall, 'src/posts/approve.ts', '\n'.repeat(351))
    acquits(filesStaySmall, 'src/words/vi/post.ts', '\n'.repeat(351))
    expect(longFiles(treeOf({ 'src/posts/approve.ts': '\n'.repeat(201) }))).toEqual(['src/posts/approve.ts (201)'])
  })
  test('a migration forgotten, misnamed or out of order', () => {
    const index = (names: string[]) => names.map((name, at) => `import * as m${at} from './${name}.ts'`).join('\n')
    const migrations = (files: string[], listed: string[]) =>
      treeOf({
        ...Object.fromEntries(files.map(name => [`migrations/${name}.ts`, ''])),
        'migrations/index.ts': index(listed),
      })
    expect(migrationsAreListed(migrations(['0001_a', '0002_b'], ['0001_a', '0002_b']))).toEqual([])
    expect(migrationsAreListed(migrations(['0001_a', '0002_b'], ['0001_a']))).toHaveLength(1)
    expect(migrationsAreListed(migrations(['0001_a', '0003_b'], ['0001_a', '0003_b']))).toHaveLength(1)
    expect(migrationsAreListed(migrations(['0001_a', 'later'], ['0001_a', 'later']))).toHaveLength(1)
  })
  test('a job nobody schedules', () => {
    const jobs = { 'jobs/index.ts': `import { watch } from './watch.ts'`, 'jobs/watch.ts': '', 'jobs/tidy.ts': '' }
    expect(jobsAreScheduled(treeOf(jobs))).toEqual(['jobs/tidy.ts is in no schedule'])
  })
})
