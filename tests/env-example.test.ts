import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { networks } from '../adapters/index.ts'
import { readConfig } from '../src/config.ts'

const text = readFileSync(join(import.meta.dirname, '../.env.example'), 'utf8')
const source = readFileSync(join(import.meta.dirname, '../src/config.ts'), 'utf8')

test('the example is a configuration that starts', () => {
  expect(readConfig(parseEnv(text), [...networks.keys()])).toMatchObject({ is: 'config' })
})

test('every setting is explained in it, and every commented value is one that is taken', () => {
  const known = [...source.matchAll(/^ {2}([A-Z_]+): z$|^ {2}([A-Z_]+): z\./gm)].map(([, a, b]) => a ?? b)
  expect(known.length).toBeGreaterThan(8)
  for (const name of known) expect(text).toMatch(new RegExp(`^${name}=`, 'm'))
  const commented = [...text.matchAll(/^# ([A-Z_]+=.*)$/gm)].map(([, line]) => line).join('\n')
  expect(readConfig(parseEnv(commented), [])).toMatchObject({ is: 'config' })
})
