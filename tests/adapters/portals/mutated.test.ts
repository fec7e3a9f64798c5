import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Expected, findMaterial, readLines } from './agree.ts'
import { asTable, compareAll, mean } from './compare.ts'

const folder = findMaterial()
if (!folder) console.info('reference material for portals is absent: the comparison of changed copies is skipped')

const seed = Number(process.env.SEED ?? 20261125)

describe.skipIf(!folder)('copies with other hosts, numbers, days, order and class names are read as well', () => {
  const at = folder ?? ''
  const records = folder ? readLines<Expected>(join(at, 'expected.jsonl')) : []

  test(`lists, sitemaps, addresses, and pages that are no article (seed ${seed})`, () => {
    const kinds = ['listing', 'sitemap', 'urls', 'not-found', 'not-article', 'trap']
    const tallies = compareAll(
      at,
      records.filter(({ kind }) => kinds.includes(kind)),
      seed,
    )
    console.table(asTable(tallies))
    expect([...tallies.values()].flatMap(({ wrong }) => wrong)).toEqual([])
    expect([...tallies.values()].reduce((sum, { of }) => sum + of, 0)).toBeGreaterThan(30)
  })

  test(`articles (seed ${seed})`, () => {
    const tallies = compareAll(
      at,
      records.filter(({ kind, file }) => kind === 'article' && file.startsWith('pages/benchmark')),
      seed,
    )
    console.table(asTable(tallies))
    for (const [group, { F1 }] of tallies) if (F1.length > 0) expect(mean(F1), group).toBeGreaterThanOrEqual(0.95)
  })
})
