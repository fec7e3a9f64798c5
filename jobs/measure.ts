import { measureDue } from '../src/metrics/measure.ts'
import type { Job } from './run.ts'

/** Reads the counters of live posts, young ones often and old ones seldom. */
export const measure: Job = { name: 'measure', every: 60, needs: 'web', run: measureDue }
