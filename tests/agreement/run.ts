/** `npm run agreement`: the command line over the optional material, each file one process, agreement as a figure per group. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Article, Feed } from '../../src/ports/portal.ts'
import {
  articleDifferences,
  bytesOf,
  type Expected,
  feedDifferences,
  findMaterial,
  groupOf,
  overlap,
  readLines,
} from '../adapters/portals/agree.ts'
import { asTable, compareAll } from '../adapters/portals/compare.ts'
import { belowFloors, reasonOf } from './floors.ts'

const cli = resolve(import.meta.dirname, '../../dist/src/cli.js')
const folder = findMaterial()
if (!folder) {
  console.log('the reference material is absent: set REFERENCE_DIR to its folder')
  process.exit(0)
}
const scratch = await mkdtemp(join(tmpdir(), 'lantoa-agreement-'))
const records = readLines<Expected>(join(folder, 'expected.jsonl'))
const wrong: string[] = []
const tallies = new Map<string, { right: number; of: number; F1: number[] }>()

await inTurns(
  records.filter(({ kind }) => ['feed', 'article', 'not-found', 'not-article', 'trap'].includes(kind)),
  async (record, at) => {
    const command = record.kind === 'feed' ? 'feed' : 'article'
    const file = join(scratch, `${at}.bin`)
    await writeFile(file, bytesOf(folder, record))
    const got = await lantoa([
      command,
      file,
      '--json',
      '--base-url',
      record.baseUrl,
      ...(record.contentType ? ['--content-type', record.contentType] : []),
    ])
    const key = `${record.kind} ${groupOf(record.file)}`
    const tally = tallies.get(key) ?? { right: 0, of: 0, F1: [] }
    tallies.set(key, tally)
    tally.of++
    const differences = judge(record, got, tally.F1)
    if (differences.length === 0) tally.right++
    else wrong.push(`${record.file}: ${differences.join('; ')}`)
  },
)
await rm(scratch, { recursive: true })

console.log(wrong.sort().join('\n'))
const rows = [...tallies].sort().map(([group, { right, of, F1 }]) => [
  group,
  {
    agree: `${right} of ${of}`,
    share: `${((100 * right) / of).toFixed(1)} %`,
    F1: F1.length > 0 ? mean(F1).toFixed(4) : '',
  },
])
console.table(Object.fromEntries(rows))
const seed = Number(process.env.SEED ?? 20261125)
console.log('\nThe readers called directly, by kind and family:')
const direct = compareAll(folder, records)
console.table(asTable(direct))
console.log(`Copies with other hosts, numbers, days, order and class names (seed ${seed}):`)
const changed = compareAll(folder, records, seed)
console.table(asTable(changed))
const missing = [...new Set(records.map(({ kind }) => kind))].filter(
  kind => ![...direct.keys()].some(group => group.startsWith(`${kind} `)),
)
if (missing.length > 0) console.log(`not compared, for want of a comparison: ${missing.join(', ')}`)
console.log('Every miss, with its reason:')
const faults: string[] = []
for (const [name, some] of [
  ['originals', direct],
  ['copies', changed],
] as const) {
  for (const [group, { wrong: lines }] of some)
    for (const line of lines) console.log(`  ${name}, ${group}: ${line.slice(0, 300)} (${reasonOf(line)})`)
  faults.push(...belowFloors(some).map(fault => `${name}: ${fault}`))
}
faults.push(...belowFloors(new Map([...tallies].map(([group, tally]) => [group, { ...tally, wrong: [] }]))))
for (const fault of faults) console.log(`BELOW THE FLOOR: ${fault}`)
if (faults.length > 0) process.exitCode = 1
else console.log('All floors hold.')

function judge(record: Expected, got: Printed, scores: number[]): string[] {
  if (got.code !== 0 && got.code !== 2) return [`exit ${got.code}: ${got.stderr.slice(0, 200)}`]
  if (got.code === 2 && got.stderr.trimEnd().split('\n').length !== 1) return ['more than one line of complaint']
  const document = got.code === 0 ? JSON.parse(got.stdout) : null
  if (record.kind === 'feed') return feedDifferences(record, document as Feed | null)
  if (record.kind !== 'article') return document === null ? [] : ['taken for an article']
  if (document === null) {
    scores.push(0)
    return [got.stderr.trim()]
  }
  const article = document as Article
  if (record.expect.text) scores.push(overlap(record.expect.text, article.text))
  return articleDifferences(record, article)
}

interface Printed {
  code: number | null
  stdout: string
  stderr: string
}

function lantoa(args: string[]): Promise<Printed> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const parts = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', text => {
      parts.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      parts.stderr += text
    })
    child.on('error', failed)
    child.on('close', code => done({ code, ...parts }))
  })
}

/** Two processes at a time: more would only wait for each other. */
async function inTurns<T>(all: readonly T[], work: (one: T, at: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async () => {
    for (let at = next++; at < all.length; at = next++) await work(all[at] as T, at)
  }
  await Promise.all([lane(), lane()])
}

function mean(all: readonly number[]): number {
  return all.reduce((sum, one) => sum + one, 0) / all.length
}
