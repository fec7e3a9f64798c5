import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Job } from '../../../jobs/run.ts'
import type { Ctx } from '../../context.ts'
import { type Standing, standing } from '../../db/standing.ts'

export interface Metrics {
  contentType: string
  /** Read from the database when asked: any number of processes tell the same. */
  text(): Promise<string>
}

export function makeMetrics(ctx: Ctx, jobs: readonly Job[]): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'lantoa_' })
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `lantoa_${name}`, help, labelNames, registers: [registry] })
  const deliveries = gauge('deliveries', 'Deliveries by state.', ['state'])
  const due = gauge('due_rows', 'Rows whose time has come, by what they wait for.', ['what'])
  const waited = gauge('due_oldest_seconds', 'How long the oldest of them has waited.', ['what'])
  const claims = gauge('claims', 'Deliveries under a claim, and past the end of one.', ['state'])
  const good = gauge('job_good_seconds', 'Seconds since the last turn of a job that ended well.', ['job'])
  const items = gauge('job_items', 'Items of the last turn of a job.', ['job'])
  const failing = gauge('job_failing', '1 while the last turn of a job failed.', ['job'])

  const fill = (now: Standing) => {
    for (const one of [deliveries, due, waited, claims, good, items, failing]) one.reset()
    for (const [state, rows] of Object.entries(now.deliveries)) deliveries.set({ state }, rows)
    for (const [what, { rows, oldest }] of Object.entries(now.due)) {
      due.set({ what }, rows)
      waited.set({ what }, oldest)
    }
    claims.set({ state: 'open' }, now.claims.open)
    claims.set({ state: 'over' }, now.claims.over)
    for (const turn of now.turns) {
      if (!jobs.some(job => job.name === turn.job)) continue
      if (turn.good_at) good.set({ job: turn.job }, (ctx.now().getTime() - turn.good_at.getTime()) / 1000)
      items.set({ job: turn.job }, turn.items)
      failing.set({ job: turn.job }, turn.problem === null ? 0 : 1)
    }
  }
  return {
    contentType: registry.contentType,
    text: async () => {
      fill(await standing(ctx.db, ctx.now()))
      return registry.metrics()
    },
  }
}
