import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { schedule } from 'node-cron'
import { createRunner, jobs, type Runner } from '../../jobs/index.ts'
import { makeApp } from '../app.tsx'
import type { Ctx } from '../context.ts'
import type { Env } from '../http/env.ts'
import type { Up } from './node/boot.ts'
import { type Listening, listen } from './node/listen.ts'
import { raiseMark } from './node/mark.ts'
import type { Metrics } from './node/metrics.ts'
import { packageRoot } from './node/root.ts'

export interface Running {
  /** Where the desk is, when this process serves it. */
  url?: string
  /** Ends what is in flight, then everything it started. Safe to call twice. */
  stop(): Promise<void>
}

export interface Part {
  /** The desk, the API, the health of the process. */
  web: boolean
  /** The jobs. */
  worker: boolean
  /** Interface to listen on; all of them when it is not said. */
  host?: string
}

/** One process: the web, the worker, or both, on a context that is up. */
export async function start(up: Up, part: Part): Promise<Running> {
  const { ctx } = up
  const stopWork = part.worker ? startWork(up) : async () => {}
  let listening: Listening | undefined
  try {
    listening = part.web ? await startWeb(ctx, part.host) : undefined
    if (listening) up.servesAt(listening.port)
  } catch (cause) {
    await stopWork()
    throw cause
  }
  let stopped: Promise<void> | undefined
  const stop = async () => {
    up.hurry()
    await Promise.all([listening?.close(), stopWork()])
    await up.down()
  }
  ctx.log.info('started', { web: listening?.url, worker: part.worker, networks: ctx.config.networks })
  return {
    url: listening?.url,
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

/** A nudge starts a turn at once; the tick is the safety net. */
function startWork(up: Up): () => Promise<void> {
  const { ctx } = up
  const runner: Runner = createRunner(() => ctx, jobs)
  up.onNudge(runner.nudge)
  const beat = () => runner.tick().then(() => raiseMark(ctx))
  const failed = (cause: unknown) => ctx.log.error('tick.failed', { cause })
  const ticking = everySeconds(ctx.config.tickSeconds, () => void beat().catch(failed))
  void beat().catch(failed)
  return async () => {
    ticking.stop()
    await runner.stop()
    await raiseMark(ctx).catch(failed)
  }
}

/** Cron counts whole seconds within a minute; other paces, which only tests and demonstrations ask for, are plain. */
function everySeconds(seconds: number, tick: () => void): { stop(): void } {
  if (Number.isInteger(seconds) && seconds < 60 && 60 % seconds === 0) {
    const task = schedule(`*/${seconds} * * * * *`, tick, { noOverlap: false, suppressMissedWarning: true })
    return { stop: () => void task.destroy() }
  }
  const timer = setInterval(tick, seconds * 1000)
  return { stop: () => clearInterval(timer) }
}

async function startWeb(ctx: Ctx, host: string | undefined): Promise<Listening> {
  let metrics: Promise<Metrics> | undefined
  // Loaded by the first question: where nobody scrapes, 80 modules are never read.
  const measured = () => {
    metrics ??= import('./node/metrics.ts').then(({ makeMetrics }) => makeMetrics(ctx, jobs))
    return metrics
  }
  const site = new Hono<Env>()
  site.use(compress())
  site.get('/metrics', async c => {
    const { text, contentType } = await measured()
    return c.body(await text(), 200, { 'content-type': contentType })
  })
  site.use(
    serveStatic({
      root: `${packageRoot()}/public`,
      onFound: (_, c) => {
        c.header('cache-control', 'public, max-age=3600')
        c.header('x-content-type-options', 'nosniff')
      },
    }),
  )
  // Called, not mounted: a mounted application loses its own answer to what is not found.
  const app = makeApp(ctx)
  site.all('*', c => app.fetch(c.req.raw, c.env))
  return listen((request, environment) => site.fetch(request, environment as Record<string, unknown>), {
    port: ctx.config.port,
    host,
  })
}
