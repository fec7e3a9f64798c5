import { deliverDue } from '../src/deliveries/deliver.ts'
import type { Job } from './run.ts'

/** Sends what is due. */
export const deliver: Job = { name: 'deliver', every: 5, needs: 'web', run: deliverDue }
