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
  /** A lever: so many bytes of an upload arrive before the connection is cut. */
  partial: number | null
  /** A lever: what is finished now will not survive its processing. */
  unfit: { code: number; message: string } | null
}
