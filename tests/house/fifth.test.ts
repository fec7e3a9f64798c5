import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const folder = 'tests/support/toy'
const importsOf = (path: string) =>
  [...readFileSync(join(root, path), 'utf8').matchAll(/from '([^']+)'/g)].map(match => match[1] ?? '')

/** Everything a network costs, by the example of one the project has never heard of. */
test('a fifth network is one folder that leans on ports, kit and zod alone', () => {
  const files = readdirSync(join(root, folder)).filter(file => file !== 'fetch.ts' && file !== 'sandbox.ts')
  expect(files).toEqual(
    expect.arrayContaining(['auth.ts', 'calls.ts', 'format.ts', 'index.ts', 'publish.ts', 'read.ts']),
  )
  const allowed = /^(zod|\.\/\w+\.ts|\.\.\/\.\.\/\.\.\/src\/(ports|kit)\/\w+\.ts)$/
  for (const file of files)
    for (const from of importsOf(`${folder}/${file}`)) expect(from, `${file} imports ${from}`).toMatch(allowed)
  for (const from of importsOf(`${folder}/sandbox.ts`)) expect(from).toMatch(/^(hono|zod)$/)
})

test('and one line where it is listed: nothing that is shipped knows its name', () => {
  const shipped = ['adapters', 'jobs', 'migrations', 'src'].flatMap(top =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .filter(path => /\.tsx?$/.test(path))
      .map(path => `${top}/${path}`),
  )
  expect(shipped.length).toBeGreaterThan(100)
  expect(shipped.filter(path => /\btoy\b/i.test(readFileSync(join(root, path), 'utf8')))).toEqual([])
  const stage = readFileSync(join(root, 'tests/support/stage.ts'), 'utf8')
  expect(stage.match(/^import \{ toy \} from/gm)).toHaveLength(1)
})
