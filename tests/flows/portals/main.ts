/** `npm run week -- --sites 216 --days 7 --seed N [--every 3600] [--family wordpress]`: a province's websites for a simulated week, judged and printed; exit 1 when something is wrong. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { migrate } from '../../../src/db/migrate.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { startPostgres } from '../../../src/runtime/node/embedded-postgres.ts'
import { endWithUs } from '../../support/at-end.ts'
import { tell } from './judge.ts'
import { makePlan } from './plan.ts'
import { runWeek } from './run.ts'

const { values } = parseArgs({
  options: {
    sites: { type: 'string', default: '216' },
    days: { type: 'string', default: '7' },
    every: { type: 'string', default: '3600' },
    step: { type: 'string', default: '120' },
    seed: { type: 'string' },
    family: { type: 'string' },
  },
})
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
console.log(`seed ${seed}, ${values.sites} sites, ${values.days} days, lists every ${values.every} s`)
const folder = await mkdtemp(join(tmpdir(), 'lantoa-week-'))
const ended = endWithUs(folder)
const server = await startPostgres(folder, { fsync: 'off' })
const { db, end } = openDatabase(server.url, 8)
try {
  await migrate(db)
  const [sites = 0, days = 0, every = 0, step = 0] = [values.sites, values.days, values.every, values.step].map(Number)
  const whole = makePlan({ seed, sites, days, every, step: step * 1000 })
  // One family of the same plan, to look closer at what it did.
  const plan = { ...whole, sites: whole.sites.filter(site => !values.family || site.family === values.family) }
  const ran = await runWeek(db, plan, line => console.log(line))
  console.log(tell(ran.verdict))
  if (ran.verdict.wrong.length > 0) for (const line of await accounts(db)) console.log(line)
  console.log(
    `${ran.requests} requests in ${ran.turns} turns, ${ran.seconds} s on the clock; CPU without the websites ${ran.cpu.toFixed(1)} s, of the last round with nothing new ${ran.round.toFixed(2)} s (to reach ≤ 2 s); ${ran.memory.toFixed(0)} MB resident, websites and this judge included`,
  )
  process.exitCode = ran.verdict.wrong.length === 0 ? 0 : 1
} finally {
  await end()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
  ended()
}

/** What the sources that do not stand well say of themselves. */
async function accounts(given: typeof db): Promise<string[]> {
  const rows = await given
    .selectFrom('source')
    .innerJoin('portal', 'portal.id', 'source.portal_id')
    .select(['portal.name', 'source.due_at', 'source.read_at', 'source.full_read_at', 'failures', 'source.problem'])
    .where(({ or, eb }) => or([eb('failures', '>', 0), eb('source.problem', 'is not', null)]))
    .execute()
  const at = (date: Date | null) => date?.toISOString() ?? 'never'
  return rows.map(
    one =>
      `${one.name}: read ${at(one.read_at)}, whole ${at(one.full_read_at)}, due ${at(one.due_at)}, ${one.failures} failures, ${JSON.stringify(one.problem)}`,
  )
}
