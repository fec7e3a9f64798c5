import { announce } from './announce.ts'
import { apply } from './apply.ts'
import { complete } from './complete.ts'
import { deliver } from './deliver.ts'
import { expire } from './expire.ts'
import { fetch } from './fetch.ts'
import { measure } from './measure.ts'
import { pictures } from './pictures.ts'
import { renew } from './renew.ts'
import type { Job } from './run.ts'
import { settle } from './settle.ts'
import { watch } from './watch.ts'

export { type Budget, createRunner, type Job, type Runner, runTurn, type Turn } from './run.ts'

/** The only schedule in the project. */
export const jobs: readonly Job[] = [
  watch,
  pictures,
  fetch,
  deliver,
  settle,
  complete,
  announce,
  measure,
  renew,
  apply,
  expire,
]
