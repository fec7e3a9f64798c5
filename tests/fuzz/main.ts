/** `npm run fuzz -- --feeds N --pages N --seed S`: spoilt documents in numbers, with what was found and where it is kept. */
import { parseArgs } from 'node:util'
import { fuzz } from './fuzz.ts'

const { values } = parseArgs({
  options: {
    feeds: { type: 'string', default: '100000' },
    pages: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    own: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
const counts = { feed: Number(values.feeds), page: Number(values.pages) }
if ([seed, counts.feed, counts.page].some(value => !Number.isSafeInteger(value) || value < 0)) {
  console.error('fuzz: --feeds, --pages and --seed are whole numbers')
  process.exit(2)
}
console.log(`seed ${seed}: ${counts.feed} feeds and ${counts.page} pages`)
for (const kind of ['feed', 'page'] as const) {
  const began = performance.now()
  const { findings, slowest } = await fuzz({ kind, count: counts[kind], seed, withOthers: !values.own })
  const seconds = (performance.now() - began) / 1000
  console.log(
    `${kind}s: ${counts[kind]} in ${seconds.toFixed(0)} s, slowest ${slowest.toFixed(0)} ms of processor time, ${findings.length} findings, ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
  )
  for (const { round, fault, file } of findings) console.log(`  round ${round}: ${fault}\n    kept in ${file}`)
  if (findings.length > 0) process.exitCode = 1
}
