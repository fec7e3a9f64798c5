import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { facebook } from '../../../adapters/facebook/index.ts'

const folder = new URL('../../../adapters/facebook/', import.meta.url)
const source = readdirSync(folder)
  .filter(name => name.endsWith('.ts') && !name.startsWith('words') && !name.startsWith('sandbox'))
  .map(name => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n')
const { vi, en } = facebook.about.words
const slots = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

test('every code has a sentence in both languages, and no sentence is left over', () => {
  const codes = [...new Set([...source.matchAll(/'(facebook\.[a-z_]+)'/g)].map(([, code]) => code ?? ''))].sort()
  expect(codes.length).toBeGreaterThan(60)
  expect(
    Object.keys(vi)
      .filter(key => key.startsWith('facebook.'))
      .sort(),
  ).toEqual(codes)
  expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort())
})

test('every kind of network failure has its sentence', () => {
  const kinds = ['name', 'refused', 'tls', 'blocked', 'timeout', 'reset', 'aborted', 'too_big', 'other']
  expect(
    Object.keys(vi)
      .filter(key => key.startsWith('net.'))
      .sort(),
  ).toEqual(kinds.map(kind => `net.${kind}`).sort())
})

test('both languages take the same slots, and every sentence ends as one', () => {
  for (const [code, sentence] of Object.entries(vi)) {
    expect(slots(en[code] ?? ''), code).toEqual(slots(sentence))
    expect(sentence, code).not.toMatch(/!|Rất tiếc|Oops/)
    expect(sentence, code).toBe(sentence.normalize('NFC'))
  }
})
