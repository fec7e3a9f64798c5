import { completeDue } from '../src/deliveries/complete.ts'
import type { Job } from './run.ts'

/** Sets what could not be set beside live copies at once. */
export const complete: Job = { name: 'complete', every: 30, needs: 'web', run: completeDue }
