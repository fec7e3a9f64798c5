import type { Ctx } from '../src/context.ts'
import { beginTurn, endTurn } from './queries.ts'

/** What one turn may use up. */
export interface Budget {
  /** Rows at the most. */
  items: number
  /** Ends in time for a Worker's limit; nothing new is begun after it. */
  signal: AbortSignal
  /**
   * Calls `wake` when the job is nudged, or its time comes again, while its turn runs: a turn that waits for something
   * slow can do the rest meanwhile. Returns how to end that.
   */
  heed?(wake: () => void): () => void
}

/** What one turn did; `more` asks for another turn at once. */
export interface Turn {
  items: number
  more: boolean
  /** Milliseconds of this machine after which a nudge is worth while: something waits for its time alone. */
  again?: number
}

export interface Job {
  name: string
  /** Seconds between two turns when nobody nudges. */
  every: number
  /** `node` needs the guarded connector, pictures or extraction; `web` runs anywhere. */
  needs: 'web' | 'node'
  run(ctx: Ctx, budget: Budget): Promise<Turn>
}

/** Turns of one job until nothing remains or the signal ends; what went wrong is recorded and never thrown. */
export async function runTurn(ctx: Ctx, job: Job, budget: Budget): Promise<{ again?: number }> {
  let items = 0
  let again: number | undefined
  try {
    await beginTurn(ctx.db, job.name, ctx.now())
    let more = true
    while (more && !budget.signal.aborted) {
      const turn = await job.run(ctx, budget)
      items += turn.items
      more = turn.more
      again = turn.again
    }
    await endTurn(ctx.db, job.name, ctx.now(), items, null)
  } catch (cause) {
    const { name, message } = cause instanceof Error ? cause : { name: 'thrown', message: '' }
    ctx.log.error('job.failed', { job: job.name, name, message })
    const problem = JSON.stringify({ code: 'job.failed', detail: name })
    // With the database away there is nowhere to write it; the next tick tries again.
    await endTurn(ctx.db, job.name, ctx.now(), items, problem).catch(() => {})
  }
  return again === undefined ? {} : { again }
}

export interface Runner {
  /** The safety net: starts each job whose pace has come. Resolves when those turns have ended. */
  tick(): Promise<void>
  /** A job's turn starts at once, or right after the one that runs. Unknown names are for another process. */
  nudge(name: string): void
  /** Resolves when no turn runs. */
  rest(): Promise<void>
  /** Begins nothing more, and waits for what is under way. */
  stop(): Promise<void>
}

/** Runs the jobs of one process: turns of one job never overlap here, different jobs do. */
export function createRunner(ctx: () => Ctx, jobs: readonly Job[], items = 1000): Runner {
  const ending = new AbortController()
  const running = new Map<string, Promise<void>>()
  const nudged = new Set<string>()
  const wakes = new Map<string, Set<() => void>>()
  const startedAt = new Map<string, number>()
  /** How the next wake of each job is called off. */
  const waking = new Map<string, () => void>()

  function start(job: Job): Promise<void> {
    const current = running.get(job.name)
    if (current !== undefined) {
      nudged.add(job.name)
      for (const wake of wakes.get(job.name) ?? []) wake()
      return current
    }
    startedAt.set(job.name, performance.now())
    const turn = (async () => {
      do {
        nudged.delete(job.name)
        const { again } = await runTurn(ctx(), job, { items, signal: ending.signal, heed: heedOf(job.name) })
        if (again !== undefined) wakeIn(job, again)
      } while (nudged.has(job.name) && !ending.signal.aborted)
    })().finally(() => running.delete(job.name))
    running.set(job.name, turn)
    return turn
  }

  const heedOf = (name: string) => (wake: () => void) => {
    const heard = wakes.get(name) ?? new Set()
    wakes.set(name, heard.add(wake))
    return () => void heard.delete(wake)
  }

  function wakeIn(job: Job, ms: number) {
    waking.get(job.name)?.()
    const timer = setTimeout(() => {
      waking.delete(job.name)
      if (!ending.signal.aborted) void start(job)
    }, ms)
    waking.set(job.name, () => clearTimeout(timer))
  }

  const isDue = (job: Job) => {
    const last = startedAt.get(job.name)
    // A tick is never exact: a pace of five seconds is met by a tick that comes a moment early.
    return last === undefined || performance.now() - last >= job.every * 1000 - 100
  }
  const rest = async () => {
    while (running.size > 0) await Promise.all(running.values())
  }
  return {
    tick: async () => {
      if (ending.signal.aborted) return
      await Promise.all(jobs.filter(isDue).map(start))
    },
    nudge: name => {
      const job = jobs.find(one => one.name === name)
      if (job && !ending.signal.aborted) void start(job)
    },
    rest,
    stop: () => {
      ending.abort()
      for (const callOff of waking.values()) callOff()
      return rest()
    },
  }
}
