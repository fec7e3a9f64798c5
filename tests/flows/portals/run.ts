/** One week: websites in a thread, the service's own watching on a clock that jumps from one due moment to the next. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { readers } from '../../../adapters/portals/index.ts'
import { watch } from '../../../jobs/watch.ts'
import type { Ctx } from '../../../src/context.ts'
import type { Db } from '../../../src/db/open.ts'
import { guardedFetch } from '../../../src/runtime/node/connect.ts'
import { threadedReaders } from '../../../src/runtime/node/extract.ts'
import { politely } from '../../../src/sources/polite.ts'
import { addUnit } from '../../support/build.ts'
import { testContext } from '../../support/context.ts'
import { waitingMoves } from '../../support/turns.ts'
import { judge, type Verdict } from './judge.ts'
import { waysOf } from './pages.ts'
import type { Plan } from './plan.ts'
import type { Seen } from './sites.ts'

export interface Ran {
  verdict: Verdict
  seconds: number
  turns: number
  requests: number
  /** CPU of this process without the websites, in seconds: all of it, and of one last round with nothing new. */
  cpu: number
  round: number
  /** Megabytes resident at the end, with the websites in it. */
  memory: number
}

const day = 86_400_000
const userAgent = 'LanToa/0.1.0 (+mailto:cong@tinh.test)'

/** @param rude goes to the websites without manners, to see the judge object. */
export async function runWeek(db: Db, plan: Plan, say: (line: string) => void = () => {}, rude = false): Promise<Ran> {
  const began = performance.now()
  const clock = new SharedArrayBuffer(8)
  const shared = new Float64Array(clock)
  const now = () => shared[0] ?? 0
  const move = (to: number) => {
    shared[0] = Math.max(now(), to)
  }
  move(plan.start)
  const sites = new Worker(new URL('./sites.ts', import.meta.url), { workerData: { plan, clock } })
  const heard = async <T>(ask?: 'seen' | 'cpu') => {
    const answer = once(sites, 'message')
    if (ask) sites.postMessage(ask)
    return ((await answer) as [T])[0]
  }
  const addresses = new Map(plan.sites.map(({ host, address }) => [host, address]))
  const reading = threadedReaders(readers)
  const way = guardedFetch({
    privateOk: ['127.0.0.0/8'],
    portsOk: 'any',
    userAgent,
    resolve: async host => [{ address: addresses.get(host) ?? '127.0.0.9', family: 4 }],
  })
  try {
    const { port } = await heard<{ port: number }>()
    await addSources(db, plan, port)
    const ctx: Ctx = await testContext(db, { now: () => new Date(now()), wall: now, readers: reading })
    const doors = {
      installationOf: async (host: string) => addresses.get(host) ?? host,
      trusting: () => way.fetch,
      pause: waitingMoves(db, ms => move(now() + ms)),
    }
    ctx.outbound.portals = rude ? way.fetch : politely({ db, now: ctx.now, doors })
    const turn = () => watch.run(ctx, { items: 5_000, signal: AbortSignal.timeout(600_000) })
    const spent = async () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1e6 - (await heard<{ cpu: number }>('cpu')).cpu
    }
    const before = await spent()
    const end = plan.start + plan.days * day
    let turns = 0
    let told = 0
    while (now() < end) {
      const { again } = await turn()
      turns++
      move(
        again === undefined ? await nextDue(db, now() + Math.max(250, plan.step)) : now() + Math.max(again, plan.step),
      )
      const done = Math.floor((now() - plan.start) / day)
      if (done > told) {
        told = done
        say(`day ${done} of ${plan.days}: ${turns} turns, ${((performance.now() - began) / 1000).toFixed(0)} s`)
      }
    }
    const cpu = (await spent()) - before
    const { seen } = await heard<{ seen: Seen[] }>('seen')
    const verdict = await judge(db, plan, seen, port)
    const round = await lastRound(ctx, turn, spent, move)
    return {
      verdict,
      seconds: Math.round((performance.now() - began) / 1000),
      turns,
      requests: seen.length,
      cpu,
      round,
      memory: process.memoryUsage.rss() / 1e6,
    }
  } finally {
    await Promise.all([sites.terminate(), way.close(), reading.close()])
  }
}

async function addSources(db: Db, plan: Plan, port: number): Promise<void> {
  const unit = await addUnit(db, { name: 'Tỉnh' })
  for (const { host, family, quiet } of plan.sites) {
    const base = `http://${host}:${port}`
    const { kind, path, settings } = waysOf[family]
    const portal = await db
      .insertInto('portal')
      .values({
        unit_id: unit,
        name: host,
        base_url: base,
        settings: JSON.stringify(quiet ? { quietHours: [quiet] } : {}),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('source')
      .values({
        portal_id: portal.id,
        unit_id: unit,
        name: 'Tin',
        kind,
        url: `${base}${path}`,
        settings: JSON.stringify(settings),
        every_seconds: plan.every,
        due_at: new Date(plan.start),
      })
      .execute()
  }
}

async function nextDue(db: Db, earliest: number): Promise<number> {
  const { rows } = await sql<{ at: Date | null }>`
    select least((select min(due_at) from source where state = 'watched'),
      (select min(look_at) from publication where look_at is not null)) as at`.execute(db)
  return Math.max(rows[0]?.at?.getTime() ?? earliest, earliest)
}

/** Every list once more at the end of the story; pages are left alone. */
async function lastRound(
  ctx: Ctx,
  turn: () => Promise<{ again?: number }>,
  spent: () => Promise<number>,
  move: (to: number) => void,
): Promise<number> {
  await ctx.db.updateTable('publication').set({ look_at: null }).execute()
  await ctx.db.updateTable('source').set({ due_at: ctx.now() }).where('state', '=', 'watched').execute()
  const began = ctx.now()
  const left = async () =>
    (
      await ctx.db
        .selectFrom('source')
        .select('id')
        .where('state', '=', 'watched')
        .where('due_at', '<=', began)
        .execute()
    ).length
  const before = await spent()
  while ((await left()) > 0) {
    const { again } = await turn()
    move(ctx.now().getTime() + (again ?? 250))
  }
  return (await spent()) - before
}
