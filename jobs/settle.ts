import { settleDue } from '../src/deliveries/settle.ts'
import type { Job } from './run.ts'

/** Takes over what a lost process left and finds out how doubtful deliveries ended. */
export const settle: Job = { name: 'settle', every: 5, needs: 'web', run: settleDue }
