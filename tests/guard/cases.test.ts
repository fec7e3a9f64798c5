import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { verdictOf } from '../../src/guard/finding.ts'
import { findPersonalData } from '../../src/guard/personal.ts'
import { findSecrecy, findSecrecyInName } from '../../src/guard/secrecy.ts'

const read = <T>(name: string) =>
  readFileSync(new URL(`../fixtures/guard/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as T)

interface SecrecyCase {
  id: string
  text: string
  where: 'text' | 'pdf' | 'filename'
  expect: 'pass' | 'warn' | 'block'
  why: string
}
interface PersonalCase {
  id: string
  text: string
  kind: string
  expect: 'pass' | 'warn' | 'block'
}

const secrecy = read<SecrecyCase>('secrecy.jsonl')
const personal = read<PersonalCase>('personal.jsonl')

test('the compiled cases are all here', () => {
  expect([secrecy.length, personal.length]).toEqual([70, 69])
})

test.each(secrecy)('$id $expect: $why', each => {
  const hits = each.where === 'filename' ? findSecrecyInName(each.text) : findSecrecy(each.text, each.where)
  expect(verdictOf(hits), JSON.stringify(hits)).toBe(each.expect)
})

test.each(personal)('$id $expect: $kind', each => {
  const hits = findPersonalData(each.text, 2026)
  expect(verdictOf(hits), JSON.stringify(hits)).toBe(each.expect)
})
