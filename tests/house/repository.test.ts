import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockNamesNoAddress, topLevel, wordsOfTables } from './rules.ts'
import { filesBelow, root } from './tree.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
/** What a run leaves behind; `.gitignore` keeps it out of the repository. */
const ignored = new Set(['node_modules', 'dist', 'data', 'coverage', '.wrangler'])

test('the top of the repository is what was agreed', () => {
  expect(topLevel(readdirSync(root).filter(name => !ignored.has(name) && !name.endsWith('.log')))).toEqual([])
  expect(topLevel(['README.md', 'utils'])).toHaveLength(1)
})

test('tables speak the words of the house', () => {
  const paths = [...filesBelow('src/db/tables'), ...filesBelow('migrations')]
  expect(wordsOfTables(Object.fromEntries(paths.map(path => [path, read(path)])))).toEqual([])
  expect(wordsOfTables({ 'migrations/0009_x.ts': '  status text not null,' })).toHaveLength(1)
  expect(wordsOfTables({ 'migrations/0009_x.ts': '`create table posts (' })).toHaveLength(1)
})

test('the lock file names no download address', () => {
  expect(lockNamesNoAddress(read('package-lock.json'))).toEqual([])
  expect(lockNamesNoAddress('"resolved": "https://registry.example/x.tgz"')).toHaveLength(1)
})

test('packages that run a script at install are listed', () => {
  const manifest = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> }
  const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { hasInstallScript?: boolean }> }
  const running = Object.entries(lock.packages)
    .filter(([, entry]) => entry.hasInstallScript)
    .map(([path]) => path.split('node_modules/').at(-1) ?? path)
  expect(running.filter(name => name && !(name in manifest.allowScripts))).toEqual([])
})
