import type { Ctx } from '../src/context.ts'

/** What one turn may use up. */
export interface Budget {
  /** Rows at the most. */
  items: number
  /** Ends in time for a Worker's limit; aborts what is still open. */
  signal: AbortSignal
}

/** What one turn did; `more` asks for another turn at once. */
export interface Turn {
  items: number
  more: boolean
}

export interface Job {
  name: string
  /** Seconds between two turns when nobody nudges. */
  every: number
  /** `node` needs the guarded connector, pictures or extraction; `web` runs anywhere. */
  needs: 'web' | 'node'
  run(ctx: Ctx, budget: Budget): Promise<Turn>
}

/** The only schedule in the project. */
export const jobs: readonly Job[] = []
