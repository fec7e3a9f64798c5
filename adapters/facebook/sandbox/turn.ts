import type { Board } from './levers.ts'
import type { Call } from './request.ts'
import type { Who } from './tokens.ts'
import type { World } from './world.ts'

/** One call being answered. */
export interface Turn {
  world: World
  board: Board
  call: Call
  who: Who
  /** A lever: what this call makes begins to exist so much later. */
  delayMs: number
}
