import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { en, vi } from '../../../adapters/tiktok/words.ts'

const folder = new URL('../../../adapters/tiktok/', import.meta.url)
const source = readdirSync(folder)
  .filter(name => name.endsWith('.ts') && !/^(words|sandbox)/.test(name))
  .map(name => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n')
/** Codes are literals, but for those named after a field. */
const codes = new Set([
  ...[...source.matchAll(/'(tiktok\.[a-z_]+)'/g)].map(([, code]) => code ?? ''),
  'tiktok.title_long',
  'tiktok.text_long',
])

test('every code has its sentence in both languages, and no sentence is left over', () => {
  const worded = Object.keys(vi).filter(key => key.startsWith('tiktok.'))
  expect(worded.sort()).toEqual([...codes].sort())
  expect(Object.keys(en)).toEqual(Object.keys(vi))
})

test('every fault of the wire has its sentence', () => {
  for (const kind of ['name', 'refused', 'tls', 'blocked', 'timeout', 'reset', 'aborted', 'too_big', 'other'])
    expect(vi[`net.${kind}`]).toMatch(/\.$/)
})

test('sentences end, and name what stands in their slots', () => {
  for (const words of [vi, en])
    for (const [code, text] of Object.entries(words))
      if (!/^(form|field|option|setting)\./.test(code)) expect(text, code).toMatch(/(\.|\{others\}|")$/)
})
